import { defined } from "../base/defined";
import * as l10n from "@vscode/l10n";
import { armPath, pathOfId, type ArmRequest } from "../azure/armRequest";
import { isJsonObject, stringAt, stringsAt, type JsonValue } from "../base/json";
import { normalizeLocation, parseResourceId, resourceIdOf } from "../azure/resourceId";
import type { DeletedResource } from "./deletedResource";
import { preconditionOn, nothingExistsAt } from "./preconditions";
import { componentsThatUsed, madeAgain, provider } from "./parts/applicationInsights";
import type { Precondition, PlanStep, Probe } from "./plan";
import { quotedAfter } from "./nameConflicts";
import type { SoftDeleteService } from "./service";
import type { Origin } from "./source";

// Operations and shapes: learn.microsoft.com/rest/api/loganalytics/deleted-workspaces
const apiVersion = "2023-09-01";
const resourceType = "Microsoft.OperationalInsights/workspaces";

// "within 14 days": learn.microsoft.com/azure/azure-monitor/logs/delete-workspace
const retentionHours = 14 * 24;

// A new workspace with the same name gets another customer id.
const identity = [["properties", "customerId"]];

function deletedWorkspaces(subscriptionId: string): ArmRequest {
  return {
    method: "GET",
    path: armPath`/subscriptions/${subscriptionId}/providers/Microsoft.OperationalInsights/deletedWorkspaces`,
    apiVersion,
  };
}

/** There is no get of one deleted workspace. */
function deletedWorkspace({ subscriptionId, raw, originalId }: DeletedResource): Probe {
  return {
    request: deletedWorkspaces(subscriptionId),
    entry: { path: ["id"], value: stringAt(raw, "id") ?? originalId },
  };
}

function liveWorkspace({ originalId }: DeletedResource): ArmRequest {
  return { method: "GET", path: pathOfId(originalId), apiVersion };
}

function read(item: JsonValue, { subscriptionId }: Origin): DeletedResource | undefined {
  const name = stringAt(item, "name");
  const location = normalizeLocation(stringAt(item, "location") ?? "");
  const resourceGroup = parseResourceId(stringAt(item, "id") ?? "")?.resourceGroup;
  if (!isJsonObject(item) || name === undefined || location === "" || resourceGroup === undefined) {
    return undefined;
  }
  // The list returns the workspace as it was, with an id in any case and the type of a live one.
  const originalId = resourceIdOf({ subscriptionId, resourceGroup, resourceType, name });
  const customerId = stringAt(item, ...identity.flat());
  return {
    serviceId: "logAnalytics",
    subscriptionId,
    name,
    resourceGroup,
    location,
    kind: undefined,
    originalId,
    deletedPath: pathOfId(originalId),
    // The item has no deletion time.
    deletedAt: undefined,
    purgeAt: undefined,
    purgeAtFrom: "retention",
    purgeProtected: false,
    tags: stringsAt(item, "tags"),
    ...defined({ distinguishedBy: customerId }),
    raw: item,
  };
}

/**
 * Checks that it is still deleted and not live again. The list could lag behind someone else's
 * recovery, and the purge's second step would destroy a live workspace.
 */
function stillDeleted(
  resource: DeletedResource,
  ifForbidden: Precondition["ifForbidden"],
): Precondition {
  return {
    // The id survives a recovery and another deletion; whether this date does is undocumented.
    ...preconditionOn(resource, deletedWorkspace(resource), ifForbidden, [
      ...identity,
      ["properties", "modifiedDate"],
    ]),
    and: nothingExistsAt(
      liveWorkspace(resource),
      l10n.t(
        "A live workspace with this name exists in the resource group, so nothing was sent. Refresh to see the workspace.",
      ),
    ),
  };
}

/**
 * "If you specify just the location and empty properties, the workspace is recovered with the same
 * properties it had": github.com/Azure/azure-cli/issues/13456. One that is linked to a dedicated
 * cluster needs its sku: github.com/hashicorp/terraform-provider-azurerm,
 * log_analytics_workspace_resource.go
 */
function recoverStep(
  resource: DeletedResource,
  ifForbidden: Precondition["ifForbidden"],
): PlanStep {
  const { raw } = resource;
  const isInCluster =
    stringAt(raw, "properties", "sku", "name")?.toLowerCase() === "lacluster" ||
    stringAt(raw, "properties", "features", "clusterResourceId") !== undefined;
  return {
    id: "recover",
    title: l10n.t("Recover Log Analytics workspace"),
    target: resource.name,
    request: {
      ...liveWorkspace(resource),
      method: "PUT",
      body: {
        location: resource.location,
        ...(isInCluster ? { properties: { sku: { name: "LACluster" } } } : {}),
      },
    },
    postcondition: { request: liveWorkspace(resource), expects: "present" },
    precondition: stillDeleted(resource, ifForbidden),
  };
}

