import * as l10n from "@vscode/l10n";
import type { AccountProblem, AccountReading, Subscription } from "../account/account";
import type { ArmClient } from "../azure/armClient";
import { UnusableNameError } from "../azure/armRequest";
import { ArmError, isServiceAbsent, type ArmFailure } from "../azure/errors";
import type { JsonValue } from "../azure/json";
import type { Logger } from "../azure/logger";
import { deletionKey, type DeletedResource } from "../services/deletedResource";
import type { SoftDeleteService } from "../services/service";
import { Listeners, type Disposable } from "../listeners";

/** What is known of one service in one subscription. */
export interface Branch {
  readonly service: SoftDeleteService;
  /** "absent": the service is not in use there. */
  readonly state: "reading" | "read" | "failed" | "absent";
  /** Whether some reading of it has succeeded, so that an empty one means nothing is deleted. */
  readonly wasRead: boolean;
  /** While reading or after a failure: what was there before, or has come so far. */
  readonly resources: readonly DeletedResource[];
  /** Items of the list that could not be understood and were left out. */
  readonly malformed: number;
  readonly failure?: ArmFailure;
}

export interface SubscriptionBranch {
  readonly subscription: Subscription;
  readonly branches: readonly Branch[];
}

/** What is deleted, as far as it is known at this moment. A value, never changed in place. */
export interface InventorySnapshot {
  /** "idle" before the first reading; "reading" while accounts are read for the first time. */
  readonly state: "idle" | "reading" | "read";
  /** Sorted by name. */
  readonly subscriptions: readonly SubscriptionBranch[];
  readonly problems: readonly AccountProblem[];
}

/** One deleted resource and the subscription it was reached through. */
export interface InventoryItem {
  readonly subscription: Subscription;
  readonly resource: DeletedResource;
}

export interface InventoryOptions {
  /** Those to show; asked anew each time, because it is a setting. */
  readonly services: () => readonly SoftDeleteService[];
  /** Reports each part of what the person can reach as it comes; already filtered. */
  readonly readSubscriptions: (
    report: (part: AccountReading) => void,
    signal: AbortSignal,
  ) => Promise<void>;
  readonly connect: (subscription: Subscription) => Promise<ArmClient>;
  readonly logger: Logger;
}

/** What an operation was about, as far as the inventory needs it. */
export interface Settled {
  /** From `deletionKey`. */
  readonly deletion: string;
  readonly serviceId: string;
  readonly subscriptionId: string;
}

/** Identifies a subscription as one account sees it. */
export function subscriptionKey(subscription: Subscription): string {
  return `${subscription.accountId}/${subscription.subscriptionId}`.toLowerCase();
}

