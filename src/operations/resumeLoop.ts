import type { Clock } from "../base/clock";

/** How often what other windows run is looked at, in milliseconds. */
export const resumeInterval = 5000;

/**
 * Looks at what earlier windows left and other windows run: at once, when woken, and every few
 * seconds until nothing of it is left.
 */
export class ResumeLoop {
  #isRunning = false;
  #isAskedAgain = false;
  #waking = new AbortController();

  /** @param look resolves to how much has to be looked at again. */
  constructor(
    private readonly look: () => Promise<number>,
    private readonly clock: Clock,
    private readonly shutdown: AbortSignal,
  ) {}

  get isRunning(): boolean {
    return this.#isRunning;
  }

  /** Resolves when nothing is left, or the window closes. A running loop looks once more. */
  async run(): Promise<void> {
    if (this.#isRunning) {
      this.#isAskedAgain = true;
      return;
    }
    this.#isRunning = true;
    try {
      while (!this.shutdown.aborted && (await this.#lookOnce())) {
        await this.#pause();
      }
    } finally {
      this.#isRunning = false;
    }
  }

  /** Looks now rather than after the interval. */
  async wake(): Promise<void> {
    this.#waking.abort();
    await this.run();
  }

  /** @returns whether to look again. */
  async #lookOnce(): Promise<boolean> {
    this.#isAskedAgain = false;
    const left = await this.look();
    return left > 0 || this.#isAskedAgain;
  }

  async #pause(): Promise<void> {
    try {
      const signal = AbortSignal.any([this.shutdown, this.#waking.signal]);
      await this.clock.sleep(resumeInterval, signal);
    } catch {
      // The window closes, or the loop is woken.
    }
    this.#waking = new AbortController();
  }
}
