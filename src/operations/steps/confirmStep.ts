import * as l10n from "@vscode/l10n";
import { minute, second } from "../../base/durations";
import type { PlanStep } from "../../services/plan";
import { probePostcondition, waitUntilTrue, type StepEnvironment } from "./postconditions";
import { done, failed, type StepAfter, type StepIn } from "./progress";

// The default. A recovered account can take "a couple of minutes" to show:
// learn.microsoft.com/azure/ai-services/recover-purge-resources
const usualPatience = 5 * minute;
const patienceInDoubt = 2 * minute;

/** How long the effect of a step may take to show, in milliseconds. */
export function confirmationTime({ confirmWithinSeconds }: PlanStep): number {
  return confirmWithinSeconds === undefined ? usualPatience : confirmWithinSeconds * second;
}

/** Polls for a while; if nothing shows, the result is uncertain. */
export function inDoubt(
  { clock }: StepEnvironment,
  end: StepIn<"failed">,
  note?: string,
): StepIn<"confirming"> {
  return {
    state: "confirming",
    until: clock.now() + patienceInDoubt,
    fallback: { ...end, uncertain: true },
    ...(note === undefined ? {} : { note }),
  };
}

/** Reads until the postcondition of a step is met, or its time is up. */
export async function confirmStep(
  step: PlanStep,
  { until, fallback, note }: StepIn<"confirming">,
  environment: StepEnvironment,
): Promise<StepAfter<"confirming">> {
  const { clock, shutdown, pace } = environment;
  // In a batch, polls are rarer, to leave reads to items about to be sent.
  let wait = pace === undefined ? second : 10 * second;
  const longestWait = pace === undefined ? 15 * second : 30 * second;
  for (;;) {
    const seen = await probePostcondition(step.postcondition, environment);
    if (seen === "met") {
      return withNote(await waitForWhatFollows(step, environment), note);
    }
    if (seen === "unknown") {
      return fallback;
    }
    if (seen === "broken") {
      return failed(
        l10n.t(
          "The resource was recovered, but provisioning failed. Check its state in the portal.",
        ),
      );
    }
    if (seen === "forbidden") {
      // Where nothing can be read, Azure's reported result counts.
      return fallback.state === "done" ? done(step) : fallback;
    }
    if (clock.now() + wait > until) {
      return fallback;
    }
    await clock.sleep(wait, shutdown);
    wait = Math.min(wait * 1.5, longestWait);
  }
}

/** The postcondition is met; starts the wait that follows it, if any. */
async function waitForWhatFollows(
  step: PlanStep,
  environment: StepEnvironment,
): Promise<StepIn<"done">> {
  const { waitAfter } = step;
  if (waitAfter === undefined) {
    return done(step);
  }
  const { arm, clock, shutdown } = environment;
  const hasCome = await waitUntilTrue(waitAfter, {
    arm,
    clock,
    seconds: waitAfter.giveUpAfterSeconds,
    signal: shutdown,
  });
  return hasCome ? done(step) : { state: "done", note: waitAfter.timeoutMessage };
}

function withNote(end: StepIn<"done">, note: string | undefined): StepIn<"done"> {
  return note !== undefined
    ? { state: "done", note: [note, end.note ?? ""].join(" ").trim() }
    : end;
}
