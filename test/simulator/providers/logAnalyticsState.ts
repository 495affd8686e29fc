import type { Json, JsonObject } from "../json";
import { day } from "../retention";
import { StateKey, type ActivityEvent } from "../service";
import type { SimulatorState } from "../state";
import { remove, same } from "../subscriptionState";

export interface LogWorkspace {
  readonly name: string;
  readonly resourceGroup: string;
  readonly location: string;
  readonly customerId: string;
  readonly sku: string;
  readonly retentionInDays: number;
  /** The dedicated cluster it is linked to. */
  readonly clusterId?: string;
  readonly createdAt: number;
  readonly tags?: Readonly<Record<string, string>>;
}

export interface LiveLogWorkspace {
  readonly workspace: LogWorkspace;
  /** Until then it is being made, or coming back. */
  readonly readyAt: number;
}

interface DeletedLogWorkspace {
  readonly workspace: LogWorkspace;
  readonly deletedAt: number;
}

/**
 * 14 days for all of them.
 * Source: https://learn.microsoft.com/azure/azure-monitor/logs/delete-workspace
 */
const retention = 14 * day;

/** The Log Analytics workspaces of a subscription, live and deleted. */
class LogWorkspaces {
  readonly live: LiveLogWorkspace[] = [];
  readonly events: ActivityEvent[] = [];
  private kept: DeletedLogWorkspace[] = [];

  deletedAt(now: number): readonly DeletedLogWorkspace[] {
    this.kept = this.kept.filter(({ deletedAt }) => deletedAt + retention > now);
    return this.kept;
  }

  findLive(resourceGroup: string, name: string): LiveLogWorkspace | undefined {
    return this.live.find(({ workspace }) => isCalled(workspace, resourceGroup, name));
  }

  findDeleted(resourceGroup: string, name: string, now: number): DeletedLogWorkspace | undefined {
    return this.deletedAt(now).find(({ workspace }) => isCalled(workspace, resourceGroup, name));
  }

  keep(workspace: LogWorkspace, deletedAt: number): void {
    this.kept.push({ workspace, deletedAt });
  }

  release(deleted: DeletedLogWorkspace): void {
    remove(this.kept, deleted);
  }
}

export const logWorkspaces = new StateKey(() => new LogWorkspaces());

/** Whether an id is that of a workspace in use, in whichever subscription. */
export function isLiveLogWorkspace(state: SimulatorState, id: string): boolean {
  return state.subscriptions.some((subscription) =>
    subscription
      .of(logWorkspaces)
      .live.some(({ workspace }) => same(logWorkspaceId(subscription.id, workspace), id)),
  );
}

export function logWorkspaceId(subscriptionId: string, workspace: LogWorkspace): string {
  return `/subscriptions/${subscriptionId}/resourceGroups/${workspace.resourceGroup}/providers/Microsoft.OperationalInsights/workspaces/${workspace.name}`;
}

export function liveLogWorkspaceBody(
  subscriptionId: string,
  { workspace, readyAt }: LiveLogWorkspace,
  now: number,
): JsonObject {
  return {
    ...body(workspace, readyAt > now ? "Updating" : "Succeeded"),
    id: logWorkspaceId(subscriptionId, workspace),
  };
}

/**
 * A deleted workspace is listed as it was while it lived, with the id in the case of the published
 * example; nothing tells when it was deleted.
 * Source: Azure/azure-rest-api-specs, Microsoft.OperationalInsights, WorkspacesSubscriptionList.json
 */
export function deletedLogWorkspaceBody(subscriptionId: string, workspace: LogWorkspace): Json {
  return {
    ...body(workspace, "Succeeded"),
    id: `/subscriptions/${subscriptionId}/resourcegroups/${workspace.resourceGroup}/providers/microsoft.operationalinsights/workspaces/${workspace.name.toLowerCase()}`,
  };
}

function body(workspace: LogWorkspace, provisioningState: string): JsonObject {
  const { name, location, clusterId, createdAt, tags } = workspace;
  return {
    name,
    type: "Microsoft.OperationalInsights/workspaces",
    location,
    ...(tags === undefined ? {} : { tags }),
    properties: {
      customerId: workspace.customerId,
      provisioningState,
      sku: { name: workspace.sku },
      retentionInDays: workspace.retentionInDays,
      features: {
        enableLogAccessUsingOnlyResourcePermissions: true,
        ...(clusterId === undefined ? {} : { clusterResourceId: clusterId }),
      },
      publicNetworkAccessForIngestion: "Enabled",
      publicNetworkAccessForQuery: "Enabled",
      createdDate: new Date(createdAt).toISOString(),
      modifiedDate: new Date(createdAt).toISOString(),
    },
  };
}

function isCalled(workspace: LogWorkspace, resourceGroup: string, name: string): boolean {
  return same(workspace.name, name) && same(workspace.resourceGroup, resourceGroup);
}
