import * as l10n from "@vscode/l10n";
import { armPath, pathOfId, type ArmRequest } from "../azure/armRequest";
import { isJsonObject, stringAt, type JsonValue } from "../base/json";
import { normalizeLocation, parseResourceId, resourceIdOf } from "../azure/resourceId";
import { toInstant, type DeletedResource } from "./deletedResource";
import { preconditionOn, nothingExistsAt } from "./preconditions";
import { customerManagedKeyVault } from "./parts/prerequisites";
import type { PlanStep, Precondition, RetryOn } from "./plan";
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
function stillDeleted(
  resource: DeletedResource,
  ifForbidden: Precondition["ifForbidden"],
): Precondition {
  return {
    ...preconditionOn(resource, { request: deletedServer(resource) }, ifForbidden, identity),
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

// "An operation is currently in progress for the server", and "please try your request again
// later": github.com/Azure/azure-rest-api-specs, Microsoft.Sql/stable/2025-01-01/Servers.json
const retryOn: RetryOn = {
  status: 409,
  codes: ["ConflictingServerOperation", "UpsertLogicalServerRequestAlreadyInProgress"],
  retryEverySeconds: 30,
  giveUpAfterSeconds: 300,
};

/**
 * Microsoft's article leaves the restore to its clients, and Restore-AzSqlServer sends this:
 * github.com/Azure/azure-powershell, RestoreAzureSqlServer.cs. The mode is in the published model
 * since 2025-01-01, and the article's role, SQL Server Contributor, allows it. Nothing says that the
 * older POST .../deletedServers/{name}/recover knows soft delete.
 */
function recoverStep(
  resource: DeletedResource,
  ifForbidden: Precondition["ifForbidden"],
): PlanStep {
  return {
    id: "recover",
    title: l10n.t("Recover SQL server"),
    target: resource.name,
    request: {
      ...liveServer(resource),
      method: "PUT",
      body: { location: resource.location, properties: { createMode: "Restore" } },
    },
    postcondition: { request: liveServer(resource), expects: "present" },
    precondition: stillDeleted(resource, ifForbidden),
    retryOn,
  };
}

/**
 * A server is deleted permanently if its retention period is 0 days:
 * learn.microsoft.com/azure/azure-sql/database/deleted-logical-server-restore#permanently-delete-a-logical-server
 */
function purgeSteps(resource: DeletedResource): readonly PlanStep[] {
  const live = liveServer(resource);
  const noRetention = { path: ["properties", "retentionDays"], value: 0 };
  return [
    {
      ...recoverStep(resource, "stop"),
      title: l10n.t("Recover SQL server before deleting it permanently"),
      ifInterrupted: l10n.t(
        "The server is live again. Delete it permanently in the portal, or delete and purge it here.",
      ),
    },
    {
      id: "disableSoftDelete",
      title: l10n.t("Set the soft delete retention of the SQL server to 0 days"),
      target: resource.name,
      request: { ...live, method: "PATCH", body: { properties: { retentionDays: 0 } } },
      postcondition: { request: live, expects: "present", where: noRetention },
      retryOn,
      ifInterrupted: l10n.t(
        "The server is live again, and soft delete is off. To delete it permanently, delete it in the portal.",
      ),
    },
    {
      id: "purge",
      title: l10n.t("Delete SQL server permanently"),
      target: resource.name,
      request: { ...live, method: "DELETE" },
      postcondition: { request: live, expects: "absent" },
      precondition: {
        request: live,
        unchanged: [noRetention],
        ifForbidden: "stop",
        message: l10n.t(
          "The soft delete retention of the recovered server isn't 0 days, so the server wasn't deleted.",
        ),
      },
      retryOn,
    },
  ];
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
    // learn.microsoft.com/azure/azure-sql/database/deleted-logical-server-restore#permissions
    recover: {
      action: "Microsoft.Sql/servers/write",
      scope: "resourceGroup",
      role: "SQL Server Contributor",
    },
    purge: {
      action: "Microsoft.Sql/servers/delete",
      scope: "resourceGroup",
      role: "SQL Server Contributor",
      also: [
        {
          action: "Microsoft.Sql/servers/write",
          scope: "resourceGroup",
          role: "SQL Server Contributor",
        },
      ],
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
