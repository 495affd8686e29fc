import type { Logger } from "./logger";
import { lockExpiry, type FileLock } from "./fileLock";

/** The claims that this window holds, renewed until they are given back. */
export class HeldLocks {
  readonly #claims = new Set<FileLock>();

  constructor(private readonly logger: Logger) {}

  /** Keeps a claim until the function that it returns is called, or the window closes. */
  hold(claim: FileLock): () => void {
    this.#claims.add(claim);
    const renewal = setInterval(() => {
      claim.renew().catch((error: unknown) => {
        this.logger.warn("A claim could not be renewed.");
        this.logger.trace(String(error));
      });
    }, lockExpiry / 3);
    return () => {
      clearInterval(renewal);
      this.#claims.delete(claim);
      claim.release();
    };
  }

  /** Gives all of them back. */
  release(): void {
    for (const claim of this.#claims) {
      claim.release();
    }
    this.#claims.clear();
  }
}
