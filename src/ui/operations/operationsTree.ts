import * as vscode from "vscode";
import type { BatchRunner } from "../../operations/batch/batchRunner";
import type { Operation } from "../../operations/operation";
import type { Runner } from "../../operations/runner";
import { paint, type Painting, type Row } from "../treeRows";
import { BatchNode } from "./batchNode";
import { OperationNode } from "./operationNode";

/** Repaint interval at most, in milliseconds: changes come in bursts. */
const paintInterval = 60;

/** The Operations view: what is being recovered or purged, and what has been, newest first. */
export class OperationsTree implements vscode.TreeDataProvider<Row>, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<Row[] | undefined>();
  readonly onDidChangeTreeData = this.#changed.event;
  readonly #listening: readonly { dispose(): void }[];
  #painting: NodeJS.Timeout | undefined;
  #painted = false;
  #rows: readonly Row[] = [];
  #nodes = new Map<Operation, CachedNode>();

  constructor(
    private readonly runner: Runner,
    private readonly batches: BatchRunner,
  ) {
    const paintSoon = (): void => {
      this.#painting ??= setTimeout(() => {
        this.#painting = undefined;
        const { repaint } = this.#paint();
        this.#changed.fire(repaint === "all" ? undefined : [...repaint]);
      }, paintInterval);
    };
    this.#listening = [runner.onDidChange(paintSoon), batches.onDidChange(paintSoon)];
  }

  getChildren(row?: Row): Row[] {
    if (row !== undefined) {
      return [...row.children];
    }
    if (!this.#painted) {
      this.#painted = true;
      this.#paint();
    }
    return [...this.#rows];
  }

  getParent(row: Row): Row | undefined {
    return row.parent;
  }

  getTreeItem(row: Row): vscode.TreeItem {
    return row.node.item();
  }

  dispose(): void {
    clearTimeout(this.#painting);
    for (const listening of this.#listening) {
      listening.dispose();
    }
    this.#changed.dispose();
  }

  #paint(): Painting {
    const known = this.#nodes;
    // Operations are immutable, so the same object needs no new node.
    this.#nodes = new Map(
      this.runner.operations.map((operation) => {
        const canCancel = this.runner.canCancel(operation);
        const before = known.get(operation);
        const cached =
          before?.canCancel === canCancel
            ? before
            : { canCancel, node: new OperationNode(operation, canCancel) };
        return [operation, cached];
      }),
    );
    const painting = paint(this.#rows, [
      ...this.batches.batches.map((batch) => new BatchNode(batch, this.batches.canCancel(batch))),
      ...[...this.#nodes.values()].map(({ node }) => node),
    ]);
    this.#rows = painting.rows;
    return painting;
  }
}

interface CachedNode {
  readonly canCancel: boolean;
  readonly node: OperationNode;
}
