import * as vscode from "vscode";
import type { Account } from "../account/account";

/**
 * Opens a live resource or resource group in the Azure portal.
 *
 * Only addresses without encoded slashes are used: `vscode.Uri` decodes them on the way to the
 * browser (github.com/microsoft/vscode/issues/85930), which the portal's list pages do not survive.
 */
export async function openInAzurePortal(
  account: Account,
  tenantId: string,
  resourceId: string,
): Promise<void> {
  const { portalUrl } = await account.cloud();
  await vscode.env.openExternal(
    vscode.Uri.parse(`${portalUrl}/#@${tenantId}/resource${resourceId}`),
  );
}
