import * as l10n from "@vscode/l10n";
import { stringAt, type JsonObject } from "../../base/json";
import { canonicalId, parseResourceId } from "../../azure/resourceId";
import { galleryRequest, isSoftDeleteOn, softDeletePolicy } from "../../services/parts/gallery";
import { galleryFeature } from "./galleryFeature";
import { notUnderstood, unchangedSince, type LiveDeletion } from "./liveDeletion";
import type { Refusal } from "../../services/service";

/**
 * Deletes a live image version, for good where the gallery does not soft-delete.
 *
 * @param version as a list or {@link galleryRequest} answered.
 * @param gallery the gallery it is in, likewise.
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
        "Its provisioning failed, and Azure does not delete such a version while the gallery's soft delete is on: turn that off, delete the version, and turn it on again.",
      ),
    };
  }
  // What a gallery does without the feature it was switched on with is not documented.
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
          // Who was told that it can be recovered must not lose it because the policy has changed.
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
    lost: [l10n.t("Only one replica in each region is kept.")],
    kept: [l10n.t("The image version can be recovered for 7 days; then Azure purges it.")],
    besides: [
      l10n.t("The replicas that are kept are charged until it is purged."),
      l10n.t("Meanwhile its image definition and its gallery cannot be deleted."),
    ],
  };
}

function meaningOfPermanentDeletion(isOn: boolean): Meaning {
  return {
    lost: [
      isOn
        ? l10n.t(
            "Soft delete of its gallery is on, but the subscription has not registered the feature {0}: count on nobody being able to restore the image version.",
            galleryFeature,
          )
        : l10n.t("Soft delete of its gallery is off: nobody can restore the image version."),
      l10n.t("No virtual machine can be made from it any more."),
    ],
    kept: [],
    besides: [
      isOn
        ? l10n.t("To be able to recover it for 7 days, register the feature first.")
        : l10n.t("To be able to recover it for 7 days, turn on soft delete of the gallery first."),
    ],
  };
}
