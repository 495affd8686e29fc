import type { Subscription } from "../account/account";
import { systemClock, type Clock } from "../base/clock";
import { memoize } from "../base/memoize";
import { ArmError } from "../azure/errors";
import { grants, readPermissions, type Permission } from "../azure/permissions";
import type { ProviderList } from "../azure/providers";
import { allRequired, type SoftDeleteService } from "../services/service";
import { readBranch } from "./serviceReader";
import type { PurgedItems } from "./purgedItems";
import { branchKey, subscriptionKey, type Branch } from "./inventorySnapshot";
import { sortItems } from "./sort";
import type { InventoryState } from "./inventoryState";
import { resourceGroupType, type ResourceGraphReader } from "./resourceGraphReader";
import type { AvailableServices, AvailableServicesOptions } from "./availableServices";
import { readFailureOf } from "./readFailure";
import type { ReadResult } from "./foundResources";

export interface ReadingOptions extends AvailableServicesOptions {
  readonly clock?: Clock;
}

/** By subscription; undefined where they can't be read. */
type HeldPermissions = Map<string, Promise<readonly Permission[] | undefined>>;

interface BranchToRead {
  readonly subscription: Subscription;
  readonly service: SoftDeleteService;
  readonly providers: ProviderList | undefined;
  readonly graph: ResourceGraphReader;
  readonly signal: AbortSignal;
}

/** Reads subscriptions and branches into the inventory state, part by part. */
export class SubscriptionReader {
  /** The latest read of each branch. */
  readonly #latest = new Map<string, object>();
  /** By subscription, for one refresh, which has its own graph reader. */
  readonly #permissions = new WeakMap<ResourceGraphReader, HeldPermissions>();

  constructor(
    private readonly options: ReadingOptions,
    private readonly known: InventoryState,
    private readonly presence: AvailableServices,
    private readonly gone: PurgedItems,
  ) {}

  /** Reads the providers once, then all available services in parallel. */
  async read(
    subscription: Subscription,
    graph: ResourceGraphReader,
    signal: AbortSignal,
  ): Promise<void> {
    const services = this.options.services();
    for (const service of services) {
      const before = this.known.branch(subscription, service);
      this.known.putBranch(subscription, {
        ...(before ?? { service, wasRead: false, resources: [], malformed: 0 }),
        state: "reading",
      });
    }
    this.known.notify(subscription);
    // Started at once and for any provider, because lists below parents wait for it.
    const groups = this.#readResourceGroups(subscription, graph, signal);
    const { providers, isThere } = await this.presence.read(subscription, signal);
    if (signal.aborted) {
      return;
    }
    for (const service of services.filter((one) => !isThere(one))) {
      this.#latest.set(branchKey(subscription, service), {});
      this.known.putBranch(subscription, {
        service,
        state: "absent",
        wasRead: true,
        resources: [],
        malformed: 0,
      });
    }
    this.known.notify(subscription);
    await Promise.all([
      groups,
      ...services
        .filter(isThere)
        .map((service) => this.readBranch({ subscription, service, providers, graph, signal })),
    ]);
  }

  /** Reads one service in one subscription. A failure is recorded in the branch. */
  async readBranch({
    subscription,
    service,
    providers,
    graph,
    signal,
  }: BranchToRead): Promise<void> {
    const key = branchKey(subscription, service);
    const { resources: before = [], wasRead = false } =
      this.known.branch(subscription, service) ?? {};
    let found: ReadResult = { resources: [], malformed: 0 };
    // Of two concurrent reads of a branch, the later one wins.
    const reading = {};
    const began = this.gone.beginReading();
    this.#latest.set(key, reading);
    const put = (branch: Pick<Branch, "state" | "resources" | "failure">): void => {
      if (!signal.aborted && this.#latest.get(key) === reading) {
        this.known.putBranch(subscription, {
          service,
          malformed: found.malformed,
          wasRead: wasRead || branch.state === "read" || branch.state === "absent",
          ...branch,
          resources: sortItems(
            branch.resources.filter((one) => !this.gone.has(one)),
            "timeLeft",
            (one) => one,
          ),
        });
        this.known.notify(subscription);
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
          // Shows the first pages at once, unless an earlier read already shows more.
          if (before.length === 0) {
            put({ state: "reading", resources: found.resources });
          }
        },
      );
      if (state === "read" && found.resources.length === 0 && found.malformed === 0) {
        await this.#assertMayList({ subscription, service, graph, signal });
      }
      put({ state, resources: found.resources });
      this.gone.forgetUnnamed(service, found.resources, began);
      if (found.malformed > 0) {
        this.options.logger.warn(
          `${service.id}: ${String(found.malformed)} items of the list could not be understood and are left out.`,
        );
      }
    } catch (error) {
      if (signal.aborted) {
        return;
      }
      const failure = readFailureOf(error, subscription);
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

  /**
   * Some lists are empty rather than refused without a permission:
   * github.com/Azure/azure-cli/issues/14091
   *
   * @throws ArmError where the person can't list the service's deleted resources.
   */
  async #assertMayList({
    subscription,
    service,
    graph,
    signal,
  }: Omit<BranchToRead, "providers">): Promise<void> {
    // Lists below parents may be allowed at the parents.
    if (!service.sources.some(({ kind }) => kind === "collection" || kind === "regions")) {
      return;
    }
    const scope = `/subscriptions/${subscription.subscriptionId}`;
    const known = this.#permissions.get(graph) ?? (new Map() as HeldPermissions);
    this.#permissions.set(graph, known);
    const held = await memoize(known, subscriptionKey(subscription), async () =>
      readPermissions(await this.options.connect(subscription), scope, signal),
    );
    const missing = allRequired(service.permissions.list).find(
      ({ action }) => held !== undefined && !grants(held, action),
    );
    if (missing !== undefined) {
      const { action } = missing;
      throw new ArmError({
        kind: "refused",
        method: "GET",
        path: scope,
        message: `The list is empty, and the permission '${action}' is missing.`,
        missing: { action, scope },
      });
    }
  }

  /** Ends a read that a newer refresh replaced and doesn't continue. */
  endReading(subscription: Subscription): void {
    for (const service of this.options.services()) {
      const branch = this.known.branch(subscription, service);
      if (branch?.state === "reading") {
        this.#latest.delete(branchKey(subscription, service));
        if (branch.wasRead) {
          this.known.putBranch(subscription, { ...branch, state: "read" });
        } else {
          this.known.removeBranch(subscription, service);
        }
      }
    }
  }

  async #readResourceGroups(
    subscription: Subscription,
    graph: ResourceGraphReader,
    signal: AbortSignal,
  ): Promise<void> {
    const rows = await graph.live(subscription.subscriptionId);
    if (rows !== undefined && !signal.aborted) {
      const groups = rows.filter(({ type }) => type === resourceGroupType);
      this.known.putResourceGroups(
        subscription,
        new Set(groups.map(({ name }) => name.toLowerCase())),
      );
      this.known.notify(subscription);
    }
  }
}
