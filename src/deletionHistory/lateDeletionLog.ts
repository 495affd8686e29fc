import type { DeletionLog, DeletionLogOptions } from "./deletionLog";
import type { InventoryItem } from "../inventory/inventorySnapshot";
import type { WhoDeleted } from "./whoDeleted";

/** A {@link DeletionLog} that is loaded when somebody first asks: the first paint does without it. */
export class LazyDeletionLog {
  #log: Promise<DeletionLog> | undefined;

  constructor(private readonly options: DeletionLogOptions) {}

  /** As {@link DeletionLog.whoDeleted}. */
  async whoDeleted(item: InventoryItem, signal?: AbortSignal): Promise<WhoDeleted> {
    this.#log ??= this.#load();
    const log = await this.#log;
    return log.whoDeleted(item, signal);
  }

  /** As {@link DeletionLog.markStale}. */
  markStale(): void {
    this.#tell((log) => {
      log.markStale();
    });
  }

  /** As {@link DeletionLog.clear}. */
  clear(): void {
    this.#tell((log) => {
      log.clear();
    });
  }

  /** One that was never loaded, or could not be, has nothing to forget. */
  #tell(what: (log: DeletionLog) => void): void {
    this.#log?.then(what, () => undefined);
  }

  async #load(): Promise<DeletionLog> {
    const { DeletionLog } = await import("./deletionLog");
    return new DeletionLog(this.options);
  }
}
