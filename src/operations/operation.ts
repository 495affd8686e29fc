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

export interface Operation {
  readonly schema: 2;
  readonly id: string;
  readonly plan: Plan;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  readonly endedAt?: number;
  /**
   * Rises each time an ended operation changes, so that other windows notice: when it is retried,
   * and when what was in doubt is settled. 0 if missing.
   */
  readonly revision?: number;
  /** A reading after the end has settled what was in doubt. */
  readonly settled?: true;
  /** By step index. */
  readonly steps: readonly StepProgress[];
  /** The last request of each sent step, by step id. */
  readonly sent?: Readonly<Record<string, Sent>>;
  /**
   * The id of its batch; an item of a batch has no row of its own and is removed after it is
   * counted.
   */
  readonly batch?: string;
}

/** The result of an operation. Cancelled: the rest wasn't sent. */
export type Outcome = "running" | "succeeded" | "failed" | "cancelled";

/** Derives the result from the steps; optional steps don't count. */
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

/** Whether the failure is uncertain: Azure may have done it all the same. */
export function isUncertain(operation: Operation): boolean {
  return failuresOf(operation).some(({ uncertain }) => uncertain === true);
}

/** A note although it succeeded. */
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
 * The state in which a partly done operation leaves things, in one sentence; undefined where that
 * needs no mention.
 */
export function remainderOf(operation: Operation): string | undefined {
  if (["running", "succeeded"].includes(outcomeOf(operation))) {
    return undefined;
  }
  const last = operation.steps.findLastIndex(({ state }) => state === "done");
  return operation.plan.steps[last]?.ifInterrupted;
}

/** The deletions that the operation still works on, its own first. */
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
 * Resets an unsuccessful operation to be run again: done steps stay done, others start again.
 * Undefined for a destructive operation, which only the person may start again.
 *
 * @param now milliseconds since the epoch.
 */
export function againFrom(operation: Operation, now: number): Operation | undefined {
  const { plan, steps, sent } = operation;
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
    startedAt: now,
    revision: revisionOf(operation) + 1,
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
 * Ends an operation that can't continue. Steps that were sent become uncertain.
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

export function revisionOf({ revision }: Operation): number {
  return revision ?? 0;
}

/** Whether a step may be sent only in the session in which it was confirmed. */
export function isDestructive({ action }: Plan, { overwrites }: PlanStep): boolean {
  return ["purge", "delete", "change"].includes(action) || overwrites !== undefined;
}

function isOptional({ plan }: Operation, index: number): boolean {
  return plan.steps[index]?.optional === true;
}

/** The failures that decide the result; empty where it has succeeded. */
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
