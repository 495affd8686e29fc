import * as vscode from "vscode";
import type { Account } from "../account/account";
import { openInAzurePortal } from "../ui/portal";
import { chooseItem, type TargetParts } from "./targets";

export interface OpenInPortalParts extends TargetParts {
  readonly account: Account;
}

/**
 * Open in Portal: where the portal recovers such a resource; else its resource group, since a
 * deleted resource has no page of its own there.
 */
export async function openInPortal(parts: OpenInPortalParts, node: unknown): Promise<void> {
  const item = await chooseItem(
    node,
    vscode.l10n.t("Select a deleted resource to open in the portal"),
    parts,
  );
  if (item !== undefined) {
    const { subscriptionId, resourceGroup } = item.resource;
    const of = `/subscriptions/${subscriptionId}`;
    const place = resourceGroup === undefined ? of : `${of}/resourceGroups/${resourceGroup}`;
    await openInAzurePortal(
      parts.account,
      item.subscription.tenantId,
      parts.serviceOf(item).portal ?? `resource${place}/overview`,
    );
  }
}
