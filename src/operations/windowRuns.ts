import type { ArmClient } from "../azure/armClient";
import type { FileLock } from "../base/fileLock";
import { unlimited, type Permit, type Semaphore } from "../base/semaphore";
import type { Identity, PlanStep } from "../services/plan";
import { interrupted, outcomeOf, type Operation } from "./operation";
import { OperationRun } from "./operationRun";
import type { RunEnvironment } from "./runEnvironment";
import { LostLockError } from "./runState";
import type { PollPacing } from "./steps/pollPacing";

/** What an operation needs as an item of a batch. */
export interface ItemOptions {
  /** Id of the batch. */
  readonly batch: string;
  /** Cancels unsent items of the whole batch. */
  readonly cancelled: AbortSignal;
  /** Creates the permits to send; one for each step. */
  readonly permit: () => Permit;
  readonly pace: (serviceId: string, step: PlanStep) => PollPacing;
}

export interface HowToRun {
  /** Read from storage: another window began it. */
  readonly resumed: boolean;
  readonly semaphore?: Semaphore | undefined;
  readonly item?: ItemOptions;
}

/** The operations that this window runs. */
export class WindowRuns {
  readonly #cancellations = new Map<string, AbortController>();
  /** Ids of operations canceled in this window and then taken over, in case they come back. */
  readonly #cancelledBefore = new Set<string>();

  /** @param onTakenOver called after another window took one over. */
  constructor(
    private readonly environment: RunEnvironment,
    private readonly connect: (identity: Identity) => Promise<ArmClient>,
    private readonly onTakenOver: () => void,
  ) {}

  has(id: string): boolean {
    return this.#cancellations.has(id);
  }

  /** Stops sending; requests already sent are followed to their end. */
  cancel(id: string): void {
    this.#cancellations.get(id)?.abort(new Error("cancelled"));
  }

  /**
   * Runs an operation and releases its lock. The result isn't an end where the window closes or
   * another one took the operation over.
   */
  async run(found: Operation, lock: FileLock, how: HowToRun): Promise<Operation> {
    const { clock, logger, locks, known, shutdown } = this.environment;
    const cancellation = new AbortController();
    this.#cancellations.set(found.id, cancellation);
    if (this.#cancelledBefore.delete(found.id)) {
      cancellation.abort(new Error("cancelled"));
    }
    const release = locks.hold(lock);
    known.show(found);
    let run: OperationRun | undefined;
    let isLost = false;
    try {
      const { item } = how;
      const cancelled =
        item === undefined
          ? cancellation.signal
          : AbortSignal.any([cancellation.signal, item.cancelled]);
      run = await this.#prepared(found, lock, cancelled, how);
      await run.run();
      const operation = await run.end(clock.now());
      if (shutdown.aborted) {
        // The lock was released: another window may end it.
        return operation;
      }
      logger.info(
        `${operation.plan.action} of a ${operation.plan.subject.serviceId} resource: ${outcomeOf(operation)}`,
      );
      known.ended(operation);
      return operation;
    } catch (error) {
      const last = run?.operation ?? found;
      if (shutdown.aborted) {
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
        this.onTakenOver();
      }
    }
  }

  async #prepared(
    found: Operation,
    lock: FileLock,
    cancelled: AbortSignal,
    { resumed, semaphore, item }: HowToRun,
  ): Promise<OperationRun> {
    return new OperationRun(found, this.environment, {
      arm: await this.connect(found.plan.identity),
      resumed,
      cancelled,
      lock,
      permit: item?.permit ?? (semaphore === undefined ? unlimited : () => semaphore.permit()),
      pace: (step) => item?.pace(found.plan.subject.serviceId, step),
    });
  }

  /**
   * Ends an operation without a connection, with an unsafe plan, or with a disk that refuses from
   * the start.
   */
  async #broken(last: Operation, error: unknown): Promise<Operation> {
    const { store, clock, logger, known } = this.environment;
    const reason = error instanceof Error ? error.message : String(error);
    logger.error("An operation could not go on.");
    logger.trace(reason);
    const ended = interrupted(last, reason, clock.now());
    try {
      await store.save(ended);
    } catch (refused) {
      logger.error("The state of an operation could not be written down.");
      logger.trace(String(refused));
    }
    known.show(ended);
    known.ended(ended);
    return ended;
  }
}
