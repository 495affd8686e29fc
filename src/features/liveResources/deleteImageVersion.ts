import * as vscode from "vscode";
import { ArmError } from "../../azure/errors";
import { isJsonObject } from "../../base/json";
import { galleryRequest } from "../../services/parts/gallery";
import { featureRequest, isRegistered } from "./galleryFeature";
import { deleteVersion } from "./galleryVersionDelete";
import { deleteLive, type LiveDeleter } from "./deleteLive";
import { pickLive, type PickedLive, type LiveSources } from "./pickLive";

/** Delete an Image Version...: first says whether it can be recovered. */
export async function deleteImageVersion(
  sources: LiveSources,
  deleter: LiveDeleter,
): Promise<void> {
  const version = await pickLive(sources, {
    types: ["microsoft.compute/galleries/images/versions"],
    title: vscode.l10n.t("Delete an Image Version"),
    placeHolder: vscode.l10n.t("Select an image version"),
    none: vscode.l10n.t("No image versions were found in the subscriptions that could be read."),
    read: galleryRequest,
  });
  const galleryId = version.id.replace(/\/images\/[^/]+\/versions\/[^/]+\/*$/i, "");
  const { body: gallery } = await version.arm.send(galleryRequest(galleryId));
  const deletion = deleteVersion(
    version.body,
    isJsonObject(gallery) ? gallery : {},
    await hasFeature(version),
  );
  await deleteLive(deleter, version, deletion, {
    serviceId: "computeGallery",
    noun: vscode.l10n.t("image version"),
  });
}

/** Without read permission, assumes that the feature is missing. */
async function hasFeature({ arm, subscription }: PickedLive): Promise<boolean> {
  try {
    const { body } = await arm.send(featureRequest(subscription.subscriptionId));
    return isRegistered(body);
  } catch (error) {
    if (error instanceof ArmError) {
      return false;
    }
    throw error;
  }
}
