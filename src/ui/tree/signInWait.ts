import { minute, second } from "../../base/durations";
import type { Disposable } from "../../base/listeners";

const firstDelay = 2 * second;
const longestDelay = minute / 2;

/**
 * Tries again while the sign-in cannot say who is signed in, as while its provider is not registered
 * yet: after 2 seconds, then after twice as long each time, at most every 30 seconds.
 */
export class SignInWait implements Disposable {
  #delay = firstDelay;
  #timer: NodeJS.Timeout | undefined;
  #reason: string | undefined;

  constructor(private readonly retry: () => void) {}

  /** Why nobody is known to be signed in or out; undefined while it is known. */
  get reason(): string | undefined {
    return this.#reason;
  }

  /** The sign-in could not be asked, for this reason. */
  failed(reason: string): void {
    this.#reason = reason;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(this.retry, this.#delay);
    this.#delay = Math.min(2 * this.#delay, longestDelay);
  }

  /** The sign-in has answered. */
  answered(): void {
    this.#reason = undefined;
    this.#delay = firstDelay;
    clearTimeout(this.#timer);
  }

  dispose(): void {
    clearTimeout(this.#timer);
  }
}
