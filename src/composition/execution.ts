import { executePlans, type Execute } from "../commands/execute";
import type { Actions } from "./actions";
import type { Outcomes } from "./outcomes";

/** Runs plans and says how they ended, with what a command wants to happen besides. */
export function createExecute(
  { runner, batches }: Actions,
  { announce, finishBatch }: Outcomes,
): Execute {
  return (action, plans, onEnded) =>
    executePlans(
      {
        runner,
        batches,
        finishBatch,
        announce: async (operations) => {
          await Promise.all([announce(operations), onEnded?.(operations)]);
        },
      },
      action,
      plans,
    );
}
