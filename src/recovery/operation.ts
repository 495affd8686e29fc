import type { ArmFailure } from "../azure/errors";
import type { Polling } from "../azure/longRunning";
import type { PlanStep } from "../services/plan";

/**
 * What is done to something: a deleted resource is recovered or purged; a live one is deleted so
 * that it can be recovered, or changed; what a recovery does not bring back is created. What deletes a live one for good is a purge.
 */
export type Action = "recover" | "purge" | "delete" | "change" | "create";

/** An action, described to the last request. Plain data: shown, stored, run, rendered. */
export interface Plan {
  readonly action: Action;
  readonly subject: Subject;
  readonly via: Via;
  readonly steps: readonly PlanStep[];
}

/** What the plan is about, as far as people and later reads need it. */
export interface Subject {
  readonly serviceId: string;
  /** As in "key vault". */
  readonly noun: string;
  readonly name: string;
  readonly subscriptionId: string;
  readonly subscriptionName: string;
  readonly originalId: string;
  /** Which deletion, from `deletionKey`. */
  readonly deletion: string;
}

/** As whom and where the requests are sent. A plan for one cloud is never sent to another. */
export interface Via {
  readonly accountId: string;
  readonly tenantId: string;
  readonly endpoint: string;
}

/**
 * How far a step is. Each state is written down before what follows from it is done, so that the
 * last one written tells what may have happened.
 *
 * Times are milliseconds since the epoch.
 */
export type StepProgress =
  /** Not sent. Once Azure has said "not yet", when to try again and until when. */
  | { readonly state: "waiting"; readonly retry?: Retry }
  /** About to be sent: after a crash, only a read can tell whether it was. */
  | { readonly state: "sending"; readonly retry?: Retry }
  | {
      readonly state: "polling";
      readonly polling: Polling;
      /** Looks in a row that had no answer. */
      readonly failures: number;
      /** When to give up on it. */
      readonly until: number;
    }
  /** Reading until the effect shows; `otherwise` is the end when it does not. */
  | { readonly state: "confirming"; readonly until: number; readonly otherwise: StepEnd }
  | StepEnd;

export interface Retry {
  readonly notBefore: number;
  readonly until: number;
}

export type StepEnd =
  | { readonly state: "done"; readonly note?: string }
  | {
      readonly state: "failed";
      readonly reason: string;
      readonly failure?: ArmFailure;
      /** Azure may have done it, or may do it still; nobody could tell. */
      readonly uncertain?: true;
    }
  /** Not sent because it was cancelled or a step before it failed. */
  | { readonly state: "skipped" };

export function isStepEnd(progress: StepProgress): progress is StepEnd {
  return ["done", "failed", "skipped"].includes(progress.state);
}

/** A plan that was started. */
export interface Operation {
  readonly schema: 1;
  readonly id: string;
  readonly plan: Plan;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  readonly endedAt?: number;
  /** One for each step of the plan, in its order. */
  readonly steps: readonly StepProgress[];
}

export type Outcome = "running" | "succeeded" | "failed" | "cancelled";

/** How the operation stands, from its steps. */
export function outcomeOf(operation: Operation): Outcome {
  if (operation.endedAt === undefined) {
    return "running";
  }
  if (operation.steps.some(({ state }) => state === "failed")) {
    return "failed";
  }
  return operation.steps.every(({ state }) => state === "done") ? "succeeded" : "cancelled";
}

/** Why it failed, in one sentence; undefined where it did not. */
export function reasonOf(operation: Operation): string | undefined {
  const failed = operation.steps.find((step) => step.state === "failed");
  return failed?.state === "failed" ? failed.reason : undefined;
}

/** Whether it failed only as far as anyone can tell: Azure may have done it all the same. */
export function isUncertain(operation: Operation): boolean {
  return operation.steps.some((step) => step.state === "failed" && step.uncertain === true);
}

/** What to know although it succeeded. */
export function notesOf(operation: Operation): readonly string[] {
  return operation.steps.flatMap((step) =>
    step.state === "done" && step.note !== undefined ? [step.note] : [],
  );
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
  return operation.plan.steps[last]?.leaves;
}
