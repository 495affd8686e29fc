import * as vscode from "vscode";
import type { Operation } from "../operations/operation";
import type { Runner } from "../operations/runner";
import { inNotification } from "../ui/text";
import type { Plan } from "../services/plan";

/**
 * Runs plans in parallel and resolves with the operations when all have ended. A plan that can't be
 * started, because the resource is busy or the disk refuses, is reported and skipped.
 */
export async function runPlans(
  runner: Runner,
  plans: readonly Plan[],
): Promise<readonly Operation[]> {
  const started = await Promise.allSettled(plans.map((plan) => runner.start(plan)));
  return started.flatMap((result) => {
    if (result.status === "fulfilled") {
      return [result.value];
    }
    const reason: unknown = result.reason;
    void vscode.window.showErrorMessage(
      inNotification(reason instanceof Error ? reason.message : String(reason)),
    );
    return [];
  });
}
