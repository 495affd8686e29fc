import * as vscode from "vscode";
import type { Clock } from "../../azure/clock";
import type { Inventory } from "../../recovery/inventory";
import type {
  Branch,
  InventorySnapshot,
  SubscriptionBranch,
} from "../../recovery/inventorySnapshot";
import type { Runner } from "../../recovery/runner";
import { expiresWithin, millisecondsLeft } from "../../recovery/timeLeft";
import { deletionKey } from "../../services/deletedResource";
import { sharedNames } from "../appearance";
import type { TreeNode } from "./nodes";
import { AccountProblemNode, FailureNode } from "./problemNodes";
import { ResourceNode } from "./resourceNode";
import { paint, type Painting, type Row } from "./rows";
import { ServiceNode } from "./serviceNode";
import { SubscriptionNode } from "./subscriptionNode";

export interface ResourcesTreeParts {
  readonly inventory: Inventory;
  readonly runner: Runner;
  readonly clock: Clock;
  readonly warnHours: () => number;
  /** Called once, when the view first asks for its rows. */
  readonly onFirstPaint: () => void;
}

/** More subscriptions than this start folded. */
const mostUnfolded = 10;
/** Changes come in bursts; the view is asked to paint at most this often, in milliseconds. */
const paintInterval = 60;
/** So that "31 h left" stays true. */
const minute = 60_000;

/** The Deleted Resources view: subscription > service > deleted resource, as it comes in. */
export class ResourcesTree implements vscode.TreeDataProvider<Row>, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<Row[] | undefined>();
  readonly onDidChangeTreeData = this.#changed.event;
  readonly #disposables: { dispose(): void }[];
  #painting: NodeJS.Timeout | undefined;
  #painted = false;
  #rows: readonly Row[] = [];

  constructor(private readonly parts: ResourcesTreeParts) {
    const repaint = (): void => {
      this.repaint();
    };
    const ticking = setInterval(repaint, minute);
    this.#disposables = [
      this.#changed,
      parts.inventory.onDidChange(repaint),
      parts.runner.onDidChange(repaint),
      {
        dispose: () => {
          clearInterval(ticking);
        },
      },
    ];
  }

  /** Paints soon; several calls in a row are one. */
  repaint(): void {
    this.#painting ??= setTimeout(() => {
      this.#painting = undefined;
      const { repaint } = this.#paint();
      this.#changed.fire(repaint === "all" ? undefined : [...repaint]);
    }, paintInterval);
  }

  getTreeItem(row: Row): vscode.TreeItem {
    return row.node.item();
  }

  getParent(row: Row): Row | undefined {
    return row.parent;
  }

  getChildren(row?: Row): Row[] {
    if (row !== undefined) {
      return [...row.children];
    }
    if (!this.#painted) {
      this.#painted = true;
      this.#paint();
      this.parts.onFirstPaint();
    }
    return [...this.#rows];
  }

  /** How many items expire soon, for the badge. */
  countExpiring(): number {
    const now = this.parts.clock.now();
    const hours = this.parts.warnHours();
    const expiring = this.parts.inventory.items.filter(
      ({ resource: { purgeAt } }) =>
        expiresWithin(purgeAt, hours, now) && (millisecondsLeft(purgeAt, now) ?? 0) > 0,
    );
    // Two accounts can show the same deletion; and what is due already cannot be saved in time.
    return new Set(expiring.map(({ resource }) => deletionKey(resource))).size;
  }

  dispose(): void {
    clearTimeout(this.#painting);
    for (const disposable of this.#disposables) {
      disposable.dispose();
    }
  }

  #paint(): Painting {
    const painting = paint(this.#rows, this.#roots(this.parts.inventory.snapshot));
    this.#rows = painting.rows;
    return painting;
  }

  #roots({ subscriptions, problems }: InventorySnapshot): readonly TreeNode[] {
    const now = this.parts.clock.now();
    const ids = subscriptions.map(({ subscription }) => subscription.subscriptionId);
    const nodes = subscriptions.map((entry) => {
      const { subscription, branches } = entry;
      return new SubscriptionNode(
        entry,
        branches.flatMap((branch) => this.#branch(entry, branch, now)),
        {
          ambiguous: ids.filter((id) => id === subscription.subscriptionId).length > 1,
          unfolded: subscriptions.length <= mostUnfolded,
          now,
        },
      );
    });
    if (problems.length === 0 && nodes.every((node) => node.isEmpty)) {
      // Nothing at all: the view's welcome text says more than a list of empty subscriptions.
      return [];
    }
    return [
      ...nodes.filter((node) => !node.isEmpty),
      ...problems.map((problem) => new AccountProblemNode(problem)),
      ...nodes.filter((node) => node.isEmpty),
    ];
  }

  #branch(
    { subscription, resourceGroups }: SubscriptionBranch,
    branch: Branch,
    now: number,
  ): readonly TreeNode[] {
    const { resources, malformed, failure, service } = branch;
    const failures = failure === undefined ? [] : [new FailureNode(subscription, service, failure)];
    if (resources.length === 0 && malformed === 0) {
      // While it is being read, the subscription's row says so; most services will have nothing.
      return failures;
    }
    const warnHours = this.parts.warnHours();
    const shared = sharedNames(resources);
    const items = resources.map(
      (resource) =>
        new ResourceNode(
          { subscription, resource },
          service,
          this.parts.runner.runningOn(deletionKey(resource)),
          warnHours,
          now,
          { resourceGroups, isNameShared: shared.has(resource.name.toLowerCase()) },
        ),
    );
    return [new ServiceNode(subscription, branch, [...failures, ...items])];
  }
}
