import type { Clock } from "../../../src/base/clock";

/** Time that passes only while someone sleeps, and then at once. */
export class FakeClock implements Clock {
  readonly sleeps: number[] = [];

  constructor(public time = Date.now()) {}

  now(): number {
    return this.time;
  }

  async sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    this.sleeps.push(milliseconds);
    this.time += milliseconds;
  }
}

interface Sleeper {
  readonly until: number;
  readonly wake: () => void;
}

/** Time that stands still until a test moves it. */
export class ManualClock implements Clock {
  #time = 0;
  readonly #sleepers = new Set<Sleeper>();

  now(): number {
    return this.#time;
  }

  sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted === true) {
        reject(reasonOf(signal));
        return;
      }
      const sleeper = { until: this.#time + milliseconds, wake: resolve };
      this.#sleepers.add(sleeper);
      signal?.addEventListener("abort", () => {
        this.#sleepers.delete(sleeper);
        reject(reasonOf(signal));
      });
    });
  }

  get sleeping(): number {
    return this.#sleepers.size;
  }

  async advance(milliseconds: number): Promise<void> {
    this.#time += milliseconds;
    for (const sleeper of this.#sleepers) {
      if (sleeper.until <= this.#time) {
        this.#sleepers.delete(sleeper);
        sleeper.wake();
      }
    }
    await settled();
  }
}

/** Lets everything that can go on without time passing go on. */
export async function settled(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}

function reasonOf(signal: AbortSignal): Error {
  return signal.reason instanceof Error ? signal.reason : new Error("aborted");
}
