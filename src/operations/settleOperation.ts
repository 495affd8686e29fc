import type { ArmClient } from "../azure/armClient";
import type { Identity } from "../services/plan";
import { revisionOf, type Operation } from "./operation";
import type { RunEnvironment } from "./runEnvironment";
import { doubtsOf, readAgain, readDoubt, readingListsOnce, withSettled } from "./settling";
import type { StepIn } from "./steps/progress";

type Environment = Pick<RunEnvironment, "store" | "known" | "clock" | "logger" | "shutdown">;
type Ends = ReadonlyMap<number, StepIn<"done" | "failed">>;

/**
 * Reads again what an ended operation has left in doubt, and writes down what it finds.
 *
 * @returns the settled operation; undefined where something stays in doubt, or another window
 *   settles or retries it.
 */
export async function settleOperation(
  operation: Operation,
  environment: Environment,
  connect: (identity: Identity) => Promise<ArmClient>,
): Promise<Operation | undefined> {
  const { shutdown } = environment;
  let settled: Operation | undefined;
  const read = async (isLast: boolean): Promise<boolean> => {
    const arm = readingListsOnce(await connect(operation.plan.identity), shutdown);
    const doubts = doubtsOf(operation);
    const ends = new Map<number, StepIn<"done" | "failed">>();
    for (const doubt of doubts) {
      const step = operation.plan.steps[doubt.step];
      const end = step && (await readDoubt(step, doubt, isLast, { arm, shutdown }));
      if (end !== undefined) {
        ends.set(doubt.step, end);
      }
    }
    if (ends.size < doubts.length) {
      return false;
    }
    settled = await write(operation, ends, environment);
    return true;
  };
  if (operation.endedAt !== undefined && doubtsOf(operation).length > 0) {
    await readAgain(operation.endedAt, read, environment);
  }
  return settled;
}

/** Writes the ends unless the operation has changed since, for example because it is retried. */
async function write(
  operation: Operation,
  ends: Ends,
  { store, known }: Environment,
): Promise<Operation | undefined> {
  const lock = await store.claim(operation.plan.subject.deletion);
  if (lock === undefined) {
    return undefined;
  }
  try {
    const latest = await store.find(operation.id);
    if (
      latest?.endedAt === undefined ||
      revisionOf(latest) !== revisionOf(operation) ||
      !(await lock.renew())
    ) {
      return undefined;
    }
    const settled = withSettled(latest, ends);
    await store.save(settled);
    known.settled(settled);
    return settled;
  } finally {
    lock.release();
  }
}
