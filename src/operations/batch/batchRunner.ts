import type { ArmClient } from "../../azure/armClient";
import type { Clock } from "../../base/clock";
import type { Logger } from "../../base/logger";
import { Listeners, type Disposable } from "../../base/listeners";
import {
  newHeader,
  type Batch,
  type BatchHeader,
  type BatchRecord,
  type EndedBatch,
  type EndedItem,
  type JournalLine,
  type StartedBatch,
} from "./batch";
import { BatchRun } from "./batchRun";
import { endOf, type BatchStore, type StoredBatch } from "./batchStore";
import { asStored } from "./batchTally";
import type { FileLock } from "../../base/fileLock";
import { BatchFollower } from "./batchFollower";
import { settleBatch } from "./settleBatch";
import { ResumeLoop } from "../resumeLoop";
import { HeldLocks } from "../../base/heldLocks";
import type { Operation } from "../operation";
import type { OperationStore } from "../operationStore";
import type { Runner } from "../runner";
import type { Action, Identity, Plan } from "../../services/plan";

export interface BatchRunnerOptions {
  readonly runner: Runner;
  readonly store: BatchStore;
  /** The runner's store of operations. */
  readonly operations: OperationStore;
  readonly clock: Clock;
  readonly logger: Logger;
  /** @throws when nobody is signed in there, or another cloud is configured now. */
  readonly connect: (identity: Identity) => Promise<ArmClient>;
}

/**
 * Runs batches: many plans of one action started together. The next window follows what a closed
 * window has sent; unsent items of a destructive batch aren't sent.
 */
export class BatchRunner {
  readonly #batches = new Map<string, Batch>();
  readonly #runs = new Map<string, BatchRun>();
  readonly #locks: HeldLocks;
  readonly #shutdown = new AbortController();
  readonly #changed = new Listeners<Batch>();
  readonly #itemEnded = new Listeners<EndedItem>();
  readonly #settled = new Listeners<EndedItem>();
  readonly #follower: BatchFollower;
  readonly #loop: ResumeLoop;
  #onTakenUp: (started: StartedBatch) => void = () => undefined;
  #watching: Disposable | undefined;

  constructor(private readonly options: BatchRunnerOptions) {
    this.#locks = new HeldLocks(options.logger);
    this.#follower = new BatchFollower(options.store);
    this.#loop = new ResumeLoop(() => this.#takeUpAll(), options.clock, this.#shutdown.signal);
  }

