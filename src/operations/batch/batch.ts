import {
  isUncertain,
  notesOf,
  outcomeOf,
  reasonOf,
  remainderOf,
  type Operation,
} from "../operation";
import type { Action, Plan } from "../../services/plan";

/** From so many on, what is started together is one batch and not an operation each. */
export const smallestBatch = 11;

/** What a batch is, written once before anything of it is sent; its plans are in a file beside. */
export interface BatchHeader {
  readonly schema: 1;
  readonly id: string;
  readonly action: Action;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  readonly total: number;
}

/** How one of a batch has ended. Uncertain: sent, and nobody could tell what became of it. */
export type MemberOutcome = "succeeded" | "failed" | "uncertain" | "notSent";

/** How one of a batch has ended: a line of its journal. */
export interface MemberEnd {
  /** Its place among the plans. */
  readonly member: number;
  readonly outcome: MemberOutcome;
  /** What is needed of one that has not simply succeeded. */
  readonly name?: string;
  readonly noun?: string;
  /** In one sentence. */
  readonly reason?: string;
  /** What to know although it succeeded. */
  readonly note?: string;
  readonly code?: string;
  readonly status?: number;
  readonly correlationId?: string;
}

/** Why what was not sent was not sent. */
export type RestReason = "cancelled" | "windowClosed" | "throttled";

/** The last line of a journal; what has no line by then was not sent. */
export interface BatchEnd {
  readonly endedAt: number;
  readonly rest?: RestReason;
}

/** The person's word, so that no later window goes on with it. */
export interface BatchStop {
  readonly stopped: RestReason;
}

/** What a line of a batch's journal can be. */
export type JournalLine = MemberEnd | BatchStop | BatchEnd;

/** How a batch stands. A value. */
export interface Batch extends BatchHeader {
  readonly endedAt?: number;
  readonly succeeded: number;
  readonly failed: number;
  readonly uncertain: number;
  /** Ended without having been sent, or without a line when the batch ended. */
  readonly notSent: number;
  /** Those that have not simply succeeded, in the order in which they ended. */
  readonly remarkable: readonly MemberEnd[];
  /** Why the rest is not sent; undefined while nothing keeps it from being sent. */
  readonly rest?: RestReason;
  /** Milliseconds that the rest takes, from the last minute's rate; undefined while that is not known. */
  readonly millisecondsLeft?: number;
  /** Whether this window carries it out. */
  readonly here: boolean;
}

/** How many of it have ended. */
export function endedOf({ succeeded, failed, uncertain, notSent }: Batch): number {
  return succeeded + failed + uncertain + notSent;
}

/** What the journal has of an operation that has ended. */
export function memberEndOf(member: number, operation: Operation): MemberEnd {
  const { name, noun } = operation.plan.subject;
  const outcome = outcomeOf(operation);
  if (outcome === "succeeded") {
    const notes = notesOf(operation);
    return notes.length === 0
      ? { member, outcome }
      : { member, outcome, name, noun, note: notes.join(" ") };
  }
  if (outcome === "cancelled") {
    const remainder = remainderOf(operation);
    // What stands half done is no matter of not having been sent.
    return remainder === undefined
      ? { member, outcome: "notSent", name, noun }
      : { member, outcome: "failed", name, noun, reason: remainder };
  }
  return {
    member,
    outcome: isUncertain(operation) ? "uncertain" : "failed",
    name,
    noun,
    reason: [reasonOf(operation) ?? "", remainderOf(operation) ?? ""].join(" ").trim(),
    ...failureOf(operation),
  };
}

/** The same of a plan that could not be started. */
export function unstartedEnd(member: number, { subject }: Plan, reason: string): MemberEnd {
  const { name, noun } = subject;
  return { member, outcome: "failed", name, noun, reason };
}

function failureOf({
  steps,
  plan,
  sent,
}: Operation): Pick<MemberEnd, "code" | "status" | "correlationId"> {
  const index = steps.findIndex(({ state }) => state === "failed");
  const step = steps[index];
  const failure = step?.state === "failed" ? step.failure : undefined;
  const last = sent?.[plan.steps[index]?.id ?? ""];
  const { code, status = last?.status, correlationId = last?.correlationId } = failure ?? {};
  return {
    ...(code === undefined ? {} : { code }),
    ...(status === undefined ? {} : { status }),
    ...(correlationId === undefined ? {} : { correlationId }),
  };
}
