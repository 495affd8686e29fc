import * as vscode from "vscode";
import type { Account } from "../account/account";
import { openInAzurePortal } from "../ui/portal";
import { chooseItem, type Targets } from "./targets";

/**
 * Open in Portal: the portal's page for recovering this type; otherwise the resource group, since a
 * deleted resource has no page.
 */
export async function openInPortal(
  account: Account,
  targets: Targets,
  node: unknown,
): Promise<void> {
  const item = await chooseItem(
    node,
    vscode.l10n.t("Select a deleted resource to open in the portal"),
    targets,
  );
  if (item !== undefined) {
    const { subscriptionId, resourceGroup } = item.resource;
    const of = `/subscriptions/${subscriptionId}`;
    const place = resourceGroup === undefined ? of : `${of}/resourceGroups/${resourceGroup}`;
    await openInAzurePortal(
      account,
      item.subscription.tenantId,
      targets.serviceOf(item).portal ?? `resource${place}/overview`,
    );
  }
}
