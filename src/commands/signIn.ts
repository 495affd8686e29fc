import type { Account } from "../account/account";
import { AccountProblemNode, FailureNode } from "../ui/tree/problemNodes";

/** Sign In to Azure...; the view follows the account's own change event. */
export async function signIn(account: Account): Promise<void> {
  await account.signIn();
}

/** Signs in to the tenant, or the account, that a row of the view says is missing. */
export async function signInToTenant(account: Account, node: unknown): Promise<void> {
  if (node instanceof AccountProblemNode) {
    const { tenantId, accountId } = node.problem;
    await account.signIn({ tenantId, accountId });
  } else if (node instanceof FailureNode) {
    const { tenantId, accountId } = node.subscription;
    await account.signIn({ tenantId, accountId });
  }
}
