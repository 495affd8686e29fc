import * as vscode from "vscode";
import type { InventoryItem } from "../inventory/inventorySnapshot";
import { chooseItems, type Targets } from "./targets";

export async function copyName(targets: Targets, node: unknown, nodes: unknown): Promise<void> {
  await copy(targets, node, nodes, ({ resource }) => resource.name);
}

/** Copy Resource ID: the id of the original resource. */
export async function copyResourceId(
  targets: Targets,
  node: unknown,
  nodes: unknown,
): Promise<void> {
  await copy(targets, node, nodes, ({ resource }) => resource.originalId);
}

async function copy(
  targets: Targets,
  node: unknown,
  nodes: unknown,
  what: (item: InventoryItem) => string,
): Promise<void> {
  const items = await chooseItems(
    node,
    nodes,
    vscode.l10n.t("Select the deleted resources to copy from"),
    targets,
  );
  if (items.length > 0) {
    await vscode.env.clipboard.writeText(items.map(what).join("\n"));
  }
}
