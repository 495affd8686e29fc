import type { ArmFailure } from "../../azure/errors";
import type { Polling } from "../../azure/longRunning";
import type { PlanStep } from "../../services/plan";

/**
 * The state of a step. Each state is written before anything that follows from it, so the last
 * written state tells what may have happened.
 *
 * Times are milliseconds since the epoch.
 */
export type StepProgress =
  /**
   * Not sent. `retry` is set after Azure answered "not yet". A step resumed after a failure may
   * already have had its effect.
   */
  | { readonly state: "waiting"; readonly retry?: Retry; readonly again?: true }
  /** About to be sent: after a crash, only a read can tell whether it was. */
  | { readonly state: "sending"; readonly retry?: Retry; readonly again?: true }
  | {
      readonly state: "polling";
      readonly polling: Polling;
      /** Polls in a row that had no answer. */
      readonly failures: number;
      /** When to give up on it. */
      readonly until: number;
    }
  /**
   * Reading until the effect shows, which is then done with this note; `fallback` is the end when it
   * does not show.
   */
  | {
      readonly state: "confirming";
      readonly until: number;
      readonly fallback: StepIn<"done" | "failed">;
      readonly note?: string;
    }
  | StepEnd;

/** The states that can follow each state of a step, as drawn in docs/architecture.md. */
export const nextStates = {
  waiting: ["sending", "confirming", "done", "failed", "skipped"],
  sending: ["waiting", "polling", "confirming", "done", "failed"],
  polling: ["polling", "confirming", "done", "failed"],
  confirming: ["done", "failed"],
} as const satisfies Record<
  Exclude<StepProgress, StepEnd>["state"],
  readonly StepProgress["state"][]
>;

export type StepIn<State extends StepProgress["state"]> = Extract<
  StepProgress,
  { readonly state: State }
>;

/** What can follow a state; the compiler refuses a transition that {@link nextStates} lacks. */
export type StepAfter<State extends keyof typeof nextStates> = StepIn<
  (typeof nextStates)[State][number]
>;

/** When to send a step again that Azure isn't ready for, in milliseconds since the epoch. */
export interface Retry {
  readonly notBefore: number;
  readonly until: number;
}

/** The final state of a step. */
export type StepEnd =
  | { readonly state: "done"; readonly note?: string }
  | {
      readonly state: "failed";
      readonly reason: string;
      readonly failure?: ArmFailure;
      /** Azure may have done it or may still do it; the result is unknown. */
      readonly uncertain?: true;
    }
  /**
   * Not sent because the operation was canceled or an earlier step failed; `again` where the step
   * was resumed, so that an earlier request may still have an effect.
   */
  | { readonly state: "skipped"; readonly again?: true };

/** Whether the step has ended. */
export function isStepEnd(progress: StepProgress): progress is StepEnd {
  return ["done", "failed", "skipped"].includes(progress.state);
}

export function skipped(progress: StepProgress): StepIn<"skipped"> {
  return { state: "skipped", ...keepAgain(progress) };
}

/** Keeps the mark of a step that was taken up again after it had failed. */
export function keepAgain(progress: StepProgress): { readonly again?: true } {
  return "again" in progress ? { again: true } : {};
}

/** The last request of a step. Times are milliseconds since the epoch. */
export interface Sent {
  readonly at: number;
  /** The response's status; undefined without a response. */
  readonly status?: number;
  readonly correlationId?: string;
}

export function done({ note }: Pick<PlanStep, "note">): StepIn<"done"> {
  return { state: "done", ...(note === undefined ? {} : { note }) };
}

export function failed(reason: string, failure?: ArmFailure): StepIn<"failed"> {
  return { state: "failed", reason, ...(failure === undefined ? {} : { failure }) };
}
