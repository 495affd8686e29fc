import { setMaxListeners } from "node:events";
import type { AccountProblem, AccountReading, Subscription } from "../account/account";
import type { Disposable } from "../base/listeners";
import type { DeletedResource } from "../services/deletedResource";
import { PurgedItems, type Settled } from "./purgedItems";
import {
  byPrincipal,
  subscriptionKey,
  type InventoryItem,
  type InventorySnapshot,
} from "./inventorySnapshot";
import { InventoryState } from "./inventoryState";
import { ResourceGraphReader } from "./resourceGraphReader";
import { AvailableServices } from "./availableServices";
import { SubscriptionReader, type ReadingOptions } from "./subscriptionReader";
import { systemClock } from "../base/clock";
import { thrownMessage } from "../base/thrownMessage";
import { mayBeHiddenBy, withoutRepeats } from "./accountProblems";
import type { KeptList } from "./keptList";
import { readTroubleOf, type ReadTrouble } from "./readTrouble";

export interface InventoryOptions extends ReadingOptions {
  /** Reports each part of the accessible subscriptions as it arrives; already filtered. */
  readonly readSubscriptions: (
    report: (part: AccountReading) => void,
    signal: AbortSignal,
  ) => Promise<void>;
}

/** How an update of everything went, beside its branches. */
interface WholeUpdate {
  readonly problems: readonly AccountProblem[];
  /** Milliseconds since the epoch. */
  readonly began: number;
}

/**
 * The soft-deleted resources of all subscriptions and services. Everything is read in parallel and
 * shown as it arrives; a failure stays in its own branch.
 */
export class Inventory {
  readonly #known: InventoryState;
  readonly #presence: AvailableServices;
  readonly #gone = new PurgedItems();
  readonly #reader: SubscriptionReader;
  #refresh = refreshing();
  /** The update that is running, of all or of the lists. */
  #update: object | undefined;

  constructor(private readonly options: InventoryOptions) {
    this.#known = new InventoryState(options.services);
    this.#presence = new AvailableServices(options);
    this.#reader = new SubscriptionReader(options, this.#known, this.#presence, this.#gone);
  }

  /** Fires after every change of {@link snapshot}. */
  onDidChange(listener: () => void): Disposable {
    return this.#known.onDidChange(listener);
  }

  get snapshot(): InventorySnapshot {
    return this.#known.snapshot;
  }

  get items(): readonly InventoryItem[] {
    return this.#known.items;
  }

  /** Shows what an earlier window kept until this one has read; without effect after it began. */
  restore(list: KeptList): void {
    if (this.#known.state === "idle") {
      this.#known.restore(list);
    }
  }

  /** The current item with that key, if it exists. */
  find(key: string): InventoryItem | undefined {
    return this.#known.find(key);
  }

  /**
   * Reads everything again. Replaces a running refresh; current data stays visible until replaced.
   */
  async refresh(): Promise<void> {
    this.#refresh.abort(new Error("a newer refresh"));
    const refresh = refreshing();
    this.#refresh = refresh;
    const { signal } = refresh;
    const began = (this.options.clock ?? systemClock).now();
    this.#beginUpdate(refresh);
    this.#known.state = this.#known.state === "read" ? "read" : "reading";
    this.#gone.clear();
    this.#known.notify();

    const seen = new Set<string>();
    const problems: AccountProblem[] = [];
    const readings: Promise<void>[] = [];
    try {
      await this.options.readSubscriptions((part) => {
        if (signal.aborted) {
          return;
        }
        problems.push(...part.problems);
        if (this.#known.state === "reading") {
          this.#known.problems = withoutRepeats(problems);
        }
        const fresh = part.subscriptions.filter((one) => !seen.has(subscriptionKey(one)));
        for (const subscription of fresh) {
          seen.add(subscriptionKey(subscription));
          this.#known.add(subscription);
        }
        for (const together of byPrincipal(fresh)) {
          const graph = this.#graphOf(together, signal);
          readings.push(...together.map((one) => this.#reader.read(one, graph, signal)));
        }
        this.#known.notify();
      }, signal);
    } catch (error) {
      if (!signal.aborted) {
        problems.push({ kind: "failed", message: thrownMessage(error) });
      }
    }
    if (!signal.aborted) {
      this.#dropAllBut(seen, problems);
      this.#known.problems = withoutRepeats(problems);
      this.#known.state = "read";
      this.#known.notify();
    }
    await Promise.all(readings);
    if (!signal.aborted) {
      const read = this.#known.subscriptions.filter((one) => seen.has(subscriptionKey(one)));
      this.#endUpdate(refresh, read, { problems, began });
    }
  }

  /** Reads one subscription again, or one service in it. */
  async refreshSubscription(
    subscription: Subscription,
    serviceId: string | undefined,
  ): Promise<void> {
    const { signal } = this.#refresh;
    const graph = this.#graphOf([subscription], signal);
    if (serviceId === undefined) {
      await this.#reader.read(subscription, graph, signal);
      return;
    }
    const service = this.options.services().find(({ id }) => id === serviceId);
    if (service !== undefined) {
      const providers = await this.#presence.providers(subscription, signal);
      await this.#reader.readBranch({ subscription, service, providers, graph, signal });
    }
  }

  /**
   * Reads the cheap lists again, one request each, of known subscriptions and services: what
   * somebody may have deleted or recovered. Skips accounts, providers, Resource Graph, lists per
   * region or parent, and the Activity Log.
   */
  async refreshLists(): Promise<void> {
    const { signal } = this.#refresh;
    const listed = this.options
      .services()
      .filter(({ sources }) => sources.every(({ kind }) => kind === "collection"));
    const update = {};
    this.#beginUpdate(update);
    await Promise.all(
      this.#known.subscriptions.map(async (subscription) => {
        const graph = this.#graphOf([subscription], signal);
        const providers = await this.#presence.providers(subscription, signal);
        await Promise.all(
          listed
            .filter((service) => {
              const state = this.#known.branch(subscription, service)?.state;
              return state === "read" || state === "failed";
            })
            .map((service) =>
              this.#reader.readBranch({ subscription, service, providers, graph, signal }),
            ),
        );
      }),
    );
    if (!signal.aborted) {
      this.#endUpdate(update, this.#known.subscriptions);
    }
  }

