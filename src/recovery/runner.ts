import { randomUUID } from "node:crypto";
import * as l10n from "@vscode/l10n";
import type { ArmClient } from "../azure/armClient";
import type { Clock } from "../azure/clock";
import { explainFailure, type ArmFailure } from "../azure/errors";
import type { Logger } from "../azure/logger";
import { Listeners, type Disposable } from "../listeners";
import {
  isStepEnd,
  outcomeOf,
  type Operation,
  type Plan,
  type StepProgress,
  type Via,
} from "./operation";
import type { PlanStep } from "../services/plan";
import { assertIntent } from "../services/softDeleteAction";
import { claimExpiry, type Claim } from "./claims";
import type { OperationStore } from "./operationStore";
import type { StepEnvironment } from "./stepReads";
import { advance } from "./stepRunner";

export interface RunnerOptions {
  readonly store: OperationStore;
  /** @throws when nobody is signed in there, or another cloud is configured by now. */
  readonly connect: (via: Via) => Promise<ArmClient>;
  /** The service's own sentence for a failure; undefined for ARM's. */
  readonly explain: (serviceId: string, failure: ArmFailure) => string | undefined;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** An operation that has ended, and whether it was this window that carried it out. */
export interface Ended {
  readonly operation: Operation;
  readonly here: boolean;
}

/** Another window has taken the operation over, as after this one has slept. */
class LostClaimError extends Error {}

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
  readonly #operations = new Map<string, Operation>();
  readonly #cancellations = new Map<string, AbortController>();
  readonly #claims = new Set<Claim>();
  /** Deletions being claimed at this moment, before their operation exists. */
  readonly #starting = new Set<string>();
  #resuming = false;
  readonly #shutdown = new AbortController();
  readonly #changed = new Listeners<Operation>();
  readonly #ended = new Listeners<Ended>();
  /** Ids of running operations by the deletion they are about. */
  readonly #running = new Map<string, string>();

  constructor(private readonly options: RunnerOptions) {}

  /** All known operations, newest first. */
  get operations(): readonly Operation[] {
    return [...this.#operations.values()].sort((left, right) => right.startedAt - left.startedAt);
  }

  /** After every state that was written down, and after a removal. */
  onDidChange(listener: (operation: Operation) => void): Disposable {
    return this.#changed.add(listener);
  }

  /** Once for each operation that ends, also those that another window carries out. */
  onDidEnd(listener: (ended: Ended) => void): Disposable {
    return this.#ended.add(listener);
  }

  /** The running operation on a deletion, if there is one. */
  runningOn(deletion: string): Operation | undefined {
    const id = this.#running.get(deletion);
    return id === undefined ? undefined : this.#operations.get(id);
  }

  /** Whether something of it could still be kept from being sent, by this window. */
  canCancel({ id, steps }: Operation): boolean {
    return this.#cancellations.has(id) && steps.some(({ state }) => state === "waiting");
  }

  /**
   * Starts a plan and resolves when it has ended, well or not.
   *
   * @throws BusyError when something is being done to the same deletion.
   */
  async start(plan: Plan): Promise<Operation> {
    const { deletion, name } = plan.subject;
    if (this.#starting.has(deletion) || this.runningOn(deletion) !== undefined) {
      throw new BusyError(name);
    }
    this.#starting.add(deletion);
    try {
      const claim = await this.options.store.claim(deletion);
      if (claim === undefined) {
        throw new BusyError(name);
      }
      const operation: Operation = {
        schema: 1,
        id: randomUUID(),
        plan,
        startedAt: this.options.clock.now(),
        steps: plan.steps.map(() => ({ state: "waiting" })),
      };
      const run = this.#run(operation, claim, false);
      this.#starting.delete(deletion);
      return await run;
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
    if (this.#resuming) {
      return;
    }
    this.#resuming = true;
    try {
      await this.#takeUp(onEnd);
    } finally {
      this.#resuming = false;
    }
  }

  async #takeUp(onEnd: (operation: Operation) => void): Promise<void> {
    while (!this.#shutdown.signal.aborted) {
      let left = 0;
      for (const operation of await this.options.store.load()) {
        const known = this.#operations.get(operation.id);
        if (known?.endedAt !== undefined || this.#cancellations.has(operation.id)) {
          continue;
        }
        if (operation.endedAt !== undefined) {
          this.#show(operation);
          if (known !== undefined) {
            this.#ended.fire({ operation, here: false });
          }
          continue;
        }
        if (!(await this.#isReachable(operation))) {
          left += 1;
          this.#show(operation);
          continue;
        }
        const claim = await this.options.store.claim(operation.plan.subject.deletion);
        if (claim === undefined) {
          left += 1;
          this.#show(operation);
          continue;
        }
        // Until the claim was free, another window may have gone on with it.
        const latest = await this.options.store.find(operation.id);
        if (latest === undefined || latest.endedAt !== undefined) {
          claim.release();
          if (latest !== undefined) {
            this.#show(latest);
          }
          continue;
        }
        void this.#run(latest, claim, true).then((ended) => {
          if (ended.endedAt !== undefined) {
            onEnd(ended);
          }
        });
      }
      if (left === 0) {
        return;
      }
      try {
        await this.options.clock.sleep(5000, this.#shutdown.signal);
      } catch {
        return;
      }
    }
  }

  /** Not while another cloud is configured: it waits, and nothing is decided about it. */
  async #isReachable({ plan }: Operation): Promise<boolean> {
    try {
      await this.options.connect(plan.via);
      return true;
    } catch {
      return false;
    }
  }

