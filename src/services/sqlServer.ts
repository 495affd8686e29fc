import * as l10n from "@vscode/l10n";
import { armPath, pathOfId, type ArmRequest } from "../azure/armRequest";
import { isJsonObject, stringAt, type JsonValue } from "../base/json";
import { normalizeLocation, parseResourceId, resourceIdOf } from "../azure/resourceId";
import { toInstant, type DeletedResource } from "./deletedResource";
import { preconditionOn, nothingExistsAt } from "./preconditions";
import { customerManagedKeyVault } from "./parts/prerequisites";
import type { Precondition } from "./plan";
import type { SoftDeleteService } from "./service";
import type { Origin } from "./source";

const apiVersion = "2025-01-01";
// The first that says when a server is purged; Get-AzSqlDeletedServer lists with it:
// github.com/Azure/azure-powershell/pull/30016
const listApiVersion = "2025-08-01-preview";
const resourceType = "Microsoft.Sql/servers";

// Distinguishes one deletion of a name from the next.
const identity = [["properties", "deletionTime"]];

function deletedServers(subscriptionId: string, version: string): ArmRequest {
  return {
    method: "GET",
    path: armPath`/subscriptions/${subscriptionId}/providers/Microsoft.Sql/deletedServers`,
    apiVersion: version,
  };
}

function deletedServer(resource: DeletedResource): ArmRequest {
  return { method: "GET", path: resource.deletedPath, apiVersion };
}

function liveServer({ originalId }: DeletedResource): ArmRequest {
  return { method: "GET", path: pathOfId(originalId), apiVersion };
}

/**
 * Checks that it is still the deletion that was shown, and that its name isn't in use again. A
 * soft-deleted server keeps its name, but the list is older than soft delete and may contain
 * others; whether Azure treats "Restore" of a live server as a change is undocumented.
 */
function stillDeleted(resource: DeletedResource): Precondition {
  return {
    ...preconditionOn(resource, { request: deletedServer(resource) }, "proceed", identity),
    and: nothingExistsAt(
      liveServer(resource),
      l10n.t(
        "A live server with this name exists in the resource group, so nothing was sent. Refresh to see the server.",
      ),
    ),
  };
}

function read(item: JsonValue, { subscriptionId }: Origin): DeletedResource | undefined {
  const name = stringAt(item, "name");
  const resourceGroup =
    parseResourceId(stringAt(item, "properties", "originalId") ?? "")?.resourceGroup ??
    stringAt(item, "properties", "originalResourceGroup");
  // Most versions name the region only in the item's own id, this list by its display name.
  const location =
    stringAt(item, "location") ?? parseResourceId(stringAt(item, "id") ?? "")?.location;
  const region = normalizeLocation(location ?? "");
  if (!isJsonObject(item) || name === undefined || resourceGroup === undefined || region === "") {
    return undefined;
  }
  return {
    serviceId: "sqlServer",
    subscriptionId,
    name,
    resourceGroup,
    location: region,
    kind: undefined,
    originalId: resourceIdOf({ subscriptionId, resourceGroup, resourceType, name }),
    deletedPath: armPath`/subscriptions/${subscriptionId}/providers/Microsoft.Sql/locations/${region}/deletedServers/${name}`,
    deletedAt: toInstant(stringAt(item, "properties", "deletionTime")),
    // 1 to 7 days, set on the server, so only Azure knows.
    purgeAt: toInstant(stringAt(item, "properties", "scheduledPurgeTime")),
    purgeAtFrom: "azure",
    purgeProtected: false,
    tags: {},
    raw: item,
  };
}

