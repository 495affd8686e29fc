import type { JsonObject } from "../json";
import { day } from "../retention";
import { StateKey } from "../service";
import type { SubscriptionState } from "../subscriptionState";
import { entryName, shortInstant, type Dropped } from "./restorableDropped";

const namespace = "Microsoft.Synapse";

/** A live SQL pool. */
export interface Pool {
  readonly name: string;
  readonly createdAt: number;
  /** A pool that is being restored is provisioned until then. */
  readonly onlineAt: number;
}

/** A workspace, with its SQL pools live and dropped. */
export interface Workspace {
  readonly name: string;
  readonly resourceGroup: string;
  readonly location: string;
  readonly pools: Pool[];
  readonly dropped: Dropped[];
}

const key = new StateKey<Workspace[]>(() => []);

/** The workspaces of a subscription. */
export function workspacesOf(subscription: SubscriptionState): Workspace[] {
  return subscription.of(key);
}

/** The names of the pools of a workspace that are online. */
export function onlinePools(
  subscription: SubscriptionState,
  workspaceName: string,
): readonly string[] {
  const now = subscription.time.now();
  return (
    subscription
      .of(key)
      .find(({ name }) => name === workspaceName)
      ?.pools.filter(({ onlineAt }) => onlineAt <= now)
      .map(({ name }) => name) ?? []
  );
}

/** The id of a workspace. */
export function workspaceId(subscriptionId: string, { resourceGroup, name }: Workspace): string {
  return `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}/providers/${namespace}/workspaces/${name}`;
}

/** A workspace as its GET and the list have it. */
export function workspaceBody(subscriptionId: string, found: Workspace): JsonObject {
  return {
    id: workspaceId(subscriptionId, found),
    name: found.name,
    type: `${namespace}/workspaces`,
    location: found.location,
    tags: {},
    properties: { provisioningState: "Succeeded" },
  };
}

/** A dropped pool as Microsoft's example has it: the region as people read it, the size as text. */
export function droppedPoolBody(
  subscriptionId: string,
  found: Workspace,
  item: Dropped,
): JsonObject {
  const entry = entryName(item);
  return {
    id: `${workspaceId(subscriptionId, found)}/restorableDroppedSqlPools/${entry}`,
    name: entry,
    type: `${namespace}/workspaces/restorableDroppedSqlPools`,
    location: "Sweden Central",
    properties: {
      databaseName: item.name,
      edition: "Datawarehouse",
      maxSizeBytes: "263882790666240",
      serviceLevelObjective: "DW100c",
      elasticPoolName: null,
      creationDate: shortInstant(item.createdAt),
      deletionDate: shortInstant(item.droppedAt),
      earliestRestoreDate: shortInstant(item.droppedAt - 7 * day),
    },
  };
}

/** A live pool, or one that is being restored. */
export function poolBody(
  subscriptionId: string,
  found: Workspace,
  { name, createdAt, onlineAt }: Pool,
  now: number,
): JsonObject {
  const isOnline = onlineAt <= now;
  return {
    id: `${workspaceId(subscriptionId, found)}/sqlPools/${name}`,
    name,
    type: `${namespace}/workspaces/sqlPools`,
    location: found.location,
    tags: {},
    sku: { name: "DW100c" },
    properties: {
      status: isOnline ? "Online" : "Restoring",
      provisioningState: isOnline ? "Succeeded" : "Provisioning",
      creationDate: shortInstant(createdAt),
    },
  };
}
