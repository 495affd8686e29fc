import * as l10n from "@vscode/l10n";
import type { Plan, PlanStep } from "../services/plan";
import {
  isStepEnd,
  skipped,
  keepAgain,
  type Sent,
  type StepEnd,
  type StepProgress,
} from "./steps/progress";

/** A plan that was started. */
export interface Operation {
  readonly schema: 2;
  readonly id: string;
  readonly plan: Plan;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  readonly endedAt?: number;
  /** One for each step of the plan, in its order. */
  readonly steps: readonly StepProgress[];
  /** The last request of each step that sent one, by the step's id. */
  readonly sent?: Readonly<Record<string, Sent>>;
  /** Id of the batch that it is one of; it has no row of its own then, and is forgotten once counted. */
  readonly batch?: string;
}

/** How an operation stands. Cancelled: the rest was not sent. */
export type Outcome = "running" | "succeeded" | "failed" | "cancelled";

/** How the operation stands, from its steps; optional ones do not count. */
export function outcomeOf(operation: Operation): Outcome {
  if (operation.endedAt === undefined) {
    return "running";
  }
  const required = operation.steps.filter((_, index) => !isOptional(operation, index));
  const steps = required.length === 0 ? operation.steps : required;
  if (steps.some(({ state }) => state === "failed")) {
    return "failed";
  }
  return steps.every(({ state }) => state === "done") ? "succeeded" : "cancelled";
}

/** Why it failed, in one sentence; undefined where it did not. */
export function reasonOf(operation: Operation): string | undefined {
  return failuresOf(operation).at(0)?.reason;
}

/** Whether it failed only as far as anyone can tell: Azure may have done it all the same. */
export function isUncertain(operation: Operation): boolean {
  return failuresOf(operation).some(({ uncertain }) => uncertain === true);
}

/** What to know although it succeeded. */
export function notesOf(operation: Operation): readonly string[] {
  return operation.steps.flatMap((step, index) => {
    if (step.state === "done") {
      return step.note === undefined ? [] : [step.note];
    }
    const { title = "", target = "" } = operation.plan.steps[index] ?? {};
    return step.state === "failed" && isOptional(operation, index)
      ? [l10n.t('Not completed: {0} "{1}". {2}', title, target, step.reason)]
      : [];
  });
}

/**
 * How things stand where an operation has ended between its steps, in one sentence; undefined where
 * that needs no word.
 */
export function remainderOf(operation: Operation): string | undefined {
  if (["running", "succeeded"].includes(outcomeOf(operation))) {
    return undefined;
  }
  const last = operation.steps.findLastIndex(({ state }) => state === "done");
  return operation.plan.steps[last]?.ifInterrupted;
}

/** Every deletion that the operation has something left to do about, its own first. */
export function busyDeletionsOf(operation: Operation): readonly string[] {
  if (operation.endedAt !== undefined) {
    return [];
  }
  const others = operation.plan.steps.flatMap(({ recovers }, index) => {
    const progress = operation.steps[index];
    return recovers === undefined || progress === undefined || isStepEnd(progress)
      ? []
      : [recovers.deletion];
  });
  return [...new Set([operation.plan.subject.deletion, ...others])];
}

/**
 * An operation that has not succeeded, to be taken up again: what is done stays done, the rest is
 * begun anew. Undefined for what takes something away, which only the person may start again.
 *
 * @param now milliseconds since the epoch.
 */
export function againFrom(operation: Operation, now: number): Operation | undefined {
  const { plan, startedAt, steps, sent } = operation;
  const outcome = outcomeOf(operation);
  if (
    (outcome !== "failed" && outcome !== "cancelled") ||
    plan.steps.some((step) => isDestructive(plan, step))
  ) {
    return undefined;
  }
  return {
    schema: 2,
    id: operation.id,
    plan,
    // Later in any case: other windows tell by it that it was begun again.
    startedAt: Math.max(now, startedAt + 1),
    steps: steps.map((step) => {
      switch (step.state) {
        case "done":
          return step;
        case "failed":
          return { state: "waiting", again: true };
        default:
          return { state: "waiting", ...keepAgain(step) };
      }
    }),
    ...(sent === undefined ? {} : { sent }),
  };
}

/**
 * How an operation ends that cannot be gone on with. Nobody can tell of what has been sent.
 *
 * @param now milliseconds since the epoch.
 */
export function interrupted(operation: Operation, reason: string, now: number): Operation {
  const brokenAt = operation.steps.findIndex((step) => !isStepEnd(step));
  return {
    ...operation,
    endedAt: now,
    steps: operation.steps.map((step, index) => {
      if (isStepEnd(step)) {
        return step;
      }
      if (step.state !== "waiting") {
        return { state: "failed", reason, uncertain: true };
      }
      return index === brokenAt ? { state: "failed", reason } : skipped(step);
    }),
  };
}

/** Whether a step may only be sent in the session in which a person confirmed it. */
export function isDestructive({ action }: Plan, { overwrites }: PlanStep): boolean {
  return ["purge", "delete", "change"].includes(action) || overwrites !== undefined;
}

function isOptional({ plan }: Operation, index: number): boolean {
  return plan.steps[index]?.optional === true;
}

/** The failures that its outcome comes from; none where it has succeeded all the same. */
function failuresOf(
  operation: Operation,
): readonly Extract<StepEnd, { readonly state: "failed" }>[] {
  if (outcomeOf(operation) === "succeeded") {
    return [];
  }
  const required = operation.steps.filter((_, index) => !isOptional(operation, index));
  const failed = (step: StepProgress): step is Extract<StepEnd, { readonly state: "failed" }> =>
    step.state === "failed";
  const counting = required.filter(failed);
  return counting.length > 0 ? counting : operation.steps.filter(failed);
}
