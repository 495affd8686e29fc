import * as l10n from "@vscode/l10n";
import type { ArmClient } from "../../azure/armClient";
import type { Clock } from "../../base/clock";
import { ArmError, type ArmFailure } from "../../azure/errors";
import { stringAt, valueAt, type JsonValue } from "../../base/json";
import type { Permit } from "../../base/semaphore";
import { toInstant } from "../../services/deletedResource";
import type { Postcondition, Precondition, Probe, Condition } from "../../services/plan";
import { failed, type Sent, type StepIn } from "./progress";
import type { PollPacing } from "./pollPacing";

export interface StepEnvironment {
  readonly arm: ArmClient;
  readonly clock: Clock;
  /** Explains a failure in words. */
  readonly explain: (failure: ArmFailure) => string;
  /** Ends every wait and read; decides nothing, the last written state stays. */
  readonly shutdown: AbortSignal;
  /** Cancels what hasn't been sent yet. */
  readonly cancelled: AbortSignal;
  /** Acquired before the precondition check, released after the response. */
  readonly permit: Permit;
  /** Set for an item of a batch. */
  readonly pace?: PollPacing;
  /** Called for each sent request with its result. */
  readonly onSent: (sent: Sent) => void;
}

/** Reads the deleted resource again; returns the step's end where it has changed. */
export async function checkPrecondition(
  precondition: Precondition,
  environment: StepEnvironment,
): Promise<StepIn<"failed"> | undefined> {
  const stopped = await checkOne(precondition, environment);
  return (
    stopped ??
    (precondition.and === undefined ? undefined : checkPrecondition(precondition.and, environment))
  );
}

async function checkOne(
  precondition: Precondition,
  { arm, shutdown, explain }: StepEnvironment,
): Promise<StepIn<"failed"> | undefined> {
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
 * The result of probing a postcondition; "unknown" where no read could tell. For a resource that is
 * expected to be present, "absent" means that it certainly isn't.
 */
export type ProbeResult =
  "met" | "absent" | "not yet" | "broken" | "forbidden" | "unread" | "unknown";

/** Probes a postcondition once; a failed read is a result too. */
export async function probePostcondition(
  postcondition: Postcondition | undefined,
  { arm, shutdown }: Pick<StepEnvironment, "arm" | "shutdown">,
): Promise<ProbeResult> {
  if (postcondition === undefined) {
    return "unknown";
  }
  try {
    const body = await probe(postcondition, arm, shutdown);
    const { where } = postcondition;
    const isThere =
      body !== undefined &&
      (where === undefined ||
        sameContent(valueAt(body, where.path), where.value) !== (where.not ?? false));
    if (!isThere) {
      return postcondition.expects === "absent" ? "met" : "absent";
    }
    return postcondition.expects === "present" ? provisioningResult(body) : "not yet";
  } catch (error) {
    return armFailureOf(error).status === 403 ? "forbidden" : "unread";
  }
}

export interface Waiting {
  readonly arm: Pick<ArmClient, "send">;
  readonly clock: Clock;
  readonly seconds: number;
  readonly signal: AbortSignal;
}

/**
 * Polls a condition until it is true; false on timeout. A failed read counts as not true.
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
 * Reads the resource; undefined where it doesn't exist.
 * @throws ArmError for every other failure.
 */
async function probe(
  { request, entry }: Probe,
  arm: ArmClient,
  signal: AbortSignal,
): Promise<JsonValue | undefined> {
  try {
    if (entry === undefined) {
      // A response without a body only says that the resource exists.
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
 * An existing resource may still be provisioning, or its provisioning may have failed.
 * Source:
 * learn.microsoft.com/azure/azure-resource-manager/management/async-operations#provisioningstate-values
 */
function provisioningResult(body: JsonValue | undefined): "met" | "not yet" | "broken" {
  switch (stringAt(body, "properties", "provisioningState")?.toLowerCase()) {
    case undefined:
    case "succeeded":
      return "met";
    // A managed HSM has its own word for ready.
    case "activated":
      return "met";
    case "failed":
    case "canceled":
      return "broken";
    default:
      return "not yet";
  }
}

/** @throws anything but an ARM failure: a shutdown, or a bug. */
export function armFailureOf(error: unknown): ArmFailure {
  if (error instanceof ArmError) {
    return error.failure;
  }
  throw error;
}

/** Deep equality of JSON; strings are compared without case. */
function sameContent(now: JsonValue | undefined, wanted: JsonValue): boolean {
  return typeof now === "string" && typeof wanted === "string"
    ? now.toLowerCase() === wanted.toLowerCase()
    : JSON.stringify(now) === JSON.stringify(wanted);
}

/** Deep equality of JSON, or the same instant in two notations. */
function sameValue(now: JsonValue | undefined, before: JsonValue): boolean {
  if (typeof now === "string" && typeof before === "string") {
    const instant = toInstant(now);
    return now === before || (instant !== undefined && instant === toInstant(before));
  }
  return JSON.stringify(now) === JSON.stringify(before);
}
