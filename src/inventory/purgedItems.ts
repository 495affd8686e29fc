import { deletionKey, type DeletedResource } from "../services/deletedResource";
import type { SoftDeleteService } from "../services/service";

/** The subject of an ended operation. */
export interface Settled {
  /** From `deletionKey`. */
  readonly deletion: string;
  readonly serviceId: string;
  readonly subscriptionId: string;
}

/**
 * Deletions that ended in this window. ARM's lists can still contain them for a while, so they are
 * hidden until the next full refresh.
 */
export class PurgedItems {
  readonly #gone = new Map<string, Gone>();
  #readings = 0;

  /** @returns the number of the read that begins now. */
  beginReading(): number {
    this.#readings += 1;
    return this.#readings;
  }

  /** @param deletion from `deletionKey`. */
  mark(deletion: string, serviceId: string): void {
    this.#gone.set(deletion, { serviceId, at: this.#readings, isListed: false });
  }

  has(resource: DeletedResource): boolean {
    return this.#gone.size > 0 && this.#gone.has(deletionKey(resource));
  }

  /** Deletions that a later list still contains. */
  get stillListed(): readonly string[] {
    return [...this.#gone].flatMap(([deletion, { isListed }]) => (isListed ? [deletion] : []));
  }

  /** Drops deletions that a later list no longer contains, so that they may appear again. */
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

  /** After a full refresh, its lists are authoritative. */
  clear(): void {
    this.#gone.clear();
  }
}

interface Gone {
  readonly serviceId: string;
  /** The number of reads that had begun when it was marked. */
  readonly at: number;
  /** Whether a later list still contains it. */
  readonly isListed: boolean;
}
