import * as l10n from "@vscode/l10n";
import type { AccountProblem, AccountReading, Subscription } from "../account/account";
import { systemClock, type Clock } from "../azure/clock";
import { ArmError, type ArmFailure } from "../azure/errors";
import type { ProviderList } from "../azure/providers";
import { deletionKey, type DeletedResource } from "../services/deletedResource";
import type { SoftDeleteService } from "../services/service";
import { Listeners, type Disposable } from "../listeners";
import {
  byPrincipal,
  sortByTimeLeft,
  subscriptionKey,
  itemKey,
  type Branch,
  type InventoryItem,
  type InventorySnapshot,
} from "./inventorySnapshot";
import { readBranch, type Found } from "./branchReader";
import { Presence, type PresenceOptions } from "./presence";
import { GraphReading, resourceGroupType } from "./liveResources";

export interface InventoryOptions extends PresenceOptions {
  /** Those to show; asked anew each time, because it is a setting. */
  readonly services: () => readonly SoftDeleteService[];
  /** Reports each part of what the person can reach as it comes; already filtered. */
  readonly readSubscriptions: (
    report: (part: AccountReading) => void,
    signal: AbortSignal,
  ) => Promise<void>;
  readonly clock?: Clock;
}

/** What an operation was about, as far as the inventory needs it. */
export interface Settled {
  /** From `deletionKey`. */
  readonly deletion: string;
  readonly serviceId: string;
  readonly subscriptionId: string;
}

/**
 * What is soft-deleted, across subscriptions and services. Everything is asked for at the same
 * time and shown as it comes; what fails, fails in its own branch.
 */
export class Inventory {
  readonly #changed = new Listeners();
  readonly #subscriptions = new Map<string, Subscription>();
  readonly #branches = new Map<string, Branch>();
  readonly #latest = new Map<string, object>();
  readonly #resourceGroups = new Map<string, ReadonlySet<string>>();
  readonly #presence: Presence;
  /**
   * Deletions that ended here. ARM's lists can name them for a while longer, and a reading that
   * began before may still bring them; until the next full refresh they are not shown.
   */
  readonly #gone = new Map<string, { readonly serviceId: string; readonly at: number }>();
  #readings = 0;
  #problems: readonly AccountProblem[] = [];
  #state: InventorySnapshot["state"] = "idle";
  #refresh = new AbortController();

  constructor(private readonly options: InventoryOptions) {
    this.#presence = new Presence(options);
  }

  onDidChange(listener: () => void): Disposable {
    return this.#changed.add(listener);
  }

