import * as vscode from "vscode";
import type { LiveDeletion } from "./liveDeletion";
import type { Refusal } from "../../services/service";
import { pageContent } from "../../ui/purgeConfirmation/content";
import { requestText } from "../../ui/purgeConfirmation/requestText";
import { inNotification, label, visible } from "../../ui/text";
import { confirmAndPurge, type ConfirmParts } from "../../commands/confirmAndPurge";
import { refusalOf } from "../../commands/propose";
import type { PickedLive } from "./pickLive";
import { runChange, type ChangeParts } from "./runChange";

export interface DeleteLiveParts extends ChangeParts, ConfirmParts {}

export interface DeleteLiveOptions {
  readonly serviceId: string;
  readonly noun: string;
}

/**
 * Deletes something live: after one question where it can be recovered, and only from the Confirm
 * Purge page where nobody can bring it back.
 */
export async function deleteLive(
  parts: DeleteLiveParts,
  picked: PickedLive,
  deletion: LiveDeletion | Refusal,
  { serviceId, noun }: DeleteLiveOptions,
): Promise<void> {
  if ("refused" in deletion) {
    await vscode.window.showWarningMessage(inNotification(deletion.refused));
    return;
  }
  const { subscription, name, id } = picked;
  const { steps, permission, lost, kept, besides, permanent } = deletion;
  const change = { subscription, serviceId, noun, name, id, steps, permission };
  if (permanent) {
    await deletePermanently(parts, picked, { ...change, action: "purge" }, deletion);
    return;
  }
  await runChange(
    parts,
    { ...change, action: "delete" },
    {
      question: vscode.l10n.t('Delete the {0} "{1}"?', noun, label(name)),
      sentences: [...kept, ...lost, ...besides],
      yes: vscode.l10n.t("Delete"),
    },
  );
}

async function deletePermanently(
  parts: DeleteLiveParts,
  { subscription, id, name }: PickedLive,
  change: Parameters<ChangeParts["planner"]["change"]>[0],
  { lost, besides }: LiveDeletion,
): Promise<void> {
  const plan = await parts.planner.change(change);
  if (typeof plan === "string") {
    await vscode.window.showWarningMessage(refusalOf(name, plan));
    return;
  }
  const content = pageContent(
    [
      {
        name,
        noun: change.noun,
        where: vscode.l10n.t("{0}, subscription {1}", visible(id), visible(subscription.name)),
        timeLeft: vscode.l10n.t("This is a live resource and may be in use."),
        destroyed: [...lost, ...besides],
        freed: [],
        noLongerBilled: [],
        requests: plan.steps.map((step) => requestText(step.request, plan.identity.endpoint)),
      },
    ],
    [],
  );
  await confirmAndPurge(parts, content, [plan]);
}
