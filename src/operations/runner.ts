import { randomUUID } from "node:crypto";
import { setMaxListeners } from "node:events";
import * as l10n from "@vscode/l10n";
import type { ArmClient } from "../azure/armClient";
import type { Clock } from "../base/clock";
import type { ArmFailure } from "../azure/errors";
import type { Logger } from "../base/logger";
import { Listeners, type Disposable } from "../base/listeners";
import type { FileLock } from "../base/fileLock";
import { unlimited, type Semaphore, type Permit } from "../base/semaphore";
import { HeldLocks } from "../base/heldLocks";
import { isAsKnown, OperationList, type Ended } from "./operationList";
import { againFrom, interrupted, outcomeOf, type Operation } from "./operation";
import { LostLockError, OperationRun } from "./operationRun";
import type { PlanStep, Subject, Plan, Identity } from "../services/plan";
import type { OperationStore } from "./operationStore";
import type { PollPacing } from "./steps/pollPacing";
import { lockPollInterval, Resumer } from "./resumer";
import type { StepEnd } from "./steps/progress";

export interface RunnerOptions {
  readonly store: OperationStore;
  /** @throws when nobody is signed in there, or another cloud is configured now. */
  readonly connect: (via: Identity) => Promise<ArmClient>;
  /** Explains a failure in words. */
  readonly explain: (serviceId: string, failure: ArmFailure) => string;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** A dependency that an operation recovered, or failed to recover, on its way. */
export interface OtherEnded {
  readonly subject: Subject;
  readonly end: StepEnd;
}

/** What an operation needs as an item of a batch. */
export interface Membership {
  /** Id of the batch. */
  readonly batch: string;
  /** Cancels unsent items of the whole batch. */
  readonly cancelled: AbortSignal;
  /** Creates the permits to send; one for each step. */
  readonly permit: () => Permit;
  readonly pace: (serviceId: string, step: PlanStep) => PollPacing;
}

interface HowToRun {
  readonly resumed: boolean;
  readonly gate?: Semaphore | undefined;
  readonly member?: Membership;
}

/** Another operation works on the same deletion, in this or another window. */
export class BusyError extends Error {
  constructor(name: string) {
    super(l10n.t('"{0}" is already being recovered or purged.', name));
    this.name = "BusyError";
  }
}

/**
 * Runs plans step by step, each state on disk before anything that follows from it. Whatever ends
 * this process, the next one continues, and no request is sent twice.
 */
export class Runner {
  readonly #known = new OperationList();
  readonly #cancellations = new Map<string, AbortController>();
  /** Ids of operations canceled here and then taken over, in case they come back. */
  readonly #cancelledBefore = new Set<string>();
  readonly #locks: HeldLocks;
  readonly #unfinished: Resumer;
  /** Deletions whose lock is being acquired, before their operation exists. */
  readonly #starting = new Set<string>();
  readonly #shutdown = new AbortController();
  readonly #otherEnded = new Listeners<OtherEnded>();

  constructor(private readonly options: RunnerOptions) {
    // Hundreds of waits listen to this signal; Node would warn of a leak.
    setMaxListeners(0, this.#shutdown.signal);
    const { store, clock, logger } = options;
    this.#locks = new HeldLocks(logger);
    this.#unfinished = new Resumer({
      store,
      clock,
      known: this.#known,
      shutdown: this.#shutdown.signal,
      isReachable: (operation) => this.#isReachable(operation),
      isHere: (id) => this.#cancellations.has(id),
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

  /** The running operation that works on a deletion; preferably the one about it. */
  runningOn(deletion: string): Operation | undefined {
    return this.#known.runningOn(deletion);
  }

  /** Whether this window can still stop unsent items. */
  canCancel({ id, steps }: Operation): boolean {
    return this.#cancellations.has(id) && steps.some(({ state }) => state === "waiting");
  }

  /**
   * Starts a plan and resolves when it has ended, well or not.
   *
   * @param semaphore where many are started together: how many of them may be sending at a time.
   * @throws BusyError when something is being done to the same deletion.
   */
  async start(plan: Plan, semaphore?: Semaphore): Promise<Operation> {
    return this.#begin(plan.subject, (lock) =>
      this.#run(this.#begun(plan), lock, { resumed: false, gate: semaphore }),
    );
  }

  /**
   * Starts a plan as an item of a batch: without notifications, and the batch removes it after
   * counting. The result isn't an end where the window closes or another one took the operation
   * over.
   *
   * @throws BusyError when another operation works on the same deletion.
   */
  async startMember(plan: Plan, member: Membership): Promise<Operation> {
    return this.#begin(plan.subject, (lock) =>
      this.#run({ ...this.#begun(plan), batch: member.batch }, lock, { resumed: false, member }),
    );
  }

