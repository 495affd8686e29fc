import type * as vscode from "vscode";
import type { Clock } from "../../base/clock";
import type { InventoryItem } from "../../inventory/inventorySnapshot";
import type { WhoDeleted } from "../../deletionHistory/whoDeleted";
import type { Row } from "../treeRows";

export interface HoversParts<Node> {
  readonly whoDeleted: (item: InventoryItem) => Promise<WhoDeleted>;
  /** @param who undefined where the Activity Log has not answered. */
  readonly text: (node: Node, who: WhoDeleted | undefined) => string;
  readonly clock: Clock;
  /** Makes VS Code request the rows and their tooltips again. */
  readonly renew: (rows: readonly Row[]) => void;
}

/** How long a hover waits for the Activity Log, in milliseconds; VS Code shows "Loading". */
const patience = 1_500;
/**
 * VS Code closes the hover of a row that is drawn again, so a row whose hover may be open is not
 * renewed for so many milliseconds.
 */
const reading = 5_000;

/** The tooltips of deleted resources, made when the pointer is over a row. */
export class Hovers<Node extends { readonly inventoryItem: InventoryItem }> {
  /** Rows with a tooltip, which VS Code caches although its relative times change. */
  readonly #made = new Set<Row>();
  readonly #ending = new AbortController();

  constructor(private readonly parts: HoversParts<Node>) {}

  /**
   * With who deleted it where the Activity Log tells in time, else without.
   * Undefined when the pointer has left: VS Code asks again then.
   */
  async tooltip(
    row: Row,
    node: Node,
    token: vscode.CancellationToken,
  ): Promise<string | undefined> {
    this.#made.delete(row);
    // The pointer is here, so no other tooltip is open.
    this.#renew([...this.#made]);
    const answer = this.parts.whoDeleted(node.inventoryItem).catch(() => undefined);
    const who = await this.#unlessLong(answer, token);
    if (token.isCancellationRequested) {
      return undefined;
    }
    this.#made.add(row);
    if (who === undefined) {
      void this.#renewAfter(answer, row);
    }
    return this.parts.text(node, who);
  }

  /** Cancels running log questions. */
  dispose(): void {
    this.#ending.abort(new Error("disposed"));
  }

  async #unlessLong(
    answer: Promise<WhoDeleted | undefined>,
    token: vscode.CancellationToken,
  ): Promise<WhoDeleted | undefined> {
    const over = new AbortController();
    const leaving = token.onCancellationRequested(() => {
      over.abort(new Error("the pointer has left"));
    });
    const pause = this.parts.clock.sleep(patience, over.signal).catch(() => undefined);
    try {
      return (await Promise.race([answer, pause])) ?? undefined;
    } finally {
      leaving.dispose();
      over.abort(new Error("the answer is there"));
    }
  }

  async #renewAfter(answer: Promise<WhoDeleted | undefined>, row: Row): Promise<void> {
    if ((await answer)?.kind !== "logged") {
      // The tooltip wouldn't change.
      return;
    }
    await this.parts.clock.sleep(reading, this.#ending.signal).catch(() => undefined);
    if (!this.#ending.signal.aborted && this.#made.has(row)) {
      this.#renew([row]);
    }
  }

  #renew(rows: readonly Row[]): void {
    if (rows.length > 0) {
      this.parts.renew(rows);
    }
    for (const row of rows) {
      this.#made.delete(row);
    }
  }
}
