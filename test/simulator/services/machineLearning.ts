import { randomUUID } from "node:crypto";
import { ok, resourceNotFound, type ArmResponse } from "../armResponse";
import { page } from "../paging";
import { operationResultsRoute, startOperation } from "../providers/longRunning";
import { mlPollSeconds, putMlWorkspace, systemAssigned } from "../providers/machineLearningPut";
import {
  deletedMlWorkspaceBody,
  liveMlWorkspaceBody,
  mlWorkspaceId,
  mlWorkspaces,
  previewVersion,
  workspaceType,
  type MlWorkspace,
} from "../providers/machineLearningState";
import { sevenDecimals, storageAccountsOf } from "../providers/storageAccounts";
import { day } from "../retention";
import { parameter, routesOf, type SubscriptionContext, type SubscriptionRoute } from "../route";
import type { SimulatedService } from "../service";
import { remove, same, type SubscriptionState } from "../subscriptionState";

const namespace = "Microsoft.MachineLearningServices";
const subscriptionPath = "/subscriptions/{subscriptionId}";
const groupPath = `${subscriptionPath}/resourceGroups/{resourceGroup}`;
const workspacePath = `${groupPath}/providers/${workspaceType}/{workspaceName}`;
const deleteSeconds = 30;

const versions = [
  "2025-09-01",
  "2025-06-01",
  "2024-10-01",
  "2024-04-01",
  "2023-10-01",
  previewVersion,
  "2022-05-01",
  "2022-01-01-preview",
];

function route(
  method: string,
  template: string,
  action: string,
  scope: string,
  handle: (context: SubscriptionContext) => ArmResponse,
): SubscriptionRoute {
  return routesOf(namespace)(method, template, "workspaces", handle, {
    action: `${workspaceType}/${action}`,
    scope,
  });
}

/**
 * Deleted workspaces are in the list too, with what tells them apart in the preview's model only.
 * Source: https://github.com/Azure/azure-powershell/issues/28286
 */
function list(context: SubscriptionContext): ArmResponse {
  const { apiVersion, parameters, state, subscription } = context;
  const group = parameters["resourceGroup"];
  const isWanted = ({ workspace }: { readonly workspace: MlWorkspace }): boolean =>
    group === undefined || same(workspace.resourceGroup, group);
  const workspaces = subscription.of(mlWorkspaces);
  const now = state.time.now();
  const deleted =
    apiVersion === previewVersion ? workspaces.deletedAt(now).filter(({ listed }) => listed) : [];
  return page(context, [
    ...workspaces.live
      .filter(isWanted)
      .map((item) => liveMlWorkspaceBody(subscription.id, item, now)),
    ...deleted.filter(isWanted).map((item) => deletedMlWorkspaceBody(subscription.id, item)),
  ]);
}

function get(context: SubscriptionContext): ArmResponse {
  const { state, subscription } = context;
  const group = parameter(context, "resourceGroup");
  const name = parameter(context, "workspaceName");
  const found = subscription.of(mlWorkspaces).findLive(group, name);
  return found === undefined
    ? resourceNotFound(workspaceType, name, group)
    : ok(liveMlWorkspaceBody(subscription.id, found, state.time.now()));
}

/** The flag makes a purge of it, of a live workspace as of a deleted one. */
function deleteWorkspace(context: SubscriptionContext): ArmResponse {
  const { query, state, subscription } = context;
  const group = parameter(context, "resourceGroup");
  const name = parameter(context, "workspaceName");
  const workspaces = subscription.of(mlWorkspaces);
  const isPurge = query.get("forceToPurge") === "true";
  const now = state.time.now();
  const live = workspaces.findLive(group, name);
  const deleted = workspaces.findDeleted(group, name, now);
  if (live !== undefined) {
    remove(workspaces.live, live);
    if (!isPurge) {
      workspaces.keep({ workspace: live.workspace, deletedAt: now, listed: true });
    }
  } else if (deleted !== undefined && isPurge) {
    workspaces.release(deleted);
  } else {
    return { status: 204 };
  }
  return started(context, (live ?? deleted)?.workspace);
}

function started(context: SubscriptionContext, workspace: MlWorkspace | undefined): ArmResponse {
  const { caller, state, subscription } = context;
  if (workspace === undefined) {
    return { status: 204 };
  }
  // The log has the same operation for a purge as for a soft delete.
  subscription.of(mlWorkspaces).events.push({
    resourceId: mlWorkspaceId(subscription.id, workspace),
    operation: `${workspaceType}/delete`,
    at: state.time.now(),
    caller: caller.person.username,
    correlationId: randomUUID(),
  });
  const { headers } = startOperation(context, {
    namespace,
    location: workspace.location,
    seconds: deleteSeconds,
    pollSeconds: mlPollSeconds,
    header: "Location",
  });
  return { status: 202, headers };
}

/**
 * In everyService: one in use, one deleted as usual, one that cannot be recovered, and one that
 * only the Activity Log knows of.
 */
