import * as vscode from "vscode";
import type { Subscription } from "../../account/account";
import { commandIds, contextFlags } from "../ids";
import { subscriptionKey, type Branch } from "../../inventory/inventorySnapshot";
import { failedIcon } from "../appearance";
import type { TreeNode } from "../treeNode";
import type { AccountProblemNode, FailureNode } from "./problemNodes";

/**
 * What could not be read, where rows are not below their subscription and service: each with its
 * reason and its way out.
 */
export class UnreadNode implements TreeNode {
  readonly id = "unread";
  readonly signature: string;

  constructor(readonly children: readonly (FailureNode | AccountProblemNode | MalformedNode)[]) {
    this.signature = String(children.length);
  }

  item(): vscode.TreeItem {
    const item = new vscode.TreeItem(
      vscode.l10n.t("Couldn't be read"),
      vscode.TreeItemCollapsibleState.Expanded,
    );
    item.id = this.id;
    item.description = this.signature;
    item.iconPath = failedIcon();
    item.contextValue = contextFlags.branch;
    item.tooltip = vscode.l10n.t("Deleted resources there may be missing from the list.");
    return item;
  }
}

/** Malformed items that were left out of a service's list. */
export class MalformedNode implements TreeNode {
  readonly children: readonly TreeNode[] = [];
  readonly id: string;
  readonly signature: string;

  /** @param where the subscription; undefined where there is only one. */
  constructor(
    readonly subscription: Subscription,
    readonly branch: Branch,
    where: string | undefined,
  ) {
    this.id = `${subscriptionKey(subscription)}|${branch.service.id}|malformed`;
    this.signature = [
      ...(where === undefined ? [] : [where]),
      vscode.l10n.t("{0} unreadable items (see the log)", branch.malformed),
    ].join(" · ");
  }

  item(): vscode.TreeItem {
    const { name } = this.branch.service;
    const item = new vscode.TreeItem(name, vscode.TreeItemCollapsibleState.None);
    item.id = this.id;
    item.description = this.signature;
    item.iconPath = new vscode.ThemeIcon("question");
    item.contextValue = contextFlags.branch;
    item.command = {
      command: commandIds.showLog,
      title: vscode.l10n.t("Show Log"),
      arguments: [],
    };
    return item;
  }
}
