import * as vscode from "vscode";
import { ArmError } from "../azure/errors";
import { rowCommandIds } from "../ui/ids";
import { nodeOf } from "../ui/treeRows";

type Handler = (...given: readonly unknown[]) => Promise<void>;

/**
 * Runs what a command does. A failure reaches the person as one sentence, and the log as it was.
 *
 * @param given what VS Code or another extension hands over.
 */
export async function runCommand(
  id: string,
  given: readonly unknown[],
  log: vscode.LogOutputChannel,
  handler: Handler,
): Promise<void> {
  if (isRowLost(id, given)) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t("The list changed while the menu was open, so nothing was done. Choose again."),
    );
    return;
  }
  try {
    await handler(...given.map(nodesOf));
  } catch (error) {
    if (error instanceof vscode.CancellationError) {
      return;
    }
    log.error(`${id}: ${error instanceof ArmError ? error.failure.kind : nameOf(error)}`);
    log.trace(error instanceof Error ? (error.stack ?? error.message) : String(error));
    const { reportFailure } = await import("./reportFailure");
    await reportFailure(id, error, () => {
      log.show();
    });
  }
}

/** What kind of error it is; its message may name the person's resources. */
function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : typeof error;
}

/** What VS Code hands over, with the nodes in place of the rows that show them. */
function nodesOf(argument: unknown): unknown {
  return Array.isArray(argument) ? argument.map(nodeOf) : nodeOf(argument);
}

/**
 * VS Code forgets rows while a list is drawn anew; a menu that was open meanwhile hands over nothing
 * in place of its row. The palette and keys hand over no argument at all.
 */
function isRowLost(id: string, given: readonly unknown[]): boolean {
  return rowCommandIds.has(id) && given.length > 0 && given[0] === undefined;
}
