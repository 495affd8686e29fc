import type { Plan } from "../../services/plan";
import { endsOf, type EndedMember, type MemberEnd } from "./batch";
import { endOf, type BatchStore, type StoredBatch } from "./batchStore";

interface Followed {
  readonly ends: ReadonlyMap<number, MemberEnd>;
  /** Undefined until an item has ended, and after the batch has ended. */
  readonly plans: readonly Plan[] | undefined;
}

/** Notices what other windows write into the journals of batches. */
export class BatchFollower {
  readonly #followed = new Map<string, Followed>();

  constructor(private readonly store: Pick<BatchStore, "plans">) {}

  /** @returns the items that have ended or were settled since the last call, none at the first. */
  async newEnds(stored: StoredBatch): Promise<readonly EndedMember[]> {
    const { id } = stored.header;
    const before = this.#followed.get(id);
    const ends = endsOf(stored.journal);
    const fresh =
      before === undefined
        ? []
        : [...ends].filter(([member, { outcome }]) => before.ends.get(member)?.outcome !== outcome);
    const plans = fresh.length === 0 ? before?.plans : (before?.plans ?? (await this.#plans(id)));
    const isOver = endOf(stored) !== undefined;
    this.#followed.set(id, { ends, plans: isOver ? undefined : plans });
    return fresh.flatMap(([member, end]) => {
      const plan = plans?.[member];
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
