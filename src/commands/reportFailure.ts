import * as vscode from "vscode";
import { ArmError } from "../azure/errors";
import { readable } from "../azure/readable";
import type { Explain } from "../services/errors/errorTable";
import { copyAttempts } from "../ui/operations/copyDetails";
import { inNotification } from "../ui/text";

const longestSentence = 900;

/** Shows in one sentence why a command failed and what to do. */
export async function reportFailure(
  command: string,
  error: unknown,
  explain: Explain,
  showLog: () => void,
): Promise<void> {
  const at = Date.now();
  const failure = error instanceof ArmError ? error.failure : undefined;
  const sentence =
    failure === undefined
      ? readable(error instanceof Error ? error.message : String(error), longestSentence)
      : explain(undefined, failure);
  const log = vscode.l10n.t("Show Log");
  const copy = vscode.l10n.t("Copy Details");
  const chosen = await vscode.window.showErrorMessage(
    inNotification(sentence),
    log,
    ...(failure === undefined ? [] : [copy]),
  );
  if (chosen === log) {
    showLog();
  } else if (chosen === copy) {
    await copyAttempts([{ what: command, sentence, failure, at }]);
  }
}
