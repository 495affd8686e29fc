import { randomUUID } from "node:crypto";
import type { ArmClient } from "../../azure/armClient";
import type { Clock } from "../../base/clock";
import { writesPerSecond } from "../../azure/rateLimit";
import type { Logger } from "../../base/logger";
import { Listeners, type Disposable } from "../../base/listeners";
import { endsOf, type Batch, type BatchHeader, type JournalLine, type MemberEnd } from "./batch";
import { BatchRun } from "./batchRun";
import { endOf, type BatchStore, type StoredBatch } from "./batchStore";
import { BatchTally } from "./batchTally";
import type { FileLock } from "../../base/fileLock";
import { readItemsInDoubt } from "./settleBatch";
import { readAgain } from "../settling";
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

/** An item of a batch that ended in this window. */
export interface EndedMember {
  readonly plan: Plan;
  readonly end: MemberEnd;
}

/** A batch that has ended in this window. */
export interface EndedBatch {
  readonly batch: Batch;
  readonly plans: readonly Plan[];
  /** Deletion keys of the succeeded items. */
  readonly succeeded: ReadonlySet<string>;
}

/** All items of a batch and how they ended. */
export interface BatchRecord {
  readonly plans: readonly Plan[];
  /** By plan index; items without an entry weren't sent, once the batch has ended. */
  readonly ends: ReadonlyMap<number, MemberEnd>;
}

export interface StartedBatch {
  readonly id: string;
  /** Undefined where the window closes first, or another one took the batch over. */
  readonly ended: Promise<EndedBatch | undefined>;
}

/** How often batches of other windows are looked for, in milliseconds. */
const lookInterval = 5000;

/**
 * Runs batches: many plans of one action started together. The next window follows what a closed
 * window has sent; the unsent rest of a destructive batch isn't sent.
 */
export class BatchRunner {
  readonly #batches = new Map<string, Batch>();
  readonly #runs = new Map<string, BatchRun>();
  readonly #locks: HeldLocks;
  readonly #shutdown = new AbortController();
  readonly #changed = new Listeners<Batch>();
  readonly #memberEnded = new Listeners<EndedMember>();
  readonly #settled = new Listeners<EndedMember>();
  #isResuming = false;

