import * as vscode from "vscode";
import type { Clock } from "../base/clock";
import type { InventoryItem } from "../inventory/inventorySnapshot";
import type { Planner } from "../planning/planner";
import { purgeContent } from "../ui/purgeConfirmation/content";
import { ResourceNode } from "../ui/tree/resourceNode";
import { confirmAndPurge, type ConfirmParts } from "./confirmAndPurge";
import { propose, refuse } from "./propose";
import { chooseItems, type TargetParts } from "./targets";
import type { PurgeProposal } from "../planning/proposals";

export interface PurgeParts extends TargetParts, ConfirmParts {
  /** Moves the focus back to the row of items that are not purged. */
  readonly returnFocusTo: (items: readonly InventoryItem[]) => Promise<void>;
  readonly planner: Planner;
  readonly clock: Clock;
}

/** Purge...: the rows it was called on, or those picked from a list. */
export async function purge(parts: PurgeParts, node: unknown, nodes: unknown): Promise<void> {
  const items = await chooseItems(
    node,
    nodes,
    vscode.l10n.t("Select the deleted resources to purge (you confirm on the next page)"),
    parts,
    (item) => parts.serviceOf(item).permissions.purge !== undefined,
  );
  if (items.length > 0) {
    await purgeItems(parts, items, node instanceof ResourceNode);
  }
}

/**
 * The same for items that are known.
 *
 * @param isFromRow whether the page takes the focus from a row of the tree, and has to give it back.
 */
export async function purgeItems(
  parts: PurgeParts,
  items: readonly InventoryItem[],
  isFromRow = false,
): Promise<void> {
  const planning = parts.planner.begin();
  const { possible, impossible } = await propose<PurgeProposal>(items, (item) => {
    const alone = parts.serviceOf(item).onePurgeAtATime;
    return alone !== undefined && items.length > 1
      ? Promise.resolve({ possible: false as const, item, reason: alone })
      : parts.planner.purge(item, planning);
  });
  if (possible.length === 0) {
    await refuse(impossible);
    return;
  }
  const content = purgeContent(possible, impossible, parts.serviceOf, parts.clock.now());
  await confirmAndPurge(
    parts,
    content,
    possible.map(({ plan }) => plan),
    isFromRow
      ? {
          afterConfirm: () => parts.moveFocusFrom(possible.map(({ item }) => item)),
          afterCancel: () => parts.returnFocusTo(items),
        }
      : undefined,
  );
}
