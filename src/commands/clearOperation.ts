import type { Runner } from "../operations/runner";
import { OperationNode } from "../ui/operations/operationNode";

/** Clear: forgets one ended operation. */
export async function clearOperation(runner: Runner, node: unknown): Promise<void> {
  if (node instanceof OperationNode) {
    await runner.clearEnded(node.operation.id);
  }
}
