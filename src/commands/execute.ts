import type { Operation } from "../operations/operation";
import { smallestBatch, type EndedBatch } from "../operations/batch/batch";
import type { BatchRunner } from "../operations/batch/batchRunner";
import type { Runner } from "../operations/runner";
import { showBatchProgress } from "../ui/operations/showProgress";
import { runPlans } from "./runPlans";
import type { Action, Plan } from "../services/plan";

export interface ExecuteParts {
  readonly runner: Runner;
  readonly batches: BatchRunner;
  readonly announce: (operations: readonly Operation[]) => Promise<void>;
  /** Reads the changed services again and announces the result. */
  readonly finishBatch: (ended: EndedBatch) => Promise<void>;
}

/** {@link executePlans} with its parts; `onEnded` runs beside the announcement of how they ended. */
export type Execute = (
  action: Action,
  plans: readonly Plan[],
  onEnded?: (operations: readonly Operation[]) => Promise<void>,
) => Promise<void>;

/**
 * Runs plans of one action and announces the result: a few as one operation each, many as a batch.
 * Resolves when the person has dismissed the announcement.
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
