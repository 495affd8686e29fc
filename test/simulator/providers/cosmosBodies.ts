import type { JsonObject } from "../json";
import type { SubscriptionState } from "../subscriptionState";
import {
  cosmosOf,
  regionName,
  type CosmosAccount,
  type CosmosInstance,
  type LiveCosmosAccount,
  type SoftDeletedCosmosAccount,
} from "./cosmosState";

export const accountType = "Microsoft.DocumentDB/databaseAccounts";

export function accountId(
  subscriptionId: string,
  { resourceGroup, name }: Pick<CosmosAccount, "resourceGroup" | "name">,
): string {
  return `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}/providers/${accountType}/${name}`;
}

/** Its location is spelled for people, also in the id. */
export function restorableId(subscriptionId: string, account: CosmosAccount): string {
  return `/subscriptions/${subscriptionId}/providers/Microsoft.DocumentDB/locations/${account.location}/restorableDatabaseAccounts/${account.instanceId}`;
}

/** An account as its GET and the lists of live accounts have it. */
export function liveBody(subscription: SubscriptionState, live: LiveCosmosAccount): JsonObject {
  const { account, restoredFrom } = live;
  const provisioningState =
    live.readyAt <= subscription.time.now() ? "Succeeded" : restoredFrom ? "Creating" : "Updating";
  const locations = account.regions.map(({ name }, failoverPriority) => ({
    id: `${account.name}-${name.replace(/\s/g, "").toLowerCase()}`,
    locationName: name,
    provisioningState,
    failoverPriority,
    isZoneRedundant: false,
  }));
  return {
    id: accountId(subscription.id, account),
    name: account.name,
    location: account.location,
    type: accountType,
    kind: account.apiType === "MongoDB" ? "MongoDB" : "GlobalDocumentDB",
    tags: account.tags ?? {},
    properties: {
      provisioningState,
      documentEndpoint: `https://${account.name}.documents.azure.com:443/`,
      publicNetworkAccess: "Enabled",
      databaseAccountOfferType: "Standard",
      instanceId: account.instanceId,
      createMode: restoredFrom === undefined ? "Default" : "Restore",
      ...(restoredFrom === undefined ? {} : { restoreParameters: restoredFrom }),
      backupPolicy: { type: account.continuous === true ? "Continuous" : "Periodic" },
      writeLocations: locations.slice(0, 1),
      readLocations: locations,
      locations,
    },
  };
}

/** One instance of an account that can be restored; a live one has no time of deletion. */
export function restorableBody(
  subscription: SubscriptionState,
  { account, deletedAt }: CosmosInstance,
): JsonObject {
  const oldest = cosmosOf(subscription).oldestRestorable(account, subscription.time.now());
  return {
    id: restorableId(subscription.id, account),
    name: account.instanceId,
    location: account.location,
    type: "Microsoft.DocumentDB/locations/restorableDatabaseAccounts",
    properties: {
      accountName: account.name,
      creationTime: written(account.createdAt),
      ...(deletedAt === undefined ? {} : { deletionTime: written(deletedAt) }),
      oldestRestorableTime: written(oldest),
      apiType: account.apiType,
      restorableLocations: account.regions.map(({ name, since, until = deletedAt }) => ({
        locationName: name,
        regionalDatabaseAccountInstanceId: account.instanceId,
        creationTime: written(since),
        ...(until === undefined ? {} : { deletionTime: written(until) }),
      })),
    },
  };
}

/** A soft-deleted account, named as its own GET or as the list names it. Times are in seconds. */
export function softDeletedBody(
  subscriptionId: string,
  { account, deletedAt, expiresAt, listedAs }: SoftDeletedCosmosAccount,
  seenIn: "get" | "list",
): JsonObject {
  const region = regionName(account);
  const name = seenIn === "list" && listedAs === "instanceId" ? account.instanceId : account.name;
  return {
    id: `/subscriptions/${subscriptionId}/resourceGroups/${account.resourceGroup}/providers/Microsoft.DocumentDB/locations/${region}/softDeletedDatabaseAccounts/${name}`,
    name,
    type: "Microsoft.DocumentDB/locations/softDeletedDatabaseAccounts",
    properties: {
      accountName: account.name,
      softDeletionMetadata: {
        isSoftDeleted: true,
        softDeletionStartTimestamp: Math.floor(deletedAt / 1000),
        softDeletionResourceExpirationTimestamp: Math.floor(expiresAt / 1000),
      },
      // The published items have none of this; clients have seen it.
      ...(listedAs === "instanceId" || account.softDelete === undefined
        ? {}
        : {
            softDeleteConfiguration: {
              softDeletionEnabled: true,
              minMinutesBeforePermanentDeletionAllowed: account.softDelete.minutesBeforePurge,
              softDeleteRetentionPeriodInMinutes: account.softDelete.retentionMinutes,
            },
          }),
    },
  };
}

/** With microseconds and an offset, as the service writes it. */
function written(at: number): string {
  return new Date(at).toISOString().replace("Z", "190+00:00");
}
