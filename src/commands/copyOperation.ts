import * as vscode from "vscode";
import { BatchNode } from "../ui/operations/batchNode";
import { OperationNode } from "../ui/operations/operationNode";
import { operationReport } from "../ui/operations/operationReport";
import { summaryOf, type BatchParts } from "./batches";

/** Copy: an operation as text, without request bodies, or the summary of a batch. */
export async function copyOperation(parts: BatchParts, node: unknown): Promise<void> {
  if (node instanceof OperationNode) {
    await vscode.env.clipboard.writeText(operationReport(node.operation, { bodies: false }));
  } else if (node instanceof BatchNode) {
    await vscode.env.clipboard.writeText(await summaryOf(parts, node));
  }
}
