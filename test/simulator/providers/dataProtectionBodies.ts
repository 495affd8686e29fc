import type { Json, JsonObject } from "../json";
import type { SubscriptionState } from "../subscriptionState";
import {
  backupVaultType,
  dataProtection,
  type BackupInstance,
  type BackupVault,
  type DeletedBackupInstance,
  type DeletedBackupVault,
} from "./dataProtectionState";

/** The id of a vault while it lives. */
export function backupVaultId(
  subscription: SubscriptionState,
  { resourceGroup, name }: Pick<BackupVault, "resourceGroup" | "name">,
): string {
  return `/subscriptions/${subscription.id}/resourceGroups/${resourceGroup}/providers/${backupVaultType}/${name}`;
}

/** What live and deleted vaults have in common in their properties. */
export function backupVaultProperties(vault: BackupVault): JsonObject {
  return {
    storageSettings: [{ datastoreType: "VaultStore", type: vault.redundancy }],
    isVaultProtectedByResourceGuard: false,
    securitySettings: {
      softDeleteSettings: { state: "AlwaysOn", retentionDurationInDays: vault.retentionDays },
    },
  };
}

/** A vault as its GET and the lists of live vaults have it. */
export function liveBackupVaultBody(subscription: SubscriptionState, vault: BackupVault): Json {
  const isReady = vault.readyAt <= subscription.time.now();
  return {
    id: backupVaultId(subscription, vault),
    name: vault.name,
    type: backupVaultType,
    location: vault.location,
    tags: vault.tags ?? {},
    properties: {
      provisioningState: isReady ? "Succeeded" : "Provisioning",
      ...backupVaultProperties(vault),
    },
  };
}

/** A deleted vault as its GET and the lists have it. */
export function deletedBackupVaultBody(
  subscription: SubscriptionState,
  item: DeletedBackupVault,
): Json {
  const { vault: was } = item;
  return {
    id: `/subscriptions/${subscription.id}/providers/${dataProtection}/locations/${was.location}/deletedVaults/${item.name}`,
    name: item.name,
    type: `${dataProtection}/locations/deletedVaults`,
    location: was.location,
    tags: was.tags ?? {},
    properties: {
      originalBackupVaultId: item.internalId,
      originalBackupVaultName: was.name,
      originalBackupVaultResourcePath: `/subscriptions/${subscription.id}/resourcegroups/${was.resourceGroup}/providers/${dataProtection}/BackupVaults/${was.name}`,
      resourceDeletionInfo: {
        deletionTime: writtenInstant(item.deletedAt),
        scheduledPurgeTime: writtenInstant(item.purgeAt),
        deleteActivityID: item.deleteActivityId,
      },
      provisioningState: "Succeeded",
      ...backupVaultProperties(was),
    },
  };
}

/** What live and deleted instances have in common in their properties. */
export function backupInstanceProperties(
  subscription: SubscriptionState,
  vault: BackupVault,
  { friendlyName, datasourceType }: BackupInstance,
): JsonObject {
  return {
    friendlyName,
    dataSourceInfo: {
      objectType: "Datasource",
      datasourceType,
      resourceID: `/subscriptions/${subscription.id}/resourceGroups/${vault.resourceGroup}/providers/${datasourceType}/${friendlyName}`,
      resourceLocation: vault.location,
      resourceName: friendlyName,
      resourceType: datasourceType,
    },
    policyInfo: { policyId: `${backupVaultId(subscription, vault)}/backupPolicies/daily` },
    provisioningState: "Succeeded",
  };
}

/** A deleted instance as its GET and the list have it. */
export function deletedBackupInstanceBody(
  subscription: SubscriptionState,
  vault: BackupVault,
  item: DeletedBackupInstance,
): Json {
  return {
    id: `${backupVaultId(subscription, vault)}/deletedBackupInstances/${item.instance.name}`,
    name: item.instance.name,
    type: `${backupVaultType}/deletedBackupInstances`,
    properties: {
      ...backupInstanceProperties(subscription, vault, item.instance),
      objectType: "DeletedBackupInstance",
      currentProtectionState: "SoftDeleted",
      protectionStatus: { status: "SoftDeleted" },
      deletionInfo: {
        deletionTime: writtenInstant(item.deletedAt),
        billingEndDate: writtenInstant(item.billedUntil),
        scheduledPurgeTime: writtenInstant(item.purgeAt),
        deleteActivityID: item.deleteActivityId,
      },
    },
  };
}

/** An instant with seven digits of a second, as the service writes them. */
function writtenInstant(at: number): string {
  return new Date(at).toISOString().replace("Z", "4806Z");
}
