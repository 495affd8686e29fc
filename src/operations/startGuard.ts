import * as l10n from "@vscode/l10n";
import type { FileLock } from "../base/fileLock";
import type { Subject } from "../services/plan";
import type { OperationList } from "./operationList";
import type { OperationStore } from "./operationStore";

/** Another operation works on the same deletion, in this or another window. */
export class BusyError extends Error {
  constructor(name: string) {
    super(l10n.t('"{0}" is already being recovered or purged.', name));
    this.name = "BusyError";
  }
}

/** Lets one operation at a time start on a deletion. */
export class StartGuard {
  /** Deletions whose lock is being acquired, before their operation is known. */
  readonly #starting = new Set<string>();

  constructor(
    private readonly store: Pick<OperationStore, "claim">,
    private readonly known: OperationList,
  ) {}

  /**
   * Begins with the lock on a deletion.
   * @throws BusyError when another operation works on it.
   */
  async begin<T>({ deletion, name }: Subject, start: (lock: FileLock) => Promise<T>): Promise<T> {
    if (this.#starting.has(deletion) || this.known.runningOn(deletion) !== undefined) {
      throw new BusyError(name);
    }
    this.#starting.add(deletion);
    try {
      const lock = await this.store.claim(deletion);
      if (lock === undefined) {
        throw new BusyError(name);
      }
      return await start(lock);
    } finally {
      this.#starting.delete(deletion);
    }
  }

  /** From now on, the operation itself is known as running. */
  hasStarted({ deletion }: Subject): void {
    this.#starting.delete(deletion);
  }
}