  /** What has not been sent is not sent any more; what has been is followed to its end. */
  cancel(id: string): void {
    this.#cancellations.get(id)?.abort(new Error("cancelled"));
  }

  /** Forgets the operations that have ended. */
  async clearEnded(): Promise<void> {
    for (const operation of this.operations.filter(({ endedAt }) => endedAt !== undefined)) {
      await this.options.store.remove(operation.id);
      this.#operations.delete(operation.id);
      this.#changed.fire(operation);
    }
  }

  /** Stops here; the next window goes on. */
  dispose(): void {
    this.#shutdown.abort(new Error("the window closes"));
    for (const claim of this.#claims) {
      claim.release();
    }
    this.#claims.clear();
  }

  async #run(found: Operation, claim: Claim, resumed: boolean): Promise<Operation> {
    const { clock, logger } = this.options;
    const cancellation = new AbortController();
    this.#cancellations.set(found.id, cancellation);
    this.#claims.add(claim);
    this.#show(found);
    const renewal = setInterval(() => {
      claim.renew().catch((error: unknown) => {
        logger.warn("A claim could not be renewed.");
        logger.trace(String(error));
      });
    }, claimExpiry / 3);
    let operation = found;
    try {
      operation = await this.#steps(found, claim, cancellation.signal, resumed);
      operation = { ...operation, endedAt: clock.now() };
      await this.#keep(operation);
      logger.info(
        `${operation.plan.action} of a ${operation.plan.subject.serviceId} resource: ${outcomeOf(operation)}`,
      );
      this.#ended.fire({ operation, here: true });
    } catch (error) {
      if (!this.#shutdown.signal.aborted && !(error instanceof LostClaimError)) {
        operation = await this.#broken(operation, error);
      }
    } finally {
      clearInterval(renewal);
      this.#cancellations.delete(found.id);
      this.#claims.delete(claim);
      claim.release();
    }
    return operation;
  }

  async #steps(
    found: Operation,
    claim: Claim,
    cancelled: AbortSignal,
    wasResumed: boolean,
  ): Promise<Operation> {
    let operation = found;
    let resumed = wasResumed;
    if (!resumed) {
      await this.#write(operation);
    }
    const environment = await this.#environment(found.plan, cancelled);
    // A plan is read back from a file: what it may send is decided anew, before any of it is sent.
    for (const step of found.plan.steps) {
      assertIntent(found.plan.action, step);
    }
    for (const [index, step] of found.plan.steps.entries()) {
      let progress: StepProgress = operation.steps[index] ?? { state: "waiting" };
      if (progress.state === "waiting" && operation.steps.some(endedWithoutSuccess)) {
        progress = { state: "skipped" };
        operation = await this.#record(operation, index, progress);
      }
      // What takes something away and was confirmed in another session is not sent unasked.
      if (wasResumed && progress.state === "waiting" && takesAway(found.plan, step)) {
        progress = {
          state: "failed",
          reason:
            index === 0
              ? l10n.t("The window closed before it was sent. Nothing was sent.")
              : l10n.t(
                  '"{0}" was not sent: the window closed before. What comes before it is done. Refresh, then see what is there.',
                  step.title,
                ),
        };
        operation = await this.#record(operation, index, progress);
      }
      while (!isStepEnd(progress)) {
        progress = await advance(step, progress, environment, resumed);
        resumed = false;
        if (progress.state === "sending" && !(await claim.renew())) {
          throw new LostClaimError();
        }
        operation = await this.#record(operation, index, progress);
      }
    }
    return operation;
  }

  async #environment(plan: Plan, cancelled: AbortSignal): Promise<StepEnvironment> {
    const { connect, clock, explain } = this.options;
    return {
      arm: await connect(plan.via),
      clock,
      cancelled,
      shutdown: this.#shutdown.signal,
      explain: (failure) => explain(plan.subject.serviceId, failure) ?? explainFailure(failure),
    };
  }

  async #record(operation: Operation, index: number, progress: StepProgress): Promise<Operation> {
    const steps = operation.steps.with(index, progress);
    const next = { ...operation, steps };
    // What must be known before a request leaves has to be on disk; what Azure has answered since
    // must not be lost because the disk is full.
    await (progress.state === "sending" ? this.#write(next) : this.#keep(next));
    return next;
  }

  /** Writes where the disk takes it, and shows in any case. */
  async #keep(operation: Operation): Promise<void> {
    try {
      await this.#write(operation);
    } catch (error) {
      this.options.logger.error("The state of an operation could not be written down.");
      this.options.logger.trace(String(error));
      this.#show(operation);
    }
  }

  async #write(operation: Operation): Promise<void> {
    await this.options.store.save(operation);
    this.#show(operation);
  }

  #show(operation: Operation): void {
    this.#operations.set(operation.id, operation);
    const { deletion } = operation.plan.subject;
    if (operation.endedAt === undefined) {
      this.#running.set(deletion, operation.id);
    } else if (this.#running.get(deletion) === operation.id) {
      this.#running.delete(deletion);
    }
    this.#changed.fire(operation);
  }

  /** No connection, or a disk that does not take what must be written before sending. */
  async #broken(operation: Operation, error: unknown): Promise<Operation> {
    const last = this.#operations.get(operation.id) ?? operation;
    const reason = error instanceof Error ? error.message : String(error);
    this.options.logger.error("An operation could not go on.");
    this.options.logger.trace(reason);
    const failedAt = last.steps.findIndex((step) => !isStepEnd(step));
    const ended: Operation = {
      ...last,
      endedAt: this.options.clock.now(),
      steps: last.steps.map((step, index) => {
        if (isStepEnd(step)) {
          return step;
        }
        return index === failedAt ? { state: "failed", reason } : { state: "skipped" };
      }),
    };
    await this.#keep(ended);
    this.#ended.fire({ operation: ended, here: true });
    return ended;
  }
}

function takesAway({ action }: Plan, { overwrites }: PlanStep): boolean {
  return ["purge", "delete", "change"].includes(action) || overwrites !== undefined;
}

function endedWithoutSuccess(step: StepProgress): boolean {
  return step.state === "failed" || step.state === "skipped";
}
