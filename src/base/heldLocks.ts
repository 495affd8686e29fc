import type { Logger } from "./logger";
import { lockExpiry, type FileLock } from "./fileLock";

/** The claims that this window holds, renewed until they are given back. */
export class HeldLocks {
  readonly #locks = new Set<FileLock>();

  constructor(private readonly logger: Logger) {}

  /** Keeps a claim until the function that it returns is called, or the window closes. */
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

  /** Gives all of them back. */
  release(): void {
    for (const lock of this.#locks) {
      lock.release();
    }
    this.#locks.clear();
  }
}
