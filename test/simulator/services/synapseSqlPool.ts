import { armError, ok, resourceNotFound, type ArmResponse } from "../armResponse";
import { definitionIn } from "../definition";
import { textAt } from "../json";
import { page } from "../paging";
import { operationResultsRoute, startOperation } from "../providers/longRunning";
import { entryNamed, kept } from "../providers/restorableDropped";
import {
  droppedPoolBody,
  poolBody,
  workspaceBody,
  workspaceId,
  workspacesOf,
  type Workspace,
} from "../providers/synapseWorkspaces";
import { day } from "../retention";
import {
  parameter,
  routesOf,
  type Route,
  type SubscriptionContext,
  type SubscriptionRoute,
} from "../route";
import type { SimulatedService } from "../service";
import { same, sameLocation, type SubscriptionState } from "../subscriptionState";

const namespace = "Microsoft.Synapse";
const subscriptionPath = "/subscriptions/{subscriptionId}";
const inGroup = `${subscriptionPath}/resourceGroups/{resourceGroup}/providers/${namespace}`;
const workspace = `${inGroup}/workspaces/{workspaceName}`;
const dropped = `${workspace}/restorableDroppedSqlPools`;
const pool = `${workspace}/sqlPools/{poolName}`;
const results = `${workspace}/operationResults/{operationId}`;
const versions = ["2021-06-01", "2021-03-01", "2020-12-01"];
const pollSeconds = 15;
const routes: readonly Route[] = [
  route(
    "GET",
    `${subscriptionPath}/providers/${namespace}/workspaces`,
    "workspaces",
    listWorkspaces,
    subscriptionPath,
  ),
  route("GET", workspace, "workspaces", inWorkspace(getWorkspace), workspace),
  route(
    "GET",
    dropped,
    "workspaces/restorableDroppedSqlPools",
    inWorkspace(listDropped),
    workspace,
  ),
  route(
    "GET",
    `${dropped}/{entry}`,
    "workspaces/restorableDroppedSqlPools",
    inWorkspace(getDropped),
    workspace,
  ),
  route("GET", pool, "workspaces/sqlPools", inWorkspace(getPool), pool),
  route("PUT", pool, "workspaces/sqlPools", inWorkspace(putPool), pool),
  operationResultsRoute(namespace, "Location", pollSeconds, {
    template: results,
    resourceType: "workspaces/operationResults",
    action: `${namespace}/workspaces/operationResults/read`,
  }),
];

function route(
  method: "GET" | "PUT",
  template: string,
  resourceType: string,
  handle: (context: SubscriptionContext) => ArmResponse,
  scope: string,
): SubscriptionRoute {
  const action = `${namespace}/${resourceType}/${method === "GET" ? "read" : "write"}`;
  return routesOf(namespace)(method, template, resourceType, handle, { action, scope });
}

function inWorkspace(
  handle: (context: SubscriptionContext, found: Workspace) => ArmResponse,
): (context: SubscriptionContext) => ArmResponse {
  return (context) => {
    const name = parameter(context, "workspaceName");
    const group = parameter(context, "resourceGroup");
    const found = workspacesOf(context.subscription).find(
      (known) => same(known.name, name) && same(known.resourceGroup, group),
    );
    return found === undefined
      ? resourceNotFound(`${namespace}/workspaces`, name, group)
      : handle(context, found);
  };
}

function listWorkspaces(context: SubscriptionContext): ArmResponse {
  const { subscription } = context;
  return page(
    context,
    workspacesOf(subscription).map((found) => workspaceBody(subscription.id, found)),
  );
}

function getWorkspace({ subscription }: SubscriptionContext, found: Workspace): ArmResponse {
  return ok(workspaceBody(subscription.id, found));
}

/** All of them at once: the operation has no pages. */
function listDropped({ state, subscription }: SubscriptionContext, found: Workspace): ArmResponse {
  return ok({
    value: kept(found.dropped, state.time.now()).map((item) =>
      droppedPoolBody(subscription.id, found, item),
    ),
  });
}

function getDropped(context: SubscriptionContext, found: Workspace): ArmResponse {
  const { state, subscription } = context;
  const item = entryNamed(found.dropped, parameter(context, "entry"), state.time.now());
  return item === undefined ? notFound() : ok(droppedPoolBody(subscription.id, found, item));
}

function notFound(): ArmResponse {
  return armError(404, "ResourceNotFound", "The requested resource was not found.");
}

