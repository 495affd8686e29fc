import type { JsonObject } from "../json";
import type { Deleted } from "./deletedItems";
import { entryName, shortInstant } from "./restorableDropped";
import type { DroppedDatabase, LiveDatabase, SqlParent } from "./sqlState";

/** The id of a server or a managed instance. */
export function parentId(subscriptionId: string, parent: SqlParent): string {
  return `/subscriptions/${subscriptionId}/resourceGroups/${parent.resourceGroup}/providers/Microsoft.Sql/${parent.type}/${parent.name}`;
}

/** A server or a managed instance as its GET and the lists have it. */
export function parentBody(subscriptionId: string, parent: SqlParent): JsonObject {
  const domain = `${parent.name}.database.windows.net`;
  return {
    id: parentId(subscriptionId, parent),
    name: parent.name,
    type: `Microsoft.Sql/${parent.type}`,
    location: parent.location,
    tags: {},
    properties:
      parent.type === "servers"
        ? {
            administratorLogin: "sqladmin",
            version: "12.0",
            state: "Ready",
            fullyQualifiedDomainName: domain,
            publicNetworkAccess: "Enabled",
            retentionDays: parent.retentionDays ?? 0,
          }
        : { administratorLogin: "sqladmin", state: "Ready", fullyQualifiedDomainName: domain },
  };
}

/**
 * A soft-deleted server. The list of the whole subscription spells the region in the id as people
 * read it, and only a preview says when the server is purged.
 * Source: github.com/Azure/azure-powershell, AzureSqlDeletedServerAdapter.cs, and
 * github.com/Azure/azure-rest-api-specs, Microsoft.Sql/SQL, 2025-08-01-preview, DeletedServerGet.json
 */
export function deletedServerBody(
  subscriptionId: string,
  { resource, deletedAt, purgeAt }: Deleted<SqlParent>,
  apiVersion: string,
  regionInId = resource.location,
): JsonObject {
  const isPreview = apiVersion >= "2025-08-01";
  return {
    id: `/subscriptions/${subscriptionId}/providers/Microsoft.Sql/locations/${regionInId}/deletedServers/${resource.name}`,
    name: resource.name,
    type: "Microsoft.Sql/deletedServers",
    ...(isPreview ? { location: regionInId } : {}),
    properties: {
      fullyQualifiedDomainName: `${resource.name}.database.windows.net`,
      version: "12.0",
      deletionTime: shortInstant(deletedAt),
      originalId: parentId(subscriptionId, resource),
      ...(isPreview
        ? {
            originalResourceGroup: resource.resourceGroup,
            scheduledPurgeTime: shortInstant(purgeAt),
          }
        : {}),
    },
  };
}

/** A dropped database as the list of its server or managed instance has it. */
export function droppedBody(
  subscriptionId: string,
  parent: SqlParent,
  database: DroppedDatabase,
): JsonObject {
  const isOfServer = parent.type === "servers";
  const entry = entryName(database);
  const { tags, sku } = database;
  return {
    ...(isOfServer && sku !== undefined ? { sku } : {}),
    ...(tags === undefined ? {} : { tags }),
    properties: {
      databaseName: database.name,
      ...(isOfServer ? { maxSizeBytes: 34_359_738_368 } : {}),
      creationDate: shortInstant(database.createdAt),
      deletionDate: shortInstant(database.droppedAt),
      earliestRestoreDate: shortInstant(database.createdAt + 600_000),
      ...(isOfServer ? { backupStorageRedundancy: database.redundancy ?? "Geo" } : {}),
    },
    location: parent.location,
    id: `${parentId(subscriptionId, parent)}/restorableDroppedDatabases/${database.idWithoutTicks === true ? database.name : entry}`,
    name: entry,
    type: `Microsoft.Sql/${parent.type}/restorableDroppedDatabases`,
  };
}

/** A live database, or one that is being restored. */
export function databaseBody(
  subscriptionId: string,
  parent: SqlParent,
  database: LiveDatabase,
  now: number,
): JsonObject {
  const { name, sku, tags, redundancy, createdAt, onlineAt } = database;
  return {
    ...(sku === undefined ? {} : { sku, kind: "v12.0,user" }),
    properties: {
      collation: "SQL_Latin1_General_CP1_CI_AS",
      status: onlineAt <= now ? "Online" : "Restoring",
      creationDate: shortInstant(createdAt),
      ...(sku === undefined
        ? {}
        : { maxSizeBytes: 34_359_738_368, requestedBackupStorageRedundancy: redundancy }),
    },
    location: parent.location,
    tags,
    id: `${parentId(subscriptionId, parent)}/databases/${name}`,
    name,
    type: `Microsoft.Sql/${parent.type}/databases`,
  };
}
