import * as vscode from "vscode";
import type { Clock } from "../../base/clock";
import type { BatchRunner } from "../../operations/batch/batchRunner";
import type { Inventory } from "../../inventory/inventory";
import {
  itemKey,
  type Branch,
  type InventoryItem,
  type InventorySnapshot,
  type SubscriptionBranch,
} from "../../inventory/inventorySnapshot";
import type { Runner } from "../../operations/runner";
import type { WhoDeleted } from "../../deletionHistory/whoDeleted";
import { deletionKey } from "../../services/deletedResource";
import type { Explain } from "../../services/errors/errorTable";
import { sharedNames } from "../appearance";
import { minute } from "../../base/durations";
import type { ViewOptionsStore, ViewTexts } from "./viewOptions";
import type * as Arranging from "./buildRows";
import type { Hovers } from "./hovers";
import type { TreeNode } from "../treeNode";
import { AccountProblemNode, FailureNode } from "./problemNodes";
import { Recoverability } from "./recoverability";
import { ResourceNode } from "./resourceNode";
import { paint, rowToFocusAfter, findRow, type Painting, type Row } from "../treeRows";
import { ServiceNode } from "./serviceNode";
import { SubscriptionNode } from "./subscriptionNode";

export interface ResourcesTreeParts {
  readonly inventory: Inventory;
  readonly runner: Runner;
  readonly batches: BatchRunner;
  readonly viewOptions: ViewOptionsStore;
  readonly clock: Clock;
  readonly warnHours: () => number;
  readonly explain: Explain;
  /** From the Activity Log; asked when somebody points at a row. */
  readonly whoDeleted: (item: InventoryItem) => Promise<WhoDeleted>;
  /** Called once, when the view first asks for its rows. */
  readonly onFirstPaint: () => void;
}

const noTexts: ViewTexts = { description: "", message: "" };
/** More subscriptions than this start folded. */
const mostUnfolded = 10;
/** Changes come in bursts; the view is asked to paint at most this often, in milliseconds. */
const paintInterval = 60;
/** And so many times as long as the last painting took, with thousands of rows. */
const restShare = 10;

/**
 * The Deleted Resources view: subscription > service > deleted resource, as it comes in, or as the
 * person wants to look at it.
 */
