import * as vscode from "vscode";
import type { Account } from "../account/account";

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
  // A Uri would decode the "%2F" that some of the portal's addresses need; openExternal takes texts
  // too, only its type does not say so: github.com/microsoft/vscode/issues/85930
  await vscode.env.openExternal(address as unknown as vscode.Uri);
}
