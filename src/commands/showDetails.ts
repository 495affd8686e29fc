import * as vscode from "vscode";
import type { Clock } from "../azure/clock";
import type { DetailsDocuments } from "../ui/details/details";
import { chooseItem, type TargetParts } from "./targets";

export interface ShowDetailsParts extends TargetParts {
  readonly details: DetailsDocuments;
  readonly clock: Clock;
}

/** Show Details. */
export async function showDetails(parts: ShowDetailsParts, node: unknown): Promise<void> {
  const item = await chooseItem(
    node,
    vscode.l10n.t("Select the deleted resource to show details of"),
    parts,
  );
  if (item !== undefined) {
    await parts.details.show(item, parts.serviceOf(item), parts.clock.now());
  }
}
