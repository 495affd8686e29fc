import { defaultVaultRetentionDays } from "../retention";
import type { JsonObject } from "../json";
import { StateKey } from "../service";
import { same, type SubscriptionState } from "../subscriptionState";
import { DeletedItems, type Deleted } from "./deletedItems";

const hsmType = "Microsoft.KeyVault/managedHSMs";

export interface Hsm {
  readonly name: string;
  readonly resourceGroup: string;
  readonly location: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly purgeProtected?: boolean;
  /** 7 to 90, set when the HSM is made. */
  readonly retentionDays?: number;
}

export interface LiveHsm {
  hsm: Hsm;
  /** Until then it is being provisioned. */
  readyAt: number;
}

interface Hsms {
  readonly live: LiveHsm[];
  readonly deleted: DeletedItems<Hsm>;
}

const key = new StateKey<Hsms>(() => ({ live: [], deleted: new DeletedItems() }));

export function hsmsOf(subscription: SubscriptionState): Hsms {
  return subscription.of(key);
}

export function liveHsm(
  subscription: SubscriptionState,
  resourceGroup: string,
  name: string,
): LiveHsm | undefined {
  return hsmsOf(subscription).live.find(
    ({ hsm }) => same(hsm.name, name) && same(hsm.resourceGroup, resourceGroup),
  );
}

/** Names of HSMs are unique in all of Azure, so the name alone says which. */
export function deletedHsm(
  subscription: SubscriptionState,
  name: string,
): Deleted<Hsm> | undefined {
  return hsmsOf(subscription).deleted.named(name, subscription.time.now());
}

export function hsmId(subscriptionId: string, { resourceGroup, name }: Hsm): string {
  return `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}/providers/${hsmType}/${name}`;
}

/** An HSM as its GET and the lists of live HSMs have it. */
export function liveHsmBody(subscription: SubscriptionState, live: LiveHsm): JsonObject {
  const { hsm } = live;
  const isReady = live.readyAt <= subscription.time.now();
  return {
    id: hsmId(subscription.id, hsm),
    name: hsm.name,
    type: hsmType,
    location: hsm.location,
    sku: { family: "B", name: "Standard_B1" },
    tags: hsm.tags ?? {},
    properties: {
      tenantId: subscription.tenantId,
      initialAdminObjectIds: [],
      hsmUri: `https://${hsm.name}.managedhsm.azure.net/`,
      enableSoftDelete: true,
      softDeleteRetentionInDays: hsm.retentionDays ?? defaultVaultRetentionDays,
      enablePurgeProtection: hsm.purgeProtected ?? false,
      provisioningState: isReady ? "Succeeded" : "Provisioning",
      statusMessage: isReady
        ? "ManagedHsm is functional."
        : "Resource creation in progress. Starting service...",
      publicNetworkAccess: "Enabled",
    },
  };
}

export function deletedHsmBody(subscriptionId: string, item: Deleted<Hsm>): JsonObject {
  const hsm = item.resource;
  return {
    id: `/subscriptions/${subscriptionId}/providers/Microsoft.KeyVault/locations/${hsm.location}/deletedManagedHSMs/${hsm.name}`,
    name: hsm.name,
    type: "Microsoft.KeyVault/deletedManagedHSMs",
    properties: {
      mhsmId: hsmId(subscriptionId, hsm),
      location: hsm.location,
      tags: hsm.tags ?? {},
      deletionDate: seconds(item.deletedAt),
      scheduledPurgeDate: seconds(item.purgeAt),
      purgeProtectionEnabled: hsm.purgeProtected ?? false,
    },
  };
}

function seconds(at: number): string {
  return new Date(at).toISOString().replace(/\.\d+Z$/, "Z");
}