  get snapshot(): InventorySnapshot {
    const subscriptions = [...this.#subscriptions.values()]
      .sort((left, right) => left.name.localeCompare(right.name))
      .map((subscription) => ({
        subscription,
        branches: this.options.services().flatMap((service) => {
          const branch = this.#branches.get(branchKey(subscription, service));
          return branch === undefined ? [] : [branch];
        }),
        resourceGroups: this.#resourceGroups.get(subscriptionKey(subscription)),
      }));
    return { state: this.#state, subscriptions, problems: this.#problems };
  }

  /** Every deleted resource known at this moment. */
  get items(): readonly InventoryItem[] {
    return this.snapshot.subscriptions.flatMap(({ subscription, branches }) =>
      branches.flatMap((branch) =>
        branch.resources.map((resource) => ({ subscription, resource })),
      ),
    );
  }

  /** The item of that key as it is now, if it is still there. */
  find(key: string): InventoryItem | undefined {
    return this.items.find((item) => itemKey(item) === key);
  }

  /**
   * Reads everything anew. A refresh under way is given up in favour of this one; what is shown
   * stays until the new reading replaces it.
   */
  async refresh(): Promise<void> {
    this.#refresh.abort(new Error("a newer refresh"));
    const refresh = new AbortController();
    this.#refresh = refresh;
    const { signal } = refresh;
    this.#state = this.#state === "read" ? "read" : "reading";
    this.#gone.clear();
    this.#notify();

    const seen = new Set<string>();
    const problems: AccountProblem[] = [];
    const readings: Promise<void>[] = [];
    try {
      await this.options.readSubscriptions((part) => {
        if (signal.aborted) {
          return;
        }
        problems.push(...part.problems);
        if (this.#state === "reading") {
          this.#problems = withoutRepeats(problems);
        }
        const fresh = part.subscriptions.filter((one) => !seen.has(subscriptionKey(one)));
        for (const subscription of fresh) {
          seen.add(subscriptionKey(subscription));
          this.#subscriptions.set(subscriptionKey(subscription), subscription);
        }
        for (const together of byPrincipal(fresh)) {
          const graph = this.#graphOf(together, signal);
          readings.push(...together.map((one) => this.#readSubscription(one, graph, signal)));
        }
        this.#notify();
      }, signal);
    } catch (error) {
      if (!signal.aborted) {
        problems.push({ kind: "failed", message: messageOf(error) });
      }
    }
    if (!signal.aborted) {
      this.#dropAllBut(seen, problems);
      this.#problems = withoutRepeats(problems);
      this.#state = "read";
      this.#notify();
    }
    await Promise.all(readings);
  }

  /** Reads one subscription again, or one service in it. */
  async refreshSubscription(
    subscription: Subscription,
    serviceId: string | undefined,
  ): Promise<void> {
    const { signal } = this.#refresh;
    const graph = this.#graphOf([subscription], signal);
    if (serviceId === undefined) {
      await this.#readSubscription(subscription, graph, signal);
      return;
    }
    const service = this.options.services().find(({ id }) => id === serviceId);
    if (service !== undefined) {
      const providers = await this.#presence.providers(subscription, signal);
      await this.#readBranch({ subscription, service, providers, graph, signal });
    }
  }

  /**
   * After something was done to a deletion: reads its branch again, in every account that shows
   * it. What is known to be gone is taken out before that, so that its row does not linger.
   */
  async settle({ deletion, serviceId, subscriptionId }: Settled, gone: boolean): Promise<void> {
    const shown = this.snapshot.subscriptions.filter(
      ({ subscription }) =>
        subscription.subscriptionId.toLowerCase() === subscriptionId.toLowerCase(),
    );
    if (gone) {
      this.#gone.set(deletion, { serviceId, at: this.#readings });
      for (const { subscription, branches } of shown) {
        for (const branch of branches.filter(({ service }) => service.id === serviceId)) {
          this.#branches.set(branchKey(subscription, branch.service), {
            ...branch,
            resources: branch.resources.filter((one) => deletionKey(one) !== deletion),
          });
        }
      }
      this.#notify();
    }
    const also = this.options.services().find(({ id }) => id === serviceId)?.reveals ?? [];
    await Promise.all(
      shown.flatMap(({ subscription }) =>
        [serviceId, ...also].map((id) => this.refreshSubscription(subscription, id)),
      ),
    );
  }

  /** Forgets everything, as after a sign-out. */
  clear(): void {
    this.#refresh.abort(new Error("cleared"));
    this.#refresh = new AbortController();
    this.#subscriptions.clear();
    this.#branches.clear();
    this.#resourceGroups.clear();
    this.#presence.clear();
    this.#problems = [];
    this.#state = "idle";
    this.#notify();
  }

  dispose(): void {
    this.#refresh.abort(new Error("disposed"));
  }

  #graphOf(subscriptions: readonly Subscription[], signal: AbortSignal): GraphReading {
    const { services, connect, logger } = this.options;
    return new GraphReading(subscriptions, services(), connect, logger, signal);
  }

  /** One read tells which services there can be; those are asked, all at the same time. */
  async #readSubscription(
    subscription: Subscription,
    graph: GraphReading,
    signal: AbortSignal,
  ): Promise<void> {
    const services = this.options.services();
    for (const service of services) {
      const key = branchKey(subscription, service);
      const before = this.#branches.get(key);
      this.#branches.set(key, {
        ...(before ?? { service, wasRead: false, resources: [], malformed: 0 }),
        state: "reading",
      });
    }
    this.#notify();
    const { providers, isThere } = await this.#presence.read(subscription, signal);
    if (signal.aborted) {
      return;
    }
    for (const service of services.filter((one) => !isThere(one))) {
      const key = branchKey(subscription, service);
      this.#latest.set(key, {});
      this.#branches.set(key, {
        service,
        state: "absent",
        wasRead: true,
        resources: [],
        malformed: 0,
      });
    }
    this.#notify();
    await Promise.all([
      this.#readResourceGroups(subscription, graph, signal),
      ...services
        .filter(isThere)
        .map((service) => this.#readBranch({ subscription, service, providers, graph, signal })),
    ]);
  }

  async #readResourceGroups(
    subscription: Subscription,
    graph: GraphReading,
    signal: AbortSignal,
  ): Promise<void> {
    const rows = await graph.live(subscription.subscriptionId);
    if (rows !== undefined && !signal.aborted) {
      const groups = rows.filter(({ type }) => type === resourceGroupType);
      this.#resourceGroups.set(
        subscriptionKey(subscription),
        new Set(groups.map(({ name }) => name.toLowerCase())),
      );
      this.#notify();
    }
  }

  async #readBranch({
    subscription,
    service,
    providers,
    graph,
    signal,
  }: BranchToRead): Promise<void> {
    const key = branchKey(subscription, service);
    const { resources: before = [], wasRead = false } = this.#branches.get(key) ?? {};
    let found: Found = { resources: [], malformed: 0 };
    // Of two readings of a branch under way at once, the one that began later counts.
    const reading = {};
    this.#readings += 1;
    const began = this.#readings;
    this.#latest.set(key, reading);
    const put = (branch: Pick<Branch, "state" | "resources" | "failure">): void => {
      if (!signal.aborted && this.#latest.get(key) === reading) {
        this.#branches.set(key, {
          service,
          malformed: found.malformed,
          wasRead: wasRead || branch.state === "read" || branch.state === "absent",
          ...branch,
          resources: sortByTimeLeft(
            branch.resources.filter((one) => !this.#gone.has(deletionKey(one))),
          ),
        });
        this.#notify();
      }
    };
    put({ state: "reading", resources: before });
    try {
      const { subscriptionId } = subscription;
      const state = await readBranch(
        service,
        {
          arm: await this.options.connect(subscription),
          subscriptionId,
          providers,
          live: () => graph.live(subscriptionId),
          graph: (query) => graph.rows(query, subscriptionId),
          now: (this.options.clock ?? systemClock).now(),
          signal,
        },
        (all) => {
          found = all;
          // The first pages show at once, unless an earlier reading already shows more.
          if (before.length === 0) {
            put({ state: "reading", resources: found.resources });
          }
        },
      );
      put({ state, resources: found.resources });
      this.#forgetGone(service, found.resources, began);
      if (found.malformed > 0) {
        this.options.logger.warn(
          `${service.id}: ${String(found.malformed)} items of the list could not be understood and are left out.`,
        );
      }
    } catch (error) {
      if (signal.aborted) {
        return;
      }
      const failure = failureOf(error, subscription);
      this.options.logger.warn(
        `${service.id} could not be read: ${failure.code ?? failure.kind}, status ${String(failure.status ?? "none")}, correlation id ${failure.correlationId ?? "none"}`,
      );
      this.options.logger.trace(failure.message);
      put({
        state: "failed",
        resources: before.length > found.resources.length ? before : found.resources,
        failure,
      });
    }
  }

  /** What a list that was asked for afterwards does not name any more may come again. */
  #forgetGone(
    { id }: SoftDeleteService,
    resources: readonly DeletedResource[],
    began: number,
  ): void {
    const named = new Set(resources.map(deletionKey));
    for (const [deletion, { serviceId, at }] of this.#gone) {
      if (serviceId === id && at < began && !named.has(deletion)) {
        this.#gone.delete(deletion);
      }
    }
  }

  /** What a tenant or account that failed just now had shown before, stays. */
  #dropAllBut(seen: ReadonlySet<string>, problems: readonly AccountProblem[]): void {
    const mayReturn = ({ accountId, tenantId }: Subscription): boolean =>
      problems.some(
        (problem) =>
          problem.kind === "failed" &&
          (problem.accountId ?? accountId) === accountId &&
          (problem.tenantId ?? tenantId) === tenantId,
      );
    for (const [key, subscription] of this.#subscriptions) {
      if (!seen.has(key) && mayReturn(subscription)) {
        this.#endReading(subscription);
      }
      if (!seen.has(key) && !mayReturn(subscription)) {
        this.#subscriptions.delete(key);
        this.#resourceGroups.delete(key);
        this.#presence.forget(key);
        for (const service of this.options.services()) {
          this.#branches.delete(branchKey(subscription, service));
        }
      }
    }
  }

  /** A reading that a newer refresh gave up, and that this one does not take up, is over. */
  #endReading(subscription: Subscription): void {
    for (const service of this.options.services()) {
      const key = branchKey(subscription, service);
      const branch = this.#branches.get(key);
      if (branch?.state === "reading") {
        this.#latest.delete(key);
        if (branch.wasRead) {
          this.#branches.set(key, { ...branch, state: "read" });
        } else {
          this.#branches.delete(key);
        }
      }
    }
  }

  #notify(): void {
    this.#changed.fire();
  }
}

interface BranchToRead {
  readonly subscription: Subscription;
  readonly service: SoftDeleteService;
  readonly providers: ProviderList | undefined;
  readonly graph: GraphReading;
  readonly signal: AbortSignal;
}

function branchKey(subscription: Subscription, service: SoftDeleteService): string {
  return `${subscriptionKey(subscription)}|${service.id}`;
}

function failureOf(error: unknown, { subscriptionId }: Subscription): ArmFailure {
  return error instanceof ArmError
    ? error.failure
    : {
        kind: "notSent",
        method: "GET",
        path: `/subscriptions/${subscriptionId}`,
        message: messageOf(error),
      };
}

/** The same reason can be met twice, in a tenant and in the account's own list of tenants. */
function withoutRepeats(problems: readonly AccountProblem[]): readonly AccountProblem[] {
  return [
    ...new Map(
      problems.map((problem) => [
        [problem.accountId, problem.tenantId, problem.message].join("|"),
        problem,
      ]),
    ).values(),
  ];
}

function messageOf(error: unknown): string {
  return error instanceof Error && error.message !== ""
    ? error.message
    : l10n.t("an unknown problem");
}
