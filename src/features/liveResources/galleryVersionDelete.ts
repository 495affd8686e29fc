import * as l10n from "@vscode/l10n";
import { stringAt, type JsonObject } from "../../base/json";
import { canonicalId, parseResourceId } from "../../azure/resourceId";
import { galleryRequest, isSoftDeleteOn, softDeletePolicy } from "../../services/parts/gallery";
import { galleryFeature } from "./galleryFeature";
import { notUnderstood, unchangedSince, type LiveDeletion } from "./liveDeletion";
import type { Refusal } from "../../services/service";

/**
 * Deletes a live image version, permanently where the gallery doesn't soft-delete.
 *
 * @param version as a list or {@link galleryRequest} answered.
 * @param gallery its gallery, likewise.
 * @param registered whether the subscription has registered the preview feature.
 */
export function deleteVersion(
  version: JsonObject,
  gallery: JsonObject,
  registered: boolean,
): LiveDeletion | Refusal {
  const id = stringAt(version, "id") ?? "";
  const galleryId = stringAt(gallery, "id") ?? "";
  const name = parseResourceId(id)
    ?.resources.map((segment) => segment.name)
    .join("/");
  if (
    name === undefined ||
    galleryId === "" ||
    !canonicalId(id).startsWith(`${canonicalId(galleryId)}/images/`)
  ) {
    return notUnderstood();
  }
  const isOn = isSoftDeleteOn(gallery);
  if (isOn && stringAt(version, "properties", "provisioningState")?.toLowerCase() === "failed") {
    return {
      refused: l10n.t(
        "This version's provisioning failed, so it can't be deleted while soft delete is on for the gallery. Turn off soft delete, delete the version, then turn soft delete on again.",
      ),
    };
  }
  // Soft delete without the feature is undocumented.
  const soft = isOn && registered;
  const request = galleryRequest(id);
  return {
    steps: [
      {
        id: "delete",
        title: l10n.t("Delete image version"),
        target: name,
        request: { ...request, method: "DELETE" },
        postcondition: { request, expects: "absent" },
        precondition: {
          ...unchangedSince(version, request, [
            ["properties", "publishingProfile", "publishedDate"],
            ["systemData", "createdAt"],
          ]),
          // A policy change must not turn a confirmed soft delete into a permanent one.
          ...(soft
            ? {
                and: unchangedSince(gallery, galleryRequest(galleryId), [softDeletePolicy]),
              }
            : {}),
        },
      },
    ],
    permanent: !soft,
    permission: {
      action: "Microsoft.Compute/galleries/images/versions/delete",
      scope: "resourceGroup",
      role: "Compute Gallery Artifacts Publisher",
      follow: "Microsoft.Compute/locations/capsOperations/read",
    },
    ...(soft ? meaningOfSoftDeletion() : meaningOfPermanentDeletion(isOn)),
  };
}

type Meaning = Pick<LiveDeletion, "lost" | "kept" | "besides">;

// learn.microsoft.com/azure/virtual-machines/soft-delete-gallery: this and what follows
function meaningOfSoftDeletion(): Meaning {
  return {
    lost: [l10n.t("Azure keeps only one replica in each region.")],
    kept: [l10n.t("The image version can be recovered for 7 days. After that, Azure purges it.")],
    besides: [
      l10n.t("Azure charges for the kept replicas until the image version is purged."),
      l10n.t("The image definition and the gallery can't be deleted until then."),
    ],
  };
}

function meaningOfPermanentDeletion(isOn: boolean): Meaning {
  return {
    lost: [
      isOn
        ? l10n.t(
            "Soft delete is on for the gallery, but the feature {0} isn't registered in the subscription. Expect the image version to be permanently lost.",
            galleryFeature,
          )
        : l10n.t(
            "Soft delete is off for the gallery, so the image version will be permanently lost.",
          ),
      l10n.t("No virtual machine can be created from this image version anymore."),
    ],
    kept: [],
    besides: [
      isOn
        ? l10n.t("To keep the image version recoverable for 7 days, register the feature first.")
        : l10n.t(
            "To keep the image version recoverable for 7 days, turn on soft delete for the gallery first.",
          ),
    ],
  };
}
