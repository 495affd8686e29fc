import * as vscode from "vscode";
import { ArmError, explainFailure } from "../azure/errors";
import { inNotification } from "../ui/text";
import { nodeOf } from "../ui/tree/rows";

type Handler = (...arguments_: readonly unknown[]) => Promise<void>;

/**
 * Registers a command whose failure reaches the person as one sentence and the log as it was.
 */
export function registerCommand(
  id: string,
  handler: Handler,
  log: vscode.LogOutputChannel,
): vscode.Disposable {
  return vscode.commands.registerCommand(id, async (...arguments_: readonly unknown[]) => {
    try {
      await handler(...arguments_.map(given));
    } catch (error) {
      if (error instanceof vscode.CancellationError) {
        return;
      }
      log.error(`${id}: ${error instanceof ArmError ? error.failure.kind : nameOf(error)}`);
      log.trace(error instanceof Error ? (error.stack ?? error.message) : String(error));
      const sentence =
        error instanceof ArmError
          ? explainFailure(error.failure)
          : error instanceof Error
            ? error.message
            : String(error);
      const showLog = vscode.l10n.t("Show Log");
      const chosen = await vscode.window.showErrorMessage(inNotification(sentence), showLog);
      if (chosen === showLog) {
        log.show();
      }
    }
  });
}

/** What kind of error it is; its message may name the person's resources. */
function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : typeof error;
}

/** What VS Code hands over, with the nodes in place of the rows that show them. */
function given(argument: unknown): unknown {
  return Array.isArray(argument) ? argument.map(nodeOf) : nodeOf(argument);
}
