import type { Disposable, Listeners } from "../../base/listeners";
import type { StatusBar } from "./statusBar";

export interface LazyStatusBarParts {
  /** Calls the listener when what is deleted becomes known, or changes. */
  readonly onDidChange: Listeners["add"];
  readonly load: () => Promise<StatusBar>;
  readonly failed: (error: unknown) => void;
}

/** What tells at a glance what is deleted, loaded when there is first something to know. */
export class LazyStatusBar implements Disposable {
  readonly #waiting: Disposable;
  #glancing: StatusBar | undefined;
  #isDisposed = false;

  constructor(private readonly parts: LazyStatusBarParts) {
    this.#waiting = parts.onDidChange(() => {
      this.#waiting.dispose();
      this.#load().catch(parts.failed);
    });
  }

  /** As after a setting has changed. */
  update(): void {
    this.#glancing?.updateSoon();
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#waiting.dispose();
    this.#glancing?.dispose();
  }

  async #load(): Promise<void> {
    const glancing = await this.parts.load();
    if (this.#isDisposed) {
      glancing.dispose();
    } else {
      this.#glancing = glancing;
    }
  }
}
