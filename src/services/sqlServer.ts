import * as l10n from "@vscode/l10n";
import { armPath, type ArmRequest } from "../azure/armRequest";
import { isJsonObject, stringAt, type JsonValue } from "../base/json";
import { normalizeLocation, parseResourceId, resourceIdOf } from "../azure/resourceId";
import { toInstant, type DeletedResource } from "./deletedResource";
import { customerManagedKeyVault } from "./parts/prerequisites";
import { apiVersion, purgeSteps, recoverStep } from "./parts/sqlServerSteps";
import type { RequiredPermission, SoftDeleteService } from "./service";
import type { Origin } from "./source";

// The first that says when a server is purged; Get-AzSqlDeletedServer lists with it:
// github.com/Azure/azure-powershell/pull/30016
const listApiVersion = "2025-08-01-preview";
const resourceType = "Microsoft.Sql/servers";

function deletedServers(subscriptionId: string, version: string): ArmRequest {
  return {
    method: "GET",
    path: armPath`/subscriptions/${subscriptionId}/providers/Microsoft.Sql/deletedServers`,
    apiVersion: version,
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

// learn.microsoft.com/azure/azure-sql/database/deleted-logical-server-restore#permissions
const writeServer: RequiredPermission = {
  action: "Microsoft.Sql/servers/write",
  scope: "resourceGroup",
  role: "SQL Server Contributor",
};

/** Logical servers of Azure SQL Database; their databases are restored separately afterwards. */
export const sqlServer: SoftDeleteService = {
  id: "sqlServer",
  get name() {
    return l10n.t("SQL servers");
  },
  resourceType,
  icon: "server",
  noun: () => l10n.t("SQL server"),
  // The reference lists an error NameAlreadyExistsSoftDeleted, but not when Azure refuses the name and
  // when it replaces the deleted server: learn.microsoft.com/rest/api/sql/servers/create-or-update
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

  recover: (resource) => [recoverStep(resource, "proceed")],
  reveals: ["sqlDatabase"],
  purge: purgeSteps,
  // A deleted item doesn't tell how it was encrypted.
  prerequisites: ({ raw, subscriptionId }, settings = raw) =>
    customerManagedKeyVault(settings, subscriptionId),
  isDescribedByLog: () => true,
  consequences: ({ name }) => ({
    destroyed: [
      l10n.t(
        "Azure can't purge a soft-deleted server, so the server is recovered first and then permanently deleted. If a later step fails, the server is live again.",
      ),
      l10n.t("The server's databases can no longer be restored from their backups."),
    ],
    freed: [l10n.t('The name "{0}" can be used again.', name)],
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
    recover: writeServer,
    purge: {
      action: "Microsoft.Sql/servers/delete",
      scope: "resourceGroup",
      role: "SQL Server Contributor",
      also: [writeServer],
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
      l10n.t("A purge recovers the server first, so its resource group must exist."),
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
    {
      request:
        "DELETE /subscriptions/{subscription}/resourceGroups/{group}/providers/Microsoft.Sql/servers/{name}",
      azureCli:
        "az sql server delete --name {name} --resource-group {group} --subscription {subscription}",
      powershell: "Remove-AzSqlServer -ServerName {name} -ResourceGroupName {group}",
    },
  ],
};
