import * as l10n from "@vscode/l10n";
import { activityRequest } from "../../azure/activityLog";
import { armPath, pathOfId, type ArmRequest } from "../../azure/armRequest";
import { stringAt, valueAt } from "../../base/json";
import { hoursAfter, type DeletedResource } from "../deletedResource";
import { preconditionOn } from "../preconditions";
import { retentionHours, workspaceType } from "./machineLearningReaders";
import type { Precondition, Probe } from "../plan";

/** The newest version with the purge: learn.microsoft.com/rest/api/azureml/workspaces/delete */
export const apiVersion = "2025-09-01";

// The newest version whose workspaces say when they were soft-deleted: github.com/Azure/
// azure-rest-api-specs, Microsoft.MachineLearningServices/preview
const listVersion = "2023-04-01-preview";

const state = ["properties", "provisioningState"];

// Distinguishes one deletion of a name from the next.
const dates = [
  ["properties", "softDeletedAt"],
  ["properties", "scheduledPurgeDate"],
];
const identity = [...dates, ["properties", "workspaceId"]];

/** All workspaces of a subscription. */
export function workspaces(subscriptionId: string, version = listVersion): ArmRequest {
  return {
    method: "GET",
    path: armPath`/subscriptions/${subscriptionId}/providers/Microsoft.MachineLearningServices/workspaces`,
    apiVersion: version,
  };
}

/** A workspace in use. */
export function liveWorkspace(id: string): ArmRequest {
  return { method: "GET", path: pathOfId(id), apiVersion };
}

/** The entry it has in the list of workspaces; undefined where it was found elsewhere. */
export function entryInList({
  subscriptionId,
  originalId,
  deletedPath,
  raw,
}: DeletedResource): Probe | undefined {
  const id = stringAt(raw, "id");
  if (id === undefined || deletedPath !== pathOfId(originalId)) {
    return undefined;
  }
  // Without the dates it came from a version that does not have them.
  const isDated = dates.some((path) => valueAt(raw, path) !== undefined);
  return {
    request: workspaces(subscriptionId, isDated ? listVersion : apiVersion),
    entry: { path: ["id"], value: id },
  };
}

/** Whether this deletion can be distinguished from another deletion of the same name. */
export function isTellable(resource: DeletedResource): boolean {
  return entryInList(resource) === undefined
    ? resource.deletedAt !== undefined
    : identity.some((path) => valueAt(resource.raw, path) !== undefined);
}

/**
 * That it is this deletion still, and above all that the workspace is not in use again: the purge
 * is a flag on the deletion of a workspace, and would destroy it then, as the recovery is one on
 * its creation, and would change it.
 */
export function stillDeleted(
  resource: DeletedResource,
  ifForbidden: Precondition["ifForbidden"],
): Precondition {
  const listed = entryInList(resource);
  const since = resource.deletedAt;
  const and =
    listed === undefined
      ? since && notDeletedSince(resource, since, ifForbidden)
      : preconditionOn(resource, listed, ifForbidden, [...identity, state]);
  return {
    request: liveWorkspace(resource.originalId),
    unchanged: [{ path: state, value: "SoftDeleted" }],
    ifForbidden: "stop",
    allowMissing: true,
    message: l10n.t(
      "The workspace is in use again, so nothing was sent. Refresh to see the workspace.",
    ),
    ...(and ? { and } : {}),
  };
}

/** No list has it, so that the log must tell whether it was deleted once more. */
function notDeletedSince(
  { subscriptionId, originalId }: DeletedResource,
  deletedAt: string,
  ifForbidden: Precondition["ifForbidden"],
): Precondition {
  // The last entries of a deletion can come some seconds after the one that it is known by.
  const since = hoursAfter(deletedAt, 1 / 60);
  const until = hoursAfter(deletedAt, retentionHours);
  return {
    request: activityRequest({
      subscriptionId,
      since: Date.parse(since),
      until: Date.parse(until),
      resourceId: originalId,
    }),
    entry: {
      path: ["operationName", "value"],
      value: `${workspaceType}/delete`,
      and: [{ path: ["status", "value"], value: "Succeeded" }],
    },
    unchanged: [{ path: ["eventTimestamp"], value: deletedAt }],
    ifForbidden,
    allowMissing: true,
  };
}
