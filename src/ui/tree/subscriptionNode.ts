import * as vscode from "vscode";
import type { Subscription } from "../../account/account";
import { subscriptionKey, type SubscriptionBranch } from "../../inventory/inventorySnapshot";
import { tooltipOf } from "../appearance";
import { deletedSummary } from "../summaries";
import { label } from "../text";
import type { TreeNode } from "../treeNode";
import { branchFlags } from "./serviceNode";

export interface SubscriptionNodeOptions {
  /** Whether another account shows the same subscription, so that the row names the account. */
  readonly ambiguous: boolean;
  readonly unfolded: boolean;
  readonly isFiltered: boolean;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** Whether a subscription was read and is empty. Its row stays in place while it is read again. */
export function isEmptySubscription({ branches }: SubscriptionBranch): boolean {
  return branches.every(
    ({ state, wasRead, resources, malformed }) =>
      state !== "failed" && wasRead && resources.length === 0 && malformed === 0,
  );
}

export class SubscriptionNode implements TreeNode {
  readonly id: string;
  readonly signature: string;
  readonly #description: string;

  constructor(
    private readonly entry: SubscriptionBranch,
    readonly children: readonly TreeNode[],
    private readonly options: SubscriptionNodeOptions,
  ) {
    // Another id once it has children, because VS Code remembers rows without a twistie as
    // collapsed.
    this.id =
      subscriptionKey(entry.subscription) +
      (this.isEmpty ? "|empty" : options.isFiltered ? "|filtered" : "");
    this.#description = [
      this.#summary(),
      ...(options.ambiguous ? [label(entry.subscription.accountLabel)] : []),
    ].join(" · ");
    this.signature = this.#description;
  }

  get subscription(): Subscription {
    return this.entry.subscription;
  }

  /** Nothing deleted, failed, or still being read. */
  get isEmpty(): boolean {
    return isEmptySubscription(this.entry);
  }

  item(): vscode.TreeItem {
    const { subscription } = this.entry;
    const item = new vscode.TreeItem(label(subscription.name), this.#folding());
    item.id = this.id;
    item.description = this.#description;
    item.iconPath = new vscode.ThemeIcon("azure");
    item.contextValue = branchFlags(this.entry.branches);
    item.tooltip = tooltipOf(subscription.name, [
      [vscode.l10n.t("Subscription ID"), subscription.subscriptionId],
      [vscode.l10n.t("Tenant ID"), subscription.tenantId],
      [vscode.l10n.t("Account"), subscription.accountLabel],
    ]);
    item.accessibilityInformation = {
      label: [label(subscription.name), vscode.l10n.t("subscription"), this.#description].join(
        ", ",
      ),
    };
    return item;
  }

  #summary(): string {
    const resources = this.entry.branches.flatMap((branch) => branch.resources);
    if (resources.length === 0) {
      if (this.isEmpty) {
        return vscode.l10n.t("nothing deleted");
      }
      if (this.options.isFiltered) {
        return vscode.l10n.t("no matches in the part that could be read");
      }
      return this.entry.branches.some(({ state }) => state === "reading")
        ? vscode.l10n.t("reading…")
        : vscode.l10n.t("couldn't be read");
    }
    return deletedSummary(resources, this.options.now);
  }

  #folding(): vscode.TreeItemCollapsibleState {
    if (this.isEmpty) {
      return vscode.TreeItemCollapsibleState.None;
    }
    return this.options.unfolded
      ? vscode.TreeItemCollapsibleState.Expanded
      : vscode.TreeItemCollapsibleState.Collapsed;
  }
}
