import type { BatchRunner } from "../operations/batch/batchRunner";
import type { Runner } from "../operations/runner";
import { BatchNode } from "../ui/operations/batchNode";
import { OperationNode } from "../ui/operations/operationNode";

export interface Runners {
  readonly runner: Runner;
  readonly batches: BatchRunner;
}

/** Cancel: stops sending; running requests continue. */
export function cancelOperation({ runner, batches }: Runners, node: unknown): Promise<void> {
  if (node instanceof OperationNode) {
    runner.cancel(node.operation.id);
  } else if (node instanceof BatchNode) {
    batches.cancel(node.batch.id);
  }
  return Promise.resolve();
}
