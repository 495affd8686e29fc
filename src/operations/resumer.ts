import type { Clock } from "../base/clock";
import type { FileLock } from "../base/fileLock";
import { isAsKnown, type OperationList } from "./operationList";
import type { Operation } from "./operation";
import type { OperationStore } from "./operationStore";

/** What another window holds is asked for again so often, in milliseconds. */
export const lockPollInterval = 5000;

export interface ResumerOptions {
  readonly store: OperationStore;
  readonly clock: Clock;
  readonly known: OperationList;
  /** When the window closes. */
  readonly shutdown: AbortSignal;
  readonly isReachable: (operation: Operation) => Promise<boolean>;
  /** Whether this window is carrying an operation out. */
  readonly isHere: (id: string) => boolean;
  /** Carries one out from where it stands; resolves with its last state. */
  readonly run: (operation: Operation, lock: FileLock) => Promise<Operation>;
}

/** Takes up what an earlier window left, and sees to its end what another window carries out. */
export class Resumer {
  #resuming = false;
  #lookAgain = false;
  #onEnd: (operation: Operation) => void = () => undefined;

  constructor(private readonly parts: ResumerOptions) {}

  /**
   * Takes up each operation as soon as its claim is free; goes on trying while others hold some.
   *
   * @param onEnd called for each that ends here, since nobody waits for it; as before when left out.
   */
  async takeUp(onEnd?: (operation: Operation) => void): Promise<void> {
    if (this.#resuming) {
      this.#lookAgain = true;
      return;
    }
    this.#onEnd = onEnd ?? this.#onEnd;
    this.#resuming = true;
    try {
      await this.#lookAtAll();
    } finally {
      this.#resuming = false;
    }
  }

  async #lookAtAll(): Promise<void> {
    const { store, clock, shutdown } = this.parts;
    while (!shutdown.aborted) {
      this.#lookAgain = false;
      const stored = await store.load();
      let left = 0;
      // Those of a batch are taken up with it.
      for (const operation of stored.filter(({ batch }) => batch === undefined)) {
        if (!(await this.#lookAt(operation))) {
          left += 1;
        }
      }
      this.#forgetRemoved(stored);
      if (left === 0 && !this.#isAskedAgain()) {
        return;
      }
      try {
        await clock.sleep(lockPollInterval, shutdown);
      } catch {
        return;
      }
    }
  }

  /** Whether there may be more to look at by now, as where another window has taken something over. */
  #isAskedAgain(): boolean {
    return this.#lookAgain;
  }

  /** @returns whether it has ended or is carried out here; else it is to be looked at again. */
  async #lookAt(operation: Operation): Promise<boolean> {
    const { store, known, isHere, isReachable, run } = this.parts;
    if (isHere(operation.id) || isAsKnown(operation, known.find(operation.id))) {
      return true;
    }
    if (operation.endedAt !== undefined) {
      known.endedElsewhere(operation);
      return true;
    }
    const lock = (await isReachable(operation))
      ? await store.claim(operation.plan.subject.deletion)
      : undefined;
    if (lock === undefined) {
      known.show(operation);
      return false;
    }
    // Until the claim was free, another window may have gone on with it.
    const latest = await store.find(operation.id);
    if (latest === undefined || latest.endedAt !== undefined) {
      lock.release();
      if (latest !== undefined) {
        known.endedElsewhere(latest);
      }
      return true;
    }
    void run(latest, lock).then((ended) => {
      if (ended.endedAt !== undefined) {
        this.#onEnd(ended);
      }
    });
    return true;
  }

  /** What another window carried out and has cleared away since. */
  #forgetRemoved(stored: readonly Operation[]): void {
    const { clock, known, isHere } = this.parts;
    for (const operation of known.all) {
      const isThere = stored.some(({ id }) => id === operation.id);
      if (!isThere && operation.endedAt === undefined && !isHere(operation.id)) {
        known.lose(operation, clock.now());
      }
    }
  }
}
