import * as l10n from "@vscode/l10n";
import type { PlanStep } from "../../services/plan";
import { isCancelled, sleepUnlessCancelled, unlessCancelled } from "./cancellation";
import { confirmationTime } from "./confirmStep";
import { checkPrecondition, probePostcondition, type StepEnvironment } from "./postconditions";
import { done, failed, skipped, type StepAfter, type StepIn } from "./progress";

/** Waits for its turn and checks the precondition: nothing has been sent yet. */
export async function prepareStep(
  step: PlanStep,
  waiting: StepIn<"waiting">,
  environment: StepEnvironment,
): Promise<StepAfter<"waiting">> {
  const { retry, again } = waiting;
  if (retry !== undefined) {
    await sleepUnlessCancelled(retry.notBefore - environment.clock.now(), environment);
  }
  await unlessCancelled((signal) => environment.permit.acquire(signal), environment);
  if (isCancelled(environment)) {
    return skipped(waiting);
  }
  if (again === true && (await probePostcondition(step.postcondition, environment)) === "met") {
    return done(step);
  }
  if (step.skipIfMet === true) {
    const seen = await probePostcondition(step.postcondition, environment);
    if (seen === "met") {
      return done(step);
    }
    if (seen === "not yet") {
      return beingBroughtBack(step, environment);
    }
    // Sending it would change an existing resource.
    if (seen !== "absent") {
      return failed(
        l10n.t(
          "Couldn't check whether the resource already exists, so nothing was sent. Try again in a few minutes.",
        ),
      );
    }
  }
  const stopped =
    step.precondition === undefined
      ? undefined
      : await checkPrecondition(step.precondition, environment);
  // Canceled during the precondition check: still nothing has been sent.
  if (isCancelled(environment)) {
    return skipped(waiting);
  }
  return stopped ?? { ...waiting, state: "sending" };
}

/** Someone else is already doing it: follow that instead. */
function beingBroughtBack(step: PlanStep, { clock }: StepEnvironment): StepIn<"confirming"> {
  return {
    state: "confirming",
    until: clock.now() + confirmationTime(step),
    fallback: failed(
      l10n.t(
        "Someone else is already recovering this resource, so nothing was sent. Try again in a few minutes.",
      ),
    ),
  };
}
