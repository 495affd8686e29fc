import * as vscode from "vscode";
import type { Subscription } from "../../account/account";
import { contextFlags } from "../ids";
import { subscriptionKey, type Branch } from "../../inventory/inventorySnapshot";
import { marksOf, tooltipOf } from "../appearance";
import type { TreeNode } from "../treeNode";

/** Above this number of rows, a service starts collapsed. */
const mostUnfolded = 25;
/** Matches of a filter are shown unfolded, unless there are very many. */
const mostUnfoldedOfFiltered = 250;

export class ServiceNode implements TreeNode {
  readonly id: string;
  readonly signature: string;
  readonly #description: string;

  constructor(
    readonly subscription: Subscription,
    readonly branch: Branch,
    readonly children: readonly TreeNode[],
    private readonly isFiltered = false,
  ) {
    const { service, resources, malformed } = branch;
    // Another id while filtered, because VS Code would restore the collapsed state.
    this.id = `${subscriptionKey(subscription)}|${service.id}${isFiltered ? "|filtered" : ""}`;
    const count =
      malformed === 0
        ? String(resources.length)
        : vscode.l10n.t("{0}, and {1} unreadable", resources.length, malformed);
    this.#description = [count, ...statusOf(branch)].join(" · ");
    this.signature = this.#description;
  }

  item(): vscode.TreeItem {
    const { service, resources, malformed } = this.branch;
    const item = new vscode.TreeItem(
      service.name,
      foldingOf(this.children.length, this.isFiltered),
    );
    item.id = this.id;
    item.description = this.#description;
    item.iconPath = new vscode.ThemeIcon(service.icon);
    item.contextValue = branchFlags([this.branch]);
    const marks = marksOf(service);
    item.tooltip = tooltipOf(service.name, [
      [vscode.l10n.t("Retention period"), service.retention],
      ...(marks === undefined ? [] : [[vscode.l10n.t("Status"), marks] as const]),
      ...(service.limits.length === 0
        ? []
        : [[vscode.l10n.t("Limits"), service.limits.join(" ")] as const]),
      ...(malformed > 0
        ? [
            [
              vscode.l10n.t("Left out"),
              vscode.l10n.t("{0} unreadable items (see the log)", malformed),
            ] as const,
          ]
        : []),
    ]);
    item.accessibilityInformation = {
      label: [
        service.name,
        vscode.l10n.t("{0} deleted", resources.length),
        ...(malformed === 0
          ? []
          : [vscode.l10n.t("{0} unreadable items (see the log)", malformed)]),
        ...statusOf(this.branch),
      ].join(", "),
    };
    return item;
  }
}

/** The initial collapsible state of a row. */
export function foldingOf(children: number, isFiltered: boolean): vscode.TreeItemCollapsibleState {
  if (children === 0) {
    return vscode.TreeItemCollapsibleState.None;
  }
  return children > (isFiltered ? mostUnfoldedOfFiltered : mostUnfolded)
    ? vscode.TreeItemCollapsibleState.Collapsed
    : vscode.TreeItemCollapsibleState.Expanded;
}

/** The context flags of some branches, from their services. */
export function branchFlags(branches: readonly Branch[]): string {
  const filled = branches.filter(({ resources }) => resources.length > 0);
  return allFlags(filled.map(({ service }) => service));
}

/** The context flags of some services. */
export function allFlags(services: readonly Branch["service"][]): string {
  const all = new Set(services);
  const has = (can: (service: Branch["service"]) => boolean): boolean => [...all].some(can);
  return [
    contextFlags.branch,
    ...(has(({ permissions }) => permissions.recover !== undefined)
      ? [contextFlags.recoverAll]
      : []),
    ...(has(({ permissions }) => permissions.purge !== undefined) ? [contextFlags.purgeAll] : []),
  ].join(";");
}

/** Marks for preview and experimental services. */
function statusOf({ service: { availability } }: Branch): readonly string[] {
  return [
    ...(availability.preview === true ? [vscode.l10n.t("preview")] : []),
    ...(availability.experimental === undefined ? [] : [vscode.l10n.t("experimental")]),
  ];
}
