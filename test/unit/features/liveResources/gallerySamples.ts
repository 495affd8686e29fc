import type { JsonObject } from "../../../../src/base/json";
import { subscriptionId } from "../../services/samples";

export const galleryId = `/subscriptions/${subscriptionId}/resourceGroups/rg-images/providers/Microsoft.Compute/galleries/gal.images`;

/** What a person has set of a gallery that is shared with everybody. */
export const communityGalleryInfo = {
  publisherUri: "https://contoso.example",
  publisherContact: "images@contoso.example",
  eula: "https://contoso.example/eula",
  publicNamePrefix: "contoso",
} satisfies JsonObject;

/** A gallery shared with everybody, as a GET answers; without a policy where `on` is undefined. */
export function liveGallery({ on }: { readonly on: boolean | undefined }): JsonObject {
  return {
    id: galleryId,
    name: "gal.images",
    type: "Microsoft.Compute/galleries",
    location: "swedencentral",
    tags: { team: "images" },
    identity: {
      type: "SystemAssigned, UserAssigned",
      principalId: "33333333-3333-4333-8333-333333333333",
      tenantId: "11111111-1111-4111-8111-111111111111",
      userAssignedIdentities: {
        "/subscriptions/s/resourceGroups/rg/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id":
          {
            principalId: "44444444-4444-4444-8444-444444444444",
            clientId: "55555555-5555-4555-8555-555555555555",
          },
      },
    },
    systemData: { lastModifiedAt: "2026-03-01T12:00:00Z" },
    properties: {
      description: "Base images",
      identifier: { uniqueName: "aaaaaaaa-GAL.IMAGES" },
      provisioningState: "Succeeded",
      sharingProfile: {
        permissions: "Community",
        communityGalleryInfo: {
          ...communityGalleryInfo,
          communityGalleryEnabled: true,
          publicNames: ["contoso-1"],
        },
      },
      ...(on === undefined ? {} : { softDeletePolicy: { isSoftDeleteEnabled: on } }),
    },
  };
}

/** A version in that gallery, as a GET answers. */
export function liveVersion(provisioningState = "Succeeded"): JsonObject {
  return {
    id: `${galleryId}/images/ubuntu-22.04.lts/versions/1.0.0`,
    name: "1.0.0",
    type: "Microsoft.Compute/galleries/images/versions",
    location: "swedencentral",
    properties: {
      publishingProfile: { publishedDate: "2026-01-01T00:00:00Z" },
      provisioningState,
    },
  };
}
