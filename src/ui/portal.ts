import * as vscode from "vscode";
import type { Account } from "../account/account";
import { parseResourceId } from "../azure/resourceId";
import type { Operation } from "../operations/operation";

/**
 * Opens a page of the Azure portal in the right tenant.
 *
 * @param page what follows "#@tenant/": "resource" and an id, or a view.
 */
export async function openInAzurePortal(
  account: Account,
  tenantId: string,
  page: string,
): Promise<void> {
  const { portalUrl } = await account.cloud();
  const address = `${portalUrl}/#@${tenantId}/${page}`;
  // A Uri would decode "%2F", which some portal addresses need; openExternal also accepts strings,
  // though its type doesn't: github.com/microsoft/vscode/issues/85930
  await vscode.env.openExternal(address as unknown as vscode.Uri);
}

/**
 * The portal's page of an operation's result; undefined where there is none, or only Azure knows
 * it.
 */
export function pageOf({ plan }: Operation): string | undefined {
  const { action, subject, steps } = plan;
  if (action === "purge" || action === "delete") {
    return undefined;
  }
  const postcondition = steps.at(-1)?.postcondition;
  if (postcondition?.expects === "present" && postcondition.entry === undefined) {
    return `resource${postcondition.request.path}`;
  }
  const isInGroup = parseResourceId(subject.originalId)?.resourceGroup !== undefined;
  return isInGroup && postcondition !== undefined ? `resource${subject.originalId}` : undefined;
}
