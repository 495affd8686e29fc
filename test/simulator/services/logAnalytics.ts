import { ok, resourceNotFound, type ArmResponse } from "../armResponse";
import type { Json } from "../json";
import { page } from "../paging";
import { noteLogActivity, putLogWorkspace } from "../providers/logAnalyticsPut";
import {
  deletedLogWorkspaceBody,
  liveLogWorkspaceBody,
  logWorkspaceId,
  logWorkspaces,
  type LogWorkspace,
} from "../providers/logAnalyticsState";
import { day } from "../retention";
import { parameter, routesOf, type SubscriptionContext, type SubscriptionRoute } from "../route";
import type { SimulatedService } from "../service";
import { remove, same, type SubscriptionState } from "../subscriptionState";

const namespace = "Microsoft.OperationalInsights";
const type = `${namespace}/workspaces`;
const inSubscription = `/subscriptions/{subscriptionId}/providers/${namespace}`;
const inGroup = `/subscriptions/{subscriptionId}/resourceGroups/{resourceGroup}/providers/${namespace}`;
const workspacePath = `${inGroup}/workspaces/{workspaceName}`;
const versions = ["2025-07-01", "2025-02-01", "2023-09-01", "2022-10-01", "2021-06-01"];

function route(
  method: string,
  template: string,
  resourceType: string,
  handle: (context: SubscriptionContext) => ArmResponse,
  action: string,
): SubscriptionRoute {
  return routesOf(namespace)(method, template, resourceType, handle, {
    action: `${namespace}/${action}`,
    scope: template.replace(/\/providers\/[^/]+\/(?:deletedWorkspaces|workspaces)$/, ""),
  });
}

/** Before 2025-07-01 the lists are in one piece: `nextLinkName` is null in the published file. */
function list(context: SubscriptionContext, items: readonly Json[]): ArmResponse {
  return context.apiVersion >= "2025-07-01" ? page(context, items) : ok({ value: items });
}

function inGroupOf(context: SubscriptionContext, workspace: LogWorkspace): boolean {
  const group = context.parameters["resourceGroup"];
  return group === undefined || same(workspace.resourceGroup, group);
}

function listDeleted(context: SubscriptionContext): ArmResponse {
  const { state, subscription } = context;
  return list(
    context,
    subscription
      .of(logWorkspaces)
      .deletedAt(state.time.now())
      .filter(({ workspace }) => inGroupOf(context, workspace))
      .map(({ workspace }) => deletedLogWorkspaceBody(subscription.id, workspace)),
  );
}

function listLive(context: SubscriptionContext): ArmResponse {
  const { state, subscription } = context;
  return list(
    context,
    subscription
      .of(logWorkspaces)
      .live.filter(({ workspace }) => inGroupOf(context, workspace))
      .map((item) => liveLogWorkspaceBody(subscription.id, item, state.time.now())),
  );
}

function named(context: SubscriptionContext): readonly [resourceGroup: string, name: string] {
  return [parameter(context, "resourceGroup"), parameter(context, "workspaceName")];
}

function getLive(context: SubscriptionContext): ArmResponse {
  const { state, subscription } = context;
  const [group, name] = named(context);
  const found = subscription.of(logWorkspaces).findLive(group, name);
  return found === undefined
    ? resourceNotFound(type, name, group)
    : ok(liveLogWorkspaceBody(subscription.id, found, state.time.now()));
}

/**
 * With force for good; a deleted one is not found, whatever the flag. It is over at once: 200 in 18 of
 * 21 recorded deletions, forced or not.
 * Source: Azure/azure-cli, command_modules/monitor and Azure/azure-dev
 */
function deleteLive(context: SubscriptionContext): ArmResponse {
  const { query, state, subscription } = context;
  const [group, name] = named(context);
  const workspaces = subscription.of(logWorkspaces);
  const found = workspaces.findLive(group, name);
  if (found === undefined) {
    return { status: 204 };
  }
  remove(workspaces.live, found);
  if (query.get("force") !== "true") {
    workspaces.keep(found.workspace, state.time.now());
  }
  noteLogActivity(context, found.workspace, "delete");
  return { status: 200 };
}