  constructor(private readonly options: BatchRunnerOptions) {
    this.#locks = new HeldLocks(options.logger);
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

  /** Fires when an item ends in this window, including resumed ones. */
  onDidEndMember(listener: (ended: EndedMember) => void): Disposable {
    return this.#memberEnded.add(listener);
  }

  /** Fires when what an item left in doubt is settled by this window. */
  onDidSettleMember(listener: (settled: EndedMember) => void): Disposable {
    return this.#settled.add(listener);
  }

  /** Whether this window can still stop unsent items. */
  canCancel({ id, endedAt, rest }: Batch): boolean {
    return this.#runs.has(id) && endedAt === undefined && rest === undefined;
  }

  /**
   * Starts plans of one action together; of two plans for one deletion, only the first.
   *
   * @throws where the disk refuses; then nothing is sent.
   */
  async start(action: Action, given: readonly Plan[]): Promise<StartedBatch> {
    const plans = [...new Map(given.map((plan) => [plan.subject.deletion, plan])).values()];
    const { store, clock } = this.options;
    const header: BatchHeader = {
      schema: 1,
      id: randomUUID(),
      action,
      startedAt: clock.now(),
      total: plans.length,
    };
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
    if (this.#isResuming) {
      return;
    }
    this.#isResuming = true;
    try {
      while (!this.#shutdown.signal.aborted && (await this.#takeUp(onTakenUp)) > 0) {
        await this.options.clock.sleep(lookInterval, this.#shutdown.signal);
      }
    } catch (error) {
      if (!this.#shutdown.signal.aborted) {
        throw error;
      }
    } finally {
      this.#isResuming = false;
    }
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

  /**
   * Reads again what an ended batch left in doubt: soon, and once more some minutes later. Resolves
   * when nothing is in doubt any more, or with the last reading.
   */
  async settle(id: string): Promise<void> {
    const { store, clock, logger } = this.options;
    const stored = await store.find(id);
    const endedAt = stored === undefined ? undefined : endOf(stored);
    if (stored === undefined || endedAt === undefined || inDoubt(stored).length === 0) {
      return;
    }
    const plans = await store.plans(id);
    const read = async (isLast: boolean): Promise<boolean> => {
      try {
        return await this.#readInDoubt(id, plans, isLast);
      } catch (error) {
        logger.trace(String(error));
        return false;
      }
    };
    await readAgain(endedAt, read, clock, this.#shutdown.signal);
  }

  /** Settles what earlier windows left in doubt. */
  async settleStored(): Promise<void> {
    const all = await this.options.store.load();
    await Promise.all(all.map(({ header }) => this.settle(header.id)));
  }

  /** @returns whether nothing is in doubt any more. */
  async #readInDoubt(id: string, plans: readonly Plan[], isLast: boolean): Promise<boolean> {
    const { store, connect } = this.options;
    const stored = await store.find(id);
    if (stored === undefined) {
      return true;
    }
    const open = inDoubt(stored);
    const shutdown = this.#shutdown.signal;
    const settled = await readItemsInDoubt(plans, open, { connect, shutdown, isLast });
    const latest = settled.length === 0 ? undefined : await store.find(id);
    if (latest !== undefined) {
      await store.append(id, settled);
      this.#showStored({ ...latest, journal: [...latest.journal, ...settled] });
      for (const end of settled) {
        const plan = plans[end.member];
        if (plan !== undefined) {
          this.#settled.fire({ plan, end });
        }
      }
    }
    return settled.length === open.length;
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
    const { store } = this.options;
    const [plans, stored] = await Promise.all([store.plans(id), store.find(id)]);
    return { plans, ends: endsOf(stored?.journal ?? []) };
  }

  /** Stops here; the next window continues. */
  dispose(): void {
    this.#shutdown.abort(new Error("the window closes"));
    this.#locks.release();
  }

  /** @returns the number of batches that other windows still hold. */
  async #takeUp(onTakenUp: (started: StartedBatch) => void): Promise<number> {
    const { store } = this.options;
    let left = 0;
    for (const stored of await store.load()) {
      const { id } = stored.header;
      if (this.#runs.has(id) || this.#batches.get(id)?.endedAt !== undefined) {
        continue;
      }
      if (endOf(stored) !== undefined) {
        this.#showStored(stored);
        continue;
      }
      const lock = await store.claim(id);
      if (lock === undefined) {
        left += 1;
        this.#showStored(stored);
        continue;
      }
      // Before the lock was free, another window may have continued the batch.
      const latest = await store.find(id);
      if (latest === undefined || endOf(latest) !== undefined) {
        lock.release();
        if (latest !== undefined) {
          this.#showStored(latest);
        }
        continue;
      }
      const plans = await store.plans(id);
      const found = (await this.options.operations.load()).filter(({ batch }) => batch === id);
      onTakenUp({ id, ended: this.#run(latest.header, plans, latest.journal, found, lock) });
    }
    return left;
  }

  #showStored({ header, journal }: StoredBatch): void {
    const tally = new BatchTally(header, this.options.clock, writesPerSecond);
    for (const line of journal) {
      tally.add(line);
    }
    this.#show(tally.batch(false));
  }

  async #run(
    header: BatchHeader,
    plans: readonly Plan[],
    journal: readonly JournalLine[],
    found: readonly Operation[] | undefined,
    lock: FileLock,
  ): Promise<EndedBatch | undefined> {
    const { runner, store, clock, logger } = this.options;
    const release = this.#locks.hold(lock);
    const succeeded = new Set<string>();
    for (const line of journal) {
      const deletion =
        "member" in line && line.outcome === "succeeded"
          ? plans[line.member]?.subject.deletion
          : undefined;
      if (deletion !== undefined) {
        succeeded.add(deletion);
      }
    }
    const run = new BatchRun(header, plans, journal, {
      runner,
      store,
      clock,
      logger,
      claim: lock,
      shutdown: this.#shutdown.signal,
      onChange: (batch) => {
        this.#show(batch);
      },
      onMemberEnded: (plan, end) => {
        if (end.outcome === "succeeded") {
          succeeded.add(plan.subject.deletion);
        }
        this.#memberEnded.fire({ plan, end });
      },
    });
    this.#runs.set(header.id, run);
    try {
      const batch = await run.run(found);
      if (batch === undefined) {
        return undefined;
      }
      logger.info(
        `${batch.action} of ${String(batch.total)} resources: ${String(batch.succeeded)} succeeded, ${String(batch.failed)} failed, ${String(batch.uncertain)} uncertain, ${String(batch.notSent)} not sent`,
      );
      return { batch, plans, succeeded };
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

/** The items that a later reading may settle. */
function inDoubt({ journal }: StoredBatch): readonly MemberEnd[] {
  return [...endsOf(journal).values()].filter(({ doubts }) => doubts !== undefined);
}
