import * as vscode from "vscode";
import type { Subscription } from "../../account/account";
import { contextFlags } from "../../ids";
import { subscriptionKey, type Branch } from "../../recovery/inventorySnapshot";
import { marksOf, tooltipOf } from "../appearance";
import type { TreeNode } from "./nodes";

/** More rows than this start folded, so that one service does not fill the view. */
const mostUnfolded = 25;

/** One service in one subscription: what is deleted of it. */
export class ServiceNode implements TreeNode {
  readonly id: string;
  readonly signature: string;
  readonly #description: string;

  constructor(
    readonly subscription: Subscription,
    readonly branch: Branch,
    readonly children: readonly TreeNode[],
  ) {
    const { service, resources, malformed } = branch;
    this.id = `${subscriptionKey(subscription)}|${service.id}`;
    const count =
      malformed === 0
        ? String(resources.length)
        : vscode.l10n.t("{0}, and {1} that could not be understood", resources.length, malformed);
    this.#description = [count, ...statusOf(branch)].join(" · ");
    this.signature = this.#description;
  }

  item(): vscode.TreeItem {
    const { service, malformed } = this.branch;
    const item = new vscode.TreeItem(service.name, this.#folding());
    item.id = this.id;
    item.description = this.#description;
    item.iconPath = new vscode.ThemeIcon(service.icon);
    item.contextValue = contextFlags.branch;
    const marks = marksOf(service);
    item.tooltip = tooltipOf(service.name, [
      [vscode.l10n.t("Kept"), service.retention],
      ...(marks === undefined ? [] : [[vscode.l10n.t("Status"), marks] as const]),
      ...(service.limits.length === 0
        ? []
        : [[vscode.l10n.t("Limits"), service.limits.join(" ")] as const]),
      ...(malformed > 0
        ? [
            [
              vscode.l10n.t("Left out"),
              vscode.l10n.t("{0} items that could not be understood; see the log", malformed),
            ] as const,
          ]
        : []),
    ]);
    return item;
  }

  #folding(): vscode.TreeItemCollapsibleState {
    if (this.children.length === 0) {
      return vscode.TreeItemCollapsibleState.None;
    }
    return this.children.length > mostUnfolded
      ? vscode.TreeItemCollapsibleState.Collapsed
      : vscode.TreeItemCollapsibleState.Expanded;
  }
}

/** What a person should know before relying on it. */
function statusOf({ service: { availability } }: Branch): readonly string[] {
  return [
    ...(availability.preview === true ? [vscode.l10n.t("preview")] : []),
    ...(availability.experimental === undefined ? [] : [vscode.l10n.t("experimental")]),
  ];
}
