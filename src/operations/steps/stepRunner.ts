import * as l10n from "@vscode/l10n";
import type { ArmFailure } from "../../azure/errors";
import { nextProgress, startProgress, type Progress } from "../../azure/longRunning";
import type { PlanStep } from "../../services/plan";
import { skipped, type Retry, type Sent, type StepEnd, type StepProgress } from "../operation";
import {
  checkPrecondition,
  done,
  failed,
  armFailureOf,
  probePostcondition,
  waitUntilTrue,
  type StepEnvironment,
} from "./postconditions";

const second = 1000;
const minute = 60 * second;
// Where the step does not say. A recovered account can take "a couple of minutes" to show:
// learn.microsoft.com/azure/ai-services/recover-purge-resources
const usualPatienceSeconds = 5 * 60;
const patienceInDoubt = 2 * minute;
/** No service documents an operation of this kind that takes longer. */
const patienceWithPolling = 6 * 60 * minute;
const patienceWithThrottling = 10 * minute;
const longestPollWait = 5 * minute;
const mostPollFailures = 8;

/**
 * Takes a step one state further. The caller writes the new state down and calls again until the
 * step has ended.
 *
 * @param resumed whether the state was read from storage: a step found "sending" then is decided
 *   by reading, never by sending again.
 * @throws the shutdown signal's reason when that aborts; the state before stands.
 */
export async function advance(
  step: PlanStep,
  progress: Exclude<StepProgress, StepEnd>,
  environment: StepEnvironment,
  resumed: boolean,
): Promise<StepProgress> {
  switch (progress.state) {
    case "waiting":
      return prepare(step, progress, environment);
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
        : send(step, progress, environment);
    case "polling":
      return poll(step, progress, environment);
    case "confirming":
      return confirm(step, progress, environment);
  }
}

