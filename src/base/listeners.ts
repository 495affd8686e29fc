export interface Disposable {
  dispose(): void;
}

/** An event for code that doesn't depend on VS Code. */
export class Listeners<T = void> {
  readonly #listeners = new Set<{ readonly call: (value: T) => void }>();

  /** The same function added twice is called twice; dispose what this returns to stop. */
  add(listener: (value: T) => void): Disposable {
    const entry = { call: listener };
    this.#listeners.add(entry);
    return { dispose: () => this.#listeners.delete(entry) };
  }

  /** Calls the current listeners; a listener removed during the call isn't called. */
  fire(value: T): void {
    for (const entry of [...this.#listeners]) {
      if (this.#listeners.has(entry)) {
        entry.call(value);
      }
    }
  }

  /** Removes all listeners. */
  clear(): void {
    this.#listeners.clear();
  }
}
