import * as l10n from "@vscode/l10n";
import type { ArmClient } from "../azure/armClient";
import { pathAndQuery } from "../azure/armRequest";
import { day, minute, second } from "../base/durations";
import type { JsonValue } from "../base/json";
import { memoize } from "../base/memoize";
import type { PlanStep } from "../services/plan";
import { isUncertain, revisionOf, type Operation } from "./operation";
import type { RunEnvironment } from "./runEnvironment";
import { probePostcondition, type StepEnvironment } from "./steps/postconditions";
import { done, failed, type StepIn } from "./steps/progress";

/** When an operation's doubts are read again, in milliseconds after its end. */
const readings = [30 * second, 5 * minute];
/** After this, others may have changed the resource, and a reading says nothing of the request. */
const longestDoubt = day;

/** A step that was sent, while nobody knows whether Azure carried it out. */
export interface Doubt {
  /** Index of the step. */
  readonly step: number;
  /** Azure took the request, so it may still carry it out. */
  readonly accepted: boolean;
}

/**
 * The steps in doubt of an ended operation. None where another step wasn't done or was skipped
 * because of them: then settling them doesn't settle the operation.
 */
export function doubtsOf(operation: Operation): readonly Doubt[] {
  const { plan, steps, sent } = operation;
  if (!isUncertain(operation)) {
    return [];
  }
  const doubts = steps.flatMap((progress, step) => {
    const { id = "" } = plan.steps[step] ?? {};
    const status = sent?.[id]?.status;
    return progress.state === "failed" && progress.uncertain === true
      ? [{ step, accepted: status !== undefined && status < 300 }]
      : [];
  });
  const isSettledByThem = steps.every(
    ({ state }, step) =>
      state === "done" ||
      (state === "failed" && plan.steps[step]?.optional === true) ||
      doubts.some((doubt) => doubt.step === step),
  );
  return isSettledByThem ? doubts : [];
}

/** The operation with the ends of steps that were in doubt, by step index. */
export function withSettled(
  operation: Operation,
  ends: ReadonlyMap<number, StepIn<"done" | "failed">>,
): Operation {
  return {
    ...operation,
    revision: revisionOf(operation) + 1,
    settled: true,
    steps: operation.steps.map((step, index) => ends.get(index) ?? step),
  };
}

/**
 * Reads whether a step in doubt had its effect.
 *
 * @param isLast whether this is the last reading: a request that Azure hasn't accepted and that has
 *   had no effect by then has failed.
 * @returns its end; undefined while nobody can tell.
 */
export async function readDoubt(
  step: PlanStep,
  { accepted }: Doubt,
  isLast: boolean,
  environment: Pick<StepEnvironment, "arm" | "shutdown">,
): Promise<StepIn<"done" | "failed"> | undefined> {
  const seen = await probePostcondition(step.postcondition, environment);
  if (seen === "met") {
    return done(step);
  }
  const unchanged = step.postcondition?.expects === "absent" ? "not yet" : "absent";
  return isLast && !accepted && seen === unchanged
    ? failed(l10n.t("A later check shows that the request had no effect. Try again."))
    : undefined;
}

/**
 * Reads doubts again a while after an operation has ended, and once more some minutes later. A
 * reading that fails, because nobody is signed in or the disk refuses, leaves it to the next one.
 *
 * @param endedAt milliseconds since the epoch.
 * @param read resolves to whether nothing is in doubt any more.
 */
export async function readAgain(
  endedAt: number,
  read: (isLast: boolean) => Promise<boolean>,
  { clock, logger, shutdown }: Pick<RunEnvironment, "clock" | "logger" | "shutdown">,
): Promise<void> {
  const dueAt = readings.map((after) => endedAt + after);
  if (clock.now() > endedAt + longestDoubt) {
    return;
  }
  for (const [index, at] of dueAt.entries()) {
    const next = dueAt[index + 1];
    // After a reload, a reading whose successor is due as well is skipped.
    if (next !== undefined && clock.now() >= next) {
      continue;
    }
    try {
      await clock.sleep(Math.max(0, at - clock.now()), shutdown);
    } catch {
      return;
    }
    const isSettled = await read(next === undefined).catch((error: unknown) => {
      logger.trace(String(error));
      return false;
    });
    if (isSettled) {
      return;
    }
  }
}

/** A client that reads each list once, however many resources are looked up in it. */
export function readingListsOnce(arm: ArmClient, shutdown: AbortSignal): ArmClient {
  const lists = new Map<string, Promise<readonly JsonValue[]>>();
  return {
    send: (request, signal) => arm.send(request, signal),
    follow: (url, signal) => arm.follow(url, signal),
    resourceGroupExists: (subscriptionId, name, signal) =>
      arm.resourceGroupExists(subscriptionId, name, signal),
    list: async (request, onPage) => {
      const items = await memoize(lists, pathAndQuery(request), async () => {
        const all: JsonValue[] = [];
        await arm.list(
          request,
          (page) => {
            all.push(...page);
          },
          shutdown,
        );
        return all;
      });
      onPage(items);
    },
  };
}