/** Logical servers of Azure SQL Database; their databases are restored separately afterwards. */
export const sqlServer: SoftDeleteService = {
  id: "sqlServer",
  get name() {
    return l10n.t("SQL servers");
  },
  resourceType,
  icon: "server",
  noun: () => l10n.t("SQL server"),
  // A soft-deleted server keeps its name; how Azure answers a deployment with it is undocumented.
  deployment: {
    outcome: "canFail",
    terraform: ["azurerm_mssql_server"],
    variables: ["SQL_SERVER"],
  },
  // learn.microsoft.com/azure/security/fundamentals/azure-domains
  hosts: [".database.windows.net"],

  availability: { preview: true },
  sources: [
    {
      kind: "collection",
      request: (subscriptionId) => deletedServers(subscriptionId, listApiVersion),
      fallback: (subscriptionId) => deletedServers(subscriptionId, apiVersion),
      read,
    },
  ],

  recover: (resource) => [
    {
      id: "recover",
      title: l10n.t("Recover SQL server"),
      target: resource.name,
      // Microsoft's article leaves the restore to its clients, and Restore-AzSqlServer sends this:
      // github.com/Azure/azure-powershell, RestoreAzureSqlServer.cs. The mode is in the published
      // model since 2025-01-01, and the article's role, SQL Server Contributor, allows it. Of the
      // older POST .../deletedServers/{name}/recover nothing says that it knows soft delete.
      request: {
        ...liveServer(resource),
        method: "PUT",
        body: { location: resource.location, properties: { createMode: "Restore" } },
      },
      postcondition: { request: liveServer(resource), expects: "present" },
      precondition: stillDeleted(resource),
      // "An operation is currently in progress for the server", and "please try your request again
      // later": github.com/Azure/azure-rest-api-specs, Microsoft.Sql/stable/2025-01-01/Servers.json
      retryOn: {
        status: 409,
        codes: ["ConflictingServerOperation", "UpsertLogicalServerRequestAlreadyInProgress"],
        retryEverySeconds: 30,
        giveUpAfterSeconds: 300,
      },
    },
  ],
  // learn.microsoft.com/azure/azure-sql/database/deleted-logical-server-restore#permanently-delete-a-logical-server
  reveals: ["sqlDatabase"],
  purge: () => ({
    refused: l10n.t(
      "A soft-deleted SQL server can't be purged and is removed when its retention period ends, at most 7 days after the deletion. To free its name sooner, recover the server, set its soft delete retention to 0 days, then delete it again.",
    ),
  }),
  // A deleted item doesn't tell how it was encrypted.
  prerequisites: ({ raw, subscriptionId }, settings = raw) =>
    customerManagedKeyVault(settings, subscriptionId),
  isDescribedByLog: () => true,
  consequences: () => ({
    destroyed: [],
    freed: [],
    billed: [],
    // learn.microsoft.com/azure/azure-sql/database/deleted-logical-server-restore#actions-after-restoring-a-deleted-server
    notRestored: [
      l10n.t("Databases: restore each one afterward, under SQL databases."),
      l10n.t(
        "Firewall rules, private endpoint connections, and DNS aliases: set them up again, because nothing can connect before that.",
      ),
      l10n.t("Managed identities and customer-managed keys: set them up again."),
      l10n.t(
        "Failover groups, geo-replication links, elastic job agents, Data Sync groups, and the link to a Synapse workspace: set them up again.",
      ),
    ],
  }),

  permissions: {
    list: {
      action: "Microsoft.Sql/locations/deletedServers/read",
      scope: "subscription",
      role: "Reader",
    },
    // learn.microsoft.com/azure/azure-sql/database/deleted-logical-server-restore#permissions
    recover: {
      action: "Microsoft.Sql/servers/write",
      scope: "resourceGroup",
      role: "SQL Server Contributor",
    },
  },
  get retention() {
    return l10n.t("1 to 7 days after the deletion, as set on the server");
  },
  // learn.microsoft.com/azure/azure-sql/database/deleted-logical-server-restore
  get limits() {
    return [
      l10n.t(
        "Servers less than two years old are kept only if soft delete was turned on before the deletion. Older servers are kept for 7 days.",
      ),
      l10n.t(
        "An Azure policy that enforces Microsoft Entra-only authentication blocks the recovery. Remove the policy assignment first.",
      ),
    ];
  },
  documentation:
    "https://learn.microsoft.com/azure/azure-sql/database/deleted-logical-server-restore",
  portal: "servicemenu/SqlAzureExtension/AzureSqlHub/DatabaseServer",
  errors: [
    {
      codes: ["ResourceNotFound", "ServerNotFound"],
      say: () =>
        l10n.t(
          "Azure no longer has a soft-deleted server with this name. Refresh to see the current list.",
        ),
    },
    {
      codes: ["NameAlreadyExists", "ServerAlreadyExists"],
      say: () =>
        l10n.t(
          "A server already holds this name, and names of SQL servers are unique across Azure. Check whether the server is one of yours.",
        ),
    },
  ],
  // The codes: learn.microsoft.com/rest/api/sql/servers/create-or-update
  // learn.microsoft.com/azure/azure-sql/database/deleted-logical-server-restore, .../powershell/module/az.sql/restore-azsqlserver
  commands: [
    {
      request:
        "PUT /subscriptions/{subscription}/resourceGroups/{group}/providers/Microsoft.Sql/servers/{name}",
      body: { location: "{location}", "properties.createMode": "Restore" },
      azureCli:
        "az sql server restore --name {name} --resource-group {group} --location {location} --subscription {subscription}",
      powershell:
        "Restore-AzSqlServer -ServerName {name} -ResourceGroupName {group} -Location {location}",
    },
  ],
};
