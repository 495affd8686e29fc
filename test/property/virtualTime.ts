interface Sleeper {
  readonly until: number;
  readonly wake: () => void;
}

/**
 * Time for everything in one run, all windows and Azure: it stands still while anything can go on
 * without it, then jumps to the next moment that somebody waits for. So a run of days takes
 * milliseconds, and the same run always goes the same way.
 */
export class VirtualTime {
  now = Date.UTC(2026, 2, 2);
  readonly #sleepers = new Set<Sleeper>();

  /** Rejects with the signal's reason when that aborts. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted === true) {
        reject(reasonOf(signal));
        return;
      }
      const stop = (): void => {
        this.#sleepers.delete(sleeper);
        reject(reasonOf(signal));
      };
      const sleeper: Sleeper = {
        until: this.now + milliseconds,
        wake: () => {
          signal?.removeEventListener("abort", stop);
          resolve();
        },
      };
      this.#sleepers.add(sleeper);
      signal?.addEventListener("abort", stop, { once: true });
    });
  }

  /** Lets time pass until this is so; false where it does not come to be by then. */
  async pass(isSo: () => boolean, by: number): Promise<boolean> {
    for (;;) {
      await everythingElse();
      if (isSo()) {
        return true;
      }
      const next = this.#next();
      if (next === undefined || next.until > by) {
        return false;
      }
      this.#sleepers.delete(next);
      this.now = Math.max(this.now, next.until);
      next.wake();
    }
  }

  /** Nobody waits any more. */
  forget(): void {
    this.#sleepers.clear();
  }

  #next(): Sleeper | undefined {
    let first: Sleeper | undefined;
    for (const sleeper of this.#sleepers) {
      if (first === undefined || sleeper.until < first.until) {
        first = sleeper;
      }
    }
    return first;
  }
}

/** What can go on without time passing has gone on. */
function everythingElse(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

function reasonOf(signal: AbortSignal | undefined): Error {
  return signal?.reason instanceof Error ? signal.reason : new Error("aborted");
}
