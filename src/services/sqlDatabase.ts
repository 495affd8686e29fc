import { defined } from "../base/defined";
import * as l10n from "@vscode/l10n";
import type { ArmRequest } from "../azure/armRequest";
import { stringAt, type JsonObject } from "../base/json";
import { parseResourceId } from "../azure/resourceId";
import type { DeletedResource } from "./deletedResource";
import {
  belowEach,
  breaksNameRules,
  nameQuestion,
  namesOf,
  pathBeside,
  readDroppedDatabase,
  type DroppedDatabases,
} from "./parts/droppedDatabase";
import { preconditionOn, nothingExistsAt } from "./preconditions";
import type { Refusal, RequiredPermission, SoftDeleteService } from "./service";

const apiVersion = "2025-01-01";

// Distinguishes one deletion of a name from the next.
const identity = [["properties", "deletionDate"]];

const ofServers: DroppedDatabases = {
  serviceId: "sqlDatabase",
  parentType: "Microsoft.Sql/servers",
  live: "databases",
  dropped: "restorableDroppedDatabases",
};

const ofInstances: DroppedDatabases = {
  ...ofServers,
  parentType: "Microsoft.Sql/managedInstances",
};

function isOfInstance({ originalId }: DeletedResource): boolean {
  return parseResourceId(originalId)?.resources[0]?.type === "managedInstances";
}

function droppedDatabase(resource: DeletedResource): ArmRequest {
  return { method: "GET", path: resource.deletedPath, apiVersion };
}

/** Its own id from Azure; Microsoft's example for a server lacks the ticks. */
function droppedId({ raw, deletedPath }: DeletedResource): string {
  const id = stringAt(raw, "id") ?? "";
  return /,\d+$/.test(id) ? `/${id.replace(/^\/+/, "")}` : decodeURIComponent(deletedPath);
}

function isInElasticPool({ raw }: DeletedResource): boolean {
  return stringAt(raw, "sku", "name")?.toLowerCase() === "elasticpool";
}

/**
 * What makes the new database. Its size is not said: the listed one has an internal name that Azure
 * refuses as InvalidSku (github.com/Azure/azure-sdk-for-js/issues/33101), and without any it comes
 * back as it was (github.com/Azure/azure-cli, command_modules/sql, test_sql_db_restore.yaml). Tags are
 * not restored unless they are sent, and backups are geo-redundant unless told otherwise.
 * Source: learn.microsoft.com/azure/azure-sql/database/recovery-using-backups and
 * learn.microsoft.com/azure/azure-sql/database/automated-backups-overview
 */
function newDatabase(resource: DeletedResource): JsonObject | Refusal {
  const { location, tags, raw, deletedAt } = resource;
  const common = { location, ...(Object.keys(tags).length === 0 ? {} : { tags }) };
  if (isOfInstance(resource)) {
    // "If createMode is PointInTimeRestore, this value is required", and there is no mode for dropped
    // databases of their own: github.com/Azure/azure-rest-api-specs,
    // Microsoft.Sql/stable/2025-01-01/ManagedDatabases.json. Terraform sends the same:
    // github.com/hashicorp/terraform-provider-azurerm, mssql_managed_database_resource.go
    return deletedAt === undefined
      ? {
          refused: l10n.t(
            "Azure doesn't report when this database was deleted, but a managed instance needs a point in time to restore to. Restore the database in the Azure portal.",
          ),
        }
      : {
          ...common,
          properties: {
            createMode: "PointInTimeRestore",
            restorableDroppedDatabaseId: droppedId(resource),
            restorePointInTime: deletedAt,
          },
        };
  }
  const redundancy = stringAt(raw, "properties", "backupStorageRedundancy");
  return {
    ...common,
    properties: {
      // Without a point in time it is the time of the deletion. Restore-AzSqlDatabase sends the
      // same: github.com/Azure/azure-powershell, AzureSqlDatabaseBackupAdapter.cs
      createMode: "Restore",
      restorableDroppedDatabaseId: droppedId(resource),
      ...defined({ requestedBackupStorageRedundancy: redundancy }),
    },
  };
}

/** learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules#microsoftsql */
function refuseName(text: string): string | undefined {
  switch (breaksNameRules(text, { longest: 128, forbidden: "<>*%&:\\/?" })) {
    case "length":
      return l10n.t("A database name must have 1 to 128 characters.");
    case "end":
      return l10n.t("A database name can't end with a period or a space.");
    case "characters":
      return l10n.t("A database name can't contain any of these characters: {0}", "<>*%&:\\/?");
    case undefined:
      return undefined;
  }
}

const restoreToServer: RequiredPermission = {
  action: "Microsoft.Sql/servers/databases/write",
  scope: "resourceGroup",
  role: "SQL Server Contributor",
};

const restoreToInstance: RequiredPermission = {
  action: "Microsoft.Sql/managedInstances/databases/write",
  scope: "resourceGroup",
  role: "SQL Managed Instance Contributor",
};

