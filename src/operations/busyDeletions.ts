import { busyDeletionsOf, type Operation } from "./operation";

/** Which running operations work on which deletions. */
export class BusyDeletions {
  /** Operation ids by deletion key. */
  readonly #running = new Map<string, readonly string[]>();
  /** Deletion keys by operation id. */
  readonly #deletions = new Map<string, readonly string[]>();

  at(deletion: string): readonly string[] {
    return this.#running.get(deletion) ?? [];
  }

  /** Updates an operation's deletions; an ended operation has none. */
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
