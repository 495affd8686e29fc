import * as vscode from "vscode";
import { outcomeOf, type Operation } from "../../operations/operation";
import { failureDetails, type FailedAttempt } from "../failureDetails";
import { operationReport } from "./operationReport";

/** Copy Details of failures without an operation. */
export async function copyAttempts(attempts: readonly FailedAttempt[]): Promise<void> {
  await vscode.env.clipboard.writeText(attempts.map(failureDetails).join("\n\n"));
}

/** Copy Details of failed operations, in the format of Copy. */
export async function copyFailedOperations(operations: readonly Operation[]): Promise<void> {
  const failed = operations.filter((operation) => outcomeOf(operation) === "failed");
  const texts = failed.map((operation) => operationReport(operation, { bodies: false }));
  await vscode.env.clipboard.writeText(texts.join("\n"));
}
