/** A place among those that may send at the same time. */
export interface Turn {
  /** Waits for it. @throws the signal's reason when that aborts. */
  take(signal: AbortSignal): Promise<void>;
  /** Gives it back, if it was taken. */
  leave(): void;
}

/**
 * So many places for requests that may be on their way at the same time. What waits for one has not
 * been read yet: where thousands are sent at the rate Azure allows, each is checked just before it is
 * sent and not when it was queued.
 */
export class Gate {
  #free: number;
  readonly #waiting: (() => void)[] = [];

  constructor(places: number) {
    this.#free = places;
  }

  /** A turn of its own for each step. */
  turn(): Turn {
    let isTaken = false;
    return {
      take: async (signal) => {
        if (!isTaken) {
          await this.#take(signal);
          isTaken = true;
        }
      },
      leave: () => {
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
export function noGate(): Turn {
  return { take: () => Promise.resolve(), leave: () => undefined };
}
