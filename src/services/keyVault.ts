import * as l10n from "@vscode/l10n";
import type { JsonValue } from "../base/json";
import { armPath, pathOfId, type ArmRequest } from "../azure/armRequest";
import type { DeletedResource } from "./deletedResource";
import {
  protectedItemUnchanged,
  purgeProtectedItem,
  readProtectedItem,
} from "./parts/protectedItem";
import { nameCheck } from "./parts/nameCheck";
import { quotedAfter } from "./nameConflicts";
import type { SoftDeleteService } from "./service";
import type { Origin } from "./source";

// Control-plane versions before this one retire on 2027-02-27:
// learn.microsoft.com/azure/key-vault/general/access-control-default
const apiVersion = "2026-02-01";
const resourceType = "Microsoft.KeyVault/vaults";

function liveVault({ originalId }: DeletedResource): ArmRequest {
  return { method: "GET", path: pathOfId(originalId), apiVersion };
}

function read(item: JsonValue, origin: Origin): DeletedResource | undefined {
  return readProtectedItem(item, origin, {
    serviceId: "keyVault",
    resourceType,
    original: "vaultId",
    ownName: true,
    deletedPath: (subscriptionId, region, name) =>
      armPath`/subscriptions/${subscriptionId}/providers/Microsoft.KeyVault/locations/${region}/deletedVaults/${name}`,
  });
}

function vaultNameTaken(): string {
  return l10n.t(
    "A live or soft-deleted vault already holds this name, and names of key vaults are unique across Azure. Check whether the vault is among your deleted resources.",
  );
}

