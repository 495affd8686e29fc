import { deletionKey, type DeletedResource } from "../services/deletedResource";
import type { SoftDeleteService } from "../services/service";

/**
 * Deletions that ended here. ARM's lists can name them for a while longer, and a reading that began
 * before may still bring them; until the next full refresh they are not shown.
 */
export class PurgedItems {
  readonly #gone = new Map<string, Gone>();
  #readings = 0;

  /** @returns the number of a reading that begins now. */
  beginReading(): number {
    this.#readings += 1;
    return this.#readings;
  }

  /** @param deletion from `deletionKey`. */
  mark(deletion: string, serviceId: string): void {
    this.#gone.set(deletion, { serviceId, at: this.#readings, isListed: false });
  }

  /** Whether it is one of them. */
  has(resource: DeletedResource): boolean {
    return this.#gone.has(deletionKey(resource));
  }

  /** Those that a list which was asked for afterwards still names. */
  get stillListed(): readonly string[] {
    return [...this.#gone].flatMap(([deletion, { isListed }]) => (isListed ? [deletion] : []));
  }

  /** What a list that was asked for afterwards does not name any more may come again. */
  forgetUnnamed(
    { id }: SoftDeleteService,
    resources: readonly DeletedResource[],
    reading: number,
  ): void {
    if (this.#gone.size === 0) {
      return;
    }
    const named = new Set(resources.map(deletionKey));
    for (const [deletion, gone] of this.#gone) {
      if (gone.serviceId !== id || gone.at >= reading) {
        continue;
      }
      if (named.has(deletion)) {
        this.#gone.set(deletion, { ...gone, isListed: true });
      } else {
        this.#gone.delete(deletion);
      }
    }
  }

  /** As a full refresh does: what is listed then, is there. */
  clear(): void {
    this.#gone.clear();
  }
}

interface Gone {
  readonly serviceId: string;
  /** How many readings had begun by then. */
  readonly at: number;
  /** Whether a list that was asked for afterwards still names it. */
  readonly isListed: boolean;
}
