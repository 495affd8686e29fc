import * as vscode from "vscode";
import { OperationNode } from "../ui/operations/operationNode";
import { operationReport } from "../ui/operations/operationReport";

/** Copy: an operation as text, without request bodies. */
export async function copyOperation(node: unknown): Promise<void> {
  if (node instanceof OperationNode) {
    await vscode.env.clipboard.writeText(operationReport(node.operation, { bodies: false }));
  }
}
