import type { Runner } from "../recovery/runner";
import { OperationRow } from "../ui/operations/operationsTree";

/** Cancel: what has not been sent is not sent; the row says which operation. */
export function cancelOperation(runner: Runner, row: unknown): Promise<void> {
  if (row instanceof OperationRow) {
    runner.cancel(row.operation.id);
  }
  return Promise.resolve();
}