/** Databases that were dropped from SQL servers and managed instances which are still there. */
export const sqlDatabase: SoftDeleteService = {
  id: "sqlDatabase",
  get name() {
    return l10n.t("SQL databases");
  },
  resourceType: "Microsoft.Sql/servers/databases",
  icon: "database",
  noun: (resource) =>
    isOfInstance(resource) ? l10n.t("managed instance database") : l10n.t("SQL database"),

  availability: {},
  sources: [
    belowEach(ofServers, apiVersion, (item, origin) => {
      const resource = readDroppedDatabase(item, origin, ofServers);
      return resource && { ...resource, kind: stringAt(item, "sku", "tier") };
    }),
    belowEach(ofInstances, apiVersion, (item, origin) =>
      readDroppedDatabase(item, origin, ofInstances),
    ),
  ],

  questions: (resource) => {
    const { parent, database } = namesOf(resource);
    return isRefused(newDatabase(resource))
      ? []
      : [
          {
            kind: "name",
            id: nameQuestion,
            prompt: l10n.t('Enter a name for the restored database, not yet used on "{0}"', parent),
            suggested: database,
            refuse: refuseName,
          },
        ];
  },
  recover: (resource, { answers }) => {
    const body = newDatabase(resource);
    if (isRefused(body)) {
      return body;
    }
    const name = answers[nameQuestion] ?? "";
    const refused = refuseName(name);
    if (refused !== undefined) {
      return { refused };
    }
    const live: ArmRequest = { method: "GET", path: pathBeside(resource, name), apiVersion };
    return [
      {
        id: "recover",
        title: l10n.t('Restore {0} as "{1}"', sqlDatabase.noun(resource), name),
        target: resource.name,
        request: { ...live, method: "PUT", body },
        // "The restoring database is visible in the database list throughout the restore process":
        // learn.microsoft.com/azure/azure-sql/database/recovery-using-backups
        postcondition: {
          request: live,
          expects: "present",
          where: { path: ["properties", "status"], value: "Online" },
        },
        precondition: {
          ...preconditionOn(resource, { request: droppedDatabase(resource) }, "proceed", identity),
          and: nothingExistsAt(
            live,
            l10n.t(
              'A database named "{0}" already exists, so nothing was sent. Choose another name for the new database.',
              name,
            ),
          ),
        },
      },
    ];
  },
  recoversACopy: "new",
  purge: (resource) => ({
    refused: isOfInstance(resource)
      ? l10n.t(
          "A deleted database can't be purged. Azure removes its backups when the retention period ends, 1 to 35 days after the deletion.",
        )
      : l10n.t(
          "A deleted database can't be purged. Azure removes its backups when the retention period ends, by default 7 and at most 35 days after the deletion.",
        ),
  }),
  prerequisites: () => [],
  consequences: (resource) => ({
    destroyed: [],
    freed: [],
    billed: [],
    notRestored: [
      ...(isInElasticPool(resource)
        ? [l10n.t("Elastic pool membership: the database comes back as a single database.")]
        : []),
      l10n.t(
        "Settings outside the database, such as geo-replication and backup retention: configure them again.",
      ),
      l10n.t("Cost: the restored database is a new database, charged at normal rates."),
    ],
  }),

  permissions: {
    list: {
      action: "Microsoft.Sql/servers/restorableDroppedDatabases/read",
      scope: "subscription",
      role: "Reader",
    },
    // learn.microsoft.com/azure/azure-sql/database/recovery-using-backups#permissions
    recover: restoreToServer,
  },
  recoverPermission: (resource) => (isOfInstance(resource) ? restoreToInstance : restoreToServer),
  get retention() {
    return l10n.t("1 to 35 days after the deletion, as set on the database (7 by default)");
  },
  // learn.microsoft.com/azure/azure-sql/database/recovery-using-backups
  get limits() {
    return [
      l10n.t(
        "A deleted database is restored as a new database on the same server or managed instance.",
      ),
      l10n.t(
        "A deleted database is restored to the time of its deletion. To restore to an earlier time, use the Azure portal.",
      ),
      l10n.t("Databases that were deleted with their server appear after the server is recovered."),
      l10n.t("A deleted database can take several minutes to appear in the list."),
      l10n.t("A restore can take hours. Most restores finish within 12 hours."),
    ];
  },
  documentation:
    "https://learn.microsoft.com/azure/azure-sql/database/recovery-using-backups#deleted-database-restore",
  // The codes: learn.microsoft.com/rest/api/sql/databases/create-or-update and
  // learn.microsoft.com/rest/api/sql/managed-databases/create-or-update
  errors: [
    {
      codes: ["RemoteDatabaseExists", "ManagedDatabaseNameInUse", "DuplicateRestoreOperation"],
      anyService: true,
      say: () =>
        l10n.t(
          "A database with this name already exists or is being restored. Choose another name.",
        ),
    },
    {
      codes: ["InvalidRestorableDroppedDatabaseId", "RestoreSourceDatabaseNotFound"],
      anyService: true,
      say: () =>
        l10n.t(
          "Azure no longer has backups of this deleted database. Refresh to see the current list.",
        ),
    },
    {
      codes: ["RestoreIneligibleDroppedDatabaseShortLifespan"],
      anyService: true,
      say: () =>
        l10n.t(
          "The database was deleted before its first backup, so it can't be restored. Create a new database.",
        ),
    },
    {
      codes: ["SubscriptionDoesNotHaveServer", "ServerNotInSubscriptionResourceGroup"],
      anyService: true,
      say: () =>
        l10n.t(
          "The server no longer exists. If the server was soft-deleted, recover it first, then restore the database.",
        ),
    },
    {
      codes: ["IncorrectAccessToAzureKeyVault", "MissingKeyVaultUriForRestore"],
      anyService: true,
      say: () =>
        l10n.t(
          "The server can't use the customer-managed key that the database was encrypted with. Give the server access to the key, then try again.",
        ),
    },
  ],
};

function isRefused(body: JsonObject | Refusal): body is Refusal {
  return "refused" in body;
}
