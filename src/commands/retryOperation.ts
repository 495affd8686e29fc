import * as vscode from "vscode";
import type { Operation } from "../operations/operation";
import type { Runner } from "../operations/runner";
import { OperationNode } from "../ui/operations/operationNode";
import { retryMode } from "../ui/operations/retrying";
import type { CommandHandler } from "./commandRegistry";
import { offerSignIn, type Targets } from "./targets";

export interface RetryParts {
  readonly targets: Targets;
  readonly runner: Runner;
  readonly announce: (operations: readonly Operation[]) => Promise<void>;
  readonly recover: CommandHandler;
  readonly purge: CommandHandler;
}

/**
 * Retry: resumes an operation. A destructive one starts again from its question or confirmation
 * page.
 */
export async function retryOperation(parts: RetryParts, node: unknown): Promise<void> {
  if (!(node instanceof OperationNode)) {
    return;
  }
  const { operation } = node;
  switch (retryMode(operation)) {
    case "none":
      return;
    case "resume": {
      const again = await parts.runner.retry(operation.id);
      if (again === undefined) {
        void vscode.window.showInformationMessage(
          vscode.l10n.t(
            "This operation can't be retried because it succeeded, is still running, or was cleared.",
          ),
        );
        return;
      }
      await parts.announce([again]);
      return;
    }
    case "restart":
      if ((await parts.targets.ensureRead()) === "signedOut") {
        await offerSignIn();
        return;
      }
      await (operation.plan.action === "purge" ? parts.purge : parts.recover)(node);
  }
}
