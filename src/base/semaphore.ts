/** A permit for one concurrent request. */
export interface Permit {
  /** Waits for the permit. @throws the signal's reason when that aborts. */
  acquire(signal?: AbortSignal): Promise<void>;
  /** Releases the permit if it was acquired. */
  release(): void;
}

/**
 * Limits concurrent requests. A step waits for its permit before it checks its precondition, so
 * that each is checked just before it is sent and not when it was queued.
 */
export class Semaphore {
  #free: number;
  readonly #waiting: (() => void)[] = [];

  constructor(places: number) {
    this.#free = places;
  }

  /** A separate permit for each step. */
  permit(): Permit {
    let isTaken = false;
    return {
      acquire: async (signal) => {
        if (!isTaken) {
          await this.#take(signal);
          isTaken = true;
        }
      },
      release: () => {
        if (isTaken) {
          isTaken = false;
          this.#give();
        }
      },
    };
  }

  async #take(signal: AbortSignal | undefined): Promise<void> {
    signal?.throwIfAborted();
    if (this.#free > 0) {
      this.#free -= 1;
      return;
    }
    await new Promise<void>((resolve, reject) => {
      const stop = (): void => {
        this.#waiting.splice(this.#waiting.indexOf(enter), 1);
        reject(signal?.reason as Error);
      };
      const enter = (): void => {
        signal?.removeEventListener("abort", stop);
        resolve();
      };
      this.#waiting.push(enter);
      signal?.addEventListener("abort", stop, { once: true });
    });
  }

  #give(): void {
    const next = this.#waiting.shift();
    if (next === undefined) {
      this.#free += 1;
    } else {
      next();
    }
  }
}

/** A permit that never waits, for a request sent alone. */
export function unlimited(): Permit {
  return { acquire: () => Promise.resolve(), release: () => undefined };
}
