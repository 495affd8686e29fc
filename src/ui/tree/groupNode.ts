import * as vscode from "vscode";
import type { ItemGroup } from "../../inventory/group";
import { tooltipOf } from "../appearance";
import { label } from "../text";
import type { TreeNode } from "../treeNode";
import type { ResourceNode } from "./resourceNode";
import { allFlags, foldingOf } from "./serviceNode";
import { deletedSummary } from "./subscriptionNode";

export interface GroupNodeOptions {
  /** A codicon's name. */
  readonly icon: string;
  /** Which subscription it is of, where there is more than one. */
  readonly subscription: string | undefined;
  readonly isFiltered: boolean;
  /** Beside so much that it starts folded, however little is in it: VS Code draws what is unfolded. */
  readonly isOneOfMany: boolean;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** What is deleted in one resource group or region, or is gone at about the same time. */
export class GroupNode implements TreeNode {
  readonly id: string;
  readonly signature: string;
  readonly #description: string;

  constructor(
    private readonly group: ItemGroup,
    readonly children: readonly ResourceNode[],
    private readonly options: GroupNodeOptions,
  ) {
    // Another row while a filter narrows it: VS Code would keep it as folded as it was.
    this.id = `group|${options.icon}|${group.key}${options.isFiltered ? "|filtered" : ""}`;
    this.#description = [
      ...(options.subscription === undefined ? [] : [options.subscription]),
      deletedSummary(
        group.items.map(({ resource }) => resource),
        options.now,
      ),
    ].join(" · ");
    this.signature = `${group.title}|${this.#description}`;
  }

  item(): vscode.TreeItem {
    const { title } = this.group;
    const item = new vscode.TreeItem(
      label(title),
      this.options.isOneOfMany
        ? vscode.TreeItemCollapsibleState.Collapsed
        : foldingOf(this.children.length, this.options.isFiltered),
    );
    item.id = this.id;
    item.description = this.#description;
    item.iconPath = new vscode.ThemeIcon(this.options.icon);
    item.contextValue = allFlags(this.children.map(({ service }) => service));
    item.tooltip = tooltipOf(title, [[vscode.l10n.t("Deleted"), this.#description]]);
    return item;
  }
}
