import type { JsonObject } from "../json";
import { day } from "../retention";
import { StateKey } from "../service";
import { same, type SubscriptionState } from "../subscriptionState";
import { DeletedItems, type Deleted } from "./deletedItems";

export const storeType = "Microsoft.AppConfiguration/configurationStores";

/** Source: https://learn.microsoft.com/rest/api/appconfiguration/configuration-stores/create */
const defaultRetentionDays = 7;

export interface Store {
  readonly name: string;
  readonly resourceGroup: string;
  readonly location: string;
  readonly sku: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly purgeProtected?: boolean;
  /** Set when the store is made. */
  readonly retentionDays?: number;
}

export interface LiveStore {
  store: Store;
  readonly createdAt: number;
  /** Until then it is being created. */
  readyAt: number;
}

interface Stores {
  readonly live: LiveStore[];
  readonly deleted: DeletedItems<Store>;
  /** Names of purged stores, until they are released. */
  readonly heldNames: { readonly name: string; readonly until: number }[];
}

const key = new StateKey<Stores>(() => ({
  live: [],
  deleted: new DeletedItems(),
  heldNames: [],
}));

export function storesOf(subscription: SubscriptionState): Stores {
  return subscription.of(key);
}

export function liveStore(
  subscription: SubscriptionState,
  resourceGroup: string,
  name: string,
): LiveStore | undefined {
  return storesOf(subscription).live.find(
    ({ store }) => same(store.name, name) && same(store.resourceGroup, resourceGroup),
  );
}

/** Names of stores are unique in all of Azure, so the name alone says which. */
export function deletedStore(
  subscription: SubscriptionState,
  name: string,
): Deleted<Store> | undefined {
  return storesOf(subscription).deleted.named(name, subscription.time.now());
}

/** Whether a store of this name lives, is soft-deleted, or was purged a moment ago. */
export function holdsName(subscription: SubscriptionState, name: string): boolean {
  const { live, heldNames } = storesOf(subscription);
  const now = subscription.time.now();
  return (
    live.some(({ store }) => same(store.name, name)) ||
    deletedStore(subscription, name) !== undefined ||
    heldNames.some((held) => same(held.name, name) && held.until > now)
  );
}

/** Soft-deletes a store for as long as it was made to be kept. */
export function softDelete(
  subscription: SubscriptionState,
  store: Store,
  deletedAt: number,
  deletedBy?: string,
): void {
  const keptFor = (store.retentionDays ?? defaultRetentionDays) * day;
  storesOf(subscription).deleted.add(store, deletedAt, keptFor, deletedBy);
}

export function storeId(subscriptionId: string, { resourceGroup, name }: Store): string {
  return `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}/providers/${storeType}/${name}`;
}

/** A store as its GET and the lists of live stores have it. */
export function liveStoreBody(subscription: SubscriptionState, live: LiveStore): JsonObject {
  const { store } = live;
  return {
    id: storeId(subscription.id, store),
    name: store.name,
    type: storeType,
    location: store.location,
    sku: { name: store.sku },
    tags: store.tags ?? {},
    properties: {
      provisioningState: live.readyAt <= subscription.time.now() ? "Succeeded" : "Creating",
      creationDate: new Date(live.createdAt).toISOString().replace(/\.\d+Z$/, "+00:00"),
      endpoint: `https://${store.name}.azconfig.io`,
      privateEndpointConnections: [],
      disableLocalAuth: false,
      softDeleteRetentionInDays: store.retentionDays ?? defaultRetentionDays,
      enablePurgeProtection: store.purgeProtected ?? false,
    },
  };
}

export function deletedStoreBody(subscriptionId: string, item: Deleted<Store>): JsonObject {
  const { resource: store, deletedAt, purgeAt } = item;
  return {
    id: `/subscriptions/${subscriptionId}/providers/Microsoft.AppConfiguration/locations/${store.location}/deletedConfigurationStores/${store.name}`,
    name: store.name,
    type: "Microsoft.AppConfiguration/deletedConfigurationStores",
    properties: {
      configurationStoreId: storeId(subscriptionId, store),
      location: store.location,
      deletionDate: seconds(deletedAt),
      scheduledPurgeDate: seconds(purgeAt),
      tags: store.tags ?? {},
      purgeProtectionEnabled: store.purgeProtected ?? false,
    },
  };
}

function seconds(at: number): string {
  return new Date(at).toISOString().replace(/\.\d+Z$/, "Z");
}