  /** Resumes an item of a batch that an earlier window left, as soon as its lock is free. */
  async takeUpMember(found: Operation, member: Membership): Promise<Operation> {
    const { store, clock } = this.options;
    this.#known.show(found);
    for (;;) {
      const lock = (await this.#isReachable(found))
        ? await store.claim(found.plan.subject.deletion)
        : undefined;
      if (lock !== undefined) {
        const latest = (await store.find(found.id)) ?? found;
        if (latest.endedAt === undefined) {
          return this.#run(latest, lock, { resumed: true, member });
        }
        lock.release();
        this.#known.show(latest);
        return latest;
      }
      try {
        await clock.sleep(lockPollInterval, this.#shutdown.signal);
      } catch {
        return found;
      }
    }
  }

  /** Removes an item of a batch. */
  async forgetMember(id: string): Promise<void> {
    await this.options.store.remove(id);
    this.#known.drop(id);
  }

  #begun(plan: Plan): Operation {
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
    return this.#begin(known.plan.subject, async (lock) => {
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

  /** @throws BusyError when another operation works on it. */
  async #begin<T>({ deletion, name }: Subject, begin: (lock: FileLock) => Promise<T>): Promise<T> {
    if (this.#starting.has(deletion) || this.runningOn(deletion) !== undefined) {
      throw new BusyError(name);
    }
    this.#starting.add(deletion);
    try {
      const lock = await this.options.store.claim(deletion);
      if (lock === undefined) {
        throw new BusyError(name);
      }
      return await begin(lock);
    } finally {
      this.#starting.delete(deletion);
    }
  }

  async hasUnfinished(): Promise<boolean> {
    return (await this.options.store.load()).some(({ endedAt }) => endedAt === undefined);
  }

  /**
   * Resumes what an earlier window left, each operation as soon as its lock is free; retries while
   * others hold locks.
   *
   * @param onEnd called for each that ends here, because nobody awaits it.
   */
  async resume(onEnd: (operation: Operation) => void): Promise<void> {
    await this.#unfinished.takeUp(onEnd);
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
    this.#cancellations.get(id)?.abort(new Error("cancelled"));
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

  /** Stops here; the next window continues. */
  dispose(): void {
    this.#shutdown.abort(new Error("the window closes"));
    this.#locks.release();
  }

  async #run(found: Operation, lock: FileLock, how: HowToRun): Promise<Operation> {
    const { clock, logger } = this.options;
    const cancellation = new AbortController();
    this.#cancellations.set(found.id, cancellation);
    if (this.#cancelledBefore.delete(found.id)) {
      cancellation.abort(new Error("cancelled"));
    }
    const release = this.#locks.hold(lock);
    this.#known.show(found);
    this.#starting.delete(found.plan.subject.deletion);
    let run: OperationRun | undefined;
    let isLost = false;
    try {
      const { member } = how;
      const cancelled =
        member === undefined
          ? cancellation.signal
          : AbortSignal.any([cancellation.signal, member.cancelled]);
      run = await this.#prepared(found, lock, cancelled, how);
      await run.run();
      const operation = await run.end(clock.now());
      if (this.#shutdown.signal.aborted) {
        // The lock was released: another window may end it.
        return operation;
      }
      logger.info(
        `${operation.plan.action} of a ${operation.plan.subject.serviceId} resource: ${outcomeOf(operation)}`,
      );
      this.#known.endedHere(operation);
      return operation;
    } catch (error) {
      const last = run?.operation ?? found;
      if (this.#shutdown.signal.aborted) {
        return last;
      }
      if (error instanceof LostLockError) {
        isLost = true;
        if (cancellation.signal.aborted) {
          this.#cancelledBefore.add(found.id);
        }
        return last;
      }
      return await this.#broken(last, error);
    } finally {
      this.#cancellations.delete(found.id);
      release();
      if (isLost) {
        this.#followTheOthers();
      }
    }
  }

  /** Follows what another window took over, or resumes it here. */
  #followTheOthers(): void {
    this.#unfinished.takeUp().catch((error: unknown) => {
      this.options.logger.error("Unfinished operations could not be taken up.");
      this.options.logger.trace(String(error));
    });
  }

  async #prepared(
    found: Operation,
    lock: FileLock,
    cancelled: AbortSignal,
    { resumed, gate, member }: HowToRun,
  ): Promise<OperationRun> {
    const { store, connect, clock, logger, explain } = this.options;
    return new OperationRun(found, {
      store,
      arm: await connect(found.plan.identity),
      clock,
      logger,
      explain,
      resumed,
      shutdown: this.#shutdown.signal,
      cancelled,
      lock,
      hold: (one) => this.#locks.hold(one),
      permit: member?.permit ?? (gate === undefined ? unlimited : () => gate.permit()),
      pace: (step) => member?.pace(found.plan.subject.serviceId, step),
      onState: (operation) => {
        this.#known.show(operation);
      },
      onOtherEnded: (subject, end) => {
        this.#otherEnded.fire({ subject, end });
      },
    });
  }

  /**
   * Ends an operation without a connection, with an unsafe plan, or with a disk that refuses from
   * the start.
   */
  async #broken(last: Operation, error: unknown): Promise<Operation> {
    const reason = error instanceof Error ? error.message : String(error);
    this.options.logger.error("An operation could not go on.");
    this.options.logger.trace(reason);
    const ended = interrupted(last, reason, this.options.clock.now());
    try {
      await this.options.store.save(ended);
    } catch (refused) {
      this.options.logger.error("The state of an operation could not be written down.");
      this.options.logger.trace(String(refused));
    }
    this.#known.show(ended);
    this.#known.endedHere(ended);
    return ended;
  }
}
