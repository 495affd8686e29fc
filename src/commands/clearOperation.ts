import { BatchNode } from "../ui/operations/batchNode";
import { OperationNode } from "../ui/operations/operationNode";
import type { Runners } from "./cancelOperation";

/** Clear: removes one ended operation or batch. */
export async function clearOperation({ runner, batches }: Runners, node: unknown): Promise<void> {
  if (node instanceof OperationNode) {
    await runner.clearEnded(node.operation.id);
  } else if (node instanceof BatchNode) {
    await batches.clearEnded(node.batch.id);
  }
}
