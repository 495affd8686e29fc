import { minute, second } from "../../base/durations";
import type { Disposable } from "../../base/listeners";

const firstDelay = 2 * second;
const longestDelay = minute / 2;

/**
 * Tries again while the sign-in or Azure can't be reached: after 2 seconds, then after twice as long
 * each time, at most every 30 seconds.
 */
export class RetryWait implements Disposable {
  #delay = firstDelay;
  #timer: NodeJS.Timeout | undefined;

  constructor(private readonly retry: () => void) {}

  /** An attempt has begun, so none is to begin by itself. */
  began(): void {
    clearTimeout(this.#timer);
  }

  failed(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(this.retry, this.#delay);
    this.#delay = Math.min(2 * this.#delay, longestDelay);
  }

  answered(): void {
    this.#delay = firstDelay;
    clearTimeout(this.#timer);
  }

  dispose(): void {
    clearTimeout(this.#timer);
  }
}
