import * as l10n from "@vscode/l10n";
import { armPath, pathOfId, type ArmRequest } from "../azure/armRequest";
import { isJsonObject, stringAt, type JsonValue } from "../base/json";
import { normalizeLocation, parseResourceId, type ResourceId } from "../azure/resourceId";
import { retentionTimes, toInstant, type DeletedResource } from "./deletedResource";
import { galleryApiVersion, galleryRequest, softDeletingDefinitions } from "./parts/gallery";
import { preconditionOn, nothingExistsAt } from "./preconditions";
import type { Precondition, Probe } from "./plan";
import type { SoftDeleteService } from "./service";
import type { Origin } from "./source";

const apiVersion = galleryApiVersion;

// "within a 7 day retention period": learn.microsoft.com/azure/virtual-machines/soft-delete-gallery
const retentionHours = 7 * 24;

// Distinguishes one deletion of a version from the next.
const identity = [["properties", "softDeletedTime"]];

interface VersionNames {
  readonly resourceGroup: string;
  readonly gallery: string;
  readonly definition: string;
  readonly version: string;
}

// The SDKs refuse definitions with "-" or "." in their names here; Azure has many of them.
function deletedVersions(definitionId: string): ArmRequest {
  const path = pathOfId(definitionId).replace(
    /\/images\/([^/]+)$/i,
    "/softDeletedArtifactTypes/Images/artifacts/$1/versions",
  );
  return { method: "GET", path, apiVersion };
}

/** Read from the image definition's list, because there is no GET of one deleted version. */
function deletedVersion({ deletedPath, raw }: DeletedResource): Probe {
  return {
    request: { method: "GET", path: deletedPath.replace(/\/[^/]+$/, ""), apiVersion },
    entry: { path: ["name"], value: stringAt(raw, "name") ?? "" },
  };
}

function liveVersion({ originalId }: DeletedResource): ArmRequest {
  return galleryRequest(originalId);
}

/**
 * Checks that it is still the deletion that was shown, and that no version was created under its
 * name: Microsoft doesn't document that the name is kept, and the request could change a new
 * version.
 */
function stillDeleted(resource: DeletedResource): Precondition {
  return {
    ...preconditionOn(resource, deletedVersion(resource), "proceed", identity),
    and: nothingExistsAt(
      liveVersion(resource),
      l10n.t(
        "A live image version with this name exists, so nothing was sent. Refresh to see the image version.",
      ),
    ),
  };
}

/** Parses the original id or the item's own id, which have the same names. */
function namesIn(id: string | undefined): VersionNames | undefined {
  const { resourceGroup, resources = [] }: Partial<ResourceId> = parseResourceId(id ?? "") ?? {};
  const named = (...types: readonly string[]): string | undefined =>
    resources.find(({ type }) => types.includes(type.toLowerCase()))?.name;
  const gallery = named("galleries");
  const definition = named("images", "artifacts");
  const version = named("versions");
  return resourceGroup === undefined ||
    gallery === undefined ||
    definition === undefined ||
    version === undefined
    ? undefined
    : { resourceGroup, gallery, definition, version };
}

function read(item: JsonValue, { subscriptionId, parent }: Origin): DeletedResource | undefined {
  const names =
    namesIn(stringAt(item, "properties", "resourceArmId")) ?? namesIn(stringAt(item, "id"));
  // Gallery, definition and version are in one region where soft delete is on.
  const location = normalizeLocation(stringAt(item, "location") ?? parent?.location ?? "");
  if (
    !isJsonObject(item) ||
    names === undefined ||
    names.version.toLowerCase() !== stringAt(item, "name")?.toLowerCase() ||
    location === ""
  ) {
    return undefined;
  }
  const { resourceGroup, gallery, definition, version } = names;
  const deletedAt = toInstant(stringAt(item, "properties", "softDeletedTime"));
  // Returned by api-versions from 2026-03-03 on: github.com/Azure/azure-rest-api-specs/pull/44434
  const scheduled = toInstant(stringAt(item, "properties", "hardDeletionTargetTime"));
  const galleryPath = armPath`/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}/providers/Microsoft.Compute/galleries/${gallery}`;
  return {
    serviceId: "computeGallery",
    subscriptionId,
    name: `${gallery}/${definition}/${version}`,
    resourceGroup,
    location,
    kind: undefined,
    originalId: `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}/providers/Microsoft.Compute/galleries/${gallery}/images/${definition}/versions/${version}`,
    deletedPath: `${galleryPath}${armPath`/softDeletedArtifactTypes/Images/artifacts/${definition}/versions/${version}`}`,
    ...retentionTimes(deletedAt, retentionHours, scheduled),
    purgeProtected: false,
    tags: {},
    raw: item,
  };
}

