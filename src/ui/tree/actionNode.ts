import * as vscode from "vscode";
import type { ReadTrouble } from "../../inventory/readTrouble";
import { commandIds, type CommandId } from "../ids";
import type { TreeNode } from "../treeNode";

interface ActionRow {
  readonly id: string;
  readonly title: string;
  /** A codicon's name. */
  readonly icon: string;
  readonly command: CommandId;
  readonly description?: string;
  /** For screen readers, which don't read the message above the rows. */
  readonly reason?: string;
}

/** A row that runs a command. */
export class ActionNode implements TreeNode {
  readonly id: string;
  readonly signature: string;
  readonly children: readonly TreeNode[] = [];

  constructor(private readonly row: ActionRow) {
    this.id = row.id;
    this.signature = row.reason ?? "";
  }

  item(): vscode.TreeItem {
    const { title, icon, command, description, reason } = this.row;
    const item = new vscode.TreeItem(title, vscode.TreeItemCollapsibleState.None);
    item.id = this.id;
    item.iconPath = new vscode.ThemeIcon(icon);
    item.command = { command, title, arguments: [] };
    if (description !== undefined) {
      item.description = description;
    }
    if (reason !== undefined) {
      item.tooltip = reason;
      item.accessibilityInformation = { label: `${title}. ${reason}` };
    }
    return item;
  }
}

/** For a filter without matches. */
export function clearFilterRow(): ActionNode {
  return new ActionNode({
    id: "clearFilter",
    title: vscode.l10n.t("Clear Filter"),
    icon: "search-stop",
    command: commandIds.clearFilter,
    description: vscode.l10n.t("show all resources"),
  });
}

/** What a person can do about a list that couldn't be updated. */
export function staleListRows(trouble: ReadTrouble, reason: string): readonly ActionNode[] {
  const tryAgain = new ActionNode({
    id: "tryAgain",
    title: vscode.l10n.t("Try Again"),
    icon: "refresh",
    command: commandIds.refreshAll,
    reason,
  });
  const signIn = new ActionNode({
    id: "signIn",
    title: vscode.l10n.t("Sign In to Azure..."),
    icon: "account",
    command: commandIds.signIn,
    reason,
  });
  return trouble === "signIn" ? [tryAgain, signIn] : [tryAgain];
}
