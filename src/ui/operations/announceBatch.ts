import * as vscode from "vscode";
import { commandIds } from "../ids";
import type { Batch } from "../../operations/batch/batch";
import { BatchNode } from "./batchNode";
import { batchSentences } from "./batchTexts";

/**
 * Announces a batch's result with the next actions.
 *
 * @param stillListed the number of resources that Azure reports as done but still lists.
 */
export async function announceBatch(batch: Batch, stillListed: number): Promise<void> {
  const node = new BatchNode(batch, false);
  const actions = [
    { title: vscode.l10n.t("Show Summary"), command: commandIds.showBatch },
    ...(node.canRetry
      ? [{ title: vscode.l10n.t("Retry..."), command: commandIds.retryBatch }]
      : []),
  ];
  const message = batchSentences(batch, stillListed);
  const show =
    batch.failed > 0
      ? vscode.window.showErrorMessage
      : batch.uncertain > 0 || batch.notSent > 0 || stillListed > 0
        ? vscode.window.showWarningMessage
        : vscode.window.showInformationMessage;
  const chosen = await show(message, ...actions);
  if (chosen !== undefined) {
    await vscode.commands.executeCommand(chosen.command, node);
  }
}
