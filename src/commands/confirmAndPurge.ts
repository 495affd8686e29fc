import type * as vscode from "vscode";
import type { PageContent } from "../ui/purgeConfirmation/content";
import { confirmPurge } from "../ui/purgeConfirmation/purgeConfirmation";
import { carryOut, type CarryOutParts } from "./execute";
import type { Plan } from "../services/plan";

/** Where the focus goes when the page closes. */
export interface Focus {
  readonly afterYes: () => Promise<void>;
  readonly afterNo: () => Promise<void>;
}

export interface ConfirmParts extends CarryOutParts {
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
    await focus?.afterYes();
    await carryOut(parts, "purge", plans);
  } else {
    await focus?.afterNo();
  }
}
