import * as l10n from "@vscode/l10n";
import type { ArmClient } from "../../azure/armClient";
import type { Clock } from "../../base/clock";
import { ArmError, type ArmFailure } from "../../azure/errors";
import { stringAt, valueAt, type JsonValue } from "../../base/json";
import type { Permit } from "../../base/semaphore";
import { toInstant } from "../../services/deletedResource";
import type { Postcondition, Precondition, Probe, Condition } from "../../services/plan";
import { failed, type Sent, type StepEnd } from "./progress";
import type { PollPacing } from "./pollPacing";

/** What a step is run with. */
export interface StepEnvironment {
  readonly arm: ArmClient;
  readonly clock: Clock;
  /** A failure in words. */
  readonly explain: (failure: ArmFailure) => string;
  /** Ends every wait and read; nothing is decided by it, the last written state stands. */
  readonly shutdown: AbortSignal;
  /** The person does not want what has not been sent yet. */
  readonly cancelled: AbortSignal;
  /** Taken before what is read just before sending, left once there is an answer. */
  readonly permit: Permit;
  /** Given where it is one of many. */
  readonly pace?: PollPacing;
  /** Told of each request that was sent and what came back. */
  readonly onSent: (sent: Sent) => void;
}

/** Reads the deleted resource again; the end of the step where it is not what it was. */
export async function checkPrecondition(
  precondition: Precondition,
  environment: StepEnvironment,
): Promise<StepEnd | undefined> {
  const stopped = await checkOne(precondition, environment);
  return (
    stopped ??
    (precondition.and === undefined ? undefined : checkPrecondition(precondition.and, environment))
  );
}

async function checkOne(
  precondition: Precondition,
  { arm, shutdown, explain }: StepEnvironment,
): Promise<StepEnd | undefined> {
  let body: JsonValue | undefined;
  try {
    body = await probe(precondition, arm, shutdown);
  } catch (error) {
    const failure = armFailureOf(error);
    if (failure.status === 403 && precondition.ifForbidden === "proceed") {
      return undefined;
    }
    return failed(
      l10n.t("The final check failed, so nothing was sent. {0}", explain(failure)),
      failure,
    );
  }
  if (body === undefined && precondition.allowMissing === true) {
    return undefined;
  }
  if (body === undefined) {
    return failed(
      precondition.message ??
        l10n.t(
          "The resource isn't soft-deleted anymore: someone recovered or purged it, or its retention period ended. Nothing was sent.",
        ),
    );
  }
  if (precondition.unchanged.length === 0 && precondition.ifForbidden === "stop") {
    return failed(
      l10n.t(
        "Azure doesn't report when this resource was deleted, and a different one may have the same name, so nothing was sent. Refresh, then try again.",
      ),
    );
  }
  const changed = precondition.unchanged.some(
    ({ path, value }) => !sameValue(valueAt(body, path), value),
  );
  return changed
    ? failed(
        precondition.message ??
          l10n.t(
            "A different resource with the same name was deleted after the one you were shown, so nothing was sent. Refresh to see the current resource.",
          ),
      )
    : undefined;
}

/**
 * Whether the effect of a step can be seen; "untold" where no read could tell. Of what is waited for
 * to be there, "absent" says that it definitely is not.
 */
export type ProbeResult =
  "shows" | "absent" | "not yet" | "broken" | "forbidden" | "unread" | "untold";

/** Looks once whether a step has had its effect; a read that fails is an answer, too. */
export async function probePostcondition(
  postcondition: Postcondition | undefined,
  { arm, shutdown }: StepEnvironment,
): Promise<ProbeResult> {
  if (postcondition === undefined) {
    return "untold";
  }
  try {
    const body = await probe(postcondition, arm, shutdown);
    const { where } = postcondition;
    const isThere =
      body !== undefined &&
      (where === undefined ||
        sameContent(valueAt(body, where.path), where.value) !== (where.not ?? false));
    if (!isThere) {
      return postcondition.expects === "absent" ? "shows" : "absent";
    }
    return postcondition.expects === "present" ? standing(body) : "not yet";
  } catch (error) {
    return armFailureOf(error).status === 403 ? "forbidden" : "unread";
  }
}

