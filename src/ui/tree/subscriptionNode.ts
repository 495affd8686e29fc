import * as vscode from "vscode";
import type { Subscription } from "../../account/account";
import { subscriptionKey, type SubscriptionBranch } from "../../inventory/inventorySnapshot";
import { describeTimeLeft } from "../../base/timeLeft";
import type { DeletedResource } from "../../services/deletedResource";
import { tooltipOf } from "../appearance";
import { label } from "../text";
import type { TreeNode } from "../treeNode";
import { branchFlags } from "./serviceNode";

export interface SubscriptionNodeOptions {
  /** Whether another account shows the same subscription, so that the row must tell which. */
  readonly ambiguous: boolean;
  readonly unfolded: boolean;
  readonly isFiltered: boolean;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/**
 * Whether a subscription was read and nothing was found in it. Reading it once more does not change
 * that, so that its row stays where it is meanwhile.
 */
export function isEmptySubscription({ branches }: SubscriptionBranch): boolean {
  return branches.every(
    ({ state, wasRead, resources, malformed }) =>
      state !== "failed" && wasRead && resources.length === 0 && malformed === 0,
  );
}

/** "3 deleted · 4 h left": how many, and how soon the next is gone. */
export function deletedSummary(resources: readonly DeletedResource[], now: number): string {
  let first: string | undefined;
  let next: string | undefined;
  for (const { purgeAt } of resources) {
    if (purgeAt !== undefined) {
      first = first === undefined || purgeAt < first ? purgeAt : first;
      if ((next === undefined || purgeAt < next) && Date.parse(purgeAt) > now) {
        next = purgeAt;
      }
    }
  }
  // What is due already and still listed says nothing of what can be saved in time.
  const nearest = next ?? first;
  const count = vscode.l10n.t("{0} deleted", resources.length);
  return nearest === undefined ? count : `${count} · ${describeTimeLeft(nearest, now)}`;
}

/** A subscription, as one account sees it. */
export class SubscriptionNode implements TreeNode {
  readonly id: string;
  readonly signature: string;
  readonly #description: string;

  constructor(
    private readonly entry: SubscriptionBranch,
    readonly children: readonly TreeNode[],
    private readonly options: SubscriptionNodeOptions,
  ) {
    // Another row once there is something in it: VS Code remembers that a row had no twistie, and
    // would keep it folded.
    this.id =
      subscriptionKey(entry.subscription) +
      (this.isEmpty ? "|empty" : options.isFiltered ? "|filtered" : "");
    this.#description = [
      ...(options.ambiguous ? [label(entry.subscription.accountLabel)] : []),
      this.#summary(),
    ].join(" · ");
    this.signature = this.#description;
  }

  get subscription(): Subscription {
    return this.entry.subscription;
  }

  /** Nothing deleted in it, and nothing that failed or is still being read. */
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
