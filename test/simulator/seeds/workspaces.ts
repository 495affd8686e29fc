import { guidOf } from "../guid";
import type { JsonObject } from "../json";
import { logWorkspaceId, logWorkspaces } from "../providers/logAnalyticsState";
import {
  mlWorkspaceId,
  mlWorkspaces,
  workspaceType,
  type MlWorkspace,
} from "../providers/machineLearningState";
import { systemAssigned } from "../providers/machineLearningPut";
import { day, hours } from "../retention";
import type { Seed } from "../service";

interface Deletion {
  readonly hoursAgo: number;
  readonly by?: string;
}

interface Place {
  readonly name: string;
  readonly resourceGroup: string;
  readonly location: string;
}

/** A Machine Learning workspace that somebody deleted. */
export function deletedMlWorkspace(
  described: Place & {
    readonly tags?: Readonly<Record<string, string>>;
    readonly properties: JsonObject;
    /** Some do not show in the list although their names are held. */
    readonly listed: boolean;
    /** Whether the Activity Log has its deletion. */
    readonly logged: boolean;
  },
  { hoursAgo, by }: Deletion,
): Seed {
  return (subscription) => {
    const { name, resourceGroup, location, tags = {}, properties, listed, logged } = described;
    const workspace: MlWorkspace = {
      name,
      resourceGroup,
      location,
      workspaceId: guidOf(`${subscription.id} ${name}`),
      identity: systemAssigned(subscription.tenantId),
      tags,
      properties,
    };
    const deletedAt = subscription.time.now() - hours(hoursAgo);
    const workspaces = subscription.of(mlWorkspaces);
    workspaces.keep({ workspace, deletedAt, listed });
    if (logged) {
      workspaces.events.push({
        resourceId: mlWorkspaceId(subscription.id, workspace),
        operation: `${workspaceType}/delete`,
        at: deletedAt,
        caller: by,
      });
    }
  };
}

/** A Log Analytics workspace that somebody deleted. */
export function deletedLogWorkspace(place: Place, { hoursAgo, by }: Deletion): Seed {
  return (subscription) => {
    const now = subscription.time.now();
    const deletedAt = now - hours(hoursAgo);
    const workspace = {
      ...place,
      customerId: guidOf(`${subscription.id} ${place.name}`),
      sku: "PerGB2018",
      retentionInDays: 30,
      createdAt: now - 365 * day,
    };
    const workspaces = subscription.of(logWorkspaces);
    workspaces.keep(workspace, deletedAt);
    workspaces.events.push({
      resourceId: logWorkspaceId(subscription.id, workspace),
      operation: "Microsoft.OperationalInsights/workspaces/delete",
      at: deletedAt,
      caller: by,
    });
  };
}
