import { setMaxListeners } from "node:events";
import * as l10n from "@vscode/l10n";
import type { AccountProblem, AccountReading, Subscription } from "../account/account";
import { systemClock, type Clock } from "../azure/clock";
import { ArmError, type ArmFailure } from "../azure/errors";
import type { ProviderList } from "../azure/providers";
import { deletionKey, type DeletedResource } from "../services/deletedResource";
import type { SoftDeleteService } from "../services/service";
import { Listeners, type Disposable } from "../listeners";
import {
  byName,
  byPrincipal,
  sortByTimeLeft,
  subscriptionKey,
  itemKey,
  type Branch,
  type InventoryItem,
  type InventorySnapshot,
  type SubscriptionBranch,
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
  /** Of the subscriptions in which nothing has changed since somebody looked. */
  readonly #entries = new Map<string, Entry>();
  readonly #presence: Presence;
  /**
   * Deletions that ended here. ARM's lists can name them for a while longer, and a reading that
   * began before may still bring them; until the next full refresh they are not shown.
   */
  readonly #gone = new Map<string, Gone>();
  /** Of those, what the branches still have. */
  readonly #toTakeOut = new Set<string>();
  /** Until something changes. */
  #known: Known | undefined;
  #readings = 0;
  #problems: readonly AccountProblem[] = [];
  #state: InventorySnapshot["state"] = "idle";
  #refresh = refreshing();

  constructor(private readonly options: InventoryOptions) {
    this.#presence = new Presence(options);
  }

  /** After every change of {@link snapshot}. */
  onDidChange(listener: () => void): Disposable {
    return this.#changed.add(listener);
  }

  get snapshot(): InventorySnapshot {
    return this.#now.snapshot;
  }

  /** Every deleted resource known at this moment. */
  get items(): readonly InventoryItem[] {
    return this.#now.items;
  }

  /** The item of that key as it is now, if it is still there. */
  find(key: string): InventoryItem | undefined {
    const known = this.#now;
    known.byKey ??= new Map(known.items.map((item) => [itemKey(item), item]));
    return known.byKey.get(key);
  }

  /** Made when it is asked for: thousands can end between two looks. */
  get #now(): Known {
    this.#takeOut();
    if (this.#known === undefined) {
      const entries = this.#readEntries();
      const snapshot = {
        state: this.#state,
        subscriptions: entries.map(({ branch }) => branch),
        problems: this.#problems,
      };
      const items = entries.flatMap((entry) => entry.items);
      this.#known = { snapshot, items, byKey: undefined };
    }
    return this.#known;
  }

  #takeOut(): void {
    if (this.#toTakeOut.size === 0) {
      return;
    }
    for (const [key, branch] of this.#branches) {
      const left = branch.resources.filter((one) => !this.#toTakeOut.has(deletionKey(one)));
      if (left.length < branch.resources.length) {
        this.#branches.set(key, { ...branch, resources: left });
        this.#entries.delete(key.slice(0, key.lastIndexOf("|")));
      }
    }
    this.#toTakeOut.clear();
  }

  /** By name. Made anew only where something has changed: of hundreds, one at a time has. */
  #readEntries(): readonly Entry[] {
    const services = this.options.services();
    return [...this.#subscriptions]
      .map(([key, subscription]) => {
        const known = this.#entries.get(key) ?? this.#entryOf(key, subscription, services);
        this.#entries.set(key, known);
        return known;
      })
      .sort((left, right) =>
        byName.compare(left.branch.subscription.name, right.branch.subscription.name),
      );
  }

  #entryOf(key: string, subscription: Subscription, services: readonly SoftDeleteService[]): Entry {
    const branches = services.flatMap(({ id }) => this.#branches.get(`${key}|${id}`) ?? []);
    return {
      branch: { subscription, branches, resourceGroups: this.#resourceGroups.get(key) },
      items: branches.flatMap(({ resources }) =>
        resources.map((resource) => ({ subscription, resource })),
      ),
    };
  }

  /** @param subscription in which something has changed; all, where left out. */
  #notify(subscription?: Subscription): void {
    if (subscription === undefined) {
      this.#entries.clear();
    } else {
      this.#entries.delete(subscriptionKey(subscription));
    }
    this.#known = undefined;
    this.#changed.fire();
  }

  /**
   * Reads everything anew. A refresh under way is given up in favour of this one; what is shown
   * stays until the new reading replaces it.
   */
  async refresh(): Promise<void> {
    this.#refresh.abort(new Error("a newer refresh"));
    const refresh = refreshing();
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
   * Reads again what costs one list each, in the subscriptions and of the services that are known: what
   * somebody may have deleted or recovered meanwhile. Accounts, providers and Resource Graph are not
   * asked, nor lists in each region or below each parent, nor the Activity Log for deletions.
   */
  async refreshLists(): Promise<void> {
    const { signal } = this.#refresh;
    const listed = this.options
      .services()
      .filter(({ sources }) => sources.every(({ kind }) => kind === "collection"));
    await Promise.all(
      [...this.#subscriptions.values()].map(async (subscription) => {
        const graph = this.#graphOf([subscription], signal);
        const providers = await this.#presence.providers(subscription, signal);
        await Promise.all(
          listed
            .filter((service) => {
              const state = this.#branches.get(branchKey(subscription, service))?.state;
              return state === "read" || state === "failed";
            })
            .map((service) =>
              this.#readBranch({ subscription, service, providers, graph, signal }),
            ),
        );
      }),
    );
  }

  /** Takes out what is known to be gone, without asking Azure: its branch is read again later. */
  markGone({ deletion, serviceId }: Settled): void {
    this.#gone.set(deletion, { serviceId, at: this.#readings, isListed: false });
    this.#toTakeOut.add(deletion);
    this.#known = undefined;
    this.#changed.fire();
  }

  /**
   * After something was done to a deletion: reads its branch again, in every account that shows
   * it. What is known to be gone is taken out before that, so that its row does not linger.
   */
  async settle(settled: Settled, gone: boolean): Promise<void> {
    if (gone) {
      this.markGone(settled);
    }
    await this.#readAgain([settled]);
  }

  /** The same after something was done to many: each branch is read once. */
  async settleAll(all: readonly Settled[]): Promise<void> {
    await this.#readAgain(all);
  }

  /** Deletions that are over by Azure's own word, and that a list which was read since still names. */
  get stillListed(): readonly string[] {
    return [...this.#gone].flatMap(([deletion, { isListed }]) => (isListed ? [deletion] : []));
  }

  async #readAgain(all: readonly Settled[]): Promise<void> {
    const wanted = new Set(
      all.flatMap(({ subscriptionId, serviceId }) => {
        const also = this.options.services().find(({ id }) => id === serviceId)?.reveals ?? [];
        return [serviceId, ...also].map((id) => branchOf(subscriptionId, id));
      }),
    );
    await Promise.all(
      [...this.#subscriptions.values()].flatMap((subscription) =>
        this.options
          .services()
          .filter(({ id }) => wanted.has(branchOf(subscription.subscriptionId, id)))
          .map(({ id }) => this.refreshSubscription(subscription, id)),
      ),
    );
  }

  /** Forgets everything, as after a sign-out. */
  clear(): void {
    this.#refresh.abort(new Error("cleared"));
    this.#refresh = refreshing();
    this.#subscriptions.clear();
    this.#branches.clear();
    this.#resourceGroups.clear();
    this.#presence.clear();
    this.#problems = [];
    this.#state = "idle";
    this.#notify();
  }

  /** Ends the reading that is under way; what was found stays. */
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
    this.#notify(subscription);
    // Whatever is registered, and at once: what is listed below live parents waits for it.
    const groups = this.#readResourceGroups(subscription, graph, signal);
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
    this.#notify(subscription);
    await Promise.all([
      groups,
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
      this.#notify(subscription);
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
        this.#notify(subscription);
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
    if (this.#gone.size === 0) {
      return;
    }
    const named = new Set(resources.map(deletionKey));
    for (const [deletion, gone] of this.#gone) {
      if (gone.serviceId !== id || gone.at >= began) {
        continue;
      }
      if (named.has(deletion)) {
        this.#gone.set(deletion, { ...gone, isListed: true });
      } else {
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
}

interface Entry {
  readonly branch: SubscriptionBranch;
  readonly items: readonly InventoryItem[];
}

interface Gone {
  readonly serviceId: string;
  /** How many readings had begun by then. */
  readonly at: number;
  /** Whether a list that was asked for afterwards still names it. */
  readonly isListed: boolean;
}

/** What is asked for again and again between two changes. */
interface Known {
  readonly snapshot: InventorySnapshot;
  readonly items: readonly InventoryItem[];
  byKey: ReadonlyMap<string, InventoryItem> | undefined;
}

interface BranchToRead {
  readonly subscription: Subscription;
  readonly service: SoftDeleteService;
  readonly providers: ProviderList | undefined;
  readonly graph: GraphReading;
  readonly signal: AbortSignal;
}

function refreshing(): AbortController {
  const refresh = new AbortController();
  // All that is on its way listens to it, which Node would take for a leak.
  setMaxListeners(0, refresh.signal);
  return refresh;
}

/** One service in one subscription, whichever account shows it. */
function branchOf(subscriptionId: string, serviceId: string): string {
  return `${subscriptionId.toLowerCase()}|${serviceId}`;
}

function branchKey(subscription: Subscription, service: SoftDeleteService): string {
  return `${subscriptionKey(subscription)}|${service.id}`;
}

/** Why a reading failed; where nothing could even be sent, as when nobody is signed in, that. */
export function failureOf(error: unknown, { subscriptionId }: Subscription): ArmFailure {
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
