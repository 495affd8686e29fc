import type { Operation } from "../operations/operation";
import { smallestBatch } from "../operations/batch/batch";
import type { BatchRunner, EndedBatch } from "../operations/batch/batchRunner";
import type { Runner } from "../operations/runner";
import { showBatchProgress } from "../ui/operations/showProgress";
import { runPlans } from "./runPlans";
import type { Action, Plan } from "../services/plan";

export interface ExecuteParts {
  readonly runner: Runner;
  readonly batches: BatchRunner;
  readonly announce: (operations: readonly Operation[]) => Promise<void>;
  /** Reads what has changed anew, and says how it ended. */
  readonly finishBatch: (ended: EndedBatch) => Promise<void>;
}

/** {@link executePlans} with its parts; `onEnded` runs beside the announcement of how they ended. */
export type Execute = (
  action: Action,
  plans: readonly Plan[],
  onEnded?: (operations: readonly Operation[]) => Promise<void>,
) => Promise<void>;

/**
 * Carries plans of one action out and says how they ended: a few as an operation each, many as one
 * batch. Resolves when the person has read, or put away, what was said.
 */
export async function executePlans(
  parts: ExecuteParts,
  action: Action,
  plans: readonly Plan[],
): Promise<void> {
  if (plans.length < smallestBatch) {
    await parts.announce(await runPlans(parts.runner, plans));
    return;
  }
  const started = await parts.batches.start(action, plans);
  await showBatchProgress(parts.batches, started);
  const ended = await started.ended;
  if (ended !== undefined) {
    await parts.finishBatch(ended);
  }
}
