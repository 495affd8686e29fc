import * as l10n from "@vscode/l10n";
import { nextProgress, type Progress } from "../../azure/longRunning";
import { minute, second } from "../../base/durations";
import type { PlanStep } from "../../services/plan";
import { confirmationTime, inDoubt } from "./confirmStep";
import { armFailureOf, type StepEnvironment } from "./postconditions";
import { done, failed, type StepAfter, type StepIn } from "./progress";

/** No service documents a longer operation. */
const patienceWithPolling = 6 * 60 * minute;
const longestPollWait = 5 * minute;
const mostPollFailures = 8;

/** Polls the operation that Azure has accepted, once. */
export async function pollStep(
  step: PlanStep,
  progress: StepIn<"polling">,
  environment: StepEnvironment,
): Promise<StepAfter<"polling">> {
  const { arm, clock, shutdown, explain, pace } = environment;
  const { polling, failures, until } = progress;
  if (clock.now() >= until) {
    return inDoubt(
      environment,
      failed(
        l10n.t(
          "Azure accepted the request hours ago and hasn't completed it. Refresh to see the current state.",
        ),
      ),
    );
  }
  const asked = Math.min(polling.waitSeconds * second * 2 ** failures, longestPollWait);
  await clock.sleep(pace?.delayUntilPoll(asked) ?? asked, shutdown);
  let response;
  try {
    response = await arm.follow(polling.url, shutdown);
  } catch (error) {
    const failure = armFailureOf(error);
    if (failure.code === "SignInNeeded") {
      // Azure continues; polling resumes after the person has signed in.
      return {
        ...progress,
        polling: { ...polling, waitSeconds: Math.max(5, polling.waitSeconds) },
      };
    }
    const passing =
      failure.kind === "noAnswer" || failure.status === 429 || (failure.status ?? 0) >= 500;
    if (passing && failures < mostPollFailures) {
      return { ...progress, failures: failures + 1 };
    }
    const isForbidden = failure.status === 403;
    const end = failed(
      l10n.t(
        "Azure accepted the request, but its progress can't be tracked. {0}",
        explain(failure),
      ),
      failure,
    );
    // A purge may be allowed and still can't be polled: github.com/Azure/azure-cli/issues/29069
    return inDoubt(
      environment,
      end,
      isForbidden
        ? l10n.t(
            "Azure completed the request but didn't let you track its progress. The extension checked the resource instead.",
          )
        : undefined,
    );
  }
  try {
    const next = nextProgress(polling, response);
    pace?.polled(next.state !== "running");
    // In a batch, one list at the end confirms all purges, because single reads would take the rate
    // from items about to be sent.
    return next.state === "done" && pace !== undefined && isGoneByWord(step)
      ? done(step)
      : afterProgress(step, next, environment, until);
  } catch (error) {
    const failure = armFailureOf(error);
    const end = failed(explain(failure), failure);
    return failure.kind === "unreadable" ? inDoubt(environment, end) : end;
  }
}

/** The state that follows from what Azure says of its progress. */
export function afterProgress(
  step: PlanStep,
  progress: Progress,
  environment: StepEnvironment,
  until?: number,
): StepIn<"polling" | "confirming" | "done" | "failed"> {
  switch (progress.state) {
    case "running":
      return {
        state: "polling",
        polling: progress.polling,
        failures: 0,
        until: until ?? environment.clock.now() + patienceWithPolling,
      };
    case "done":
      if (step.postcondition === undefined) {
        return done(step);
      }
      return {
        state: "confirming",
        until: environment.clock.now() + confirmationTime(step),
        fallback: {
          state: "done",
          note: l10n.t("Azure reports success, but the change isn't visible yet. Refresh later."),
        },
      };
    case "untracked":
      return inDoubt(
        environment,
        failed(
          l10n.t(
            "Azure accepted the request but didn't say how to track it. The request may still complete; refresh in a few minutes.",
          ),
        ),
      );
  }
}

/** Whether Azure's reported success is the only thing to wait for. */
function isGoneByWord({ postcondition, waitAfter }: PlanStep): boolean {
  return (
    postcondition?.expects === "absent" &&
    postcondition.where === undefined &&
    waitAfter === undefined
  );
}