/** Identifies an item in the window: the deletion, as one account sees it. */
export function itemKey({ subscription, resource }: InventoryItem): string {
  return `${subscriptionKey(subscription)}|${deletionKey(resource)}`;
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
  /**
   * Deletions that ended here. ARM's lists can name them for a while longer, and a reading that
   * began before may still bring them; until the next full refresh they are not shown.
   */
  readonly #gone = new Set<string>();
  #problems: readonly AccountProblem[] = [];
  #state: InventorySnapshot["state"] = "idle";
  #refresh = new AbortController();

  constructor(private readonly options: InventoryOptions) {}

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
        for (const subscription of part.subscriptions) {
          const key = subscriptionKey(subscription);
          if (!seen.has(key)) {
            seen.add(key);
            this.#subscriptions.set(key, subscription);
            readings.push(this.#readSubscription(subscription, signal));
          }
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
    await Promise.all(
      this.options
        .services()
        .filter(({ id }) => serviceId === undefined || id === serviceId)
        .map((service) => this.#readBranch(subscription, service, signal)),
    );
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
      this.#gone.add(deletion);
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
    await Promise.all(
      shown.map(({ subscription }) => this.refreshSubscription(subscription, serviceId)),
    );
  }

  /** Forgets everything, as after a sign-out. */
  clear(): void {
    this.#refresh.abort(new Error("cleared"));
    this.#refresh = new AbortController();
    this.#subscriptions.clear();
    this.#branches.clear();
    this.#problems = [];
    this.#state = "idle";
    this.#notify();
  }

  dispose(): void {
    this.#refresh.abort(new Error("disposed"));
  }

  async #readSubscription(subscription: Subscription, signal: AbortSignal): Promise<void> {
    await Promise.all(
      this.options.services().map((service) => this.#readBranch(subscription, service, signal)),
    );
  }

  async #readBranch(
    subscription: Subscription,
    service: SoftDeleteService,
    signal: AbortSignal,
  ): Promise<void> {
    const key = branchKey(subscription, service);
    const { resources: before = [], wasRead = false } = this.#branches.get(key) ?? {};
    const found = new Map<string, DeletedResource>();
    let malformed = 0;
    // Of two readings of a branch under way at once, the one that began later counts.
    const reading = {};
    this.#latest.set(key, reading);
    const put = (branch: Pick<Branch, "state" | "resources" | "failure">): void => {
      if (!signal.aborted && this.#latest.get(key) === reading) {
        this.#branches.set(key, {
          service,
          malformed,
          wasRead: wasRead || branch.state === "read" || branch.state === "absent",
          ...branch,
          resources: branch.resources.filter((one) => !this.#gone.has(deletionKey(one))),
        });
        this.#notify();
      }
    };
    const sorted = (): readonly DeletedResource[] => sortByTimeLeft([...found.values()]);
    put({ state: "reading", resources: before });
    try {
      const arm = await this.options.connect(subscription);
      await arm.list(
        service.list(subscription.subscriptionId),
        (page) => {
          for (const item of page) {
            const resource = readItem(service, item, subscription.subscriptionId);
            if (resource === undefined) {
              malformed += 1;
            } else {
              // A list that changes between two pages can name an item on both.
              found.set(deletionKey(resource), resource);
            }
          }
          // The first pages show at once, unless an earlier reading already shows more.
          if (before.length === 0) {
            put({ state: "reading", resources: sorted() });
          }
        },
        signal,
      );
      put({ state: "read", resources: sorted() });
      if (malformed > 0) {
        this.options.logger.warn(
          `${service.id}: ${String(malformed)} items of the list could not be understood and are left out.`,
        );
      }
    } catch (error) {
      if (signal.aborted) {
        return;
      }
      const failure = failureOf(error, service, subscription);
      if (isServiceAbsent(failure)) {
        put({ state: "absent", resources: [] });
        return;
      }
      this.options.logger.warn(
        `${service.id} could not be read: ${failure.code ?? failure.kind}, status ${String(failure.status ?? "none")}, correlation id ${failure.correlationId ?? "none"}`,
      );
      this.options.logger.trace(failure.message);
      put({ state: "failed", resources: before, failure });
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
      if (!seen.has(key) && !mayReturn(subscription)) {
        this.#subscriptions.delete(key);
        for (const service of this.options.services()) {
          this.#branches.delete(branchKey(subscription, service));
        }
      }
    }
  }

  #notify(): void {
    this.#changed.fire();
  }
}

function branchKey(subscription: Subscription, service: SoftDeleteService): string {
  return `${subscriptionKey(subscription)}|${service.id}`;
}

function readItem(
  service: SoftDeleteService,
  item: JsonValue,
  subscriptionId: string,
): DeletedResource | undefined {
  try {
    return service.read(item, subscriptionId);
  } catch (error) {
    // A name that no address can hold: Azure would not answer for it either.
    if (error instanceof UnusableNameError) {
      return undefined;
    }
    throw error;
  }
}

/** What goes first, first; what has no known time, last; equal times by name. */
function sortByTimeLeft(resources: readonly DeletedResource[]): readonly DeletedResource[] {
  const due = ({ purgeAt }: DeletedResource): number =>
    purgeAt === undefined ? Infinity : Date.parse(purgeAt);
  return resources.toSorted((left, right) => {
    const order = due(left) - due(right);
    return Number.isNaN(order) || order === 0 ? left.name.localeCompare(right.name) : order;
  });
}

function failureOf(
  error: unknown,
  service: SoftDeleteService,
  { subscriptionId }: Subscription,
): ArmFailure {
  return error instanceof ArmError
    ? error.failure
    : {
        kind: "notSent",
        method: "GET",
        path: service.list(subscriptionId).path,
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
