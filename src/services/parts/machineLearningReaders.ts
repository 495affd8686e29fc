import * as l10n from "@vscode/l10n";
import { armPath, pathOfId } from "../../azure/armRequest";
import type { LoggedDeletion } from "../../azure/activityLogEvent";
import { stringAt, type JsonValue } from "../../base/json";
import { parseResourceId, resourceIdOf } from "../../azure/resourceId";
import { retentionTimes, type DeletedResource } from "../deletedResource";
import type { Origin } from "../source";
import { readRetainedItem, type RetainedResource } from "./retainedItem";

export const workspaceType = "Microsoft.MachineLearningServices/workspaces";

/** "14 days": learn.microsoft.com/azure/machine-learning/concept-soft-delete */
export const retentionHours = 14 * 24;

/**
 * Whether a workspace as Azure answers with it is a deleted one. The fields are in the preview
 * versions up to 2023-04-01-preview: learn.microsoft.com/rest/api/azureml/workspaces
 */
export function isSoftDeleted(workspace: JsonValue | undefined): boolean {
  return (
    stringAt(workspace, "properties", "provisioningState")?.toLowerCase() === "softdeleted" ||
    stringAt(workspace, "properties", "softDeletedAt") !== undefined
  );
}

/** An item of the list of workspaces, which holds the live ones and the deleted ones. */
export function readListed(item: JsonValue, origin: Origin): DeletedResource | "live" | undefined {
  const workspace = readWorkspace(item, origin);
  if (workspace !== undefined && !isSoftDeleted(item)) {
    return "live";
  }
  return (
    workspace && {
      ...workspace,
      remarks: [l10n.t("Found in Azure's list of all workspaces, including soft-deleted ones.")],
    }
  );
}

/** An item of the list of deleted workspaces, which no published file has and few clouds. */
export function readDeleted(item: JsonValue, origin: Origin): DeletedResource | undefined {
  const workspace = readWorkspace(item, origin);
  return (
    workspace && {
      ...workspace,
      deletedPath: armPath`/subscriptions/${origin.subscriptionId}/resourceGroups/${workspace.resourceGroup}/providers/Microsoft.MachineLearningServices/deletedWorkspaces/${workspace.name}`,
      remarks: [l10n.t("Found in Azure's list of deleted workspaces.")],
    }
  );
}

/** A deletion in the Activity Log, which has neither region nor settings. */
export function readDeletion(
  deletion: LoggedDeletion,
  { subscriptionId }: Origin,
): DeletedResource | "live" | undefined {
  const { resourceGroup, resources = [] } = parseResourceId(deletion.resourceId) ?? {};
  const [workspace, ...below] = resources;
  if (resourceGroup === undefined || workspace === undefined || below.length > 0) {
    return undefined;
  }
  // A purge is a deletion in the log.
  if (deletion.repeated === true) {
    return "live";
  }
  const { name } = workspace;
  const { resourceId, at, caller } = deletion;
  const originalId = resourceIdOf({
    subscriptionId,
    resourceGroup,
    resourceType: workspaceType,
    name,
  });
  return {
    serviceId: "machineLearning",
    subscriptionId,
    name,
    resourceGroup,
    location: "",
    kind: undefined,
    originalId,
    deletedPath: pathOfId(originalId),
    ...retentionTimes(at, retentionHours),
    purgeProtected: false,
    tags: {},
    remarks: [
      l10n.t(
        "Found only in the Activity Log, without a region. If the workspace was permanently deleted, there's nothing to recover or purge.",
      ),
    ],
    raw: { resourceId, at, ...(caller === undefined ? {} : { caller: { ...caller } }) },
  };
}

function readWorkspace(
  item: JsonValue,
  origin: Origin,
): (DeletedResource & RetainedResource) | undefined {
  return readRetainedItem(item, origin, {
    serviceId: "machineLearning",
    resourceType: workspaceType,
    retentionHours,
    deletedAt: "softDeletedAt",
    deletedPath: ({ originalId }) => pathOfId(originalId),
  });
}