/** Azure Key Vault vaults. */
export const keyVault: SoftDeleteService = {
  id: "keyVault",
  get name() {
    return l10n.t("Key vaults");
  },
  resourceType,
  icon: "key",
  noun: () => l10n.t("key vault"),
  // learn.microsoft.com/azure/templates/microsoft.keyvault/vaults and, for Terraform,
  // registry.terraform.io/providers/hashicorp/azurerm/latest/docs/guides/features-block
  deployment: {
    outcome: "fails",
    terraform: ["azurerm_key_vault"],
    terraformRecovers: true,
    recoverProperty: { name: "createMode", value: "recover" },
    variables: ["KEY_VAULT", "KEYVAULT"],
  },
  conflicts: {
    names: [
      quotedAfter(/Vault Name:? /),
      quotedAfter(/Vault:? \(Name /),
      quotedAfter(/with the Name /),
    ],
    messages: [
      // github.com/Azure/azure-dev/issues/1431
      { words: /vault with the same name/, with: /deleted|same name already/i },
      { words: /purge existing key vault/ },
      // Experiments and notes of other products use these words too.
      { words: /exists in deleted state/, anyType: true, with: /vault/i },
      // The same code says that a live vault is changed by two at once:
      // github.com/hashicorp/terraform-provider-azurerm/issues/15127
      { words: /ConflictError/, anyType: true, with: /deleted state/i },
      // github.com/Azure/ARO-Landing-Zone-Accelerator/issues/28
      { words: /VaultAlreadyExists/ },
      { words: /[Tt]he vault name ["'\\]{1,2}[^"'\\\s]{1,127}["'\\]{1,2} is already in use/ },
      // A resource of github.com/hashicorp/terraform-provider-azurerm whose recovery is turned off
      { words: /existing soft-deleted Key Vault exists/ },
    ],
  },
  // learn.microsoft.com/azure/security/fundamentals/azure-domains
  hosts: [".vault.azure.net", ".vault.azure.cn", ".vault.usgovcloudapi.net"],

  availability: {},
  sources: [
    {
      kind: "collection",
      request: (subscriptionId) => ({
        method: "GET",
        path: armPath`/subscriptions/${subscriptionId}/providers/Microsoft.KeyVault/deletedVaults`,
        apiVersion,
      }),
      read,
    },
  ],

  recover: (resource, { tenantId }) => [
    {
      id: "recover",
      title: l10n.t("Recover key vault"),
      target: resource.name,
      request: {
        ...liveVault(resource),
        method: "PUT",
        // Location, tenant and sku are required by the schema and ignored by a recovery; the Azure
        // CLI sends the same: github.com/Azure/azure-cli, keyvault/custom.py, recover_vault_or_hsm
        body: {
          location: resource.location,
          properties: {
            tenantId,
            sku: { family: "A", name: "standard" },
            createMode: "recover",
          },
        },
      },
      postcondition: { request: liveVault(resource), expects: "present" },
      precondition: protectedItemUnchanged(resource, apiVersion, "proceed"),
    },
  ],
  purge: (resource) =>
    purgeProtectedItem(resource, apiVersion, {
      title: l10n.t("Purge key vault"),
      refused: l10n.t(
        "Purge protection is on, so nobody, including Microsoft, can purge this vault before its retention period ends. You can recover the vault until then.",
      ),
    }),
  // learn.microsoft.com/rest/api/keyvault/keyvault/vaults/check-name-availability
  nameCheck: (name, subscriptionId) => nameCheck(resourceType, apiVersion, name, subscriptionId),
  prerequisites: () => [],
  consequences: ({ name }) => ({
    destroyed: [
      l10n.t("All keys, secrets, and certificates in the vault are lost, with all their versions."),
      l10n.t("Data encrypted with the lost keys can't be decrypted anymore."),
    ],
    freed: [l10n.t('Anyone in Azure can use the name "{0}" again.', name)],
    billed: [],
    // learn.microsoft.com/azure/key-vault/general/soft-delete-overview
    notRestored: [
      l10n.t("Role assignments (Azure RBAC) on the vault: assign them again."),
      l10n.t("Event Grid subscriptions of the vault: create them again."),
      // Whether a recovery through a version that makes Azure RBAC the default keeps the model of
      // an older vault is not documented.
      l10n.t(
        "The permission model: check afterward that the vault uses access policies or Azure RBAC as before.",
      ),
    ],
  }),

  // learn.microsoft.com/azure/key-vault/general/key-vault-recovery
  permissions: {
    list: {
      action: "Microsoft.KeyVault/deletedVaults/read",
      scope: "subscription",
      role: "Reader",
      // Without it, the list is empty: github.com/Azure/azure-cli/issues/14091
      also: [
        {
          action: "Microsoft.KeyVault/locations/deletedVaults/read",
          scope: "subscription",
          role: "Reader",
        },
      ],
    },
    recover: {
      action: "Microsoft.KeyVault/vaults/write",
      scope: "resourceGroup",
      role: "Key Vault Contributor",
    },
    purge: {
      action: "Microsoft.KeyVault/locations/deletedVaults/purge/action",
      scope: "subscription",
      role: "Key Vault Purge Operator",
      follow: "Microsoft.KeyVault/locations/operationResults/read",
    },
  },
  get retention() {
    return l10n.t("7 to 90 days after the deletion, as set when the vault was created");
  },
  limits: [],
  documentation: "https://learn.microsoft.com/azure/key-vault/general/key-vault-recovery",
  errors: [
    {
      codes: ["SoftDeletedVaultDoesNotExist", "DeletedVaultNotFound"],
      anyService: true,
      say: () =>
        l10n.t(
          "Azure no longer has a soft-deleted vault with this name. Refresh to see the current list.",
        ),
    },
    {
      codes: ["MethodNotAllowed"],
      say: () =>
        l10n.t(
          "Purge protection is on, so this vault can't be purged. Azure removes it when its retention period ends.",
        ),
    },
    {
      // learn.microsoft.com/azure/key-vault/general/key-vault-recovery
      codes: ["ConflictError"],
      message: /vault with the same name/i,
      anyService: true,
      say: vaultNameTaken,
    },
    { codes: ["ConflictError"], say: vaultNameTaken },
    { codes: ["VaultAlreadyExists"], anyService: true, say: vaultNameTaken },
  ],
  // learn.microsoft.com/azure/key-vault/general/key-vault-recovery, .../powershell/module/az.keyvault
  commands: [
    {
      request:
        "PUT /subscriptions/{subscription}/resourceGroups/{group}/providers/Microsoft.KeyVault/vaults/{name}",
      body: { location: "{location}", "properties.createMode": "recover" },
      azureCli:
        "az keyvault recover --name {name} --resource-group {group} --location {location} --subscription {subscription}",
      powershell:
        "Undo-AzKeyVaultRemoval -VaultName {name} -ResourceGroupName {group} -Location {location} -SubscriptionId {subscription}",
    },
    {
      request:
        "POST /subscriptions/{subscription}/providers/Microsoft.KeyVault/locations/{location}/deletedVaults/{name}/purge",
      azureCli:
        "az keyvault purge --name {name} --location {location} --subscription {subscription}",
      powershell:
        "Remove-AzKeyVault -VaultName {name} -Location {location} -InRemovedState -SubscriptionId {subscription}",
    },
  ],
};
