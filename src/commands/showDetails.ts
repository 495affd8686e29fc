import * as vscode from "vscode";
import type { Clock } from "../base/clock";
import type { SoftDeleteService } from "../services/service";
import { itemKey, type InventoryItem } from "../inventory/inventorySnapshot";
import type { WhoDeleted } from "../deletionHistory/whoDeleted";
import type { DetailsDocuments } from "../ui/details/detailsDocuments";
import { detailsText } from "../ui/details/detailsText";
import { chooseItem, type Targets } from "./targets";

/** What writes the details of a deleted resource, and where. */
export interface DetailsWriter {
  readonly serviceOf: (item: InventoryItem) => SoftDeleteService;
  readonly whoDeleted: (item: InventoryItem, signal: AbortSignal) => Promise<WhoDeleted>;
  readonly details: DetailsDocuments;
  readonly clock: Clock;
}

export async function showDetails(
  targets: Targets,
  writer: DetailsWriter,
  node: unknown,
): Promise<void> {
  const item = await chooseItem(
    node,
    vscode.l10n.t("Select the deleted resource to show details for"),
    targets,
  );
  if (item !== undefined) {
    await showDetailsOf(writer, item);
  }
}

export async function showDetailsOf(writer: DetailsWriter, item: InventoryItem): Promise<void> {
  const { details, serviceOf, whoDeleted, clock } = writer;
  const service = serviceOf(item);
  const write = (who?: WhoDeleted): string => detailsText(item, service, clock.now(), who);
  await details.show({
    name: item.resource.name,
    key: itemKey(item),
    text: write(),
    later: async (signal) => write(await whoDeleted(item, signal)),
  });
}
