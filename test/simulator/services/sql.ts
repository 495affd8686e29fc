import { ok, type ArmResponse } from "../armResponse";
import { page } from "../paging";
import type { Deleted } from "../providers/deletedItems";
import { operationResultsRoute } from "../providers/longRunning";
import { kept } from "../providers/restorableDropped";
import { deletedServerBody, parentId } from "../providers/sqlBodies";
import { seedSql } from "../providers/sqlExample";
import { requestedNotFound, sqlParentRoutes, sqlRoute, withParent } from "../providers/sqlParents";
import {
  deleteServer,
  operationPath,
  patchServer,
  putServer,
  restoreServer,
} from "../providers/sqlRestore";
import { sqlOf, type SqlParent } from "../providers/sqlState";
import { parameter, type Route, type SubscriptionContext } from "../route";
import type { ActivityEvent, GraphRow, SimulatedService } from "../service";
import { same, sameLocation, type SubscriptionState } from "../subscriptionState";

const namespace = "Microsoft.Sql";
const subscriptionPath = "/subscriptions/{subscriptionId}";
const inSubscription = `${subscriptionPath}/providers/${namespace}`;
const inGroup = `${subscriptionPath}/resourceGroups/{resourceGroup}/providers/${namespace}`;
const deletedServers = `${inSubscription}/locations/{location}/deletedServers`;
const server = `${inGroup}/servers/{parentName}`;
const readDeleted = `${namespace}/locations/deletedServers/read`;
const versions = ["2025-08-01-preview", "2025-01-01", "2023-08-01", "2021-11-01"];
const parentTypes = ["servers", "managedInstances"] as const;

const routes: readonly Route[] = [
  sqlRoute("GET", `${inSubscription}/deletedServers`, "deletedServers", listAllDeleted, {
    action: readDeleted,
    scope: subscriptionPath,
  }),
  sqlRoute("GET", deletedServers, "locations/deletedServers", listDeletedInRegion, {
    action: readDeleted,
    scope: subscriptionPath,
  }),
  sqlRoute("GET", `${deletedServers}/{parentName}`, "locations/deletedServers", getDeleted, {
    action: readDeleted,
    scope: `${deletedServers}/{parentName}`,
  }),
  sqlRoute("POST", `${deletedServers}/{parentName}/recover`, "locations/deletedServers", recover, {
    action: `${namespace}/locations/deletedServers/recover/action`,
    scope: `${deletedServers}/{parentName}`,
  }),
  sqlRoute("PUT", server, "servers", putServer, {
    action: `${namespace}/servers/write`,
    scope: server,
  }),
  ...(
    [
      ["PATCH", "write", patchServer],
      ["DELETE", "delete", deleteServer],
    ] as const
  ).map(([method, what, handle]) =>
    sqlRoute(method, server, "servers", (context) => withParent(context, "servers", handle), {
      action: `${namespace}/servers/${what}`,
      scope: server,
    }),
  ),
  ...parentTypes.flatMap(sqlParentRoutes),
  ...(["server", "database"] as const).map((of) =>
    operationResultsRoute(namespace, "Location", 15, {
      template: operationPath("{subscriptionId}", "{location}", of, "{operationId}"),
      resourceType: `locations/${of}OperationResults`,
      action: `${namespace}/locations/${of}OperationResults/read`,
    }),
  ),
];

function deletedOf({ state, subscription }: SubscriptionContext): readonly Deleted<SqlParent>[] {
  return sqlOf(subscription).deletedServers.at(state.time.now());
}

function listAllDeleted(context: SubscriptionContext): ArmResponse {
  const { apiVersion, subscription } = context;
  return page(
    context,
    deletedOf(context).map((item) =>
      deletedServerBody(subscription.id, item, apiVersion, asPeopleRead(item.resource.location)),
    ),
  );
}

function listDeletedInRegion(context: SubscriptionContext): ArmResponse {
  const { apiVersion, subscription } = context;
  return page(
    context,
    deletedOf(context)
      .filter(({ resource }) => sameLocation(resource.location, parameter(context, "location")))
      .map((item) => deletedServerBody(subscription.id, item, apiVersion)),
  );
}

function asPeopleRead(location: string): string {
  return location === "swedencentral" ? "Sweden Central" : location;
}

function named(context: SubscriptionContext): Deleted<SqlParent> | undefined {
  return deletedOf(context).find(
    ({ resource }) =>
      same(resource.name, parameter(context, "parentName")) &&
      sameLocation(resource.location, parameter(context, "location")),
  );
}

function getDeleted(context: SubscriptionContext): ArmResponse {
  const found = named(context);
  return found === undefined
    ? requestedNotFound()
    : ok(deletedServerBody(context.subscription.id, found, context.apiVersion));
}

function recover(context: SubscriptionContext): ArmResponse {
  const found = named(context);
  return found === undefined ? requestedNotFound() : restoreServer(context, found);
}

function graphRows(subscription: SubscriptionState): readonly GraphRow[] {
  const now = subscription.time.now();
  return parentTypes.flatMap((type) =>
    sqlOf(subscription)
      .there(type, now)
      .map((parent) => ({
        id: parentId(subscription.id, parent),
        name: parent.name,
        type: `microsoft.sql/${type.toLowerCase()}`,
        location: parent.location,
        resourceGroup: parent.resourceGroup,
        properties: {},
      })),
  );
}

function deletions(subscription: SubscriptionState): readonly ActivityEvent[] {
  const now = subscription.time.now();
  const sql = sqlOf(subscription);
  return [
    ...sql.deletedServers.at(now).map(({ resource, deletedAt, deletedBy }) => ({
      resourceId: parentId(subscription.id, resource),
      operation: `${namespace}/servers/delete`,
      at: deletedAt,
      caller: deletedBy,
    })),
    ...sql.parents.flatMap((parent) =>
      kept(parent.dropped, now).map(({ name, droppedAt, droppedBy }) => ({
        resourceId: `${parentId(subscription.id, parent)}/databases/${name}`,
        operation: `${namespace}/${parent.type}/databases/delete`,
        at: droppedAt,
        caller: droppedBy,
      })),
    ),
  ];
}

/**
 * SQL servers, managed instances and their databases.
 * Source: github.com/Azure/azure-rest-api-specs, Microsoft.Sql, and
 * https://learn.microsoft.com/azure/azure-sql/database/deleted-logical-server-restore
 */
export const service: SimulatedService = {
  namespace,
  resourceTypes: Object.fromEntries(
    [
      "deletedServers",
      "locations",
      "locations/deletedServers",
      "locations/serverOperationResults",
      "locations/databaseOperationResults",
      ...parentTypes.flatMap((type) => [
        type,
        `${type}/databases`,
        `${type}/restorableDroppedDatabases`,
      ]),
    ].map((type) => [type, versions]),
  ),
  routes,
  graph: { resources: graphRows },
  deletions,
  example: seedSql,
};