/** In everyService: one as usual, one in a dedicated cluster, one whose resource group is gone. */
function example(subscription: SubscriptionState): void {
  const now = subscription.time.now();
  const usual = { resourceGroup: "rg-platform", location: "swedencentral", retentionInDays: 30 };
  const workspaces: readonly (readonly [daysAgo: number, workspace: LogWorkspace])[] = [
    [
      1,
      {
        ...usual,
        name: "log-platform",
        customerId: "6f1c2a34-0000-4000-8000-000000000001",
        sku: "PerGB2018",
        createdAt: now - 400 * day,
        tags: { team: "platform" },
      },
    ],
    [
      5,
      {
        ...usual,
        name: "log-platform-cluster",
        customerId: "6f1c2a34-0000-4000-8000-000000000002",
        sku: "LACluster",
        clusterId: `/subscriptions/${subscription.id}/resourceGroups/rg-platform/providers/${namespace}/clusters/lac-platform`,
        createdAt: now - 300 * day,
      },
    ],
    [
      12,
      {
        ...usual,
        name: "log-platform-archive",
        resourceGroup: "rg-platform-archive",
        customerId: "6f1c2a34-0000-4000-8000-000000000003",
        sku: "PerGB2018",
        createdAt: now - 800 * day,
      },
    ],
  ];
  const state = subscription.of(logWorkspaces);
  for (const [daysAgo, workspace] of workspaces) {
    const deletedAt = now - daysAgo * day;
    state.keep(workspace, deletedAt);
    state.events.push({
      resourceId: logWorkspaceId(subscription.id, workspace),
      operation: `${type}/delete`,
      at: deletedAt,
    });
  }
}

/**
 * Log Analytics workspaces.
 * Source: Azure/azure-rest-api-specs, Microsoft.OperationalInsights, Workspaces.json, and
 * https://learn.microsoft.com/azure/azure-monitor/logs/delete-workspace
 */
export const service: SimulatedService = {
  namespace,
  resourceTypes: {
    workspaces: versions,
    deletedWorkspaces: versions,
  },
  routes: [
    route(
      "GET",
      `${inSubscription}/deletedWorkspaces`,
      "deletedWorkspaces",
      listDeleted,
      "deletedworkspaces/read",
    ),
    route(
      "GET",
      `${inGroup}/deletedWorkspaces`,
      "deletedWorkspaces",
      listDeleted,
      "deletedworkspaces/read",
    ),
    route("GET", `${inSubscription}/workspaces`, "workspaces", listLive, "workspaces/read"),
    route("GET", `${inGroup}/workspaces`, "workspaces", listLive, "workspaces/read"),
    route("GET", workspacePath, "workspaces", getLive, "workspaces/read"),
    route("PUT", workspacePath, "workspaces", putLogWorkspace, "workspaces/write"),
    route("DELETE", workspacePath, "workspaces", deleteLive, "workspaces/delete"),
  ],
  graph: {
    resources: (subscription) =>
      subscription.of(logWorkspaces).live.map(({ workspace }) => ({
        id: logWorkspaceId(subscription.id, workspace),
        name: workspace.name,
        type: type.toLowerCase(),
        location: workspace.location,
        resourceGroup: workspace.resourceGroup,
        tags: workspace.tags ?? {},
        properties: { customerId: workspace.customerId },
      })),
  },
  deletions: (subscription) => subscription.of(logWorkspaces).events,
  example,
  snapshot: (subscription) => {
    const workspaces = subscription.of(logWorkspaces);
    return {
      logWorkspaces: workspaces.live.map(({ workspace }) => workspace.name),
      deletedLogWorkspaces: workspaces
        .deletedAt(subscription.time.now())
        .map(({ workspace }) => workspace.name),
    };
  },
};
