import * as vscode from "vscode";
import { commandIds, type Contents } from "../ui/ids";
import type { Inventory } from "../inventory/inventory";
import { itemKey, type InventoryItem } from "../inventory/inventorySnapshot";
import type { Explain } from "../services/errors/errorTable";
import type { SoftDeleteService } from "../services/service";
import { deletedWhen, sharedNames } from "../ui/appearance";
import { summaryOf } from "../ui/summaries";
import { inPick } from "../ui/text";
import { deletionKey } from "../services/deletedResource";
import { OperationNode } from "../ui/operations/operationNode";
import { GroupNode } from "../ui/tree/groupNode";
import { ResourceNode, resourcesBelow } from "../ui/tree/resourceNode";
import { ServiceNode } from "../ui/tree/serviceNode";
import { SubscriptionNode } from "../ui/tree/subscriptionNode";

/** The deleted resources that a command can be about. */
export interface Targets {
  readonly inventory: Inventory;
  readonly serviceOf: (item: InventoryItem) => SoftDeleteService;
  readonly isBusy: (item: InventoryItem) => boolean;
  readonly explain: Explain;
  /** Reads the inventory once. */
  readonly ensureRead: () => Promise<Contents>;
}

/**
 * The items that a command is about: the rows from a menu, looked up in the current inventory (an
 * operation's row stands for its subject), or items picked from a list for the palette or a key.
 * Other arguments are ignored.
 */
export async function chooseItems(
  node: unknown,
  nodes: unknown,
  placeholder: string,
  targets: Targets,
  fits: (item: InventoryItem) => boolean = () => true,
): Promise<readonly InventoryItem[]> {
  const rows = Array.isArray(nodes) && nodes.length > 0 ? (nodes as readonly unknown[]) : [node];
  const meant = rows.filter(isMeant);
  if (meant.length === 0) {
    const picks = await readPicks(targets, fits);
    const chosen = await vscode.window.showQuickPick(picks, {
      ...matching,
      canPickMany: true,
      placeHolder: placeholder,
    });
    return (chosen ?? []).map(({ item }) => item);
  }
  const items = itemsOf(meant, targets);
  if (items.length === 0) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t(
        "This resource isn't soft-deleted anymore. It was recovered or purged, or its retention period ended.",
      ),
    );
  }
  return items;
}

type Meant = ResourceNode | OperationNode | ServiceNode | SubscriptionNode | GroupNode;

function isMeant(row: unknown): row is Meant {
  return (
    row instanceof ResourceNode ||
    row instanceof OperationNode ||
    row instanceof ServiceNode ||
    row instanceof SubscriptionNode ||
    row instanceof GroupNode
  );
}

/** As they are now, each once: a row can be selected together with its parent. */
function itemsOf(rows: readonly Meant[], { inventory, isBusy }: Targets): readonly InventoryItem[] {
  const found = rows.flatMap((row): readonly InventoryItem[] => {
    if (row instanceof OperationNode) {
      const item = subjectOf(row, inventory);
      return item === undefined ? [] : [item];
    }
    // What was visible below the row, which a filter may have narrowed; nothing newer.
    const items = resourcesBelow(row).flatMap(
      ({ inventoryItem }) => inventory.find(itemKey(inventoryItem)) ?? [],
    );
    return row instanceof ResourceNode ? items : items.filter((item) => !isBusy(item));
  });
  return [...new Map(found.map((item) => [itemKey(item), item])).values()];
}

/** The same for commands about one item. */
export async function chooseItem(
  node: unknown,
  placeholder: string,
  targets: Targets,
): Promise<InventoryItem | undefined> {
  if (node instanceof ResourceNode) {
    const [item] = await chooseItems(node, undefined, placeholder, targets);
    return item;
  }
  const picks = await readPicks(targets, () => true);
  const chosen = await vscode.window.showQuickPick(picks, {
    ...matching,
    placeHolder: placeholder,
  });
  return chosen?.item;
}

/** An operation's subject, through the same account where that is still possible. */
function subjectOf({ operation }: OperationNode, inventory: Inventory): InventoryItem | undefined {
  const { subject, identity } = operation.plan;
  const found = inventory.items.filter(
    ({ resource }) => deletionKey(resource) === subject.deletion,
  );
  return (
    found.find(
      ({ subscription: { accountId, tenantId } }) =>
        accountId === identity.accountId && tenantId === identity.tenantId,
    ) ?? found[0]
  );
}

const matching = { matchOnDescription: true, matchOnDetail: true };

export interface ItemPick extends vscode.QuickPickItem {
  readonly item: InventoryItem;
}

/**
 * The items to pick from.
 * @throws CancellationError where there are none, after a message was shown why.
 */
async function readPicks(
  { inventory, serviceOf, isBusy, ensureRead }: Targets,
  fits: (item: InventoryItem) => boolean,
): Promise<readonly ItemPick[]> {
  if ((await readWithProgress(ensureRead)) === "signedOut") {
    await offerSignIn();
    throw new vscode.CancellationError();
  }
  const picks = picksOf(
    inventory.items.filter((item) => !isBusy(item) && fits(item)),
    serviceOf,
  );
  if (picks.length === 0) {
    void vscode.window.showInformationMessage(
      inventory.items.filter(fits).length === 0
        ? vscode.l10n.t(
            "No deleted resource in the subscriptions that could be read supports this action.",
          )
        : vscode.l10n.t("All deleted resources are already being recovered or purged."),
    );
    throw new vscode.CancellationError();
  }
  return picks;
}

/** Reads the inventory once, with progress. */
export function readWithProgress(ensureRead: Targets["ensureRead"]): Thenable<Contents> {
  return vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Window,
      title: vscode.l10n.t("Reading deleted resources…"),
    },
    ensureRead,
  );
}

export function picksOf(
  items: readonly InventoryItem[],
  serviceOf: (item: InventoryItem) => SoftDeleteService,
): readonly ItemPick[] {
  const now = Date.now();
  const shared = sharedNames(items.map(({ resource }) => resource));
  return items.map((item) => ({
    label: inPick(item.resource.name),
    // An icon path, because a screen reader would read an icon in the label by its name.
    iconPath: new vscode.ThemeIcon(serviceOf(item).icon),
    description: inPick(summaryOf(item.resource, now)),
    detail: [
      inPick(item.subscription.name),
      serviceOf(item).noun(item.resource),
      ...(shared.has(item.resource.name.toLowerCase()) ? [deletedWhen(item.resource)] : []),
      ...(item.resource.purgeProtected ? [vscode.l10n.t("purge-protected")] : []),
    ].join(" · "),
    item,
  }));
}

/** Asks the person to sign in, with a button for it. */
export async function offerSignIn(): Promise<void> {
  const signIn = vscode.l10n.t("Sign In to Azure...");
  const chosen = await vscode.window.showInformationMessage(
    vscode.l10n.t("Sign in to Azure to see your deleted resources."),
    signIn,
  );
  if (chosen === signIn) {
    await vscode.commands.executeCommand(commandIds.signIn);
  }
}
