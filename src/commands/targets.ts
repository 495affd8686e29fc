import * as vscode from "vscode";
import { commandIds, type Contents } from "../ids";
import type { Inventory } from "../recovery/inventory";
import { itemKey, type InventoryItem } from "../recovery/inventorySnapshot";
import type { SoftDeleteService } from "../services/service";
import { deletedWhen, sharedNames, summaryOf } from "../ui/appearance";
import { inPick } from "../ui/text";
import { ResourceNode } from "../ui/tree/resourceNode";

export interface TargetParts {
  readonly inventory: Inventory;
  readonly serviceOf: (item: InventoryItem) => SoftDeleteService;
  readonly isBusy: (item: InventoryItem) => boolean;
  /** Reads the inventory where that has not happened yet. */
  readonly ensureRead: () => Promise<Contents>;
}

/**
 * What the person means: the rows a menu hands over, as they are in the inventory now, or those
 * picked from a list where the command came from the palette or a key, of those that fit. Anything else that another
 * extension may pass is not taken for an item.
 */
export async function chooseItems(
  node: unknown,
  nodes: unknown,
  placeholder: string,
  parts: TargetParts,
  fits: (item: InventoryItem) => boolean = () => true,
): Promise<readonly InventoryItem[]> {
  const rows = Array.isArray(nodes) && nodes.length > 0 ? (nodes as readonly unknown[]) : [node];
  const meant = rows.filter((row) => row instanceof ResourceNode);
  if (meant.length === 0) {
    const picks = await readPicks(parts, fits);
    const chosen = await vscode.window.showQuickPick(picks, {
      ...matching,
      canPickMany: true,
      placeHolder: placeholder,
    });
    return (chosen ?? []).map(({ item }) => item);
  }
  const items = meant.flatMap(({ inventoryItem }) => {
    const found = parts.inventory.find(itemKey(inventoryItem));
    return found === undefined ? [] : [found];
  });
  if (items.length === 0) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t("It is not soft-deleted any more: recovered, purged, or its time was up."),
    );
  }
  return items;
}

/** The same for commands that are about one item. */
export async function chooseItem(
  node: unknown,
  placeholder: string,
  parts: TargetParts,
): Promise<InventoryItem | undefined> {
  if (node instanceof ResourceNode) {
    const [item] = await chooseItems(node, undefined, placeholder, parts);
    return item;
  }
  const picks = await readPicks(parts, () => true);
  const chosen = await vscode.window.showQuickPick(picks, {
    ...matching,
    placeHolder: placeholder,
  });
  return chosen?.item;
}

const matching = { matchOnDescription: true, matchOnDetail: true };

interface Pick extends vscode.QuickPickItem {
  readonly item: InventoryItem;
}

/**
 * What there is to pick from.
 * @throws CancellationError where there is nothing, after the person was told why.
 */
async function readPicks(
  { inventory, serviceOf, isBusy, ensureRead }: TargetParts,
  fits: (item: InventoryItem) => boolean,
): Promise<readonly Pick[]> {
  const contents = await vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Window,
      title: vscode.l10n.t("Reading deleted resources…"),
    },
    ensureRead,
  );
  if (contents === "signedOut") {
    await offerSignIn();
    throw new vscode.CancellationError();
  }
  const now = Date.now();
  const offered = inventory.items.filter((item) => !isBusy(item) && fits(item));
  const shared = sharedNames(offered.map(({ resource }) => resource));
  const picks = offered.map((item) => ({
    label: `$(${serviceOf(item).icon}) ${inPick(item.resource.name)}`,
    description: inPick(summaryOf(item.resource, now)),
    detail: [
      inPick(item.subscription.name),
      serviceOf(item).noun(item.resource),
      ...(shared.has(item.resource.name.toLowerCase()) ? [deletedWhen(item.resource)] : []),
      ...(item.resource.purgeProtected ? [vscode.l10n.t("purge-protected")] : []),
    ].join(" · "),
    item,
  }));
  if (picks.length === 0) {
    void vscode.window.showInformationMessage(
      inventory.items.filter(fits).length === 0
        ? vscode.l10n.t(
            "Nothing that this can be done to is soft-deleted in the subscriptions that could be read.",
          )
        : vscode.l10n.t("Everything that is soft-deleted is being recovered or purged already."),
    );
    throw new vscode.CancellationError();
  }
  return picks;
}

async function offerSignIn(): Promise<void> {
  const signIn = vscode.l10n.t("Sign In to Azure...");
  const chosen = await vscode.window.showInformationMessage(
    vscode.l10n.t("Sign in to Azure to see what is soft-deleted."),
    signIn,
  );
  if (chosen === signIn) {
    await vscode.commands.executeCommand(commandIds.signIn);
  }
}
