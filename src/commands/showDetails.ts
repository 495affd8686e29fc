import * as vscode from "vscode";
import type { Clock } from "../base/clock";
import { itemKey, type InventoryItem } from "../inventory/inventorySnapshot";
import type { WhoDeleted } from "../deletionHistory/whoDeleted";
import type { DetailsDocuments } from "../ui/details/detailsDocuments";
import { detailsText } from "../ui/details/detailsText";
import { chooseItem, type TargetParts } from "./targets";

export interface ShowDetailsParts extends TargetParts {
  readonly whoDeleted: (item: InventoryItem, signal: AbortSignal) => Promise<WhoDeleted>;
  readonly details: DetailsDocuments;
  readonly clock: Clock;
}

/** Show Details. */
export async function showDetails(parts: ShowDetailsParts, node: unknown): Promise<void> {
  const item = await chooseItem(
    node,
    vscode.l10n.t("Select the deleted resource to show details for"),
    parts,
  );
  if (item !== undefined) {
    await showDetailsOf(parts, item);
  }
}

/** The same for an item that is known. */
export async function showDetailsOf(parts: ShowDetailsParts, item: InventoryItem): Promise<void> {
  const { details, whoDeleted, clock } = parts;
  const service = parts.serviceOf(item);
  const write = (who?: WhoDeleted): string => detailsText(item, service, clock.now(), who);
  await details.show({
    name: item.resource.name,
    key: itemKey(item),
    text: write(),
    later: async (signal) => write(await whoDeleted(item, signal)),
  });
}
