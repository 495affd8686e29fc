/** What stops listening or lets go when disposed. */
export interface Disposable {
  dispose(): void;
}

/** An event for the parts that do not know VS Code's emitters: who wants to hear, and a way to tell. */
export class Listeners<T = void> {
  readonly #listeners = new Set<{ readonly call: (value: T) => void }>();

  /** The same function added twice is called twice; dispose what this returns to stop. */
  add(listener: (value: T) => void): Disposable {
    const entry = { call: listener };
    this.#listeners.add(entry);
    return { dispose: () => this.#listeners.delete(entry) };
  }

  /** Calls those who listen now; one that unsubscribes another while being called is heeded. */
  fire(value: T): void {
    for (const entry of [...this.#listeners]) {
      if (this.#listeners.has(entry)) {
        entry.call(value);
      }
    }
  }

  /** Nobody hears of anything after it. */
  clear(): void {
    this.#listeners.clear();
  }
}
