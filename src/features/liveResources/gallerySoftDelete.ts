import * as vscode from "vscode";
import { ArmError } from "../../azure/errors";
import { outcomeOf } from "../../operations/operation";
import { galleryRequest } from "../../services/parts/gallery";
import { featureRequest, galleryFeature, isRegistered, registerFeature } from "./galleryFeature";
import { turnSoftDelete } from "./gallerySoftDeleteSteps";
import { inNotification, label } from "../../ui/text";
import { pickLive, type PickedLive, type LiveSources } from "./pickLive";
import { runChange, type ChangeRunner } from "./runChange";

/** Enable Soft Delete on a Gallery...: first registers the feature where it is missing. */
export async function enableGallerySoftDelete(
  sources: LiveSources,
  changes: ChangeRunner,
): Promise<void> {
  const gallery = await pickGallery(sources, vscode.l10n.t("Enable Soft Delete on a Gallery"));
  if (await ensureFeature(changes, gallery)) {
    await turn(changes, gallery, true);
  }
}

/** Disable Soft Delete on a Gallery... */
export async function disableGallerySoftDelete(
  sources: LiveSources,
  changes: ChangeRunner,
): Promise<void> {
  await turn(
    changes,
    await pickGallery(sources, vscode.l10n.t("Disable Soft Delete on a Gallery")),
    false,
  );
}

function pickGallery(sources: LiveSources, title: string): Promise<PickedLive> {
  return pickLive(sources, {
    types: ["microsoft.compute/galleries"],
    title,
    placeHolder: vscode.l10n.t("Select a compute gallery"),
    none: vscode.l10n.t("No compute galleries were found in the subscriptions that could be read."),
    read: galleryRequest,
  });
}

/** Whether the subscription has the preview feature by now, or can't be asked. */
async function ensureFeature(
  changes: ChangeRunner,
  { arm, subscription }: PickedLive,
): Promise<boolean> {
  const { subscriptionId } = subscription;
  let body;
  try {
    ({ body } = await arm.send(featureRequest(subscriptionId)));
  } catch (error) {
    if (error instanceof ArmError && error.failure.status === 403) {
      return true;
    }
    throw error;
  }
  if (isRegistered(body)) {
    return true;
  }
  const register = registerFeature(subscriptionId, body);
  if ("refused" in register) {
    await vscode.window.showInformationMessage(inNotification(register.refused));
    return false;
  }
  const operation = await runChange(
    changes,
    {
      action: "change",
      subscription,
      serviceId: "computeGallery",
      noun: vscode.l10n.t("preview feature"),
      name: galleryFeature,
      id: featureRequest(subscriptionId).path,
      steps: register.steps,
      permission: register.permission,
    },
    {
      question: vscode.l10n.t(
        'Register the preview feature {0} in subscription "{1}"?',
        galleryFeature,
        label(subscription.name),
      ),
      sentences: [
        vscode.l10n.t(
          "Soft delete for galleries requires this feature, and it isn't registered yet.",
        ),
        ...register.meaning,
      ],
      yes: vscode.l10n.t("Register"),
    },
  );
  if (operation === undefined || outcomeOf(operation) !== "succeeded") {
    return false;
  }
  const { body: now } = await arm.send(featureRequest(subscriptionId));
  return isRegistered(now);
}

async function turn(changes: ChangeRunner, gallery: PickedLive, on: boolean): Promise<void> {
  const change = turnSoftDelete(on, gallery.body);
  if ("refused" in change) {
    await vscode.window.showInformationMessage(inNotification(change.refused));
    return;
  }
  const name = label(gallery.name);
  await runChange(
    changes,
    {
      action: "change",
      subscription: gallery.subscription,
      serviceId: "computeGallery",
      noun: vscode.l10n.t("compute gallery"),
      name: gallery.name,
      id: gallery.id,
      steps: change.steps,
      permission: change.permission,
    },
    {
      question: on
        ? vscode.l10n.t('Turn on soft delete for the gallery "{0}"?', name)
        : vscode.l10n.t('Turn off soft delete for the gallery "{0}"?', name),
      sentences: change.meaning,
      yes: on ? vscode.l10n.t("Turn On") : vscode.l10n.t("Turn Off"),
    },
  );
}
