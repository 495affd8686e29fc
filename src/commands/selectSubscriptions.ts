import * as vscode from "vscode";
import type { Account, Subscription } from "../account/account";
import type { SelectedSubscriptions } from "../account/selectedSubscriptions";
import { applyFilter } from "../account/subscriptionFilter";
import { naturalOrder } from "../base/naturalOrder";
import { viewIds } from "../ui/ids";
import { inPick } from "../ui/text";

/**
 * Select Subscriptions...: which readable subscriptions to show; all or none means all. The view
 * listens for the change.
 */
export async function selectSubscriptions(
  account: Account,
  selected: SelectedSubscriptions,
): Promise<void> {
  const found = await vscode.window.withProgress({ location: { viewId: viewIds.resources } }, () =>
    readAll(account),
  );
  if (found.length === 0) {
    await vscode.window.showInformationMessage(
      vscode.l10n.t("The signed-in accounts can't read any subscriptions."),
    );
    return;
  }
  const picked = new Set(applyFilter(found, selected.filter()));
  const picks = await vscode.window.showQuickPick(
    found
      .toSorted((left, right) => naturalOrder.compare(left.name, right.name))
      .map((subscription) => ({
        label: inPick(subscription.name),
        description: subscription.subscriptionId,
        detail: inPick(subscription.accountLabel),
        picked: picked.has(subscription),
        subscription,
      })),
    {
      canPickMany: true,
      matchOnDescription: true,
      placeHolder: vscode.l10n.t("Select the subscriptions to show (select none to show all)"),
    },
  );
  if (picks === undefined) {
    return;
  }
  await selected.choose(
    picks.map(({ subscription }) => subscription),
    found,
  );
}

async function readAll(account: Account): Promise<readonly Subscription[]> {
  const found: Subscription[] = [];
  await account.readSubscriptions((part) => {
    found.push(...part.subscriptions);
  }, new AbortController().signal);
  return found;
}
