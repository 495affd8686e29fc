import * as l10n from "@vscode/l10n";
import type { PlanStep } from "../../services/plan";
import { confirmStep, inDoubt } from "./confirmStep";
import { pollStep } from "./pollStep";
import type { StepEnvironment } from "./postconditions";
import { prepareStep } from "./prepareStep";
import { failed, type StepEnd, type StepProgress } from "./progress";
import { sendStep } from "./sendStep";

/**
 * Advances a step by one state. The caller writes the new state and calls again until the step has
 * ended.
 *
 * @param resumed whether the state was read from storage: a stored "sending" is resolved by
 *   reading, never by sending again.
 * @throws the shutdown signal's reason when that aborts; the previous state stays.
 */
export async function advance(
  step: PlanStep,
  progress: Exclude<StepProgress, StepEnd>,
  environment: StepEnvironment,
  resumed: boolean,
): Promise<StepProgress> {
  switch (progress.state) {
    case "waiting":
      return prepareStep(step, progress, environment);
    case "sending":
      return resumed
        ? inDoubt(
            environment,
            failed(
              l10n.t(
                "The window closed before Azure responded, and the request has had no effect so far. Refresh, then try again.",
              ),
            ),
          )
        : sendStep(step, progress, environment);
    case "polling":
      return pollStep(step, progress, environment);
    case "confirming":
      return confirmStep(step, progress, environment);
  }
}
