import { randomUUID } from "node:crypto";
import { setMaxListeners } from "node:events";
import type { ArmClient } from "../azure/armClient";
import type { Clock } from "../base/clock";
import type { ArmFailure } from "../azure/errors";
import type { Logger } from "../base/logger";
import { Listeners, type Disposable } from "../base/listeners";
import type { FileLock } from "../base/fileLock";
import type { Semaphore } from "../base/semaphore";
import { HeldLocks } from "../base/heldLocks";
import { isAsKnown, OperationList, type Ended } from "./operationList";
import { againFrom, type Operation } from "./operation";
import type { Plan, Identity } from "../services/plan";
import type { OperationStore } from "./operationStore";
import { resumeInterval } from "./resumeLoop";
import { Resumer } from "./resumer";
import type { OtherEnded, RunEnvironment } from "./runEnvironment";
import { StartGuard } from "./startGuard";
import { settleOperation } from "./settleOperation";
import { WindowRuns, type HowToRun, type ItemOptions } from "./windowRuns";

export interface RunnerOptions {
  readonly store: OperationStore;
  /** @throws when nobody is signed in there, or another cloud is configured now. */
  readonly connect: (via: Identity) => Promise<ArmClient>;
  /** Explains a failure in words. */
  readonly explain: (serviceId: string, failure: ArmFailure) => string;
  readonly clock: Clock;
  readonly logger: Logger;
}

/**
 * Runs plans step by step, each state on disk before anything that follows from it. Whatever ends
 * this process, the next one continues, and no request is sent twice.
 */
export class Runner {
  readonly #known = new OperationList();
  readonly #locks: HeldLocks;
  readonly #runs: WindowRuns;
  readonly #environment: RunEnvironment;
  readonly #resumer: Resumer;
  readonly #guard: StartGuard;
  readonly #shutdown = new AbortController();
  #watching: Disposable | undefined;
  readonly #otherEnded = new Listeners<OtherEnded>();

