import * as l10n from "@vscode/l10n";
import type { ArmClient } from "../azure/armClient";
import type { Clock } from "../base/clock";
import type { ArmFailure } from "../azure/errors";
import type { Logger } from "../base/logger";
import { isStoppedBy, predecessors, type PlanStep, type Subject } from "../services/plan";
import { assertIntent } from "../services/softDeleteAction";
import type { FileLock } from "../base/fileLock";
import { isDestructive, type Operation } from "./operation";
import type { OperationStore } from "./operationStore";
import type { PollPacing } from "./steps/pollPacing";
import { probePostcondition, type StepEnvironment } from "./steps/postconditions";
import { advance } from "./steps/stepRunner";
import type { Permit } from "../base/semaphore";
import {
  isStepEnd,
  skipped,
  type Sent,
  type StepEnd,
  type StepProgress,
  done,
  failed,
} from "./steps/progress";

/** Another window has taken the operation over, as after this one has slept. */
export class LostLockError extends Error {}

export interface RunParts {
  readonly store: OperationStore;
  readonly arm: ArmClient;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly explain: (serviceId: string, failure: ArmFailure) => string;
  /** The state was read from storage: another window has begun it. */
  readonly resumed: boolean;
  readonly shutdown: AbortSignal;
  readonly cancelled: AbortSignal;
  /** The claim on what the operation is about; {@link hold} has it already. */
  readonly lock: FileLock;
  /** Keeps a claim alive until the function that it returns is called, which releases it. */
  readonly hold: (lock: FileLock) => () => void;
  readonly permit: () => Permit;
  readonly pace: (step: PlanStep) => PollPacing | undefined;
  /** After every state, written down or not. */
  readonly onState: (operation: Operation) => void;
  /** A step that brings back something else than the plan's own subject has ended. */
  readonly onOtherEnded: (subject: Subject, end: StepEnd) => void;
}

/** What came of asking for the lock of what a step recovers. */
type LockAttempt =
  | { readonly kind: "acquired"; readonly lock: FileLock }
  /** The step needs no request any more. */
  | { readonly kind: "ended"; readonly end: StepEnd }
  /** The step was sent before: from here on it only reads, and needs no lock for that. */
  | { readonly kind: "heldElsewhere" };

/** So often a deletion that another operation holds is asked for again, in milliseconds. */
const claimInterval = 2000;

/**
 * One operation, carried out by this window: each step as soon as those are done that it comes
 * after, each state on disk before what follows from it.
 */
export class OperationRun {
  #operation: Operation;
  #before: readonly (readonly number[])[] = [];
  #writing: Promise<void> = Promise.resolve();

  constructor(
    found: Operation,
    private readonly parts: RunParts,
  ) {
    this.#operation = found;
  }

  /** The last state, also of a run that has thrown. */
  get operation(): Operation {
    return this.#operation;
  }

  /**
   * Runs all steps to their ends.
   *
   * @throws LostClaimError, the shutdown signal's reason, or what keeps it from beginning at all,
   *   after every step has come to rest.
   */
  async run(): Promise<void> {
    const { plan } = this.#operation;
    // A plan is read back from a file: what it may send is decided anew, before any of it is sent.
    for (const step of plan.steps) {
      assertIntent(plan.action, step);
    }
    this.#before = predecessors(plan.steps);
    if (!this.parts.resumed) {
      // Nobody else has it yet.
      await this.#save();
    }
    const running: Promise<void>[] = [];
    for (const [index, step] of plan.steps.entries()) {
      running.push(this.#inTurn(step, index, running));
    }
    const results = await Promise.allSettled(running);
    const broken = results.find((result) => result.status === "rejected");
    if (broken !== undefined) {
      throw broken.reason;
    }
  }

  /**
   * Writes the end down.
   *
   * @throws LostClaimError where it is another window's to write.
   */
  async end(endedAt: number): Promise<Operation> {
    this.#operation = { ...this.#operation, endedAt };
    await this.#keep();
    return this.#operation;
  }

  async #inTurn(step: PlanStep, index: number, running: readonly Promise<void>[]): Promise<void> {
    const earlier = this.#before[index] ?? [];
    await Promise.all(earlier.flatMap((place) => running[place] ?? []));
    const progress = this.#operation.steps[index] ?? { state: "waiting" };
    if (isStepEnd(progress)) {
      return;
    }
    const end = progress.state === "waiting" ? this.#endBefore(step, index, earlier) : undefined;
    if (end !== undefined) {
      await this.#record(index, end);
      return;
    }
    await (step.recovers === undefined
      ? this.#advance(step, index, progress)
      : this.#bringBack(step, step.recovers, index, progress));
  }

  /** Why a step that has not been sent is not sent any more; undefined where it is. */
  #endBefore(step: PlanStep, index: number, earlier: readonly number[]): StepEnd | undefined {
    const { plan, steps } = this.#operation;
    if (this.#isStopped(step, earlier)) {
      return skipped(steps[index] ?? { state: "waiting" });
    }
    // What takes something away and was confirmed in another session is not sent unasked.
    if (this.parts.resumed && isDestructive(plan, step)) {
      return failed(
        index === 0
          ? l10n.t("The window closed before the request was sent. Nothing was sent.")
          : l10n.t(
              'The window closed before "{0}" was sent, but the earlier steps are done. Refresh to see the current state.',
              step.title,
            ),
      );
    }
    return undefined;
  }

