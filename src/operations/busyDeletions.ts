import { busyDeletionsOf, type Operation } from "./operation";

/** Which running operations are at which deletions. */
export class BusyDeletions {
  /** Ids of running operations by the deletions they are at. */
  readonly #running = new Map<string, readonly string[]>();
  /** The same the other way round. */
  readonly #deletions = new Map<string, readonly string[]>();

  /** Ids of the operations that are at a deletion. */
  at(deletion: string): readonly string[] {
    return this.#running.get(deletion) ?? [];
  }

  /** Takes in what an operation is at by now; one that has ended is at nothing. */
  mark(operation: Operation): void {
    const { id } = operation;
    const now = busyDeletionsOf(operation);
    for (const deletion of this.#deletions.get(id) ?? []) {
      if (!now.includes(deletion)) {
        const left = this.at(deletion).filter((one) => one !== id);
        if (left.length === 0) {
          this.#running.delete(deletion);
        } else {
          this.#running.set(deletion, left);
        }
      }
    }
    for (const deletion of now) {
      const known = this.at(deletion);
      if (!known.includes(id)) {
        this.#running.set(deletion, [...known, id]);
      }
    }
    if (now.length === 0) {
      this.#deletions.delete(id);
    } else {
      this.#deletions.set(id, now);
    }
  }
}
