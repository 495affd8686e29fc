import { defined } from "../../base/defined";
import { setMaxListeners } from "node:events";
import type { AccountReading, Subscription } from "../../account/account";
import type { ArmClient } from "../../azure/armClient";
import type { Clock } from "../../base/clock";
import type { ArmFailure } from "../../azure/errors";
import type { Logger } from "../../base/logger";
import { sameText } from "../../base/sameText";
import { sameResource } from "../../azure/resourceId";
import type { DeletedResource } from "../../services/deletedResource";
import type { SoftDeleteService } from "../../services/service";
import type { LiveRow } from "../../services/source";
import { ConflictParser, type NameQuery } from "./conflictParser";
import { Inventory } from "../../inventory/inventory";
import {
  byPrincipal,
  subscriptionKey,
  type InventoryItem,
  type InventorySnapshot,
} from "../../inventory/inventorySnapshot";
import { readLiveResourcesByName } from "./liveResourcesByName";
import { askProviders } from "./nameAvailability";
import type { LiveHolder, NameAnswer, UnreadSubscription } from "./nameAnswer";
import { readFailureOf } from "../../inventory/readFailure";
import { parseQuery } from "./parseQuery";

/** Where names are searched for. */
export interface NameSources {
  /** The whole catalogue. */
  readonly services: readonly SoftDeleteService[];
  /** Ids of services that the setting names. */
  readonly chosenServices: () => readonly string[] | undefined;
  /** All accessible subscriptions, including hidden ones. */
  readonly readSubscriptions: (
    report: (part: AccountReading) => void,
    signal: AbortSignal,
  ) => Promise<void>;
  readonly connect: (subscription: Subscription) => Promise<ArmClient>;
  readonly endpoint: () => Promise<string>;
  readonly logger: Logger;
  readonly clock?: Clock;
}

/** Finds what holds a name, in every readable subscription, including hidden ones. */
export class NameFinder {
  readonly parser: ConflictParser;

  constructor(private readonly sources: NameSources) {
    this.parser = new ConflictParser(sources.services);
  }

  get services(): readonly SoftDeleteService[] {
    return this.sources.services;
  }

  /**
   * Finds the holder of the name in a text.
   *
   * @param text a name, a resource id, an address such as "https://name.vault.azure.net", or a
   *   whole error message.
   * @throws the signal's reason when that aborts.
   */
  async find(text: string, signal: AbortSignal): Promise<NameAnswer> {
    const query = parseQuery(this.parser, text);
    return query === undefined ? nothingWanted : this.findQuery(query, signal);
  }

  /** The same for a parsed query. */
  async findQuery(query: NameQuery, cancelled: AbortSignal): Promise<NameAnswer> {
    const signal = AbortSignal.any([cancelled]);
    // Every request listens to this signal; Node would warn of a leak.
    setMaxListeners(0, signal);
    const services = this.sources.services.filter((service) => this.#isAsked(service, query));
    const snapshot = await this.#read(services, signal);
    const deleted = snapshot.subscriptions.flatMap(({ subscription, branches }) =>
      branches.flatMap(({ resources }) =>
        resources.flatMap((resource) =>
          isNamed(resource, query) ? [{ subscription, resource }] : [],
        ),
      ),
    );
    const { name } = query;
    const { holders, unread } =
      name === undefined
        ? { holders: [], unread: [] }
        : await this.#live({ ...query, name }, snapshot, signal);
    const isCopied = (item: InventoryItem): boolean =>
      services.find(({ id }) => id === item.resource.serviceId)?.recoversACopy !== undefined;
    // Resource Graph still lists resources for some minutes after their deletion.
    const live = holders.filter(
      ({ id }) =>
        !deleted.some((item) => !isCopied(item) && sameResource(item.resource.originalId, id)),
    );
    return {
      query: query,
      deleted: nearestFirst(deleted, query),
      live,
      checks:
        name === undefined || deleted.length + live.length > 0
          ? []
          : await askProviders(
              services,
              { ...query, name },
              snapshot.subscriptions.map(({ subscription }) => subscription),
              this.sources.connect,
              signal,
            ),
      subscriptions: snapshot.subscriptions.length,
      unread: { subscriptions: unreadOf(snapshot, unread), accounts: snapshot.problems },
    };
  }

  #isAsked({ id, resourceType, availability }: SoftDeleteService, query: NameQuery): boolean {
    const isOn =
      availability.offByDefault !== true || (this.sources.chosenServices() ?? []).includes(id);
    return isOn && (query.resourceType === undefined || sameText(resourceType, query.resourceType));
  }

