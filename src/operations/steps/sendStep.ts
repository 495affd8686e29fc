import type { ArmFailure } from "../../azure/errors";
import { startProgress } from "../../azure/longRunning";
import { minute, second } from "../../base/durations";
import type { PlanStep } from "../../services/plan";
import { inDoubt } from "./confirmStep";
import { afterProgress } from "./pollStep";
import { armFailureOf, probePostcondition, type StepEnvironment } from "./postconditions";
import { done, failed, type Retry, type Sent, type StepAfter, type StepIn } from "./progress";

const patienceWithThrottling = 10 * minute;

/** Sends the request of a step, once. */
export async function sendStep(
  step: PlanStep,
  sending: StepIn<"sending">,
  environment: StepEnvironment,
  request = step.request,
): Promise<StepAfter<"sending">> {
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
      return sendStep(step, sending, environment, fallbackRequest);
    }
    // A retry would start with the first request, which must not follow the fallback.
    const next =
      request === fallbackRequest ? undefined : nextTry(step, failure, sending.retry, environment);
    if (next !== undefined) {
      return { ...sending, state: "waiting", retry: next };
    }
    if (failure.kind === "notSent" || isRefusal(failure)) {
      // Someone else may have been faster, so check the postcondition.
      return step.skipIfMet === true &&
        (await probePostcondition(step.postcondition, environment)) === "met"
        ? done(step)
        : failed(explain(failure), failure);
    }
    // Whether Azure accepted the request is unknown: only a read may decide, never a second
    // request.
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

/** Excludes timeouts, including 408: the request may have been forwarded. */
function isRefusal({ kind, status = 0 }: ArmFailure): boolean {
  return kind === "refused" && status < 500 && status !== 408;
}

/** Whether Azure refuses the form of the request, not its purpose. */
function isRefusedForm({ kind, status }: ArmFailure): boolean {
  return kind === "refused" && status === 400;
}

/** When to retry after a "not yet"; undefined where the refusal is final. */
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
    // An item of a batch waits as well: throttling is detected over all items.
    pace.throttled();
    return { notBefore, until: notBefore + patience };
  }
  const next = { notBefore, until: retry?.until ?? now + patience };
  return next.notBefore <= next.until ? next : undefined;
}
