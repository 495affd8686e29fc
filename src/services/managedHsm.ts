import * as l10n from "@vscode/l10n";
import type { JsonValue } from "../base/json";
import { armPath, pathOfId } from "../azure/armRequest";
import type { DeletedResource } from "./deletedResource";
import {
  protectedItemUnchanged,
  purgeProtectedItem,
  readProtectedItem,
} from "./parts/protectedItem";
import type { Postcondition } from "./plan";
import { quotedAfter } from "./nameConflicts";
import type { SoftDeleteService } from "./service";
import type { Origin } from "./source";

// Control-plane versions before this one retire on 2027-02-27:
// learn.microsoft.com/azure/key-vault/general/access-control-default
const apiVersion = "2026-02-01";
const resourceType = "Microsoft.KeyVault/managedHSMs";

/**
 * Looked up in the group's list: the GET of a single HSM may answer 204 where none exists, which
 * looks like success.
 * Source: learn.microsoft.com/rest/api/keyvault/managedhsm/managed-hsms/get
 */
function isBack({ originalId, name }: DeletedResource): Postcondition {
  const list = pathOfId(originalId).replace(/\/[^/]+$/, "");
  return {
    request: { method: "GET", path: list, apiVersion },
    entry: { path: ["name"], value: name },
    expects: "present",
  };
}

function read(item: JsonValue, origin: Origin): DeletedResource | undefined {
  return readProtectedItem(item, origin, {
    serviceId: "managedHsm",
    resourceType,
    original: "mhsmId",
    // The "name" in Microsoft's example isn't the HSM's; the ids are reliable.
    ownName: false,
    deletedPath: (subscriptionId, region, name) =>
      armPath`/subscriptions/${subscriptionId}/providers/Microsoft.KeyVault/locations/${region}/deletedManagedHSMs/${name}`,
  });
}

/** Azure Key Vault Managed HSMs. */
export const managedHsm: SoftDeleteService = {
  id: "managedHsm",
  get name() {
    return l10n.t("Managed HSMs");
  },
  resourceType,
  icon: "shield",
  noun: () => l10n.t("managed HSM"),
  // learn.microsoft.com/azure/templates/microsoft.keyvault/managedhsms; the capital letter as below.
  deployment: {
    outcome: "fails",
    terraform: ["azurerm_key_vault_managed_hardware_security_module"],
    recoverProperty: { name: "createMode", value: "Recover" },
    variables: ["HSM"],
  },
  // github.com/Azure/azure-rest-api-specs/issues/18732
  conflicts: {
    names: [quotedAfter(/H ?S ?M Name:? /), quotedAfter(/with the Name /)],
    messages: [{ words: /MHSM with the same name/ }, { words: /purge existing KV MHSM/ }],
  },
  // learn.microsoft.com/azure/security/fundamentals/azure-domains
  hosts: [".managedhsm.azure.net"],

  availability: {},
  sources: [
    {
      kind: "collection",
      request: (subscriptionId) => ({
        method: "GET",
        path: armPath`/subscriptions/${subscriptionId}/providers/Microsoft.KeyVault/deletedManagedHSMs`,
        apiVersion,
      }),
      read,
    },
  ],

  recover: (resource, { tenantId }) => [
    {
      id: "recover",
      title: l10n.t("Recover managed HSM"),
      target: resource.name,
      request: {
        method: "PUT",
        path: pathOfId(resource.originalId),
        apiVersion,
        // "Recover" with a capital letter: the service tells the cases apart, whatever the schema
        // says. Location, sku and tenant are required. The Azure CLI sends the same:
        // github.com/Azure/azure-cli, keyvault/custom.py, recover_vault_or_hsm
        body: {
          location: resource.location,
          sku: { family: "B", name: "Standard_B1" },
          properties: { tenantId, createMode: "Recover" },
        },
      },
      postcondition: isBack(resource),
      precondition: protectedItemUnchanged(resource, apiVersion, "proceed"),
    },
  ],
  purge: (resource) =>
    purgeProtectedItem(resource, apiVersion, {
      title: l10n.t("Purge managed HSM"),
      refused: l10n.t(
        "Purge protection is on, so nobody, including Microsoft, can purge this HSM before its retention period ends. Until then, the HSM is billed and you can recover it.",
      ),
    }),
  prerequisites: () => [],
  consequences: ({ name }) => ({
    destroyed: [
      l10n.t("All keys in the HSM are lost, with all their versions."),
      l10n.t("Data encrypted with the lost keys can't be decrypted anymore."),
    ],
    // learn.microsoft.com/azure/key-vault/managed-hsm/recovery: "globally unique"
    freed: [l10n.t('Anyone in Azure can use the name "{0}" again.', name)],
    // learn.microsoft.com/azure/key-vault/managed-hsm/soft-delete-overview#billing-implications
    billed: [
      l10n.t("The HSM is billed at its full hourly rate until it's purged, even while deleted."),
    ],
    notRestored: [
      l10n.t(
        "Role assignments (Azure RBAC) and private endpoints: check them afterward, because Microsoft doesn't document whether they come back.",
      ),
    ],
  }),

  // learn.microsoft.com/azure/role-based-access-control/built-in-roles/security#managed-hsm-contributor
  permissions: {
    list: {
      action: "Microsoft.KeyVault/deletedManagedHsms/read",
      scope: "subscription",
      role: "Managed HSM contributor",
    },
    recover: {
      action: "Microsoft.KeyVault/managedHSMs/write",
      scope: "resourceGroup",
      role: "Managed HSM contributor",
      follow: "Microsoft.KeyVault/locations/managedHsmOperationResults/read",
    },
    purge: {
      action: "Microsoft.KeyVault/locations/deletedManagedHsms/purge/action",
      scope: "subscription",
      role: "Managed HSM contributor",
      // It is read again just before the purge, which stops where that is forbidden.
      also: [
        {
          action: "Microsoft.KeyVault/locations/deletedManagedHsms/read",
          scope: "subscription",
          role: "Managed HSM contributor",
        },
      ],
      follow: "Microsoft.KeyVault/locations/managedHsmOperationResults/read",
    },
  },
  get retention() {
    return l10n.t("7 to 90 days after the deletion, as set when the HSM was created");
  },
  get limits() {
    return [l10n.t("A deleted HSM is billed at its full hourly rate until it's purged.")];
  },
  documentation: "https://learn.microsoft.com/azure/key-vault/managed-hsm/recovery",
  // learn.microsoft.com/azure/key-vault/managed-hsm/recovery, .../powershell/module/az.keyvault
  commands: [
    {
      request:
        "PUT /subscriptions/{subscription}/resourceGroups/{group}/providers/Microsoft.KeyVault/managedHSMs/{name}",
      body: { location: "{location}", "properties.createMode": "Recover" },
      azureCli:
        "az keyvault recover --hsm-name {name} --resource-group {group} --location {location} --subscription {subscription}",
      powershell:
        "Undo-AzKeyVaultManagedHsmRemoval -Name {name} -ResourceGroupName {group} -Location {location} -SubscriptionId {subscription}",
    },
    {
      request:
        "POST /subscriptions/{subscription}/providers/Microsoft.KeyVault/locations/{location}/deletedManagedHSMs/{name}/purge",
      azureCli:
        "az keyvault purge --hsm-name {name} --location {location} --subscription {subscription}",
      powershell:
        "Remove-AzKeyVaultManagedHsm -Name {name} -Location {location} -InRemovedState -SubscriptionId {subscription}",
    },
  ],
};