async function prepare(
  step: PlanStep,
  waiting: Extract<StepProgress, { readonly state: "waiting" }>,
  environment: StepEnvironment,
): Promise<StepProgress> {
  const { retry, again } = waiting;
  if (retry !== undefined) {
    await sleepUnlessCancelled(retry.notBefore - environment.clock.now(), environment);
  }
  await unlessCancelled((signal) => environment.permit.acquire(signal), environment);
  if (isCancelled(environment)) {
    return skipped(waiting);
  }
  if (again === true && (await probePostcondition(step.postcondition, environment)) === "shows") {
    return done(step);
  }
  if (step.skipIfMet === true) {
    const seen = await probePostcondition(step.postcondition, environment);
    if (seen === "shows") {
      return done(step);
    }
    if (seen === "not yet") {
      return beingBroughtBack(step, environment);
    }
    // Sent over something that is there, it would change that.
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
  // Cancelled while the guard was being read: still nothing has been sent.
  if (isCancelled(environment)) {
    return skipped(waiting);
  }
  return stopped ?? { ...waiting, state: "sending" };
}

/** Somebody else is at it: what they do is followed instead. */
function beingBroughtBack(step: PlanStep, { clock }: StepEnvironment): StepProgress {
  return {
    state: "confirming",
    until: clock.now() + (step.confirmWithinSeconds ?? usualPatienceSeconds) * second,
    fallback: failed(
      l10n.t(
        "Someone else is already recovering this resource, so nothing was sent. Try again in a few minutes.",
      ),
    ),
  };
}

async function send(
  step: PlanStep,
  sending: Extract<StepProgress, { readonly state: "sending" }>,
  environment: StepEnvironment,
  request = step.request,
): Promise<StepProgress> {
  const { arm, clock, explain, shutdown, onSent, pace } = environment;
  const { fallbackRequest } = step;
  const at = clock.now();
  try {
    const response = await arm.send(request, shutdown);
    onSent({ at, ...answerOf(response) });
    pace?.accepted();
    return afterProgress(step, startProgress(response), environment);
  } catch (error) {
    const failure = armFailureOf(error);
    if (failure.kind !== "notSent") {
      onSent({ at, ...answerOf(failure) });
    }
    if (fallbackRequest !== undefined && request !== fallbackRequest && isRefusedForm(failure)) {
      return send(step, sending, environment, fallbackRequest);
    }
    // Trying again would begin with the first way, which is not sent after the other.
    const next =
      request === fallbackRequest ? undefined : nextTry(step, failure, sending.retry, environment);
    if (next !== undefined) {
      return { ...sending, state: "waiting", retry: next };
    }
    if (failure.kind === "notSent" || isRefusal(failure)) {
      // Somebody may have been quicker: then what the step is for is there.
      return step.skipIfMet === true &&
        (await probePostcondition(step.postcondition, environment)) === "shows"
        ? done(step)
        : failed(explain(failure), failure);
    }
    // Whether Azure took the request is not known: only a read may decide, never a second request.
    return inDoubt(environment, failed(explain(failure), failure));
  }
}

function answerOf({
  status,
  correlationId,
}: {
  readonly status?: number | undefined;
  readonly correlationId?: string | undefined;
}): Omit<Sent, "at"> {
  return {
    ...(status === undefined ? {} : { status }),
    ...(correlationId === undefined ? {} : { correlationId }),
  };
}

/** Not where time has run out on the way, 408 included: the request may have been passed on. */
function isRefusal({ kind, status = 0 }: ArmFailure): boolean {
  return kind === "refused" && status < 500 && status !== 408;
}

/** Whether Azure refuses the request as it is written, not what it is for. */
function isRefusedForm({ kind, status }: ArmFailure): boolean {
  return kind === "refused" && status === 400;
}

/** When to try again after a refusal that means "not yet"; undefined where it means no. */
function nextTry(
  { retryOn }: PlanStep,
  failure: ArmFailure,
  retry: Retry | undefined,
  { clock, pace }: StepEnvironment,
): Retry | undefined {
  const now = clock.now();
  const throttled = failure.status === 429;
  const expected =
    retryOn !== undefined &&
    failure.status === retryOn.status &&
    (retryOn.codes?.includes(failure.code ?? "") ?? true);
  if (failure.kind !== "refused" || (!throttled && !expected)) {
    return undefined;
  }
  const every = throttled ? 30 : (retryOn?.retryEverySeconds ?? 30);
  const patience = throttled ? patienceWithThrottling : (retryOn?.giveUpAfterSeconds ?? 0) * second;
  const notBefore = now + Math.max(1, failure.retryAfterSeconds ?? every) * second;
  if (throttled && pace !== undefined) {
    // One of many waits for its turn as well: whether Azure lets any through is seen by all together.
    pace.throttled();
    return { notBefore, until: notBefore + patience };
  }
  const next = { notBefore, until: retry?.until ?? now + patience };
  return next.notBefore <= next.until ? next : undefined;
}

function afterProgress(
  step: PlanStep,
  progress: Progress,
  environment: StepEnvironment,
  until?: number,
): StepProgress {
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
        until:
          environment.clock.now() + (step.confirmWithinSeconds ?? usualPatienceSeconds) * second,
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

async function poll(
  step: PlanStep,
  progress: Extract<StepProgress, { readonly state: "polling" }>,
  environment: StepEnvironment,
): Promise<StepProgress> {
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
      // It goes on in Azure; it is looked at again once the person has signed in.
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
    // Who may purge may not always follow it, although it works: github.com/Azure/azure-cli/issues/29069
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
    // A look at each by itself would take the reads from those that are about to be sent: whether
    // they are gone is seen of all together, in the list that is read once the last has ended.
    return next.state === "done" && pace !== undefined && isGoneByWord(step)
      ? done(step)
      : afterProgress(step, next, environment, until);
  } catch (error) {
    const failure = armFailureOf(error);
    const end = failed(explain(failure), failure);
    return failure.kind === "unreadable" ? inDoubt(environment, end) : end;
  }
}

/** Whether Azure's own word that it is done is all there is to wait for. */
function isGoneByWord({ postcondition, waitAfter }: PlanStep): boolean {
  return (
    postcondition?.expects === "absent" &&
    postcondition.where === undefined &&
    waitAfter === undefined
  );
}

/** Reads for a while; when nothing shows, the end says that nobody can tell. */
function inDoubt(
  { clock }: StepEnvironment,
  end: Extract<StepEnd, { readonly state: "failed" }>,
  note?: string,
): StepProgress {
  return {
    state: "confirming",
    until: clock.now() + patienceInDoubt,
    fallback: { ...end, uncertain: true },
    ...(note === undefined ? {} : { note }),
  };
}

async function confirm(
  step: PlanStep,
  { until, fallback, note }: Extract<StepProgress, { readonly state: "confirming" }>,
  environment: StepEnvironment,
): Promise<StepProgress> {
  const { clock, shutdown, pace } = environment;
  // Each of many leaves reads to those that are about to be sent.
  let wait = pace === undefined ? second : 10 * second;
  const longestWait = pace === undefined ? 15 * second : 30 * second;
  for (;;) {
    const seen = await probePostcondition(step.postcondition, environment);
    if (seen === "shows") {
      return withNote(await settle(step, environment), note);
    }
    if (seen === "untold") {
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
      // Azure's own word stands where nothing can be read.
      return fallback.state === "done" ? done(step) : fallback;
    }
    if (clock.now() + wait > until) {
      return fallback;
    }
    await clock.sleep(wait, shutdown);
    wait = Math.min(wait * 1.5, longestWait);
  }
}

/** The effect shows; waits for what comes after it, if anything does. */
async function settle(step: PlanStep, environment: StepEnvironment): Promise<StepEnd> {
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

function withNote(end: StepEnd, note: string | undefined): StepEnd {
  return end.state === "done" && note !== undefined
    ? { state: "done", note: [note, end.note ?? ""].join(" ").trim() }
    : end;
}

async function sleepUnlessCancelled(
  milliseconds: number,
  environment: StepEnvironment,
): Promise<void> {
  const { clock } = environment;
  await unlessCancelled((signal) => clock.sleep(Math.max(0, milliseconds), signal), environment);
}

async function unlessCancelled(
  wait: (signal: AbortSignal) => Promise<void>,
  { shutdown, cancelled }: StepEnvironment,
): Promise<void> {
  try {
    await wait(AbortSignal.any([shutdown, cancelled]));
  } catch (error) {
    // A cancelled wait goes on to the next state, which sees the cancellation.
    if (shutdown.aborted) {
      throw error;
    }
  }
}

function isCancelled({ cancelled }: StepEnvironment): boolean {
  return cancelled.aborted;
}
