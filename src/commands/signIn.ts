import * as vscode from "vscode";
import type { Account, SignInTarget } from "../account/account";
import { ArmError } from "../azure/errors";
import { isSentence, readable } from "../azure/readable";
import { AccountProblemNode, FailureNode } from "../ui/tree/problemNodes";

/** Sign In to Azure...; the view listens for the account's change event. */
export async function signIn(account: Account): Promise<void> {
  await signInTo(account);
}

/** Signs in to the tenant or account of a problem row. */
export async function signInToTenant(account: Account, node: unknown): Promise<void> {
  if (node instanceof AccountProblemNode) {
    const { tenantId, accountId } = node.problem;
    await signInTo(account, { tenantId, accountId });
  } else if (node instanceof FailureNode) {
    const { tenantId, accountId } = node.subscription;
    await signInTo(account, { tenantId, accountId });
  }
}

/**
 * VS Code's own failures aren't written for people: "endpoints_resolution_error: See https://...".
 */
async function signInTo(account: Account, target?: SignInTarget): Promise<void> {
  try {
    await account.signIn(target);
  } catch (error) {
    const reason = error instanceof Error ? readable(error.message, 300) : "";
    const isCancelled = error instanceof vscode.CancellationError;
    if (isCancelled || error instanceof ArmError || reason === "" || isSentence(reason)) {
      throw error;
    }
    throw new Error(
      vscode.l10n.t("Sign-in failed: {0}. Check the network or proxy, then try again.", reason),
      { cause: error },
    );
  }
}