  /** Nothing could be asked, for example because no token could be renewed; the list stays. */
  cannotRead(trouble: ReadTrouble): void {
    this.#known.trouble = trouble;
    this.#known.notify();
  }

  /** Removes a purged or recovered item without a request; its branch is read again later. */
  markGone({ deletion, serviceId }: Settled): void {
    this.#gone.mark(deletion, serviceId);
    this.#known.takeOut(deletion);
  }

  /**
   * After an operation: reads its branch again, for every account that shows it. An item known to
   * be gone is removed first, so that its row doesn't linger.
   */
  async settle(settled: Settled, gone: boolean): Promise<void> {
    if (gone) {
      this.markGone(settled);
    }
    await this.settleAll([settled]);
  }

  /** Deletions that Azure reported as gone but still listed afterwards. */
  get stillListed(): readonly string[] {
    return this.#gone.stillListed;
  }

  /** Reads the branches of many operations again, each once. */
  async settleAll(all: readonly Settled[]): Promise<void> {
    const wanted = new Set(
      all.flatMap(({ subscriptionId, serviceId }) => {
        const also = this.options.services().find(({ id }) => id === serviceId)?.reveals ?? [];
        return [serviceId, ...also].map((id) => branchOf(subscriptionId, id));
      }),
    );
    await Promise.all(
      this.#known.subscriptions.flatMap((subscription) =>
        this.options
          .services()
          .filter(({ id }) => wanted.has(branchOf(subscription.subscriptionId, id)))
          .map(({ id }) => this.refreshSubscription(subscription, id)),
      ),
    );
  }

  /** Whether a deletion has ended in this window since the last full refresh began. */
  hasEnded(resource: DeletedResource): boolean {
    return this.#gone.has(resource);
  }

  /** Drops everything, after a sign-out. */
  clear(): void {
    this.#update = undefined;
    this.#refresh.abort(new Error("cleared"));
    this.#refresh = refreshing();
    this.#presence.clear();
    this.#known.clear();
  }

  /** Cancels the running read; what was found stays. */
  dispose(): void {
    this.#refresh.abort(new Error("disposed"));
  }

  #graphOf(subscriptions: readonly Subscription[], signal: AbortSignal): ResourceGraphReader {
    const { services, connect, logger } = this.options;
    return new ResourceGraphReader(subscriptions, services(), connect, logger, signal);
  }

  #beginUpdate(update: object): void {
    this.#update = update;
    this.#known.isUpdating = this.#known.asOf !== undefined;
  }

  /** Without effect where a later update has begun. */
  #endUpdate(update: object, read: readonly Subscription[], whole?: WholeUpdate): void {
    if (this.#update === update) {
      this.#update = undefined;
      const trouble = readTroubleOf(whole?.problems ?? [], this.#known.outcomes(read));
      this.#known.endUpdate(trouble, trouble === undefined ? whole?.began : undefined);
    }
  }

  /** Keeps what a tenant or account had shown before it couldn't be read. */
  #dropAllBut(seen: ReadonlySet<string>, problems: readonly AccountProblem[]): void {
    for (const subscription of this.#known.subscriptions) {
      const key = subscriptionKey(subscription);
      if (seen.has(key)) {
        continue;
      }
      if (mayBeHiddenBy(problems, subscription)) {
        this.#reader.endReading(subscription);
      } else {
        this.#known.remove(subscription);
        this.#presence.forget(key);
      }
    }
  }
}

function refreshing(): AbortController {
  const refresh = new AbortController();
  // Every request listens to this signal; Node would warn of a leak.
  setMaxListeners(0, refresh.signal);
  return refresh;
}

/** Matches one service in one subscription, for any account. */
function branchOf(subscriptionId: string, serviceId: string): string {
  return `${subscriptionId.toLowerCase()}|${serviceId}`;
}
