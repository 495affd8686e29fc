import type { ArmFailure } from "../../azure/errors";
import type { Polling } from "../../azure/longRunning";
import type { PlanStep } from "../../services/plan";

/**
 * How far a step is. Each state is written down before what follows from it is done, so that the
 * last one written tells what may have happened.
 *
 * Times are milliseconds since the epoch.
 */
export type StepProgress =
  /**
   * Not sent. Once Azure has said "not yet", when to try again and until when. Taken up again after
   * it had failed, it may have had its effect by now.
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
      readonly fallback: StepEnd;
      readonly note?: string;
    }
  | StepEnd;

/** When a step that Azure is not ready for is sent again, in milliseconds since the epoch. */
export interface Retry {
  readonly notBefore: number;
  readonly until: number;
}

/** What a step comes to. */
export type StepEnd =
  | { readonly state: "done"; readonly note?: string }
  | {
      readonly state: "failed";
      readonly reason: string;
      readonly failure?: ArmFailure;
      /** Azure may have done it, or may do it still; nobody could tell. */
      readonly uncertain?: true;
    }
  /**
   * Not sent because it was cancelled or a step before it failed; `again` where it had been taken up
   * again, and an earlier request of it may still have had its effect.
   */
  | { readonly state: "skipped"; readonly again?: true };

/** Whether nothing more will become of the step by itself. */
export function isStepEnd(progress: StepProgress): progress is StepEnd {
  return ["done", "failed", "skipped"].includes(progress.state);
}

/** The end of a step that is not sent any more. */
export function skipped(progress: StepProgress): StepEnd {
  return { state: "skipped", ...keepAgain(progress) };
}

export function keepAgain(progress: StepProgress): { readonly again?: true } {
  return "again" in progress ? { again: true } : {};
}

/** What is known of the request of a step. Times are milliseconds since the epoch. */
export interface Sent {
  readonly at: number;
  /** The status of the answer; undefined where there was none. */
  readonly status?: number;
  readonly correlationId?: string;
}

/** The end of a step that is done, with what to know of it. */
export function done({ note }: Pick<PlanStep, "note">): StepEnd {
  return { state: "done", ...(note === undefined ? {} : { note }) };
}

/** The end of a step that could not be done, in one sentence. */
export function failed(
  reason: string,
  failure?: ArmFailure,
): Extract<StepEnd, { readonly state: "failed" }> {
  return { state: "failed", reason, ...(failure === undefined ? {} : { failure }) };
}