function example(subscription: SubscriptionState): void {
  const now = subscription.time.now();
  const { id, tenantId } = subscription;
  const inGroup = `/subscriptions/${id}/resourceGroups/rg-platform/providers`;
  const workspace = (name: string, number: number): MlWorkspace => ({
    name,
    resourceGroup: "rg-platform",
    location: "swedencentral",
    workspaceId: `7e5b1c90-0000-4000-8000-00000000000${String(number)}`,
    identity: systemAssigned(tenantId),
    tags: { team: "platform" },
    properties: {
      friendlyName: name,
      description: "",
      keyVault: `${inGroup}/Microsoft.KeyVault/vaults/kv-${name}`,
      storageAccount: `${inGroup}/Microsoft.Storage/storageAccounts/stmlplatform`,
      applicationInsights: `${inGroup}/microsoft.insights/components/appi-platform`,
      containerRegistry: `${inGroup}/Microsoft.ContainerRegistry/registries/crmlplatform`,
      hbiWorkspace: false,
      publicNetworkAccess: "Enabled",
      allowPublicAccessWhenBehindVnet: false,
    },
  });
  const state = subscription.of(mlWorkspaces);
  state.live.push({ workspace: workspace("ml-platform-live", 1), readyAt: 0 });
  const userAssigned = `${inGroup}/Microsoft.ManagedIdentity/userAssignedIdentities/id-platform`;
  const deleted: readonly (readonly [daysAgo: number, listed: boolean, MlWorkspace])[] = [
    [2, true, workspace("ml-platform", 2)],
    [
      4,
      true,
      {
        ...workspace("ml-platform-assigned", 3),
        identity: {
          type: "UserAssigned",
          userAssignedIdentities: {
            [userAssigned]: {
              principalId: "5d0c3a52-0000-4000-8000-00000000bbbb",
              clientId: "5d0c3a52-0000-4000-8000-00000000cccc",
            },
          },
        },
      },
    ],
    [6, false, workspace("ml-platform-unlisted", 4)],
  ];
  for (const [daysAgo, listed, one] of deleted) {
    const deletedAt = now - daysAgo * day;
    state.keep({ workspace: one, deletedAt, listed });
    state.events.push({
      resourceId: mlWorkspaceId(id, one),
      operation: `${workspaceType}/delete`,
      at: deletedAt,
    });
  }
  addDependencies(subscription, [
    ...state.live,
    ...deleted.map(([, , one]) => ({ workspace: one })),
  ]);
}

/** The vaults and the storage account that the workspaces use are all there. */
function addDependencies(
  subscription: SubscriptionState,
  users: readonly { readonly workspace: MlWorkspace }[],
): void {
  const there = { resourceGroup: "rg-platform", location: "swedencentral" };
  for (const { workspace } of users) {
    subscription.vaults.push({
      vault: { name: `kv-${workspace.name}`, ...there },
      registeredAt: 0,
    });
  }
  const createdAt = subscription.time.now() - 300 * day;
  storageAccountsOf(subscription).live.push({
    account: { name: "stmlplatform", ...there, creationTime: sevenDecimals(createdAt) },
    visibleAt: 0,
  });
}

/**
 * Machine Learning workspaces.
 * Source: Azure/azure-rest-api-specs, Microsoft.MachineLearningServices, and
 * https://learn.microsoft.com/azure/machine-learning/concept-soft-delete
 */
export const service: SimulatedService = {
  namespace,
  resourceTypes: { workspaces: versions, "locations/operationResults": versions },
  routes: [
    route("GET", `${subscriptionPath}/providers/${workspaceType}`, "read", subscriptionPath, list),
    route("GET", `${groupPath}/providers/${workspaceType}`, "read", groupPath, list),
    route("GET", workspacePath, "read", workspacePath, get),
    route("PUT", workspacePath, "write", workspacePath, putMlWorkspace),
    route("DELETE", workspacePath, "delete", workspacePath, deleteWorkspace),
    operationResultsRoute(namespace, "Location", mlPollSeconds),
  ],
  graph: {
    resources: (subscription) =>
      subscription.of(mlWorkspaces).live.map(({ workspace }) => ({
        id: mlWorkspaceId(subscription.id, workspace),
        name: workspace.name,
        type: workspaceType.toLowerCase(),
        location: workspace.location,
        resourceGroup: workspace.resourceGroup,
        tags: workspace.tags,
        properties: workspace.properties,
      })),
  },
  deletions: (subscription) => subscription.of(mlWorkspaces).events,
  example,
  snapshot: (subscription) => {
    const workspaces = subscription.of(mlWorkspaces);
    return {
      mlWorkspaces: workspaces.live.map(({ workspace }) => workspace.name),
      deletedMlWorkspaces: workspaces
        .deletedAt(subscription.time.now())
        .map(({ workspace }) => workspace.name),
    };
  },
};
