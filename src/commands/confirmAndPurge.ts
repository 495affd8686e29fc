import type * as vscode from "vscode";
import type { Operation, Plan } from "../recovery/operation";
import type { Runner } from "../recovery/runner";
import type { PageContent } from "../ui/purgeConfirmation/content";
import { confirmPurge } from "../ui/purgeConfirmation/purgeConfirmation";
import { runPlans } from "./runPlans";

export interface ConfirmParts {
  readonly extensionUri: vscode.Uri;
  readonly runner: Runner;
  readonly announce: (operations: readonly Operation[]) => Promise<void>;
}

/** The only way from a plan that destroys to its first request: through the confirmation page. */
export async function confirmAndPurge(
  { extensionUri, runner, announce }: ConfirmParts,
  content: PageContent,
  plans: readonly Plan[],
): Promise<void> {
  if (await confirmPurge(extensionUri, content)) {
    await announce(await runPlans(runner, plans));
  }
}
