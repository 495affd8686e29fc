import * as vscode from "vscode";
import type { InventoryItem } from "../inventory/inventorySnapshot";
import { chooseItems, type TargetParts } from "./targets";

/** Copy Name. */
export async function copyName(parts: TargetParts, node: unknown, nodes: unknown): Promise<void> {
  await copy(parts, node, nodes, ({ resource }) => resource.name);
}

/** Copy Resource ID: the id the resource had, and gets back. */
export async function copyResourceId(
  parts: TargetParts,
  node: unknown,
  nodes: unknown,
): Promise<void> {
  await copy(parts, node, nodes, ({ resource }) => resource.originalId);
}

async function copy(
  parts: TargetParts,
  node: unknown,
  nodes: unknown,
  what: (item: InventoryItem) => string,
): Promise<void> {
  const items = await chooseItems(
    node,
    nodes,
    vscode.l10n.t("Select the deleted resources to copy from"),
    parts,
  );
  if (items.length > 0) {
    await vscode.env.clipboard.writeText(items.map(what).join("\n"));
  }
}
