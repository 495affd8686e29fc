import type { JsonObject } from "../json";
import { StateKey } from "../service";
import { same, type SubscriptionState } from "../subscriptionState";
import { DeletedItems, type Deleted } from "./deletedItems";

export const serviceType = "Microsoft.ApiManagement/service";

/** An API Management service, which Azure calls a service also in its type. */
export interface Apim {
  readonly name: string;
  readonly resourceGroup: string;
  /** As in paths: "westus2". */
  readonly region: string;
  /** As in answers: "West US 2". */
  readonly locationAs: string;
  readonly sku: string;
  readonly publisherEmail: string;
  readonly publisherName: string;
  readonly tags?: Readonly<Record<string, string>>;
}

export interface LiveApim {
  apim: Apim;
  readonly createdAt: number;
  /** Until then it is being activated. */
  readyAt: number;
}

export interface DeletedApim extends Apim {
  /** Until then it cannot be recovered. */
  readonly settledAt: number;
}

interface Apims {
  readonly live: LiveApim[];
  readonly deleted: DeletedItems<DeletedApim>;
}

const key = new StateKey<Apims>(() => ({ live: [], deleted: new DeletedItems() }));

export function apimsOf(subscription: SubscriptionState): Apims {
  return subscription.of(key);
}

export function liveApim(
  subscription: SubscriptionState,
  resourceGroup: string,
  name: string,
): LiveApim | undefined {
  return apimsOf(subscription).live.find(
    ({ apim }) => same(apim.name, name) && same(apim.resourceGroup, resourceGroup),
  );
}

/** Names are host names, so the name alone says which. */
export function deletedApim(
  subscription: SubscriptionState,
  name: string,
): Deleted<DeletedApim> | undefined {
  return apimsOf(subscription).deleted.named(name, subscription.time.now());
}

export function apimId(subscriptionId: string, { resourceGroup, name }: Apim): string {
  return `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}/providers/${serviceType}/${name}`;
}

/** A service as its GET and the lists of live services have it. */
export function liveApimBody(subscription: SubscriptionState, live: LiveApim): JsonObject {
  const { apim } = live;
  const isReady = live.readyAt <= subscription.time.now();
  return {
    id: apimId(subscription.id, apim),
    name: apim.name,
    type: serviceType,
    location: apim.locationAs,
    etag: "AAAAAAAp3P0=",
    tags: apim.tags ?? {},
    sku: { name: apim.sku, capacity: 1 },
    properties: {
      publisherEmail: apim.publisherEmail,
      publisherName: apim.publisherName,
      notificationSenderEmail: "apimgmt-noreply@mail.windowsazure.com",
      provisioningState: isReady ? "Succeeded" : "Activating",
      targetProvisioningState: isReady ? "" : "Activating",
      createdAtUtc: sevenDigits(live.createdAt),
      ...(isReady ? { gatewayUrl: `https://${apim.name}.azure-api.net` } : {}),
      virtualNetworkType: "None",
      disableGateway: false,
    },
  };
}

/**
 * A deleted service: its id has no slash in front, its location is a display name.
 * Source: https://learn.microsoft.com/azure/api-management/soft-delete#get-a-soft-deleted-instance-by-name
 */
export function deletedApimBody(subscriptionId: string, item: Deleted<DeletedApim>): JsonObject {
  const { name, region, locationAs } = item.resource;
  return {
    id: `subscriptions/${subscriptionId}/providers/Microsoft.ApiManagement/locations/${region}/deletedservices/${name}`,
    name,
    type: "Microsoft.ApiManagement/deletedservices",
    location: locationAs,
    properties: {
      serviceId: apimId(subscriptionId, item.resource),
      scheduledPurgeDate: sevenDigits(item.purgeAt),
      deletionDate: sevenDigits(item.deletedAt),
    },
  };
}

function sevenDigits(at: number): string {
  return new Date(at).toISOString().replace("Z", "0000Z");
}