  /** An optional step that need not be done still stands for what it comes after itself. */
  #isStopped(step: PlanStep, earlier: readonly number[]): boolean {
    const { plan, steps } = this.#operation;
    return earlier.some((place) => {
      const before = plan.steps[place];
      if (before === undefined || steps[place]?.state === "done") {
        return false;
      }
      return isStoppedBy(step, before) || this.#isStopped(step, this.#before[place] ?? []);
    });
  }

  /** A step that brings back something beside the plan's own subject. */
  async #bringBack(
    step: PlanStep,
    of: Subject,
    index: number,
    from: Exclude<StepProgress, StepEnd>,
  ): Promise<void> {
    let progress: StepProgress = from;
    while (!isStepEnd(progress)) {
      const attempt = await this.#lock(step, of, progress);
      if (attempt.kind === "ended") {
        progress = await this.#record(index, attempt.end);
        continue;
      }
      const lock = attempt.kind === "acquired" ? attempt.lock : undefined;
      const release = lock === undefined ? undefined : this.parts.hold(lock);
      try {
        progress = await this.#advance(step, index, progress, lock);
      } finally {
        release?.();
      }
    }
    this.parts.onOtherEnded(of, progress);
  }

  /**
   * Waits for the lock of what a step recovers while another operation holds it. Ends the step where
   * its effect already shows or the person cancels, so that two operations that wait for each other
   * both get on.
   */
  async #lock(
    step: PlanStep,
    { deletion }: Subject,
    progress: Exclude<StepProgress, StepEnd>,
  ): Promise<LockAttempt> {
    const { store, clock, shutdown, cancelled } = this.parts;
    for (;;) {
      const lock = await store.claim(deletion);
      if (lock !== undefined) {
        return { kind: "acquired", lock };
      }
      if (progress.state !== "waiting") {
        return { kind: "heldElsewhere" };
      }
      await this.#assertMine();
      if (cancelled.aborted) {
        return { kind: "ended", end: skipped(progress) };
      }
      const environment = this.#environment(step);
      if (
        step.skipIfMet === true &&
        (await probePostcondition(step.postcondition, environment)) === "shows"
      ) {
        return { kind: "ended", end: done(step) };
      }
      await clock.sleep(claimInterval, shutdown);
    }
  }

  /**
   * @returns its end; where `claim` was lost before it was sent, the state in which it waits for
   *   that again.
   */
  async #advance(
    step: PlanStep,
    index: number,
    from: Exclude<StepProgress, StepEnd>,
    lock?: FileLock,
  ): Promise<StepProgress> {
    const environment = this.#environment(step);
    let progress: StepProgress = from;
    // A step found "sending" is decided by reading; what this window sends itself is not.
    let { resumed } = this.parts;
    try {
      while (!isStepEnd(progress)) {
        progress = await advance(step, progress, environment, resumed);
        resumed = false;
        if (progress.state !== "sending") {
          environment.permit.release();
        }
        progress = await this.#record(index, progress);
        if (progress.state !== "sending") {
          continue;
        }
        // Only now: whoever takes over after this look finds that it is about to be sent.
        await this.#assertMine();
        if (lock !== undefined && !(await lock.renew())) {
          return await this.#record(index, { ...progress, state: "waiting" });
        }
      }
    } finally {
      environment.permit.release();
    }
    return progress;
  }

  /** What another window carries out is its to write down as well. */
  async #assertMine(): Promise<void> {
    if (!(await this.parts.lock.renew())) {
      throw new LostLockError();
    }
  }

  #environment(step: PlanStep): StepEnvironment {
    const { arm, clock, cancelled, shutdown, explain, permit } = this.parts;
    const pace = this.parts.pace(step);
    const { serviceId } = step.recovers ?? this.#operation.plan.subject;
    return {
      arm,
      clock,
      cancelled,
      shutdown,
      explain: (failure) => explain(serviceId, failure),
      permit: permit(),
      ...(pace === undefined ? {} : { pace }),
      onSent: (sent) => {
        this.#remember(step, sent);
      },
    };
  }

  /** Written down with the state that follows from it. */
  #remember({ id }: PlanStep, sent: Sent): void {
    this.#operation = {
      ...this.#operation,
      sent: { ...this.#operation.sent, [id]: sent },
    };
  }

  /**
   * What must be known before a request leaves has to be on disk; what Azure has answered since must
   * not be lost because the disk is full.
   *
   * @returns the state, or the end of the step where it could not be written down.
   */
  async #record(index: number, progress: StepProgress): Promise<StepProgress> {
    this.#put(index, progress);
    if (progress.state !== "sending") {
      await this.#keep();
      return progress;
    }
    try {
      await this.#write();
      return progress;
    } catch (error) {
      throwIfLost(error);
      this.parts.logger.error("An operation could not go on.");
      this.parts.logger.trace(String(error));
      const end = failed(error instanceof Error ? error.message : String(error));
      this.#put(index, end);
      await this.#keep();
      return end;
    }
  }

  #put(index: number, progress: StepProgress): void {
    this.#operation = {
      ...this.#operation,
      steps: this.#operation.steps.with(index, progress),
    };
  }

  /** Writes where the disk takes it, and shows in any case. */
  async #keep(): Promise<void> {
    try {
      await this.#write();
    } catch (error) {
      throwIfLost(error);
      this.parts.logger.error("The state of an operation could not be written down.");
      this.parts.logger.trace(String(error));
      this.parts.onState(this.#operation);
    }
  }

  /** One after the other: steps that run at the same time write the same file. */
  async #write(): Promise<void> {
    const mine = this.#writing.then(async () => {
      // A turn may be long in coming, as when the machine sleeps in between.
      await this.#assertMine();
      await this.#save();
    });
    this.#writing = mine.catch(() => undefined);
    await mine;
  }

  async #save(): Promise<void> {
    const operation = this.#operation;
    await this.parts.store.save(operation);
    this.parts.onState(operation);
  }
}

function throwIfLost(error: unknown): void {
  if (error instanceof LostLockError) {
    throw error;
  }
}
