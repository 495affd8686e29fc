import * as l10n from "@vscode/l10n";
import { isJsonObject, stringAt, type JsonObject } from "../../base/json";
import { galleryRequest, isSoftDeleteOn, softDeletePolicy } from "../../services/parts/gallery";
import { galleryFeature } from "./galleryFeature";
import { notUnderstood, unchangedSince, type SoftDeleteChange } from "./liveDeletion";
import type { Refusal } from "../../services/service";

/**
 * Turns a gallery's soft delete on or off. Sends the whole gallery as it was read, with only the
 * policy changed: Microsoft documents a PUT, and one without the other properties would reset them.
 *
 * @param gallery what {@link galleryRequest} answered.
 */
export function turnSoftDelete(on: boolean, gallery: JsonObject): SoftDeleteChange | Refusal {
  const id = stringAt(gallery, "id");
  const name = stringAt(gallery, "name");
  if (id === undefined || name === undefined || stringAt(gallery, "location") === undefined) {
    return notUnderstood();
  }
  if (isSoftDeleteOn(gallery) === on) {
    return {
      refused: on
        ? l10n.t('Soft delete is already on for the gallery "{0}".', name)
        : l10n.t('Soft delete is already off for the gallery "{0}".', name),
    };
  }
  const request = galleryRequest(id);
  return {
    steps: [
      {
        id: "softDeletePolicy",
        title: on ? l10n.t("Turn on soft delete") : l10n.t("Turn off soft delete"),
        target: name,
        request: { ...request, method: "PUT", body: withPolicy(gallery, on) },
        postcondition: {
          request,
          expects: on ? "present" : "absent",
          where: { path: softDeletePolicy, value: true },
        },
        // A change that is made meanwhile would be overwritten.
        precondition: unchangedSince(gallery, request, [
          ["properties"],
          ["tags"],
          ["identity"],
          ["systemData", "lastModifiedAt"],
        ]),
      },
    ],
    permission: {
      action: "Microsoft.Compute/galleries/write",
      scope: "resourceGroup",
      role: on ? "Owner" : "Compute Gallery Artifacts Publisher",
    },
    meaning: on ? meaningOfOn() : meaningOfOff(),
  };
}

// learn.microsoft.com/azure/virtual-machines/soft-delete-gallery: this and what follows
function meaningOfOn(): readonly string[] {
  return [
    l10n.t("Image versions deleted after this change can be recovered for 7 days."),
    l10n.t(
      "Azure keeps one replica of a deleted version in each region and charges for it until the version is purged.",
    ),
    ...limitsOfPolicy(),
    l10n.t(
      "To turn on soft delete, you need the Owner role on the subscription or the Compute Gallery Sharing Admin role on the subscription or gallery.",
    ),
    l10n.t("The gallery, its image definitions, and their versions must be in the same region."),
    l10n.t("Virtual machine scale sets with Flexible orchestration don't support soft delete."),
    l10n.t("A version with failed provisioning can't be deleted while soft delete is on."),
    l10n.t("A gallery or an image definition with soft-deleted versions can't be deleted."),
  ];
}

function meaningOfOff(): readonly string[] {
  return [
    l10n.t("Image versions deleted after this change are permanently lost."),
    l10n.t(
      "Microsoft doesn't document what happens to versions that are already soft-deleted, except that they no longer block deleting an image definition. First recover what you want to keep.",
    ),
    l10n.t("Soft-deleted versions aren't listed here while soft delete is off."),
    ...limitsOfPolicy(),
  ];
}

function limitsOfPolicy(): readonly string[] {
  return [
    // github.com/Azure/azure-cli/issues/27017
    l10n.t(
      "Azure refuses this change if the feature {0} isn't registered in the subscription.",
      galleryFeature,
    ),
  ];
}

const any = "*";

// Read-only properties; a request must not contain them.
const readOnly = [
  ["id"],
  ["name"],
  ["type"],
  ["systemData"],
  ["identity", "principalId"],
  ["identity", "tenantId"],
  ["identity", "userAssignedIdentities", any, "principalId"],
  ["identity", "userAssignedIdentities", any, "clientId"],
  ["properties", "identifier"],
  ["properties", "provisioningState"],
  ["properties", "sharingStatus"],
  ["properties", "sharingProfile", "groups"],
  ["properties", "sharingProfile", "communityGalleryInfo", "communityGalleryEnabled"],
  ["properties", "sharingProfile", "communityGalleryInfo", "publicNames"],
];

function withPolicy(gallery: JsonObject, on: boolean): JsonObject {
  const writable = without(gallery, readOnly);
  const properties = objectAt(writable, "properties");
  return {
    ...writable,
    properties: {
      ...properties,
      softDeletePolicy: { ...objectAt(properties, "softDeletePolicy"), isSoftDeleteEnabled: on },
    },
  };
}

function objectAt(value: JsonObject, name: string): JsonObject {
  const found = value[name];
  return isJsonObject(found) ? found : {};
}

function without(value: JsonObject, paths: readonly (readonly string[])[]): JsonObject {
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, inner]) => {
      const rests = paths
        .filter(([first]) => first === name || first === any)
        .map((path) => path.slice(1));
      if (rests.some((rest) => rest.length === 0)) {
        return [];
      }
      return [[name, isJsonObject(inner) && rests.length > 0 ? without(inner, rests) : inner]];
    }),
  );
}
