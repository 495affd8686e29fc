import type { Clock } from "../base/clock";
import type { FileLock } from "../base/fileLock";
import { isAsKnown, type OperationList } from "./operationList";
import type { Operation } from "./operation";
import type { OperationStore } from "./operationStore";
import { ResumeLoop } from "./resumeLoop";

export interface ResumerOptions {
  readonly store: OperationStore;
  readonly clock: Clock;
  readonly known: OperationList;
  /** Aborts when the window closes. */
  readonly shutdown: AbortSignal;
  readonly isReachable: (operation: Operation) => Promise<boolean>;
  /** Whether this window runs the operation. */
  readonly isOwnedHere: (id: string) => boolean;
  /** Runs an operation from its current state; resolves with its last one. */
  readonly run: (operation: Operation, lock: FileLock) => Promise<Operation>;
}

/** Resumes what an earlier window left, and follows what other windows run. */
export class Resumer {
  readonly #loop: ResumeLoop;
  #onEnd: (operation: Operation) => void = () => undefined;

  constructor(private readonly parts: ResumerOptions) {
    this.#loop = new ResumeLoop(() => this.#lookAtAll(), parts.clock, parts.shutdown);
  }

  /**
   * Resumes each operation as soon as its lock is free; retries while others hold locks.
   *
   * @param onEnd called for each that ends here, because nobody awaits it; unchanged when omitted or
   *   while the loop runs.
   */
  async takeUp(onEnd?: (operation: Operation) => void): Promise<void> {
    if (!this.#loop.isRunning) {
      this.#onEnd = onEnd ?? this.#onEnd;
    }
    await this.#loop.run();
  }

  /**
   * Looks at once if another window changed one of these operations.
   *
   * @param ids undefined where any may have changed.
   */
  async followChanges(ids: readonly string[] | undefined): Promise<void> {
    const news = await Promise.all((ids ?? []).map((id) => this.#isNews(id)));
    if (ids === undefined || news.includes(true)) {
      await this.#loop.wake();
    }
  }

  async #isNews(id: string): Promise<boolean> {
    const { store, known, isOwnedHere } = this.parts;
    if (isOwnedHere(id)) {
      return false;
    }
    const stored = await store.find(id);
    const shown = known.find(id);
    return stored === undefined
      ? shown !== undefined && shown.endedAt === undefined
      : stored.batch === undefined && !isAsKnown(stored, shown);
  }

  /** @returns how many other windows still run. */
  async #lookAtAll(): Promise<number> {
    const stored = await this.parts.store.load();
    let left = 0;
    // Items of a batch are resumed with it.
    for (const operation of stored.filter(({ batch }) => batch === undefined)) {
      if (!(await this.#lookAt(operation))) {
        left += 1;
      }
    }
    this.#forgetRemoved(stored);
    return left;
  }

  /** @returns whether it has ended or runs here; otherwise it has to be checked again. */
  async #lookAt(operation: Operation): Promise<boolean> {
    const { store, known, isOwnedHere, isReachable, run } = this.parts;
    if (isOwnedHere(operation.id) || isAsKnown(operation, known.find(operation.id))) {
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
    // Before the lock was free, another window may have continued the batch.
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

  /** Removes what another window ran and has cleared. */
  #forgetRemoved(stored: readonly Operation[]): void {
    const { clock, known, isOwnedHere } = this.parts;
    for (const operation of known.all) {
      const isThere = stored.some(({ id }) => id === operation.id);
      if (!isThere && operation.endedAt === undefined && !isOwnedHere(operation.id)) {
        known.lose(operation, clock.now());
      }
    }
  }
}
