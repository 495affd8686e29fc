import type * as vscode from "vscode";
import type { PageContent } from "../ui/purgeConfirmation/content";
import type { Operation } from "../operations/operation";
import type { Plan } from "../services/plan";
import type { Execute } from "./execute";

export interface PurgeConfirmation {
  readonly extensionUri: vscode.Uri;
  readonly execute: Execute;
}

/** What happens around the page: where the focus goes when it closes, and what follows the purge. */
export interface ConfirmationEvents {
  readonly afterConfirm?: (() => Promise<void>) | undefined;
  readonly afterCancel?: (() => Promise<void>) | undefined;
  readonly onEnded?: ((operations: readonly Operation[]) => Promise<void>) | undefined;
}

/** The only way from a plan that destroys to its first request: through the confirmation page. */
export async function confirmAndPurge(
  { extensionUri, execute }: PurgeConfirmation,
  content: PageContent,
  plans: readonly Plan[],
  { afterConfirm, afterCancel, onEnded }: ConfirmationEvents = {},
): Promise<void> {
  const { confirmPurge } = await import("../ui/purgeConfirmation/purgeConfirmation");
  if (await confirmPurge(extensionUri, content)) {
    await afterConfirm?.();
    await execute("purge", plans, onEnded);
  } else {
    await afterCancel?.();
  }
}