  constructor(private readonly options: RunnerOptions) {
    // Hundreds of waits listen to this signal; Node would warn of a leak.
    setMaxListeners(0, this.#shutdown.signal);
    const { store, connect, explain, clock, logger } = options;
    const shutdown = this.#shutdown.signal;
    this.#locks = new HeldLocks(logger);
    this.#guard = new StartGuard(store, this.#known);
    this.#environment = {
      ...{ store, clock, logger, explain, shutdown },
      ...{ locks: this.#locks, known: this.#known, otherEnded: this.#otherEnded },
    };
    this.#runs = new WindowRuns(this.#environment, connect, () => {
      this.#followOthers();
    });
    this.#resumer = new Resumer({
      store,
      clock,
      known: this.#known,
      shutdown,
      isReachable: (operation) => this.#isReachable(operation),
      isOwnedHere: (id) => this.#runs.has(id),
      run: (operation, lock) => this.#run(operation, lock, { resumed: true }),
    });
  }

  /** All known operations except items of batches, newest first. */
  get operations(): readonly Operation[] {
    return this.#known.listed;
  }

  /** Fires after every written state and after a removal; not for items of batches. */
  onDidChange(listener: (operation: Operation) => void): Disposable {
    return this.#known.onDidChange(listener);
  }

  /** Fires once for each operation that ends, in any window. */
  onDidEnd(listener: (ended: Ended) => void): Disposable {
    return this.#known.onDidEnd(listener);
  }

  /** Fires once for each dependency that an operation recovered or failed to recover. */
  onDidEndOther(listener: (ended: OtherEnded) => void): Disposable {
    return this.#otherEnded.add(listener);
  }

  /** Fires when what an ended operation left in doubt is settled, in any window. */
  onDidSettle(listener: (operation: Operation) => void): Disposable {
    return this.#known.onDidSettle(listener);
  }

  /** The running operation that works on a deletion; preferably the one about it. */
  runningOn(deletion: string): Operation | undefined {
    return this.#known.runningOn(deletion);
  }

  /** Whether this window can still stop unsent items. */
  canCancel({ id, steps }: Operation): boolean {
    return this.#runs.has(id) && steps.some(({ state }) => state === "waiting");
  }

  /**
   * Starts a plan and resolves when it has ended, well or not.
   *
   * @param semaphore where many are started together: how many of them may be sending at a time.
   * @throws BusyError when something is being done to the same deletion.
   */
  async start(plan: Plan, semaphore?: Semaphore): Promise<Operation> {
    return this.#guard.begin(plan.subject, (lock) =>
      this.#run(this.#newOperation(plan), lock, { resumed: false, semaphore }),
    );
  }

  /**
   * Starts a plan as an item of a batch: without notifications, and the batch removes it after
   * counting. The result isn't an end where the window closes or another one took the operation
   * over.
   *
   * @throws BusyError when another operation works on the same deletion.
   */
  async startItem(plan: Plan, item: ItemOptions): Promise<Operation> {
    return this.#guard.begin(plan.subject, (lock) =>
      this.#run({ ...this.#newOperation(plan), batch: item.batch }, lock, { resumed: false, item }),
    );
  }

  /** Resumes an item of a batch that an earlier window left, as soon as its lock is free. */
  async resumeItem(found: Operation, item: ItemOptions): Promise<Operation> {
    const { store, clock } = this.options;
    this.#known.show(found);
    for (;;) {
      const lock = (await this.#isReachable(found))
        ? await store.claim(found.plan.subject.deletion)
        : undefined;
      if (lock !== undefined) {
        const latest = (await store.find(found.id)) ?? found;
        if (latest.endedAt === undefined) {
          return this.#run(latest, lock, { resumed: true, item });
        }
        lock.release();
        this.#known.show(latest);
        return latest;
      }
      try {
        await clock.sleep(resumeInterval, this.#shutdown.signal);
      } catch {
        return found;
      }
    }
  }

  /** Removes an item of a batch. */
  async removeItem(id: string): Promise<void> {
    await this.options.store.remove(id);
    this.#known.drop(id);
  }

  #newOperation(plan: Plan): Operation {
    return {
      schema: 2,
      id: randomUUID(),
      plan,
      startedAt: this.options.clock.now(),
      steps: plan.steps.map(() => ({ state: "waiting" })),
    };
  }

  /** Whether {@link retry} can resume the operation. */
  canRetry(operation: Operation): boolean {
    return againFrom(operation, operation.startedAt) !== undefined;
  }

  /**
   * Resumes a failed or canceled operation; done steps stay done. Resolves when it has ended, with
   * any result; undefined where it can't be retried.
   *
   * @throws BusyError when another operation works on the same deletion.
   */
  async retry(id: string): Promise<Operation | undefined> {
    const known = this.#known.find(id);
    if (known === undefined || !this.canRetry(known)) {
      return undefined;
    }
    return this.#guard.begin(known.plan.subject, async (lock) => {
      // Another window may have restarted it in the meantime.
      const stored = await this.options.store.find(id);
      const latest = stored === undefined || isAsKnown(stored, known) ? known : stored;
      if (latest.endedAt === undefined) {
        return this.#run(latest, lock, { resumed: true });
      }
      const again = againFrom(latest, this.options.clock.now());
      if (again === undefined) {
        lock.release();
        this.#known.endedElsewhere(latest);
        return undefined;
      }
      return this.#run(again, lock, { resumed: false });
    });
  }

  async hasUnfinished(): Promise<boolean> {
    return (await this.options.store.load()).some(({ endedAt }) => endedAt === undefined);
  }

  /**
   * Resumes what an earlier window left, each operation as soon as its lock is free; retries while
   * others hold locks.
   *
   * @param onEnd called for each that ends in this window, because nobody awaits it.
   */
  async resume(onEnd: (operation: Operation) => void): Promise<void> {
    await this.#resumer.takeUp(onEnd);
  }

  /**
   * Reads again what an ended operation left in doubt: soon, and once more some minutes later.
   * Resolves with the settled operation; undefined where it stays in doubt.
   */
  settle(operation: Operation): Promise<Operation | undefined> {
    return settleOperation(operation, this.#environment, this.options.connect);
  }

  /** Settles what earlier windows left in doubt. */
  async settleStored(): Promise<void> {
    const stored = await this.options.store.load();
    await Promise.all(
      stored.filter(({ batch }) => batch === undefined).map((operation) => this.settle(operation)),
    );
  }

  /** False while another cloud is configured: the operation waits, and nothing is decided. */
  async #isReachable({ plan }: Operation): Promise<boolean> {
    try {
      await this.options.connect(plan.identity);
      return true;
    } catch {
      return false;
    }
  }

  /** Stops sending; requests already sent are followed to their end. */
  cancel(id: string): void {
    this.#runs.cancel(id);
  }

  /** Removes the ended operations, or one of them. */
  async clearEnded(id?: string): Promise<void> {
    const ended = this.operations.filter(
      (operation) => operation.endedAt !== undefined && (id ?? operation.id) === operation.id,
    );
    for (const operation of ended) {
      await this.options.store.remove(operation.id);
      this.#known.forget(operation);
    }
  }

  /** Stops; the next window continues. */
  dispose(): void {
    this.#shutdown.abort(new Error("the window closes"));
    this.#locks.release();
    this.#watching?.dispose();
  }

  #run(operation: Operation, lock: FileLock, how: HowToRun): Promise<Operation> {
    const running = this.#runs.run(operation, lock, how);
    this.#guard.hasStarted(operation.plan.subject);
    return running;
  }

  /** Shows what other windows start, run, and end, from now on. */
  follow(): void {
    this.#watching ??= this.options.store.watch((ids) => {
      this.#resumeQuietly(this.#resumer.followChanges(ids));
    });
  }

  /** Follows what another window took over, or resumes it in this window. */
  #followOthers(): void {
    this.#resumeQuietly(this.#resumer.takeUp());
  }

  #resumeQuietly(resuming: Promise<void>): void {
    resuming.catch((error: unknown) => {
      this.options.logger.error("Unfinished operations could not be taken up.");
      this.options.logger.trace(String(error));
    });
  }
}
