import * as l10n from "@vscode/l10n";
import { armPath, pathOfId, type ArmRequest } from "../azure/armRequest";
import { isJsonObject, stringAt, type JsonValue } from "../base/json";
import { normalizeLocation, parseResourceId, resourceIdOf } from "../azure/resourceId";
import { refuseEarlyPurge } from "./parts/azureBackup";
import { inUtc, toInstant, type DeletedResource } from "./deletedResource";
import { preconditionOn } from "./preconditions";
import type { SoftDeleteService } from "./service";
import type { Origin, WalkList } from "./source";

// Operations and shapes: learn.microsoft.com/rest/api/dataprotection/deleted-backup-instances
const apiVersion = "2025-09-01";
const vaultType = "Microsoft.DataProtection/backupVaults";

// What tells one deletion of a name from the next. The API writes "ID", its description "Id".
const identity = [
  ["properties", "deletionInfo", "deletionTime"],
  ["properties", "deletionInfo", "deleteActivityID"],
  ["properties", "deletionInfo", "deleteActivityId"],
];

function deletedInstance({ deletedPath }: DeletedResource): ArmRequest {
  return { method: "GET", path: deletedPath, apiVersion };
}

function read(item: JsonValue, { subscriptionId, parent }: Origin): DeletedResource | undefined {
  const deletedName = stringAt(item, "name");
  const resourceGroup = parseResourceId(parent?.id ?? "")?.resourceGroup;
  // Backups are in their vault's region.
  const location = normalizeLocation(parent?.location ?? "");
  if (
    !isJsonObject(item) ||
    deletedName === undefined ||
    // A slash would split the name into two segments.
    deletedName.includes("/") ||
    parent === undefined ||
    resourceGroup === undefined ||
    location === ""
  ) {
    return undefined;
  }
  const vault = resourceIdOf({
    subscriptionId,
    resourceGroup,
    resourceType: vaultType,
    name: parent.name,
  });
  // Azure generates the item's own name, with a GUID at the end.
  const friendlyName =
    stringAt(item, "properties", "friendlyName") ??
    stringAt(item, "properties", "dataSourceInfo", "resourceName") ??
    deletedName;
  return {
    serviceId: "backupInstance",
    subscriptionId,
    name: `${parent.name}/${friendlyName}`,
    resourceGroup,
    location,
    kind: stringAt(item, "properties", "dataSourceInfo", "datasourceType"),
    originalId: `${vault}/backupInstances/${deletedName}`,
    deletedPath: `${pathOfId(vault)}${armPath`/deletedBackupInstances/${deletedName}`}`,
    deletedAt: toInstant(stringAt(item, "properties", "deletionInfo", "deletionTime")),
    // Retention is a setting of the vault, so only Azure knows the purge time.
    purgeAt: toInstant(stringAt(item, "properties", "deletionInfo", "scheduledPurgeTime")),
    purgeAtFrom: "azure",
    purgeProtected: true,
    tags: {},
    raw: item,
  };
}

/** Backups in Backup vaults: one disk, database, cluster, or storage account each. */
export const backupInstance: SoftDeleteService = {
  id: "backupInstance",
  get name() {
    return l10n.t("Backup instances");
  },
  resourceType: `${vaultType}/backupInstances`,
  icon: "save",
  noun: () => l10n.t("backup instance"),

  availability: {},
  sources: [
    {
      kind: "parents",
      parents: {
        types: [vaultType.toLowerCase()],
        select: (rows) => rows,
        walk: [
          (subscriptionId: string): WalkList => ({
            request: {
              method: "GET",
              path: armPath`/subscriptions/${subscriptionId}/providers/Microsoft.DataProtection/backupVaults`,
              apiVersion,
            },
          }),
        ],
      },
      request: ({ id }) => ({
        method: "GET",
        path: `${pathOfId(id)}/deletedBackupInstances`,
        apiVersion,
      }),
      read,
    },
  ],

  recover: (resource) => [
    {
      id: "recover",
      title: l10n.t("Recover backup instance"),
      target: resource.name,
      request: { method: "POST", path: `${resource.deletedPath}/undelete`, apiVersion },
      postcondition: {
        request: { method: "GET", path: pathOfId(resource.originalId), apiVersion },
        expects: "present",
      },
      precondition: preconditionOn(
        resource,
        { request: deletedInstance(resource) },
        "proceed",
        identity,
      ),
    },
  ],
  purge: refuseEarlyPurge,
  prerequisites: () => [],
  consequences: ({ raw }) => {
    const billedUntil = toInstant(stringAt(raw, "properties", "deletionInfo", "billingEndDate"));
    return {
      destroyed: [],
      freed: [],
      // learn.microsoft.com/azure/backup/secure-by-default#pricing
      billed: [
        billedUntil === undefined
          ? l10n.t(
              "The backup is charged at the usual rates, except in the last 14 days of its retention period.",
            )
          : l10n.t("The backup is charged at the usual rates until {0}.", inUtc(billedUntil)),
      ],
      // learn.microsoft.com/azure/backup/backup-azure-enhanced-soft-delete-configure-manage
      notRestored: [
        l10n.t(
          "Recovery points come back, but no new backups are made until you resume backup in the vault.",
        ),
        l10n.t("Resuming backup removes recovery points that have expired since the deletion."),
      ],
    };
  },

  // learn.microsoft.com/azure/role-based-access-control/permissions/security#microsoftdataprotection
  permissions: {
    list: {
      action: "Microsoft.DataProtection/backupVaults/deletedBackupInstances/read",
      scope: "subscription",
      role: "Reader",
    },
    recover: {
      action: "Microsoft.DataProtection/backupVaults/deletedBackupInstances/undelete/action",
      scope: "resourceGroup",
      role: "Backup Contributor",
      follow: "Microsoft.DataProtection/locations/operationStatus/read",
    },
  },
  get retention() {
    return l10n.t("14 to 180 days after the deletion, depending on the vault's setting");
  },
  get limits() {
    return [
      l10n.t(
        "Backup instances in a soft-deleted vault aren't listed until the vault is recovered.",
      ),
      l10n.t("Soft delete doesn't cover operational backups of blobs."),
    ];
  },
  documentation:
    "https://learn.microsoft.com/azure/backup/backup-azure-enhanced-soft-delete-configure-manage",
  // learn.microsoft.com/cli/azure/dataprotection/backup-instance/deleted-backup-instance,
  // learn.microsoft.com/powershell/module/az.dataprotection/undo-azdataprotectionbackupinstancedeletion
  commands: [
    {
      request:
        "POST /subscriptions/{subscription}/resourceGroups/{group}/providers/Microsoft.DataProtection/backupVaults/{vault}/deletedBackupInstances/{name}/undelete",
      azureCli:
        "az dataprotection backup-instance deleted-backup-instance undelete --resource-group {group} --vault-name {vault} --backup-instance-name {name} --subscription {subscription}",
      powershell:
        "Undo-AzDataProtectionBackupInstanceDeletion -ResourceGroupName {group} -VaultName {vault} -BackupInstanceName {name} -SubscriptionId {subscription}",
    },
  ],
};
