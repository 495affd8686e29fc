import type { PlanStep } from "../services/plan";
import type { Operation } from "./operation";
import type { RunEnvironment } from "./runEnvironment";
import { failed, type Sent, type StepProgress } from "./steps/progress";

/** Another window took the operation over, for example while this machine slept. */
export class LostLockError extends Error {}

/** The state of an operation that this window runs, and its writing. */
export class RunState {
  #operation: Operation;
  #writing: Promise<void> = Promise.resolve();

  /** @param assertMine checks that this window still holds the operation's lock. */
  constructor(
    found: Operation,
    private readonly assertMine: () => Promise<void>,
    private readonly environment: Pick<RunEnvironment, "store" | "known" | "logger">,
  ) {
    this.#operation = found;
  }

  get operation(): Operation {
    return this.#operation;
  }

  /** Keeps the last request of a step; written together with the next state. */
  rememberRequest({ id }: PlanStep, sent: Sent): void {
    this.#operation = {
      ...this.#operation,
      sent: { ...this.#operation.sent, [id]: sent },
    };
  }

  /** Writes the end. @throws LostLockError where another window has to write it. */
  async end(endedAt: number): Promise<void> {
    this.#operation = { ...this.#operation, endedAt };
    await this.#writeIfPossible();
  }

  /**
   * Writes the state of a step. A state before a request must be on disk; an answer from Azure must
   * not be lost because the disk is full.
   *
   * @returns the state, or the step's end where it couldn't be written.
   */
  async record(index: number, progress: StepProgress): Promise<StepProgress> {
    this.#put(index, progress);
    if (progress.state !== "sending") {
      await this.#writeIfPossible();
      return progress;
    }
    try {
      await this.#write();
      return progress;
    } catch (error) {
      throwIfLost(error);
      this.environment.logger.error("An operation could not go on.");
      this.environment.logger.trace(String(error));
      const end = failed(error instanceof Error ? error.message : String(error));
      this.#put(index, end);
      await this.#writeIfPossible();
      return end;
    }
  }

  /** Writes the state as it is. @throws when the disk refuses. */
  async save(): Promise<void> {
    const operation = this.#operation;
    await this.environment.store.save(operation);
    this.environment.known.show(operation);
  }

  #put(index: number, progress: StepProgress): void {
    this.#operation = {
      ...this.#operation,
      steps: this.#operation.steps.with(index, progress),
    };
  }

  /** Shows the state even where the disk refuses it. */
  async #writeIfPossible(): Promise<void> {
    const { logger, known } = this.environment;
    try {
      await this.#write();
    } catch (error) {
      throwIfLost(error);
      logger.error("The state of an operation could not be written down.");
      logger.trace(String(error));
      known.show(this.#operation);
    }
  }

  /** Serialized, because concurrent steps write the same file. */
  async #write(): Promise<void> {
    const mine = this.#writing.then(async () => {
      // The write may have been delayed, for example by sleep.
      await this.assertMine();
      await this.save();
    });
    this.#writing = mine.catch(() => undefined);
    await mine;
  }
}

function throwIfLost(error: unknown): void {
  if (error instanceof LostLockError) {
    throw error;
  }
}
