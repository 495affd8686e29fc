import { copyAttempts } from "../ui/operations/copyDetails";
import { AccountProblemNode, FailureNode } from "../ui/tree/problemNodes";

export async function copyFailure(row: unknown): Promise<void> {
  if (row instanceof FailureNode || row instanceof AccountProblemNode) {
    await copyAttempts([row.attempt]);
  }
}
