import type { Logger } from "../../base/logger";
import type { JournalLine } from "./batch";
import type { BatchStore } from "./batchStore";

/** Appends lines to the journal of one batch, in order; lines that the disk refuses are kept. */
export class JournalWriter {
  #unwritten: JournalLine[] = [];
  #writing: Promise<void> = Promise.resolve();

  constructor(
    private readonly id: string,
    private readonly store: Pick<BatchStore, "append">,
    private readonly logger: Logger,
  ) {}

  /** Writes these lines after those before them. @returns whether the disk took them. */
  async write(lines: readonly JournalLine[]): Promise<boolean> {
    this.#unwritten.push(...lines);
    const mine = this.#writing.then(() => this.#append());
    this.#writing = mine.catch(() => undefined);
    try {
      await mine;
      return true;
    } catch (error) {
      this.logger.error("The state of a batch could not be written down.");
      this.logger.trace(String(error));
      return false;
    }
  }

  async #append(): Promise<void> {
    const lines = this.#unwritten;
    this.#unwritten = [];
    if (lines.length === 0) {
      return;
    }
    try {
      await this.store.append(this.id, lines);
    } catch (error) {
      this.#unwritten = [...lines, ...this.#unwritten];
      throw error;
    }
  }
}
