import * as l10n from "@vscode/l10n";
import type { ArmClient } from "../azure/armClient";
import { isStoppedBy, predecessors, type PlanStep, type Subject } from "../services/plan";
import { assertIntent } from "../services/softDeleteAction";
import type { FileLock } from "../base/fileLock";
import { isDestructive, type Operation } from "./operation";
import type { RunEnvironment } from "./runEnvironment";
import { LostLockError, RunState } from "./runState";
import type { PollPacing } from "./steps/pollPacing";
import { probePostcondition, type StepEnvironment } from "./steps/postconditions";
import { advance } from "./steps/stepRunner";
import type { Permit } from "../base/semaphore";
import {
  done,
  failed,
  isStepEnd,
  skipped,
  type StepEnd,
  type StepProgress,
} from "./steps/progress";

/** How one operation is run. */
export interface RunOptions {
  readonly arm: ArmClient;
  /** Read from storage: another window began it. */
  readonly resumed: boolean;
  readonly cancelled: AbortSignal;
  /** The lock on the operation's deletion; already renewed by the caller. */
  readonly lock: FileLock;
  readonly permit: () => Permit;
  readonly pace: (step: PlanStep) => PollPacing | undefined;
}

/** What came of asking for the lock of what a step recovers. */
type LockAttempt =
  | { readonly kind: "acquired"; readonly lock: FileLock }
  /** The step needs no request any more. */
  | { readonly kind: "ended"; readonly end: StepEnd }
  /** The step was sent before: from here on it only reads, and needs no lock for that. */
  | { readonly kind: "heldElsewhere" };

/** How often a lock held by another operation is tried again, in milliseconds. */
const claimInterval = 2000;

/**
 * Runs one operation in this window: each step as soon as its predecessors are done, each state on
 * disk before anything that follows from it.
 */
export class OperationRun {
  readonly #state: RunState;
  #before: readonly (readonly number[])[] = [];

  constructor(
    found: Operation,
    private readonly environment: RunEnvironment,
    private readonly options: RunOptions,
  ) {
    this.#state = new RunState(found, () => this.#assertMine(), environment);
  }

  /** The last state, even after a run that threw. */
  get operation(): Operation {
    return this.#state.operation;
  }

  /**
   * Runs all steps to their end.
   *
   * @throws LostLockError, the shutdown signal's reason, or what prevents the start, after every
   *   step has stopped.
   */
  async run(): Promise<void> {
    const { plan } = this.operation;
    // A plan may come from a file, so its requests are checked again before any is sent.
    for (const step of plan.steps) {
      assertIntent(plan.action, step);
    }
    this.#before = predecessors(plan.steps);
    if (!this.options.resumed) {
      // No other window knows it yet.
      await this.#state.save();
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
   * Writes the end.
   *
   * @throws LostLockError where another window has to write it.
   */
  async end(endedAt: number): Promise<Operation> {
    await this.#state.end(endedAt);
    return this.operation;
  }

  async #inTurn(step: PlanStep, index: number, running: readonly Promise<void>[]): Promise<void> {
    const earlier = this.#before[index] ?? [];
    await Promise.all(earlier.flatMap((place) => running[place] ?? []));
    const progress = this.operation.steps[index] ?? { state: "waiting" };
    if (isStepEnd(progress)) {
      return;
    }
    const end = progress.state === "waiting" ? this.#endBefore(step, index, earlier) : undefined;
    if (end !== undefined) {
      await this.#state.record(index, end);
      return;
    }
    await (step.recovers === undefined
      ? this.#advance(step, index, progress)
      : this.#bringBack(step, step.recovers, index, progress));
  }

  /** Why an unsent step must not be sent; undefined where it may be. */
  #endBefore(step: PlanStep, index: number, earlier: readonly number[]): StepEnd | undefined {
    const { plan, steps } = this.operation;
    if (this.#isStopped(step, earlier)) {
      return skipped(steps[index] ?? { state: "waiting" });
    }
    // A destructive step confirmed in another session isn't sent.
    if (this.options.resumed && isDestructive(plan, step)) {
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

  /** An optional step that needn't run still forwards the result of its predecessors. */
  #isStopped(step: PlanStep, earlier: readonly number[]): boolean {
    const { plan, steps } = this.operation;
    return earlier.some((place) => {
      const before = plan.steps[place];
      if (before === undefined || steps[place]?.state === "done") {
        return false;
      }
      return isStoppedBy(step, before) || this.#isStopped(step, this.#before[place] ?? []);
    });
  }

  /** Runs a step that recovers another resource than the plan's own. */
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
        progress = await this.#state.record(index, attempt.end);
        continue;
      }
      const lock = attempt.kind === "acquired" ? attempt.lock : undefined;
      const release = lock === undefined ? undefined : this.environment.locks.hold(lock);
      try {
        progress = await this.#advance(step, index, progress, lock);
      } finally {
        release?.();
      }
    }
    this.environment.otherEnded.fire({ subject: of, end: progress });
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
    const { store, clock, shutdown } = this.environment;
    for (;;) {
      const lock = await store.claim(deletion);
      if (lock !== undefined) {
        return { kind: "acquired", lock };
      }
      if (progress.state !== "waiting") {
        return { kind: "heldElsewhere" };
      }
      await this.#assertMine();
      if (this.options.cancelled.aborted) {
        return { kind: "ended", end: skipped(progress) };
      }
      const environment = this.#environmentOf(step);
      if (
        step.skipIfMet === true &&
        (await probePostcondition(step.postcondition, environment)) === "met"
      ) {
        return { kind: "ended", end: done(step) };
      }
      await clock.sleep(claimInterval, shutdown);
    }
  }

  /**
   * @returns its end; if `claim` was lost before sending, the state in which the step waits for it
   *   again.
   */
  async #advance(
    step: PlanStep,
    index: number,
    from: Exclude<StepProgress, StepEnd>,
    lock?: FileLock,
  ): Promise<StepProgress> {
    const environment = this.#environmentOf(step);
    let progress: StepProgress = from;
    // A stored "sending" is resolved by reading; one from this window isn't.
    let { resumed } = this.options;
    try {
      while (!isStepEnd(progress)) {
        progress = await advance(step, progress, environment, resumed);
        resumed = false;
        if (progress.state !== "sending") {
          environment.permit.release();
        }
        progress = await this.#state.record(index, progress);
        if (progress.state !== "sending") {
          continue;
        }
        // Checked after the state is written: a window that takes over later sees "sending".
        await this.#assertMine();
        if (lock !== undefined && !(await lock.renew())) {
          return await this.#state.record(index, { ...progress, state: "waiting" });
        }
      }
    } finally {
      environment.permit.release();
    }
    return progress;
  }

  /** Only the window that holds the lock writes the state. */
  async #assertMine(): Promise<void> {
    if (!(await this.options.lock.renew())) {
      throw new LostLockError();
    }
  }

  #environmentOf(step: PlanStep): StepEnvironment {
    const { clock, shutdown, explain } = this.environment;
    const { arm, cancelled, permit } = this.options;
    const pace = this.options.pace(step);
    const { serviceId } = step.recovers ?? this.operation.plan.subject;
    return {
      arm,
      clock,
      cancelled,
      shutdown,
      explain: (failure) => explain(serviceId, failure),
      permit: permit(),
      ...(pace === undefined ? {} : { pace }),
      onSent: (sent) => {
        this.#state.rememberRequest(step, sent);
      },
    };
  }
}