export class ResourcesTree implements vscode.TreeDataProvider<Row>, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<Row[] | undefined>();
  readonly onDidChangeTreeData = this.#changed.event;
  readonly #disposables: { dispose(): void }[];
  #painting: NodeJS.Timeout | undefined;
  #painted = false;
  /** What the last painting has cost, in milliseconds. */
  #cost = 0;
  #rows: readonly Row[] = [];
  #hovers: Promise<Hovers<ResourceNode>> | undefined;
  /** Loaded when the person looks at the list in another way than the usual. */
  #rowBuilder: typeof Arranging | undefined;
  #isLoading = false;
  #texts = noTexts;
  readonly #recoverability = new Recoverability();

  constructor(private readonly parts: ResourcesTreeParts) {
    const repaint = (): void => {
      this.repaint();
    };
    // So that "31 h left" stays true.
    const ticking = setInterval(repaint, minute);
    this.#disposables = [
      this.#changed,
      parts.inventory.onDidChange(repaint),
      parts.runner.onDidChange(repaint),
      parts.batches.onDidChange(repaint),
      parts.viewOptions.onDidChange(() => {
        // Somebody waits for this one.
        clearTimeout(this.#painting);
        this.#painting = undefined;
        this.#paintAfter(0);
      }),
      {
        dispose: () => {
          clearInterval(ticking);
        },
      },
    ];
  }

  /** Paints soon; several calls in a row are one. */
  repaint(): void {
    this.#paintAfter(Math.max(paintInterval, this.#cost * restShare));
  }

  #paintAfter(milliseconds: number): void {
    this.#painting ??= setTimeout(() => {
      this.#painting = undefined;
      this.#cost = 0;
      const began = performance.now();
      const { repaint } = this.#paint();
      this.#changed.fire(repaint === "all" ? undefined : [...repaint]);
      this.#cost += performance.now() - began;
    }, milliseconds);
  }

  getTreeItem(row: Row): vscode.TreeItem {
    const began = performance.now();
    const item = row.node.item();
    this.#cost += performance.now() - began;
    return item;
  }

  /** VS Code calls this when somebody points at a row that has no tooltip yet. */
  async resolveTreeItem(
    item: vscode.TreeItem,
    row: Row,
    token: vscode.CancellationToken,
  ): Promise<vscode.TreeItem> {
    if (row.node instanceof ResourceNode) {
      this.#hovers ??= this.#loadHovers();
      item.tooltip = await (await this.#hovers).tooltip(row, row.node, token);
    }
    return item;
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

  /** What stands beside and below the view's title. */
  get texts(): ViewTexts {
    return this.#texts;
  }

  get rows(): readonly Row[] {
    return this.#rows;
  }

  /** Where the focus belongs once the rows of these items are gone. */
  rowBeside(items: readonly InventoryItem[]): Row | undefined {
    return rowToFocusAfter(this.#rows, new Set(items.map(itemKey)));
  }

  /** The first of the rows of these items. */
  rowOf(items: readonly InventoryItem[]): Row | undefined {
    return findRow(this.#rows, new Set(items.map(itemKey)));
  }

  dispose(): void {
    clearTimeout(this.#painting);
    void this.#hovers?.then((hovers) => {
      hovers.dispose();
    });
    for (const disposable of this.#disposables) {
      disposable.dispose();
    }
  }

  async #loadHovers(): Promise<Hovers<ResourceNode>> {
    const { resourceHovers } = await import("./resourceHovers");
    const { whoDeleted, clock } = this.parts;
    return resourceHovers({
      whoDeleted,
      clock,
      renew: (rows) => {
        this.#changed.fire([...rows]);
      },
    });
  }

  #paint(): Painting {
    const roots = this.#roots();
    if (roots === undefined) {
      return { rows: this.#rows, repaint: [] };
    }
    const painting = paint(this.#rows, roots);
    this.#rows = painting.rows;
    return painting;
  }

  /** Undefined while what they take is being loaded; then it is painted again. */
  #roots(): readonly TreeNode[] | undefined {
    const { inventory, viewOptions, explain, runner, warnHours, clock } = this.parts;
    const { snapshot } = inventory;
    const { current } = viewOptions;
    if (viewOptions.isDefault) {
      this.#texts = noTexts;
      return this.#bySubscription(snapshot, false);
    }
    if (this.#rowBuilder === undefined) {
      void this.#loadArranging();
      return undefined;
    }
    const { roots, texts } = this.#rowBuilder.buildRows(snapshot, current, {
      explain,
      runningOn: (deletion) => runner.runningOn(deletion),
      recoverability: this.#recoverability,
      warnHours: warnHours(),
      now: clock.now(),
      bySubscription: (filtered) => this.#bySubscription(filtered, current.filter !== ""),
    });
    this.#texts = texts;
    return roots;
  }

  async #loadArranging(): Promise<void> {
    if (this.#isLoading) {
      return;
    }
    this.#isLoading = true;
    try {
      this.#rowBuilder = await import("./buildRows");
      this.#paintAfter(0);
    } finally {
      this.#isLoading = false;
    }
  }

  #bySubscription(
    { subscriptions, problems }: InventorySnapshot,
    isFiltered: boolean,
  ): readonly TreeNode[] {
    const now = this.parts.clock.now();
    const accounts = new Map<string, number>();
    for (const { subscription } of subscriptions) {
      const { subscriptionId } = subscription;
      accounts.set(subscriptionId, (accounts.get(subscriptionId) ?? 0) + 1);
    }
    const nodes = subscriptions.map((entry) => {
      const { subscription, branches } = entry;
      return new SubscriptionNode(
        entry,
        branches.flatMap((branch) => this.#branch(entry, branch, now, isFiltered)),
        {
          ambiguous: (accounts.get(subscription.subscriptionId) ?? 0) > 1,
          unfolded: isFiltered || subscriptions.length <= mostUnfolded,
          isFiltered,
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
      ...problems.map((problem) => new AccountProblemNode(problem, this.parts.explain)),
      // Who looks for something does not look for what has nothing.
      ...(isFiltered ? [] : nodes.filter((node) => node.isEmpty)),
    ];
  }

  #branch(
    { subscription, resourceGroups }: SubscriptionBranch,
    branch: Branch,
    now: number,
    isFiltered: boolean,
  ): readonly TreeNode[] {
    const { resources, malformed, failure, service } = branch;
    const failures =
      failure === undefined
        ? []
        : [new FailureNode(subscription, service, failure, this.parts.explain)];
    if (resources.length === 0 && malformed === 0) {
      // While it is being read, the subscription's row says so; most services will have nothing.
      return failures;
    }
    const warnHours = this.parts.warnHours();
    const shared = sharedNames(resources);
    const alone = {
      resourceGroups,
      recoverability: this.#recoverability,
      isNameShared: false,
    };
    const namesake = { ...alone, isNameShared: true };
    const items = resources.map(
      (resource) =>
        new ResourceNode(
          { subscription, resource },
          service,
          this.parts.runner.runningOn(deletionKey(resource)),
          warnHours,
          now,
          shared.size > 0 && shared.has(resource.name.toLowerCase()) ? namesake : alone,
        ),
    );
    return [new ServiceNode(subscription, branch, [...failures, ...items], isFiltered)];
  }
}
