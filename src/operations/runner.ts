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
  /** @throws when nobody is signed in there, or another cloud is configured by now. */
  readonly connect: (via: Identity) => Promise<ArmClient>;
  /** A failure in words. */
  readonly explain: (serviceId: string, failure: ArmFailure) => string;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Something that was brought back, or not, on the way to what an operation is about. */
export interface OtherEnded {
  readonly subject: Subject;
  readonly end: StepEnd;
}

/** What an operation has to know as one of many that were started together. */
export interface Membership {
  /** Id of the batch. */
  readonly batch: string;
  /** The person does not want what has not been sent yet of the whole batch. */
  readonly cancelled: AbortSignal;
  /** A place among those that may be sending; one for each step. */
  readonly permit: () => Permit;
  readonly pace: (serviceId: string, step: PlanStep) => PollPacing;
}

interface HowToRun {
  readonly resumed: boolean;
  readonly gate?: Semaphore | undefined;
  readonly member?: Membership;
}

/** Something is being done to the same deletion already, here or in another window. */
export class BusyError extends Error {
  constructor(name: string) {
    super(l10n.t('"{0}" is already being recovered or purged.', name));
    this.name = "BusyError";
  }
}

/**
 * Runs plans, step by step, each state on disk before what follows from it. Whatever ends this
 * process, the next one goes on from there and no request is sent twice.
 */
export class Runner {
  readonly #known = new OperationList();
  readonly #cancellations = new Map<string, AbortController>();
  /** Ids of what was cancelled here and then lost to another window, should it come back. */
  readonly #cancelledBefore = new Set<string>();
  readonly #locks: HeldLocks;
  readonly #unfinished: Resumer;
  /** Deletions being claimed at this moment, before their operation exists. */
  readonly #starting = new Set<string>();
  readonly #shutdown = new AbortController();
  readonly #otherEnded = new Listeners<OtherEnded>();

  constructor(private readonly options: RunnerOptions) {
    // Hundreds wait at a time, which Node would take for a leak.
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

  /** All known operations but those of batches, newest first. */
  get operations(): readonly Operation[] {
    return this.#known.listed;
  }

  /** After every state that was written down, and after a removal; not for those of batches. */
  onDidChange(listener: (operation: Operation) => void): Disposable {
    return this.#known.onDidChange(listener);
  }

  /** Once for each operation that ends, also those that another window carries out. */
  onDidEnd(listener: (ended: Ended) => void): Disposable {
    return this.#known.onDidEnd(listener);
  }

  /** Once for each thing that an operation has brought back, or not, on the way to its own. */
  onDidEndOther(listener: (ended: OtherEnded) => void): Disposable {
    return this.#otherEnded.add(listener);
  }

  /** The running operation that a deletion is part of, if there is one; rather the one about it. */
  runningOn(deletion: string): Operation | undefined {
    return this.#known.runningOn(deletion);
  }

  /** Whether something of it could still be kept from being sent, by this window. */
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
   * Starts a plan as one of a batch: nobody is told, and whoever keeps the batch forgets it once it
   * is counted. It has not ended where the window closes or another one has taken it over.
   *
   * @throws BusyError when something is being done to the same deletion.
   */
  async startMember(plan: Plan, member: Membership): Promise<Operation> {
    return this.#begin(plan.subject, (lock) =>
      this.#run({ ...this.#begun(plan), batch: member.batch }, lock, { resumed: false, member }),
    );
  }

  /** Takes up one of a batch that an earlier window left, as soon as its claim is free. */
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

  /** Forgets one of a batch. */
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

  /** Whether {@link retry} takes an operation up again. */
  canRetry(operation: Operation): boolean {
    return againFrom(operation, operation.startedAt) !== undefined;
  }

  /**
   * Takes up an operation that has failed or was cancelled, from where it stands: what is done stays
   * done. Resolves when it has ended, well or not; undefined where there is none that may be.
   *
   * @throws BusyError when something is being done to the same deletion.
   */
  async retry(id: string): Promise<Operation | undefined> {
    const known = this.#known.find(id);
    if (known === undefined || !this.canRetry(known)) {
      return undefined;
    }
    return this.#begin(known.plan.subject, async (lock) => {
      // Another window may have taken it up again since this one heard of it.
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

  /** @throws BusyError when something is being done to it already. */
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

  /** Whether an earlier window left operations that have not ended. */
  async hasUnfinished(): Promise<boolean> {
    return (await this.options.store.load()).some(({ endedAt }) => endedAt === undefined);
  }

  /**
   * Takes up what an earlier window left, each operation as soon as its claim is free; goes on
   * trying while others hold some.
   *
   * @param onEnd called for each that ends here, since nobody waits for it.
   */
  async resume(onEnd: (operation: Operation) => void): Promise<void> {
    await this.#unfinished.takeUp(onEnd);
  }

  /** Not while another cloud is configured: it waits, and nothing is decided about it. */
  async #isReachable({ plan }: Operation): Promise<boolean> {
    try {
      await this.options.connect(plan.identity);
      return true;
    } catch {
      return false;
    }
  }

  /** What has not been sent is not sent any more; what has been is followed to its end. */
  cancel(id: string): void {
    this.#cancellations.get(id)?.abort(new Error("cancelled"));
  }

  /** Forgets the operations that have ended, or one of them. */
  async clearEnded(id?: string): Promise<void> {
    const ended = this.operations.filter(
      (operation) => operation.endedAt !== undefined && (id ?? operation.id) === operation.id,
    );
    for (const operation of ended) {
      await this.options.store.remove(operation.id);
      this.#known.forget(operation);
    }
  }

  /** Stops here; the next window goes on. */
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
        // It gave its claim back: another window may be the one that ends it.
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

  /** What another window has taken over is seen to its end there, or taken up again here. */
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

  /** No connection, a plan that must not be run, or a disk that takes nothing from the start. */
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
