import type { Clock } from "../../base/clock";
import { minute } from "../../base/durations";
import type { Disposable } from "../../base/listeners";

export interface BackgroundReadingParts {
  /** The current value of the setting. */
  readonly isOn: () => boolean;
  /** Reads what may have changed, without progress or notifications. */
  readonly read: () => Promise<void>;
  /** Calls the listener when the window gains the focus. */
  readonly onDidFocus: (listener: () => void) => Disposable;
  /** The time of the last read, in milliseconds since the epoch; undefined for never. */
  readonly lastRead: () => number | undefined;
  readonly clock: Clock;
  readonly failed: (error: unknown) => void;
}

const mostOften = 5 * minute;

/** Reads the list once at first, and again when the window gets the focus back. */
export class BackgroundReading implements Disposable {
  readonly #focusing: Disposable;
  #tried = Number.NEGATIVE_INFINITY;

  constructor(private readonly parts: BackgroundReadingParts) {
    if (parts.lastRead() === undefined) {
      this.#read();
    }
    this.#focusing = parts.onDidFocus(() => {
      const last = Math.max(this.#tried, parts.lastRead() ?? Number.NEGATIVE_INFINITY);
      // Before the first read, nothing can be out of date.
      if (parts.lastRead() !== undefined && parts.clock.now() - last >= mostOften) {
        this.#read();
      }
    });
  }

  dispose(): void {
    this.#focusing.dispose();
  }

  #read(): void {
    const { isOn, read, clock, failed } = this.parts;
    if (isOn()) {
      this.#tried = clock.now();
      read().catch(failed);
    }
  }
}