/** What may be waited for: so long, and with what time. */
export interface Waiting {
  readonly arm: Pick<ArmClient, "send">;
  readonly clock: Clock;
  readonly seconds: number;
  readonly signal: AbortSignal;
}

/**
 * Asks until the answer tells it; false where it has not by then. A question that fails has not told.
 * @throws the signal's reason when that aborts.
 */
export async function waitUntilTrue(
  telling: Condition,
  { arm, clock, seconds, signal }: Waiting,
): Promise<boolean> {
  const until = clock.now() + seconds * 1000;
  let wait = 1000;
  while (!(await isTrue(telling, arm, signal))) {
    if (clock.now() + wait > until) {
      return false;
    }
    await clock.sleep(wait, signal);
    wait = Math.min(wait * 1.5, 15_000);
  }
  return true;
}

async function isTrue(
  { request, path, value }: Condition,
  arm: Pick<ArmClient, "send">,
  signal: AbortSignal,
): Promise<boolean> {
  try {
    const { body } = await arm.send(request, signal);
    return JSON.stringify(valueAt(body, path)) === JSON.stringify(value);
  } catch (error) {
    armFailureOf(error);
    return false;
  }
}

/**
 * What is seen there; undefined where it is not there.
 * @throws ArmError for every answer but that.
 */
async function probe(
  { request, entry }: Probe,
  arm: ArmClient,
  signal: AbortSignal,
): Promise<JsonValue | undefined> {
  try {
    if (entry === undefined) {
      // An answer without a body says no more than that it is there.
      return (await arm.send(request, signal)).body ?? {};
    }
    const wanted = [entry, ...(entry.and ?? [])];
    let found: JsonValue | undefined;
    await arm.list(
      request,
      (items) => {
        found ??= items.find((item) =>
          wanted.every(
            ({ path, value }) => stringAt(item, ...path)?.toLowerCase() === value.toLowerCase(),
          ),
        );
      },
      signal,
    );
    return found;
  } catch (error) {
    if (armFailureOf(error).status === 404) {
      return undefined;
    }
    throw error;
  }
}

/**
 * A resource that is there may still be on its way, or have failed on it.
 * Source: learn.microsoft.com/azure/azure-resource-manager/management/async-operations#provisioningstate-values
 */
function standing(body: JsonValue | undefined): "shows" | "not yet" | "broken" {
  switch (stringAt(body, "properties", "provisioningState")?.toLowerCase()) {
    case undefined:
    case "succeeded":
      return "shows";
    // A managed HSM that is ready says so in a word of its own.
    case "activated":
      return "shows";
    case "failed":
    case "canceled":
      return "broken";
    default:
      return "not yet";
  }
}

/** @throws what is not an ARM failure: a shutdown, or a mistake of ours. */
export function armFailureOf(error: unknown): ArmFailure {
  if (error instanceof ArmError) {
    return error.failure;
  }
  throw error;
}

/** Equal as JSON; texts whatever their case. */
function sameContent(now: JsonValue | undefined, wanted: JsonValue): boolean {
  return typeof now === "string" && typeof wanted === "string"
    ? now.toLowerCase() === wanted.toLowerCase()
    : JSON.stringify(now) === JSON.stringify(wanted);
}

/** Equal as JSON, or the same instant written in two ways. */
function sameValue(now: JsonValue | undefined, before: JsonValue): boolean {
  if (typeof now === "string" && typeof before === "string") {
    const instant = toInstant(now);
    return now === before || (instant !== undefined && instant === toInstant(before));
  }
  return JSON.stringify(now) === JSON.stringify(before);
}
