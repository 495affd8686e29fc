import type { Json, JsonObject } from "../json";
import { day } from "../retention";
import { StateKey, type ActivityEvent } from "../service";
import { remove, same } from "../subscriptionState";

export const workspaceType = "Microsoft.MachineLearningServices/workspaces";

/** The version whose workspaces say whether and when they were soft-deleted. */
export const previewVersion = "2023-04-01-preview";

export interface MlWorkspace {
  readonly name: string;
  readonly resourceGroup: string;
  readonly location: string;
  /** Stays the same whatever happens to the workspace. */
  readonly workspaceId: string;
  readonly identity: JsonObject;
  readonly tags: Readonly<Record<string, string>>;
  /** As they were written. */
  readonly properties: JsonObject;
}

export interface LiveMlWorkspace {
  readonly workspace: MlWorkspace;
  /** Until then it is being made, or coming back. */
  readyAt: number;
}

export interface DeletedMlWorkspace {
  readonly workspace: MlWorkspace;
  readonly deletedAt: number;
  /** Some do not show in the list although their names are held. */
  readonly listed: boolean;
}

/**
 * 14 days for all of them.
 * Source: https://learn.microsoft.com/azure/machine-learning/concept-soft-delete
 */
const retention = 14 * day;

/** The Machine Learning workspaces of a subscription, live and deleted. */
class MlWorkspaces {
  readonly live: LiveMlWorkspace[] = [];
  readonly events: ActivityEvent[] = [];
  private kept: DeletedMlWorkspace[] = [];

  deletedAt(now: number): readonly DeletedMlWorkspace[] {
    this.kept = this.kept.filter(({ deletedAt }) => deletedAt + retention > now);
    return this.kept;
  }

  findLive(resourceGroup: string, name: string): LiveMlWorkspace | undefined {
    return this.live.find(({ workspace }) => isCalled(workspace, resourceGroup, name));
  }

  findDeleted(resourceGroup: string, name: string, now: number): DeletedMlWorkspace | undefined {
    return this.deletedAt(now).find(({ workspace }) => isCalled(workspace, resourceGroup, name));
  }

  keep(deleted: DeletedMlWorkspace): void {
    this.kept.push(deleted);
  }

  release(deleted: DeletedMlWorkspace): void {
    remove(this.kept, deleted);
  }
}

export const mlWorkspaces = new StateKey(() => new MlWorkspaces());

export function mlWorkspaceId(subscriptionId: string, workspace: MlWorkspace): string {
  return `/subscriptions/${subscriptionId}/resourceGroups/${workspace.resourceGroup}/providers/${workspaceType}/${workspace.name}`;
}

export function liveMlWorkspaceBody(
  subscriptionId: string,
  { workspace, readyAt }: LiveMlWorkspace,
  now: number,
): JsonObject {
  return body(subscriptionId, workspace, {
    provisioningState: readyAt > now ? "Creating" : "Succeeded",
  });
}

/** Only the preview's model has these fields. */
export function deletedMlWorkspaceBody(
  subscriptionId: string,
  { workspace, deletedAt }: DeletedMlWorkspace,
): Json {
  return body(subscriptionId, workspace, {
    provisioningState: "SoftDeleted",
    softDeletedAt: new Date(deletedAt).toISOString().replace("Z", "0000+00:00"),
    scheduledPurgeDate: new Date(deletedAt + retention).toISOString(),
  });
}

function body(subscriptionId: string, workspace: MlWorkspace, state: JsonObject): JsonObject {
  const { name, location, identity, tags, properties, workspaceId } = workspace;
  return {
    id: mlWorkspaceId(subscriptionId, workspace),
    name,
    type: workspaceType,
    kind: "Default",
    location,
    tags,
    identity,
    sku: { name: "Basic", tier: "Basic" },
    properties: {
      ...properties,
      ...state,
      workspaceId,
      discoveryUrl: `https://${location}.api.azureml.ms/discovery`,
      mlFlowTrackingUri: `azureml://${location}.api.azureml.ms/mlflow/v1.0${mlWorkspaceId(subscriptionId, workspace)}`,
      privateLinkCount: 0,
      storageHnsEnabled: false,
    },
  };
}

function isCalled(workspace: MlWorkspace, resourceGroup: string, name: string): boolean {
  return same(workspace.name, name) && same(workspace.resourceGroup, resourceGroup);
}
