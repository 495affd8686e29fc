import type { Plan } from "../../services/plan";
import { endsOf, type EndedItem, type ItemEnd } from "./batch";
import { endOf, type BatchStore, type StoredBatch } from "./batchStore";

interface Followed {
  readonly ends: ReadonlyMap<number, ItemEnd>;
  /** Undefined until an item has ended, and after the batch has ended. */
  readonly plans: readonly Plan[] | undefined;
}

/** Notices what other windows write into the journals of batches. */
export class BatchFollower {
  readonly #followed = new Map<string, Followed>();

  constructor(private readonly store: Pick<BatchStore, "plans">) {}

  /** @returns the items that have ended or were settled since the last call, none at the first. */
  async newEnds(stored: StoredBatch): Promise<readonly EndedItem[]> {
    const { id } = stored.header;
    const before = this.#followed.get(id);
    const ends = endsOf(stored.journal);
    const fresh =
      before === undefined
        ? []
        : [...ends].filter(([item, { outcome }]) => before.ends.get(item)?.outcome !== outcome);
    const plans = fresh.length === 0 ? before?.plans : (before?.plans ?? (await this.#plans(id)));
    const isOver = endOf(stored) !== undefined;
    this.#followed.set(id, { ends, plans: isOver ? undefined : plans });
    return fresh.flatMap(([item, end]) => {
      const plan = plans?.[item];
      return plan === undefined ? [] : [{ plan, end }];
    });
  }

  async #plans(id: string): Promise<readonly Plan[]> {
    try {
      return await this.store.plans(id);
    } catch {
      // Unreadable plans hide no counts; the items' rows go with the next refresh.
      return [];
    }
  }
}
