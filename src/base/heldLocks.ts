import type { Logger } from "./logger";
import { lockExpiry, type FileLock } from "./fileLock";

/** The locks that this window holds, renewed until released. */
export class HeldLocks {
  readonly #locks = new Set<FileLock>();

  constructor(private readonly logger: Logger) {}

  /** Renews a lock until the returned function is called or the window closes. */
  hold(lock: FileLock): () => void {
    this.#locks.add(lock);
    const renewal = setInterval(() => {
      lock.renew().catch((error: unknown) => {
        this.logger.warn("A claim could not be renewed.");
        this.logger.trace(String(error));
      });
    }, lockExpiry / 3);
    return () => {
      clearInterval(renewal);
      this.#locks.delete(lock);
      lock.release();
    };
  }

  /** Releases all of them. */
  release(): void {
    for (const lock of this.#locks) {
      lock.release();
    }
    this.#locks.clear();
  }
}
