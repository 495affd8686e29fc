import * as vscode from "vscode";
import type { Clock } from "../../base/clock";
import type { BatchRunner } from "../../operations/batch/batchRunner";
import type { Inventory } from "../../inventory/inventory";
import { itemKey, type InventoryItem } from "../../inventory/inventorySnapshot";
import type { Runner } from "../../operations/runner";
import type { WhoDeleted } from "../../deletionHistory/whoDeleted";
import type { Explain } from "../../services/errors/errorTable";
import { minute } from "../../base/durations";
import type { ViewOptionsStore, ViewTexts } from "./viewOptions";
import { staleListRows } from "./actionNode";
import { buildRows } from "./buildRows";
import { HeldSnapshot } from "./heldSnapshot";
import { rowsBySubscription, type RowSources } from "./rowsBySubscription";
import type { TreeNode } from "../treeNode";
import { Recoverability } from "./recoverability";
import { ResourceNode } from "./resourceNode";
import { resourceTooltip } from "./resourceTooltip";
import { listBefore, staleListText } from "./staleList";
import {
  findRow,
  paint,
  rowsToRedraw,
  rowToFocusAfter,
  type Painting,
  type Row,
} from "../treeRows";

/** What the rows show. */
export interface TreeSources {
  readonly inventory: Inventory;
  readonly runner: Runner;
  readonly batches: BatchRunner;
  readonly viewOptions: ViewOptionsStore;
  readonly clock: Clock;
  readonly warnHours: () => number;
  readonly explain: Explain;
  /** From the Activity Log; asked when the pointer is over a row. */
  readonly whoDeleted: (item: InventoryItem) => Promise<WhoDeleted>;
}

const noTexts: ViewTexts = { description: "", message: "" };
/** Repaint interval at most, in milliseconds: changes come in bursts. */
const paintInterval = 60;
/** The pause between paints, as a multiple of the last paint's duration. */
const restShare = 10;

/**
 * The rows of the Deleted Resources view: subscription > service > deleted resource, or as the view
 * options say.
 */
export class ResourcesTree implements vscode.TreeDataProvider<Row>, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<Row[] | undefined>();
  readonly onDidChangeTreeData = this.#changed.event;
  readonly #firstPaint = new vscode.EventEmitter<void>();
  /** Fires once, when the view first asks for its rows. */
  readonly onFirstPaint = this.#firstPaint.event;
  readonly #disposables: { dispose(): void }[];
  #painting: NodeJS.Timeout | undefined;
  #painted = false;
  /** Duration of the last paint, in milliseconds. */
  #cost = 0;
  #rows: readonly Row[] = [];
  #texts = noTexts;
  /** Rows whose tooltips were made since the last update. */
  readonly #hovered = new Set<Row>();
  /** Of when the list of the last painting was. */
  #asOf: number | undefined;
  readonly #held = new HeldSnapshot();
  readonly #recoverability = new Recoverability();

  /** @param view the view that shows the rows. */
  constructor(
    private readonly sources: TreeSources,
    private readonly view: Pick<vscode.TreeView<Row>, "selection">,
  ) {
    const repaint = (): void => {
      this.repaint();
    };
    // Keeps relative times up to date.
    const ticking = setInterval(repaint, minute);
    this.#disposables = [
      this.#changed,
      this.#firstPaint,
      sources.inventory.onDidChange(repaint),
      sources.runner.onDidChange(repaint),
      sources.batches.onDidChange(repaint),
      sources.viewOptions.onDidChange(() => {
        // The person has just asked for this one.
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

  /** Debounced. */
  repaint(): void {
    this.#paintAfter(Math.max(paintInterval, this.#cost * restShare));
  }

  #paintAfter(milliseconds: number): void {
    this.#painting ??= setTimeout(() => {
      this.#painting = undefined;
      this.#cost = 0;
      const began = performance.now();
      const { repaint } = this.#paint();
      const redraw = repaint === "all" ? repaint : [...repaint, ...this.#withOldTooltips()];
      this.#changed.fire(rowsToRedraw(redraw, this.view.selection));
      this.#cost += performance.now() - began;
    }, milliseconds);
  }

  /** After an update, because VS Code keeps a tooltip with its times until the row is drawn again. */
  #withOldTooltips(): readonly Row[] {
    const { asOf } = this.sources.inventory.snapshot;
    if (asOf === this.#asOf) {
      return [];
    }
    this.#asOf = asOf;
    const rows = [...this.#hovered];
    this.#hovered.clear();
    return rows;
  }

  getTreeItem(row: Row): vscode.TreeItem {
    const began = performance.now();
    const item = row.node.item();
    this.#cost += performance.now() - began;
    return item;
  }

  /** VS Code calls this when the pointer is over a row that has no tooltip yet. */
  async resolveTreeItem(
    item: vscode.TreeItem,
    row: Row,
    token: vscode.CancellationToken,
  ): Promise<vscode.TreeItem> {
    if (row.node instanceof ResourceNode) {
      this.#hovered.add(row);
      item.tooltip = await resourceTooltip(row.node, this.sources, token);
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
      this.#firstPaint.fire();
    }
    return [...this.#rows];
  }

  /** The texts beside and below the view's title. */
  get texts(): ViewTexts {
    return this.#texts;
  }

  get rows(): readonly Row[] {
    return this.#rows;
  }

  /** Where the focus goes when the rows of these items disappear. */
  rowBeside(items: readonly InventoryItem[]): Row | undefined {
    return rowToFocusAfter(this.#rows, new Set(items.map(itemKey)));
  }

  /** The row of the first of these items that has one. */
  rowOf(items: readonly InventoryItem[]): Row | undefined {
    return findRow(this.#rows, items.map(itemKey));
  }

  dispose(): void {
    clearTimeout(this.#painting);
    for (const disposable of this.#disposables) {
      disposable.dispose();
    }
  }

  #paint(): Painting {
    const painting = paint(this.#rows, this.#roots());
    this.#rows = painting.rows;
    return painting;
  }

  #roots(): readonly TreeNode[] {
    const { inventory, viewOptions, explain, runner, warnHours, clock } = this.sources;
    const now = clock.now();
    const current = this.#held.next(inventory.snapshot, (one) => inventory.hasEnded(one));
    const stale = staleListText(current, vscode.env.language, now);
    const snapshot = current.trouble === undefined ? current : listBefore(current);
    const above =
      stale === undefined || current.trouble === undefined
        ? []
        : staleListRows(current.trouble, stale);
    const rowSources: RowSources = {
      explain,
      runningOn: (deletion) => runner.runningOn(deletion),
      recoverability: this.#recoverability,
      warnHours: warnHours(),
      now,
    };
    const { roots, texts } = viewOptions.isDefault
      ? { roots: rowsBySubscription(snapshot, false, rowSources), texts: noTexts }
      : buildRows(snapshot, viewOptions.current, rowSources);
    const messages = [stale ?? "", texts.message].filter(Boolean);
    this.#texts = { ...texts, message: messages.join(" ") };
    return [...above, ...roots];
  }
}