  /** All known batches, newest first. */
  get batches(): readonly Batch[] {
    return [...this.#batches.values()].sort((left, right) => right.startedAt - left.startedAt);
  }

  /** The batch in its last known state; undefined where unknown or cleared. */
  find(id: string): Batch | undefined {
    return this.#batches.get(id);
  }

  /** Fires when an item ends, and when the batch starts, ends, or is removed. */
  onDidChange(listener: (batch: Batch) => void): Disposable {
    return this.#changed.add(listener);
  }

  /** Fires when an item ends, or is settled by another window. */
  onDidEndItem(listener: (ended: EndedItem) => void): Disposable {
    return this.#itemEnded.add(listener);
  }

  /** Fires when what an item left in doubt is settled by this window. */
  onDidSettleItem(listener: (settled: EndedItem) => void): Disposable {
    return this.#settled.add(listener);
  }

  /** Whether this window can still stop unsent items. */
  canCancel({ id, endedAt, stopReason }: Batch): boolean {
    return this.#runs.has(id) && endedAt === undefined && stopReason === undefined;
  }

  /**
   * Starts plans of one action together; of two plans for one deletion, only the first.
   *
   * @throws where the disk refuses; then nothing is sent.
   */
  async start(action: Action, given: readonly Plan[]): Promise<StartedBatch> {
    const plans = [...new Map(given.map((plan) => [plan.subject.deletion, plan])).values()];
    const { store, clock } = this.options;
    const header = newHeader(action, plans, clock);
    const lock = await store.claim(header.id);
    if (lock === undefined) {
      throw new Error("The claim of a new batch is taken.");
    }
    try {
      await store.create(header, plans);
    } catch (error) {
      lock.release();
      throw error;
    }
    return { id: header.id, ended: this.#run(header, plans, [], undefined, lock) };
  }

  /** Stops sending; requests already sent are followed to their end. */
  cancel(id: string): void {
    void this.#runs.get(id)?.stop("cancelled");
  }

  /** Whether an unfinished batch is on disk, of any window. */
  async hasUnfinished(): Promise<boolean> {
    return (await this.options.store.load()).some((stored) => endOf(stored) === undefined);
  }

  /**
   * Resumes what an earlier window left, as soon as its lock is free; retries while other windows
   * hold locks.
   *
   * @param onTakenUp called for each, because nobody awaits it.
   */
  async resume(onTakenUp: (started: StartedBatch) => void): Promise<void> {
    if (!this.#loop.isRunning) {
      this.#onTakenUp = onTakenUp;
    }
    await this.#loop.run();
  }

  /** Shows what other windows start, run, and end, from now on. */
  follow(): void {
    const { store, logger } = this.options;
    this.#watching ??= store.watch((ids) => {
      if (ids?.every((id) => this.#runs.has(id)) === true) {
        return;
      }
      this.#loop.wake().catch((error: unknown) => {
        logger.error("Batches of other windows could not be read.");
        logger.trace(String(error));
      });
    });
  }

  /**
   * Reads again what an ended batch left in doubt: soon, and once more some minutes later. Resolves
   * when nothing is in doubt any more, or with the last reading.
   */
  async settle(id: string): Promise<void> {
    const { store, clock, logger, connect } = this.options;
    const shutdown = this.#shutdown.signal;
    await settleBatch(id, { store, clock, logger, connect, shutdown }, (stored, settled) => {
      this.#show(asStored(stored, this.options.clock));
      for (const one of settled) {
        this.#settled.fire(one);
      }
    });
  }

  /** Settles what earlier windows left in doubt. */
  async settleStored(): Promise<void> {
    const all = await this.options.store.load();
    await Promise.all(all.map(({ header }) => this.settle(header.id)));
  }

  /** Resumes operations of an unreadable batch as single operations. */
  async releaseOrphans(): Promise<void> {
    const { operations, store } = this.options;
    for (const { batch, ...alone } of await operations.load()) {
      if (
        batch !== undefined &&
        !this.#runs.has(batch) &&
        (await store.find(batch)) === undefined
      ) {
        await operations.save(alone);
      }
    }
  }

  /** Removes the ended batches, or one of them. */
  async clearEnded(id?: string): Promise<void> {
    const ended = this.batches.filter(
      (batch) => batch.endedAt !== undefined && (id ?? batch.id) === batch.id,
    );
    for (const batch of ended) {
      await this.options.store.remove(batch.id);
      this.#batches.delete(batch.id);
      this.#changed.fire(batch);
    }
  }

  /** All items of a batch. @throws where it can't be read. */
  async record(id: string): Promise<BatchRecord> {
    return this.options.store.record(id);
  }

  /** Stops; the next window continues. */
  dispose(): void {
    this.#shutdown.abort(new Error("the window closes"));
    this.#locks.release();
    this.#watching?.dispose();
  }

  /** @returns the number of batches that other windows still hold. */
  async #takeUpAll(): Promise<number> {
    let left = 0;
    for (const stored of await this.options.store.load()) {
      if (!this.#runs.has(stored.header.id) && !(await this.#takeUp(stored))) {
        left += 1;
      }
    }
    return left;
  }

  /** @returns false where another window holds it. */
  async #takeUp(stored: StoredBatch): Promise<boolean> {
    const { store, operations } = this.options;
    const { id } = stored.header;
    if (endOf(stored) !== undefined) {
      await this.#followOther(stored);
      return true;
    }
    const lock = await store.claim(id);
    if (lock === undefined) {
      await this.#followOther(stored);
      return false;
    }
    // Before the lock was free, another window may have continued the batch.
    const latest = await store.find(id);
    if (latest === undefined || endOf(latest) !== undefined) {
      lock.release();
      if (latest !== undefined) {
        await this.#followOther(latest);
      }
      return true;
    }
    const plans = await store.plans(id);
    const found = (await operations.load()).filter(({ batch }) => batch === id);
    this.#onTakenUp({ id, ended: this.#run(latest.header, plans, latest.journal, found, lock) });
    return true;
  }

  async #followOther(stored: StoredBatch): Promise<void> {
    const ended = await this.#follower.newEnds(stored);
    const shown = this.#batches.get(stored.header.id);
    if (shown?.endedAt === undefined || ended.length > 0) {
      this.#show(asStored(stored, this.options.clock));
    }
    for (const one of ended) {
      this.#itemEnded.fire(one);
    }
  }

  async #run(
    header: BatchHeader,
    plans: readonly Plan[],
    journal: readonly JournalLine[],
    found: readonly Operation[] | undefined,
    lock: FileLock,
  ): Promise<EndedBatch | undefined> {
    const release = this.#locks.hold(lock);
    const run = new BatchRun(header, plans, journal, {
      ...this.options,
      lock,
      shutdown: this.#shutdown.signal,
      onChange: (batch) => {
        this.#show(batch);
      },
      onItemEnded: (plan, end) => {
        this.#itemEnded.fire({ plan, end });
      },
    });
    this.#runs.set(header.id, run);
    try {
      const ended = await run.run(found);
      if (ended !== undefined) {
        const { total, succeeded, failed, uncertain, notSent } = ended.batch;
        this.options.logger.info(
          `${header.action} of ${String(total)} resources: ${String(succeeded)} succeeded, ${String(failed)} failed, ${String(uncertain)} uncertain, ${String(notSent)} not sent`,
        );
      }
      return ended;
    } finally {
      this.#runs.delete(header.id);
      release();
    }
  }

  #show(batch: Batch): void {
    this.#batches.set(batch.id, batch);
    this.#changed.fire(batch);
  }
}