function getPool(context: SubscriptionContext, found: Workspace): ArmResponse {
  const { state, subscription } = context;
  const name = parameter(context, "poolName");
  const live = found.pools.find((known) => same(known.name, name));
  if (live === undefined) {
    return resourceNotFound(
      `${namespace}/workspaces/sqlPools`,
      `${found.name}/${name}`,
      found.resourceGroup,
    );
  }
  return ok(poolBody(subscription.id, found, live, state.time.now()));
}

/**
 * Restores a dropped pool as a new one; makes none otherwise. The deletion must be named to the
 * millisecond.
 * Source: github.com/Azure/azure-rest-api-specs, Microsoft.Synapse, 2021-06-01, sqlPool.json
 */
function putPool(context: SubscriptionContext, found: Workspace): ArmResponse {
  const { state, subscription } = context;
  const name = parameter(context, "poolName");
  const definition = definitionIn(context);
  if ("refusal" in definition) {
    return definition.refusal;
  }
  const { body, location } = definition;
  if (
    !sameLocation(location, found.location) ||
    textAt(body, "properties", "createMode") !== "Restore"
  ) {
    return armError(400, "BadRequest", "The request to make the SQL pool is invalid.");
  }
  if (found.pools.some((known) => same(known.name, name))) {
    return armError(409, "Conflict", `The SQL pool '${name}' exists already.`);
  }
  const source = textAt(body, "properties", "sourceDatabaseId") ?? "";
  const at = Date.parse(textAt(body, "properties", "sourceDatabaseDeletionDate") ?? "");
  const above = workspaceId(subscription.id, found);
  const isThere = kept(found.dropped, state.time.now()).some(
    (item) => same(`${above}/sqlPools/${item.name}`, asPool(source)) && item.droppedAt === at,
  );
  if (!isThere) {
    return notFound();
  }
  const { doneAt, headers } = startOperation(context, {
    namespace,
    location: found.location,
    seconds: 60,
    pollSeconds,
    header: "Location",
    at: (operationId) => `${above}/operationResults/${operationId}`,
  });
  found.pools.push({ name, createdAt: state.time.now(), onlineAt: doneAt });
  return { status: 202, headers };
}

/**
 * Restores name their source as a pool or as a SQL database; recorded clients did both.
 * Source: https://github.com/Azure/azure-cli, test_sql_pool_restore_and_list_deleted.yaml, and
 * https://github.com/Azure/azure-powershell, TestRestoreSynapseSqlPool
 */
function asPool(source: string): string {
  return source
    .replace(/\/Microsoft\.Sql\/servers\//i, "/Microsoft.Synapse/workspaces/")
    .replace(/\/databases\//i, "/sqlPools/");
}

function seed(subscription: SubscriptionState): void {
  const now = subscription.time.now();
  workspacesOf(subscription).push({
    name: "synw-platform",
    resourceGroup: "rg-platform",
    location: "swedencentral",
    pools: [],
    dropped: [
      { name: "syndp_platform", createdAt: now - 90 * day, droppedAt: now - 2 * day, keptDays: 7 },
      { name: "syndp_old", createdAt: now - 300 * day, droppedAt: now - 6.5 * day, keptDays: 7 },
    ],
  });
}

/**
 * Dedicated SQL pools of Azure Synapse workspaces.
 * Source: github.com/Azure/azure-rest-api-specs, Microsoft.Synapse, 2021-06-01
 */
export const service: SimulatedService = {
  namespace,
  resourceTypes: {
    workspaces: versions,
    "workspaces/operationResults": versions,
    "workspaces/restorableDroppedSqlPools": versions,
    "workspaces/sqlPools": versions,
  },
  routes,
  graph: {
    resources: (subscription) =>
      workspacesOf(subscription).map((found) => ({
        id: workspaceId(subscription.id, found),
        name: found.name,
        type: "microsoft.synapse/workspaces",
        location: found.location,
        resourceGroup: found.resourceGroup,
        properties: {},
      })),
  },
  deletions: (subscription) =>
    workspacesOf(subscription).flatMap((found) =>
      kept(found.dropped, subscription.time.now()).map(({ name, droppedAt, droppedBy }) => ({
        resourceId: `${workspaceId(subscription.id, found)}/sqlPools/${name}`,
        operation: `${namespace}/workspaces/sqlPools/delete`,
        at: droppedAt,
        caller: droppedBy,
      })),
    ),
  example: seed,
};
