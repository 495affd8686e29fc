/** A place among those that may send at the same time. */
export interface Permit {
  /** Waits for it. @throws the signal's reason when that aborts. */
  acquire(signal: AbortSignal): Promise<void>;
  /** Gives it back, if it was taken. */
  release(): void;
}

/**
 * So many places for requests that may be on their way at the same time. What waits for one has not
 * been read yet: where thousands are sent at the rate Azure allows, each is checked just before it is
 * sent and not when it was queued.
 */
export class Semaphore {
  #free: number;
  readonly #waiting: (() => void)[] = [];

  constructor(places: number) {
    this.#free = places;
  }

  /** A turn of its own for each step. */
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

  async #take(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    if (this.#free > 0) {
      this.#free -= 1;
      return;
    }
    await new Promise<void>((resolve, reject) => {
      const stop = (): void => {
        this.#waiting.splice(this.#waiting.indexOf(enter), 1);
        reject(signal.reason as Error);
      };
      const enter = (): void => {
        signal.removeEventListener("abort", stop);
        resolve();
      };
      this.#waiting.push(enter);
      signal.addEventListener("abort", stop, { once: true });
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

/** For what is sent by itself: nobody waits. */
export function unlimited(): Permit {
  return { acquire: () => Promise.resolve(), release: () => undefined };
}
