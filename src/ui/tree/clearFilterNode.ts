import * as vscode from "vscode";
import { commandIds } from "../ids";
import type { TreeNode } from "../treeNode";

/** A row that clears a filter without matches. */
export class ClearFilterNode implements TreeNode {
  readonly id = "clearFilter";
  readonly signature = "";
  readonly children: readonly TreeNode[] = [];

  item(): vscode.TreeItem {
    const title = vscode.l10n.t("Clear Filter");
    const item = new vscode.TreeItem(title, vscode.TreeItemCollapsibleState.None);
    item.id = this.id;
    item.description = vscode.l10n.t("show all resources");
    item.iconPath = new vscode.ThemeIcon("search-stop");
    item.command = { command: commandIds.clearFilter, title, arguments: [] };
    return item;
  }
}
