/**
 * Shares one abort listener of a signal. Node's cost of adding or removing a listener grows with
 * their number: thousands where a whole refresh has one signal.
 */
export class SharedAborts {
  readonly #told = new Map<AbortSignal, Told>();

  /**
   * @param call once when the signal aborts after this call; never without a signal.
   * @returns a function that stops listening.
   */
  listen(signal: AbortSignal | undefined, call: () => void): () => void {
    if (signal === undefined) {
      return () => undefined;
    }
    const told = this.#told.get(signal) ?? this.#begin(signal);
    told.calls.add(call);
    return () => {
      told.calls.delete(call);
      if (told.calls.size === 0) {
        this.#end(signal, told);
      }
    };
  }

  #begin(signal: AbortSignal): Told {
    const calls = new Set<() => void>();
    const told: Told = {
      calls,
      listener: () => {
        this.#end(signal, told);
        for (const call of calls) {
          call();
        }
      },
    };
    this.#told.set(signal, told);
    signal.addEventListener("abort", told.listener);
    return told;
  }

  #end(signal: AbortSignal, told: Told): void {
    signal.removeEventListener("abort", told.listener);
    if (this.#told.get(signal) === told) {
      this.#told.delete(signal);
    }
  }
}

interface Told {
  readonly calls: Set<() => void>;
  readonly listener: () => void;
}