/** Log Analytics workspaces. */
export const logAnalytics: SoftDeleteService = {
  id: "logAnalytics",
  get name() {
    return l10n.t("Log Analytics workspaces");
  },
  resourceType,
  icon: "graph-line",
  noun: () => l10n.t("Log Analytics workspace"),
  // "To recover the workspace, create it again with the same name, in the same subscription, resource
  // group and location. The name is kept for 14 days and cannot be used for another workspace":
  // learn.microsoft.com/rest/api/loganalytics/workspaces/delete
  deployment: {
    outcome: "recovers",
    terraform: ["azurerm_log_analytics_workspace"],
    variables: ["LOG_ANALYTICS"],
  },
  // github.com/MicrosoftDocs/azure-docs/issues/41719
  conflicts: {
    names: [quotedAfter(/workspace name /), quotedAfter(/Workspace Name:? /)],
    messages: [
      { words: /[Tt]he workspace name ["'\\]{1,2}[^"'\\\s]{1,127}["'\\]{1,2} is not unique/ },
      { words: /workspace name is already in use/ },
    ],
  },

  availability: {},
  sources: [{ kind: "collection", request: deletedWorkspaces, read }],
  deletionTimes: { operation: "Microsoft.OperationalInsights/workspaces/delete", retentionHours },

  recover: (resource) => [recoverStep(resource, "proceed")],
  madeAgain: {
    provider,
    read: (events, { originalId, location }) =>
      componentsThatUsed(events, originalId).map((component) =>
        madeAgain(component, originalId, location),
      ),
  },
  // "If the workspace is in soft-delete state, you must recover the workspace first and permanently
  // delete it then": learn.microsoft.com/azure/azure-monitor/logs/delete-workspace
  purge: (resource) =>
    stringAt(resource.raw, ...identity.flat()) === undefined
      ? {
          refused: l10n.t(
            "Azure doesn't report this workspace's ID, so a purge could delete a different workspace with the same name. Recover the workspace, then delete it permanently in the portal.",
          ),
        }
      : [
          {
            ...recoverStep(resource, "stop"),
            title: l10n.t("Recover Log Analytics workspace before deleting it permanently"),
            ifInterrupted: l10n.t(
              "The workspace is live and billed again. Delete the workspace permanently in the portal, or delete and purge it here.",
            ),
          },
          {
            id: "purge",
            title: l10n.t("Delete Log Analytics workspace permanently"),
            target: resource.name,
            request: { ...liveWorkspace(resource), method: "DELETE", query: { force: "true" } },
            postcondition: { request: liveWorkspace(resource), expects: "absent" },
            precondition: {
              ...preconditionOn(resource, { request: liveWorkspace(resource) }, "stop", identity),
              message: l10n.t(
                "The recovered workspace doesn't match the deleted one, so it wasn't deleted.",
              ),
            },
          },
        ],
  prerequisites: () => [],
  consequences: ({ name }) => ({
    destroyed: [
      l10n.t(
        "Azure can't purge a soft-deleted workspace, so the workspace is recovered first and then permanently deleted. If the second step fails, the workspace is live and billed again.",
      ),
      l10n.t("All logs in the workspace are lost, with its tables, saved queries, and settings."),
    ],
    freed: [l10n.t('The name "{0}" can be used again.', name)],
    billed: [],
    // learn.microsoft.com/azure/azure-monitor/logs/delete-workspace
    notRestored: [
      l10n.t(
        "Solutions and linked services, such as an Automation account, were permanently removed: set them up again. Until then, queries may not show all data.",
      ),
      l10n.t("User permissions on the workspace: check and assign them again."),
      l10n.t(
        "Application Insights components that were deleted with the workspace: create them again under their old names.",
      ),
    ],
  }),

  // learn.microsoft.com/azure/azure-monitor/logs/delete-workspace#permissions-required
  permissions: {
    list: {
      action: "Microsoft.OperationalInsights/deletedworkspaces/read",
      scope: "subscription",
      role: "Reader",
    },
    recover: {
      action: "Microsoft.OperationalInsights/workspaces/write",
      scope: "resourceGroup",
      role: "Log Analytics Contributor",
    },
    purge: {
      action: "Microsoft.OperationalInsights/workspaces/delete",
      scope: "resourceGroup",
      role: "Log Analytics Contributor",
      also: [
        {
          action: "Microsoft.OperationalInsights/workspaces/write",
          scope: "resourceGroup",
          role: "Log Analytics Contributor",
        },
      ],
    },
  },
  get retention() {
    return l10n.t("14 days after the deletion (Azure purges the data within 30 days after that)");
  },
  get limits() {
    return [
      l10n.t("A workspace can be recovered only to its original resource group, name, and region."),
      l10n.t("A purge recovers the workspace first, so its resource group must exist."),
      l10n.t("The deletion time comes from the Activity Log and can be delayed by a few minutes."),
    ];
  },
  documentation: "https://learn.microsoft.com/azure/azure-monitor/logs/delete-workspace",
  errors: [
    {
      // github.com/MicrosoftDocs/azure-docs/issues/41719
      codes: ["Conflict"],
      say: () =>
        l10n.t(
          "A live or soft-deleted workspace already holds this name. A deleted workspace can be recovered only to its original resource group and region.",
        ),
    },
  ],
  // learn.microsoft.com/azure/azure-monitor/logs/delete-workspace
  commands: [
    {
      request:
        "PUT /subscriptions/{subscription}/resourceGroups/{group}/providers/Microsoft.OperationalInsights/workspaces/{name}",
      body: { location: "{location}" },
      // A workspace in a cluster must be recovered with its sku, which neither command sends.
      without: ["properties.sku"],
      azureCli:
        "az monitor log-analytics workspace recover --workspace-name {name} --resource-group {group} --subscription {subscription}",
      powershell:
        "Restore-AzOperationalInsightsWorkspace -Name {name} -ResourceGroupName {group} -Location {location}",
    },
    {
      request:
        "DELETE /subscriptions/{subscription}/resourceGroups/{group}/providers/Microsoft.OperationalInsights/workspaces/{name}",
      query: { force: "true" },
      azureCli:
        "az monitor log-analytics workspace delete --workspace-name {name} --resource-group {group} --force true --subscription {subscription}",
      powershell:
        "Remove-AzOperationalInsightsWorkspace -Name {name} -ResourceGroupName {group} -ForceDelete",
    },
  ],
};