/** Image versions of Azure Compute Gallery, where the gallery's soft delete is on. */
export const computeGallery: SoftDeleteService = {
  id: "computeGallery",
  get name() {
    return l10n.t("Compute Gallery image versions");
  },
  resourceType: "Microsoft.Compute/galleries/images/versions",
  icon: "vm",
  noun: () => l10n.t("image version"),

  // learn.microsoft.com/azure/virtual-machines/soft-delete-gallery#limitations
  availability: { nationalClouds: false, preview: true },
  sources: [
    {
      kind: "parents",
      parents: softDeletingDefinitions,
      request: ({ id }) => deletedVersions(id),
      read,
    },
  ],

  recover: (resource) => [
    {
      id: "recover",
      title: l10n.t("Recover image version"),
      target: resource.name,
      // "along with the home region of the image":
      // learn.microsoft.com/azure/virtual-machines/soft-delete-gallery#recover-a-soft-deleted-image
      request: {
        ...liveVersion(resource),
        method: "PUT",
        body: { location: resource.location },
      },
      // The published example GalleryImageVersion_Update_RestoreSoftDeleted.json of
      // github.com/Azure/azure-rest-api-specs, which no article mentions.
      fallbackRequest: {
        ...liveVersion(resource),
        method: "PATCH",
        body: { properties: { restore: true, storageProfile: {} } },
      },
      postcondition: { request: liveVersion(resource), expects: "present" },
      precondition: stillDeleted(resource),
    },
  ],
  purge: (resource) => [
    {
      id: "purge",
      title: l10n.t("Purge image version"),
      target: resource.name,
      // learn.microsoft.com/azure/virtual-machines/soft-delete-gallery#hard-delete-an-image
      request: { method: "DELETE", path: resource.deletedPath, apiVersion },
      postcondition: { ...deletedVersion(resource), expects: "absent" },
      precondition: preconditionOn(resource, deletedVersion(resource), "stop", identity),
    },
  ],
  prerequisites: () => [],
  consequences: ({ name }) => {
    const [gallery = "", definition = "", version = ""] = name.split("/");
    return {
      destroyed: [
        l10n.t("The image version is permanently lost in every region it was in."),
        l10n.t("No virtual machine can be created from this image version anymore."),
      ],
      freed: [
        l10n.t(
          '"{0}" can be used again for a version of the definition "{1}".',
          version,
          definition,
        ),
        l10n.t(
          'The definition "{0}" and the gallery "{1}" can be deleted when none of their versions is soft-deleted anymore.',
          definition,
          gallery,
        ),
      ],
      // learn.microsoft.com/azure/virtual-machines/soft-delete-gallery#billing
      billed: [
        l10n.t(
          "Azure keeps one replica in each region and charges for it until the image version is purged.",
        ),
      ],
      notRestored: [
        l10n.t(
          "Azure kept one replica per region and doesn't document whether the others come back. Check the replica counts afterward.",
        ),
      ],
    };
  },

  // No permission list names actions on deleted versions; those on versions are the nearest. Roles:
  // learn.microsoft.com/azure/role-based-access-control/built-in-roles/compute
  permissions: {
    list: {
      action: "Microsoft.Compute/galleries/images/versions/read",
      scope: "subscription",
      role: "Reader",
    },
    recover: {
      action: "Microsoft.Compute/galleries/images/versions/write",
      scope: "resourceGroup",
      role: "Compute Gallery Artifacts Publisher",
      follow: "Microsoft.Compute/locations/capsOperations/read",
    },
    purge: {
      action: "Microsoft.Compute/galleries/images/versions/delete",
      scope: "resourceGroup",
      role: "Compute Gallery Artifacts Publisher",
      follow: "Microsoft.Compute/locations/capsOperations/read",
    },
  },
  get retention() {
    return l10n.t("7 days after the deletion");
  },
  // learn.microsoft.com/azure/virtual-machines/soft-delete-gallery#limitations
  get limits() {
    return [
      l10n.t(
        "Only available in galleries that had soft delete turned on when the version was deleted.",
      ),
      l10n.t(
        "The feature SIGSoftDelete of Microsoft.Compute must be registered in the subscription.",
      ),
      l10n.t("The gallery, image definition, and image version must be in the same region."),
      l10n.t("Not available for virtual machine scale sets with Flexible orchestration."),
      l10n.t("Only images can be recovered, not VM applications."),
      l10n.t(
        "An image version with failed provisioning can't be deleted while soft delete is on. Turn off soft delete, delete the version, then turn soft delete on again.",
      ),
      l10n.t("A gallery or an image definition with soft-deleted versions can't be deleted."),
      l10n.t("Not available in Azure Government and Azure operated by 21Vianet."),
      // github.com/Azure/azure-rest-api-specs/pull/44214
      l10n.t(
        "If a different retention period was set on the gallery with API version 2026-03-03 or later, versions are kept for that period, not for the 7 days shown.",
      ),
    ];
  },
  documentation: "https://learn.microsoft.com/azure/virtual-machines/soft-delete-gallery",
  errors: [
    {
      // The sentence, without its code, is quoted in github.com/Azure/azure-cli/issues/27017
      message: /not registered with the feature Microsoft\.Compute\/SigSoftDelete/i,
      anyService: true,
      say: () =>
        l10n.t(
          "The preview feature SIGSoftDelete of Microsoft.Compute isn't registered in the subscription. Register the feature, then try again.",
        ),
    },
    {
      // github.com/Azure/azure-rest-api-specs/issues/11559
      codes: ["CannotDeleteResource"],
      say: () =>
        l10n.t(
          "This resource isn't empty and may contain soft-deleted image versions. Recover or purge these versions first.",
        ),
    },
  ],
};