  /** Reads everything again, since the list may be older than the deployment that has just failed. */
  async #read(
    services: readonly SoftDeleteService[],
    signal: AbortSignal,
  ): Promise<InventorySnapshot> {
    const { readSubscriptions, connect, endpoint, logger, clock } = this.sources;
    const inventory = new Inventory({
      services: () => services,
      readSubscriptions,
      connect,
      endpoint,
      logger,
      ...defined({ clock }),
    });
    const stop = (): void => {
      inventory.dispose();
    };
    signal.addEventListener("abort", stop, { once: true });
    try {
      await inventory.refresh();
      signal.throwIfAborted();
      return inventory.snapshot;
    } finally {
      signal.removeEventListener("abort", stop);
      inventory.dispose();
    }
  }

  async #live(
    query: NameQuery & { readonly name: string },
    { subscriptions }: InventorySnapshot,
    signal: AbortSignal,
  ): Promise<{
    readonly holders: readonly LiveHolder[];
    readonly unread: readonly {
      readonly subscription: Subscription;
      readonly failure: ArmFailure;
    }[];
  }> {
    const all = subscriptions.map(({ subscription }) => subscription);
    const found = await Promise.all(
      byPrincipal(all).map(async (together) => {
        const [first] = together;
        if (first === undefined) {
          return { holders: [], unread: [] };
        }
        const of = (id: string | undefined): readonly Subscription[] =>
          together.filter(({ subscriptionId }) => sameText(subscriptionId, id ?? ""));
        try {
          const ids = together.map(({ subscriptionId }) => subscriptionId);
          const arm = await this.sources.connect(first);
          const { rows, unread } = await readLiveResourcesByName(arm, ids, query, signal);
          return {
            holders: rows.flatMap((row) =>
              of(subscriptionIdOf(row)).map((subscription) => holderOf(row, subscription)),
            ),
            unread: unread.flatMap(({ subscriptionId, failure }) =>
              of(subscriptionId).map((subscription) => ({ subscription, failure })),
            ),
          };
        } catch (error) {
          signal.throwIfAborted();
          const failure = readFailureOf(error, first);
          return {
            holders: [],
            unread: together.map((subscription) => ({ subscription, failure })),
          };
        }
      }),
    );
    return {
      holders: found.flatMap(({ holders }) => holders),
      unread: found.flatMap(({ unread }) => unread),
    };
  }
}

const nothingWanted: NameAnswer = {
  query: undefined,
  deleted: [],
  live: [],
  checks: [],
  subscriptions: 0,
  unread: { subscriptions: [], accounts: [] },
};

/** Whether a deleted resource has the wanted type and name. */
export function isMeant(
  resource: DeletedResource,
  resourceType: string,
  query: NameQuery,
): boolean {
  return (
    isNamed(resource, query) &&
    (query.resourceType === undefined || sameText(resourceType, query.resourceType))
  );
}

/** With or without the parent's name. */
function isNamed({ name, alias = name }: DeletedResource, { name: query }: NameQuery): boolean {
  return (
    query === undefined ||
    sameText(name, query) ||
    sameText(alias, query) ||
    sameText(name.slice(name.lastIndexOf("/") + 1), query)
  );
}

/** An exact id match first, then the latest deletion. */
export function nearestFirst(
  items: readonly InventoryItem[],
  { id }: NameQuery,
): readonly InventoryItem[] {
  const isIt = ({ resource }: InventoryItem): number =>
    Number(id !== undefined && sameResource(resource.originalId, id));
  return items.toSorted(
    (left, right) =>
      isIt(right) - isIt(left) ||
      (right.resource.deletedAt ?? "").localeCompare(left.resource.deletedAt ?? ""),
  );
}

function holderOf({ id, name, type, location }: LiveRow, subscription: Subscription): LiveHolder {
  return { id, name, type, location, subscription };
}

function subscriptionIdOf({ id }: LiveRow): string | undefined {
  return /^\/?subscriptions\/([^/]+)/i.exec(id)?.[1];
}

function unreadOf(
  { subscriptions }: InventorySnapshot,
  live: readonly { readonly subscription: Subscription; readonly failure: ArmFailure }[],
): readonly UnreadSubscription[] {
  return subscriptions.flatMap(({ subscription, branches }) => {
    const failed = branches.filter(({ state }) => state === "failed");
    const unreadLive = live.find(
      (one) => subscriptionKey(one.subscription) === subscriptionKey(subscription),
    );
    return failed.length === 0 && unreadLive === undefined
      ? []
      : [
          {
            subscription,
            serviceIds: failed.map(({ service }) => service.id),
            live: unreadLive !== undefined,
            failure: failed[0]?.failure ?? unreadLive?.failure,
          },
        ];
  });
}
