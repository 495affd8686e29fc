import type { JsonObject } from "../json";
import type { SubscriptionState } from "../subscriptionState";
import type {
  DeletedImageVersion,
  Gallery,
  ImageDefinition,
  ImageVersion,
} from "./computeGalleryState";

const type = "Microsoft.Compute/galleries";

export function galleryId(subscription: SubscriptionState, gallery: Gallery): string {
  return `/subscriptions/${subscription.id}/resourceGroups/${gallery.resourceGroup}/providers/${type}/${gallery.name}`;
}

export function definitionId(
  subscription: SubscriptionState,
  gallery: Gallery,
  definition: ImageDefinition,
): string {
  return `${galleryId(subscription, gallery)}/images/${definition.name}`;
}

export function versionId(
  subscription: SubscriptionState,
  gallery: Gallery,
  definition: ImageDefinition,
  version: ImageVersion,
): string {
  return `${definitionId(subscription, gallery, definition)}/versions/${version.name}`;
}

/** A gallery nobody has set a policy for has none in its body. */
export function galleryBody(subscription: SubscriptionState, gallery: Gallery): JsonObject {
  const { description, sharing, softDelete, busyUntil } = gallery;
  return {
    id: galleryId(subscription, gallery),
    name: gallery.name,
    type,
    location: regionName(gallery.location),
    tags: { ...gallery.tags },
    properties: {
      ...(description === undefined ? {} : { description }),
      identifier: { uniqueName: `${subscription.id}-${gallery.name.toUpperCase()}` },
      ...(sharing === undefined ? {} : { sharingProfile: sharing }),
      ...(softDelete === undefined
        ? {}
        : { softDeletePolicy: { isSoftDeleteEnabled: softDelete } }),
      provisioningState: busyUntil > subscription.time.now() ? "Updating" : "Succeeded",
    },
  };
}

export function definitionBody(
  subscription: SubscriptionState,
  gallery: Gallery,
  definition: ImageDefinition,
): JsonObject {
  return {
    id: definitionId(subscription, gallery, definition),
    name: definition.name,
    type: `${type}/images`,
    location: regionName(gallery.location),
    tags: {},
    properties: {
      hyperVGeneration: "V2",
      architecture: "x64",
      osType: definition.osType,
      osState: "Generalized",
      identifier: { publisher: "contoso", offer: "base", sku: definition.name },
      provisioningState: "Succeeded",
    },
  };
}

export function versionBody(
  subscription: SubscriptionState,
  gallery: Gallery,
  definition: ImageDefinition,
  version: ImageVersion,
): JsonObject {
  const { regions, replicas, publishedAt, outcome, busyUntil } = version;
  return {
    id: versionId(subscription, gallery, definition, version),
    name: version.name,
    type: `${type}/images/versions`,
    location: regionName(gallery.location),
    tags: {},
    properties: {
      publishingProfile: {
        targetRegions: regions.map((name) => ({
          name,
          regionalReplicaCount: replicas,
          storageAccountType: "Standard_ZRS",
          excludeFromLatest: false,
        })),
        replicaCount: replicas,
        excludeFromLatest: false,
        publishedDate: new Date(publishedAt).toISOString(),
        storageAccountType: "Standard_ZRS",
      },
      storageProfile: { osDiskImage: { sizeInGB: 30, hostCaching: "ReadOnly" } },
      provisioningState: busyUntil > subscription.time.now() ? "Updating" : outcome,
    },
  };
}

/**
 * As in Microsoft's example: the region as people read it, the time with an offset, no tags, no
 * purge date.
 * Source: Azure/azure-rest-api-specs, GallerySoftDeletedResource_ListByArtifactName.json
 */
export function deletedVersionBody(
  subscription: SubscriptionState,
  gallery: Gallery,
  definition: ImageDefinition,
  { version, deletedAt }: DeletedImageVersion,
): JsonObject {
  return {
    name: version.name,
    id: `${galleryId(subscription, gallery)}/softDeletedArtifactTypes/Images/artifacts/${definition.name}/versions/${version.name}`,
    type: `${type}/softDeletedArtifactTypes/artifacts/versions`,
    location: gallery.location,
    properties: {
      resourceArmId: versionId(subscription, gallery, definition, version),
      softDeletedTime: new Date(deletedAt).toISOString().replace(/\.\d+Z$/, "+00:00"),
      softDeletedArtifactType: "Images",
    },
  };
}

function regionName(location: string): string {
  return location.replace(/\s/g, "").toLowerCase();
}
