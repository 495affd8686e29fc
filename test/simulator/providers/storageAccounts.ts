import type { JsonObject } from "../json";
import { day } from "../retention";
import { StateKey } from "../service";
import { same, type SubscriptionState } from "../subscriptionState";
import { DeletedItems, type Deleted } from "./deletedItems";

export const storageType = "Microsoft.Storage/storageAccounts";

export interface StorageAccount {
  readonly name: string;
  readonly resourceGroup: string;
  readonly location: string;
  readonly tags?: Readonly<Record<string, string>>;
  /** As the service writes it, to a tenth of a microsecond: what tells two of a name apart. */
  readonly creationTime: string;
  /** As in the properties of an account, with the vault of a customer-managed key. */
  readonly encryption?: JsonObject;
}

export interface LiveStorageAccount {
  account: StorageAccount;
  /** Until then it answers 404. */
  visibleAt: number;
}

interface StorageAccounts {
  readonly live: LiveStorageAccount[];
  readonly deleted: DeletedItems<StorageAccount>;
}

const key = new StateKey<StorageAccounts>(() => ({ live: [], deleted: new DeletedItems() }));

// learn.microsoft.com/azure/storage/common/storage-account-recover
const keptFor = 14 * day;

/** The storage accounts of a subscription. */
export function storageAccountsOf(subscription: SubscriptionState): StorageAccounts {
  return subscription.of(key);
}

/** An account in use, also one that is on its way back. */
export function liveStorageAccount(
  subscription: SubscriptionState,
  resourceGroup: string,
  name: string,
): LiveStorageAccount | undefined {
  return storageAccountsOf(subscription).live.find(
    ({ account }) => same(account.name, name) && same(account.resourceGroup, resourceGroup),
  );
}

/** The deleted accounts, among which a name can be more than once. */
export function deletedStorageAccounts(
  subscription: SubscriptionState,
): readonly Deleted<StorageAccount>[] {
  return storageAccountsOf(subscription).deleted.at(subscription.time.now());
}

/** Deletes an account. */
export function softDeleteStorageAccount(
  subscription: SubscriptionState,
  account: StorageAccount,
  deletedAt: number,
  deletedBy?: string,
): void {
  storageAccountsOf(subscription).deleted.add(account, deletedAt, keptFor, deletedBy);
}

/** A time as the service writes it: seven decimals, UTC. */
export function sevenDecimals(at: number): string {
  return new Date(at).toISOString().replace("Z", "8848Z");
}

export function storageAccountId(
  subscriptionId: string,
  { resourceGroup, name }: StorageAccount,
): string {
  return `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}/providers/${storageType}/${name}`;
}

/** An account as its GET has it. */
export function liveStorageBody(
  subscriptionId: string,
  { account }: LiveStorageAccount,
): JsonObject {
  const { name, location } = account;
  return {
    id: storageAccountId(subscriptionId, account),
    name,
    type: storageType,
    location,
    tags: account.tags ?? {},
    kind: "StorageV2",
    sku: { name: "Standard_LRS", tier: "Standard" },
    properties: {
      provisioningState: "Succeeded",
      creationTime: account.creationTime,
      primaryLocation: location,
      statusOfPrimary: "available",
      supportsHttpsTrafficOnly: true,
      ...(account.encryption === undefined ? {} : { encryption: account.encryption }),
      primaryEndpoints: { blob: `https://${name}.blob.core.windows.net/` },
    },
  };
}

/** A deleted account: all times are plain texts, and nothing tells when it will be purged. */
export function deletedStorageBody(
  subscriptionId: string,
  { resource, deletedAt }: Deleted<StorageAccount>,
): JsonObject {
  const { name, location, creationTime } = resource;
  return {
    id: `/subscriptions/${subscriptionId}/providers/Microsoft.Storage/locations/${location}/deletedAccounts/${name}`,
    name,
    type: "Microsoft.Storage/deletedAccounts",
    properties: {
      storageAccountResourceId: storageAccountId(subscriptionId, resource),
      location,
      restoreReference: `${name}|${creationTime}`,
      creationTime,
      deletionTime: sevenDecimals(deletedAt),
    },
  };
}
