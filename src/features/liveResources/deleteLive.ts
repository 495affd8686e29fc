import * as vscode from "vscode";
import type { LiveDeletion } from "./liveDeletion";
import type { Refusal } from "../../services/service";
import { pageContent } from "../../ui/purgeConfirmation/content";
import { requestText } from "../../ui/purgeConfirmation/requestText";
import { inNotification, label, visible } from "../../ui/text";
import { confirmAndPurge, type PurgeConfirmation } from "../../commands/purge";
import { refusalOf } from "../../commands/propose";
import type { PickedLive } from "./pickLive";
import { runChange, type ChangeRunner } from "./runChange";

/** What carries out a deletion, with and without the confirmation page. */
export interface LiveDeleter {
  readonly changes: ChangeRunner;
  readonly confirmation: PurgeConfirmation;
}

/** The kind of resource that is deleted. */
export interface LiveKind {
  readonly serviceId: string;
  readonly noun: string;
}

/**
 * Deletes something live: after one question where it can be recovered, and only from the Confirm
 * Purge page where it can't be recovered.
 */
export async function deleteLive(
  deleter: LiveDeleter,
  picked: PickedLive,
  deletion: LiveDeletion | Refusal,
  { serviceId, noun }: LiveKind,
): Promise<void> {
  if ("refused" in deletion) {
    await vscode.window.showWarningMessage(inNotification(deletion.refused));
    return;
  }
  const { subscription, name, id } = picked;
  const { steps, permission, lost, kept, besides, permanent } = deletion;
  const change = { subscription, serviceId, noun, name, id, steps, permission };
  if (permanent) {
    await deletePermanently(deleter, picked, { ...change, action: "purge" }, deletion);
    return;
  }
  await runChange(
    deleter.changes,
    { ...change, action: "delete" },
    {
      question: vscode.l10n.t('Delete the {0} "{1}"?', noun, label(name)),
      sentences: [...kept, ...lost, ...besides],
      yes: vscode.l10n.t("Delete"),
    },
  );
}

async function deletePermanently(
  { changes, confirmation }: LiveDeleter,
  { subscription, id, name }: PickedLive,
  change: Parameters<ChangeRunner["planner"]["change"]>[0],
  { lost, besides }: LiveDeletion,
): Promise<void> {
  const plan = await changes.planner.change(change);
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
  await confirmAndPurge(confirmation, content, [plan]);
}
