import * as l10n from "@vscode/l10n";
import { armPath, pathOfId, type ArmRequest } from "../azure/armRequest";
import { arrayAt, stringAt, type JsonObject, type JsonValue } from "../base/json";
import { parseResourceId } from "../azure/resourceId";
import {
  accessToCheck,
  backupDocumentation,
  chargedWhileKept,
  nameInUse,
  readDeletedVault,
  refuseEarlyPurge,
  vaultRetention,
  type DeletedVaults,
} from "./parts/azureBackup";
import type { DeletedResource } from "./deletedResource";
import { preconditionOn, nothingExistsAt } from "./preconditions";
import { customerManagedKeyVault } from "./parts/prerequisites";
import type { Precondition } from "./plan";
import type { SoftDeleteService } from "./service";
import type { Origin } from "./source";

// The first version with deleted vaults: github.com/Azure/azure-rest-api-specs/pull/37561
const apiVersion = "2025-09-01";
const resourceType = "Microsoft.DataProtection/backupVaults";

// What tells one deletion of a name from the next. The API writes "ID", its description "Id".
const identity = [
  ["properties", "resourceDeletionInfo", "deletionTime"],
  ["properties", "resourceDeletionInfo", "deleteActivityID"],
  ["properties", "resourceDeletionInfo", "deleteActivityId"],
];

function deletedVault({ deletedPath }: DeletedResource): ArmRequest {
  return { method: "GET", path: deletedPath, apiVersion };
}

function liveVault({ originalId }: DeletedResource): ArmRequest {
  return { method: "GET", path: pathOfId(originalId), apiVersion };
}

/**
 * Checks that it is still deleted and that no new vault has its name, which Azure allows: the
 * request would change that vault.
 */
function stillDeleted(resource: DeletedResource): Precondition {
  return {
    ...preconditionOn(resource, { request: deletedVault(resource) }, "proceed", identity),
    and: nothingExistsAt(liveVault(resource), nameInUse()),
  };
}

/** The recovery request: creates a vault, with a header that names the deleted one. */
function undelete(resource: DeletedResource, deletedVaultId: string): ArmRequest {
  const storageSettings = arrayAt(resource.raw, "properties", "storageSettings");
  const body: JsonObject = {
    location: resource.location,
    ...(storageSettings.length === 0 ? {} : { properties: { storageSettings } }),
  };
  return {
    ...liveVault(resource),
    method: "PUT",
    headers: { "x-ms-deleted-vault-id": deletedVaultId },
    body,
  };
}

// The ids in the published examples have "deletedBackupVaults" where the operations have "deletedVaults".
const deletedVaults: DeletedVaults = {
  serviceId: "backupVault",
  resourceType,
  // "originalBackupVaultId" is a path in the published examples, and a GUID in what Azure answers:
  // github.com/Azure/azure-powershell, Undo-AzDataProtectionVaultDeletion.Recording.json
  original: (item) =>
    [
      stringAt(item, "properties", "originalBackupVaultResourcePath"),
      stringAt(item, "properties", "originalBackupVaultId"),
    ]
      .map((id) => parseResourceId(id ?? ""))
      .find((id) => id?.resourceGroup !== undefined),
  deletedAt: ["properties", "resourceDeletionInfo", "deletionTime"],
  purgeAt: ["properties", "resourceDeletionInfo", "scheduledPurgeTime"],
};

function read(item: JsonValue, origin: Origin): DeletedResource | undefined {
  return readDeletedVault(item, origin, deletedVaults);
}

/** Vaults of Azure Backup for disks, blobs, databases and Kubernetes clusters. */
export const backupVault: SoftDeleteService = {
  id: "backupVault",
  get name() {
    return l10n.t("Backup vaults");
  },
  resourceType,
  icon: "package",
  noun: () => l10n.t("Backup vault"),
  // It is undocumented how Azure answers a deployment with a deleted vault's name.
  deployment: {
    outcome: "canFail",
    terraform: ["azurerm_data_protection_backup_vault"],
    variables: ["BACKUP_VAULT"],
  },

  // learn.microsoft.com/azure/backup/secure-by-default#supported-regions
  availability: { preview: true },
  sources: [
    {
      // Resource Graph has no table of them, as it has of Recovery Services vaults:
      // learn.microsoft.com/azure/governance/resource-graph/reference/supported-tables-resources
      kind: "regions",
      resourceType: "locations/deletedVaults",
      request: (subscriptionId, region) => ({
        method: "GET",
        path: armPath`/subscriptions/${subscriptionId}/providers/Microsoft.DataProtection/locations/${region}/deletedVaults`,
        apiVersion,
      }),
      read,
    },
  ],

  recover: (resource) => [
    {
      id: "recover",
      title: l10n.t("Recover Backup vault"),
      target: resource.name,
      // Azure PowerShell sends the deleted vault's name, and its recorded test has Azure take it:
      // github.com/Azure/azure-powershell, Undo-AzDataProtectionVaultDeletion.ps1. The published
      // example has the whole id: github.com/Azure/azure-sdk-for-go, armdataprotection.
      request: undelete(resource, resource.deletedPath.replace(/^.*\//, "")),
      fallbackRequest: undelete(resource, resource.deletedPath),
      postcondition: { request: liveVault(resource), expects: "present" },
      precondition: stillDeleted(resource),
    },
  ],
  reveals: ["backupInstance"],
  purge: refuseEarlyPurge,
  prerequisites: ({ raw, subscriptionId }, settings = raw) =>
    customerManagedKeyVault(settings, subscriptionId),
  // learn.microsoft.com/azure/backup/secure-by-default
  consequences: () => ({
    destroyed: [],
    freed: [],
    billed: [
      chargedWhileKept(),
      l10n.t(
        "Snapshots of operational backups are charged until you delete them. Azure doesn't remove these snapshots with the vault.",
      ),
    ],
    notRestored: [
      l10n.t("Backup instances stay soft-deleted: recover each one as well."),
      accessToCheck(),
    ],
  }),

  permissions: {
    // No permission list names it; it follows from the path of the operation.
    list: {
      action: "Microsoft.DataProtection/locations/deletedVaults/read",
      scope: "subscription",
      role: "Reader",
    },
    // learn.microsoft.com/azure/role-based-access-control/permissions/security#microsoftdataprotection
    recover: {
      action: "Microsoft.DataProtection/backupVaults/write",
      scope: "resourceGroup",
      role: "Backup Contributor",
      follow: "Microsoft.DataProtection/backupVaults/operationStatus/read",
    },
  },
  get retention() {
    return vaultRetention();
  },
  get limits() {
    return [
      l10n.t(
        "Generally available in Australia East, East Asia, and West Central US. In preview in all other regions.",
      ),
      l10n.t(
        "A vault can't be recovered while its resource group contains another vault with the same name.",
      ),
    ];
  },
  documentation: backupDocumentation,
  // The Azure CLI has none that restores: learn.microsoft.com/powershell/module/az.dataprotection/undo-azdataprotectionvaultdeletion
  commands: [
    {
      request:
        "PUT /subscriptions/{subscription}/resourceGroups/{group}/providers/Microsoft.DataProtection/backupVaults/{name}",
      headers: { "x-ms-deleted-vault-id": "{deletedName}" },
      body: { location: "{location}" },
      powershell:
        "Undo-AzDataProtectionVaultDeletion -ResourceGroupName {group} -DeletedVaultName {deletedName} -Location {location} -SubscriptionId {subscription}",
    },
  ],
};
