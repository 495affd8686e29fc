import * as vscode from "vscode";
import { OperationNode } from "../ui/operations/operationNode";
import { retryMode } from "../ui/operations/retrying";
import { purge, type PurgeParts } from "./purge";
import { recover, type RecoverParts } from "./recover";
import { offerSignIn } from "./targets";

export interface RetryParts extends RecoverParts, PurgeParts {}

/**
 * Retry: takes an operation up again. What takes something away begins anew, from its question or
 * the confirmation page, and never without.
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
    case "anew":
      if ((await parts.ensureRead()) === "signedOut") {
        await offerSignIn();
        return;
      }
      await (operation.plan.action === "purge" ? purge : recover)(parts, node, undefined);
  }
}
