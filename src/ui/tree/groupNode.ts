import * as vscode from "vscode";
import type { ItemGroup } from "../../inventory/group";
import { tooltipOf } from "../appearance";
import { deletedSummary } from "../summaries";
import { label } from "../text";
import type { TreeNode } from "../treeNode";
import type { ResourceNode } from "./resourceNode";
import { allFlags, foldingOf } from "./serviceNode";

export interface GroupNodeOptions {
  /** A codicon's name. */
  readonly icon: string;
  /** The subscription, where there are several. */
  readonly subscription: string | undefined;
  readonly isFiltered: boolean;
  /**
   * Whether it starts collapsed because of the total, whatever its own size: VS Code draws expanded
   * rows.
   */
  readonly isOneOfMany: boolean;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** The deleted resources of one resource group, region, or period of time left. */
export class GroupNode implements TreeNode {
  readonly id: string;
  readonly signature: string;
  readonly #description: string;

  constructor(
    private readonly group: ItemGroup,
    readonly children: readonly ResourceNode[],
    private readonly options: GroupNodeOptions,
  ) {
    // Another id while filtered, because VS Code would restore the collapsed state.
    this.id = `group|${options.icon}|${group.key}${options.isFiltered ? "|filtered" : ""}`;
    this.#description = [
      deletedSummary(
        group.items.map(({ resource }) => resource),
        options.now,
      ),
      ...(options.subscription === undefined ? [] : [options.subscription]),
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
