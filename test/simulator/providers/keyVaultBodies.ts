import type { Json } from "../json";
import { defaultVaultRetentionDays } from "../retention";
import type { Vault } from "../scenario";
import type { LiveVault, SoftDeletedVault, SubscriptionState } from "../subscriptionState";

export const vaultType = "Microsoft.KeyVault/vaults";

/** The id of a vault while it lives, which is also what a deleted one calls its vaultId. */
export function vaultId(subscriptionId: string, vault: Vault): string {
  return `/subscriptions/${subscriptionId}/resourceGroups/${vault.resourceGroup}/providers/${vaultType}/${vault.name}`;
}

/** A vault as its GET and the lists of live vaults have it. */
export function liveVaultBody(subscription: SubscriptionState, item: LiveVault, now: number): Json {
  const { vault } = item;
  return {
    id: vaultId(subscription.id, vault),
    name: vault.name,
    type: vaultType,
    location: vault.location,
    tags: vault.tags ?? {},
    properties: {
      sku: { family: "A", name: "standard" },
      tenantId: subscription.tenantId,
      accessPolicies: [],
      enabledForDeployment: false,
      enabledForDiskEncryption: false,
      enabledForTemplateDeployment: false,
      enableSoftDelete: true,
      softDeleteRetentionInDays: vault.retentionDays ?? defaultVaultRetentionDays,
      enableRbacAuthorization: vault.rbac ?? false,
      // The service never writes "false" here: the property is true or absent.
      ...(vault.purgeProtected === true ? { enablePurgeProtection: true } : {}),
      vaultUri: `https://${vault.name}.vault.azure.net/`,
      provisioningState: item.registeredAt > now ? "RegisteringDns" : "Succeeded",
      publicNetworkAccess: "Enabled",
    },
  };
}

/** A deleted vault: few words, all about the deletion. */
export function deletedVaultBody(subscriptionId: string, item: SoftDeletedVault): Json {
  const { vault } = item;
  return {
    id: `/subscriptions/${subscriptionId}/providers/Microsoft.KeyVault/locations/${vault.location}/deletedVaults/${vault.name}`,
    name: vault.name,
    type: "Microsoft.KeyVault/deletedVaults",
    properties: {
      vaultId: vaultId(subscriptionId, vault),
      location: vault.location,
      tags: vault.tags ?? {},
      deletionDate: seconds(item.deletedAt),
      scheduledPurgeDate: seconds(item.purgeAt),
      ...(vault.purgeProtected === true ? { purgeProtectionEnabled: true } : {}),
    },
  };
}

function seconds(at: number): string {
  return new Date(at).toISOString().replace(/\.\d+Z$/, "Z");
}
