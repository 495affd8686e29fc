import type * as vscode from "vscode";
import type { PageContent } from "../ui/purgeConfirmation/content";
import { confirmPurge } from "../ui/purgeConfirmation/purgeConfirmation";
import { executePlans, type ExecuteParts } from "./execute";
import type { Plan } from "../services/plan";

/** Where the focus goes when the page closes. */
export interface Focus {
  readonly afterConfirm: () => Promise<void>;
  readonly afterCancel: () => Promise<void>;
}

export interface ConfirmParts extends ExecuteParts {
  readonly extensionUri: vscode.Uri;
}

/** The only way from a plan that destroys to its first request: through the confirmation page. */
export async function confirmAndPurge(
  parts: ConfirmParts,
  content: PageContent,
  plans: readonly Plan[],
  focus?: Focus,
): Promise<void> {
  if (await confirmPurge(parts.extensionUri, content)) {
    await focus?.afterConfirm();
    await executePlans(parts, "purge", plans);
  } else {
    await focus?.afterCancel();
  }
}
