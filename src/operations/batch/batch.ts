import { randomUUID } from "node:crypto";
import type { Clock } from "../../base/clock";
import {
  isUncertain,
  notesOf,
  outcomeOf,
  reasonOf,
  remainderOf,
  type Operation,
} from "../operation";
import { doubtsOf, type Doubt } from "../settling";
import type { Action, Plan } from "../../services/plan";

/** From this number on, plans started together run as a batch. */
export const smallestBatch = 11;

/** A batch's header, written once before anything is sent; its plans are in a separate file. */
export interface BatchHeader {
  readonly schema: 1;
  readonly id: string;
  readonly action: Action;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  readonly total: number;
}

export function newHeader(action: Action, plans: readonly Plan[], clock: Clock): BatchHeader {
  return {
    schema: 1,
    id: randomUUID(),
    action,
    startedAt: clock.now(),
    total: plans.length,
  };
}

/** How an item of a batch ended. Uncertain: sent, with an unknown result. */
export type ItemOutcome = "succeeded" | "failed" | "uncertain" | "notSent";

/** How an item of a batch ended: a line of the journal. */
export interface ItemEnd {
  /** Index among the plans. */
  readonly item: number;
  readonly outcome: ItemOutcome;
  /** Details of an item that hasn't simply succeeded. */
  readonly name?: string;
  readonly noun?: string;
  /** In one sentence. */
  readonly reason?: string;
  /** A note although it succeeded. */
  readonly note?: string;
  readonly code?: string;
  readonly status?: number;
  readonly correlationId?: string;
  /** What a later reading may settle of an uncertain item; its line then replaces this one. */
  readonly doubts?: readonly Doubt[];
}

/** Why the remaining items weren't sent. */
export type StopReason = "cancelled" | "windowClosed" | "throttled";

/** The last line of a journal; items without a line weren't sent. */
export interface BatchEnd {
  readonly endedAt: number;
  readonly stopReason?: StopReason;
}

/** The person's cancellation, so that no later window continues. */
export interface BatchStop {
  readonly stopped: StopReason;
}

export type JournalLine = ItemEnd | BatchStop | BatchEnd;

/** A batch's current state. Immutable. */
export interface Batch extends BatchHeader {
  readonly endedAt?: number;
  readonly succeeded: number;
  readonly failed: number;
  readonly uncertain: number;
  /** Ended without being sent, or without a line when the batch ended. */
  readonly notSent: number;
  /** Items that haven't simply succeeded, in the order in which they ended. */
  readonly notable: readonly ItemEnd[];
  /** Why the remaining items aren't sent; undefined while the batch is sending. */
  readonly stopReason?: StopReason;
  /** Estimated milliseconds left, from the last minute's rate; undefined while unknown. */
  readonly millisecondsLeft?: number;
  /** Whether this window runs it. */
  readonly ownedHere: boolean;
}

/** An item of a batch that has ended. */
export interface EndedItem {
  readonly plan: Plan;
  readonly end: ItemEnd;
}

/** A batch that has ended in this window. */
export interface EndedBatch {
  readonly batch: Batch;
  readonly plans: readonly Plan[];
  /** Deletion keys of the succeeded items. */
  readonly succeeded: ReadonlySet<string>;
}

/** All items of a batch and how they ended. */
export interface BatchRecord {
  readonly plans: readonly Plan[];
  /** By plan index; items without an entry weren't sent, once the batch has ended. */
  readonly ends: ReadonlyMap<number, ItemEnd>;
}

export interface StartedBatch {
  readonly id: string;
  /** Undefined where the window closes first, or another one took the batch over. */
  readonly ended: Promise<EndedBatch | undefined>;
}

export function endedOf({ succeeded, failed, uncertain, notSent }: Batch): number {
  return succeeded + failed + uncertain + notSent;
}

/** The journal line of an ended operation. */
export function itemEndOf(item: number, operation: Operation): ItemEnd {
  const { name, noun } = operation.plan.subject;
  const outcome = outcomeOf(operation);
  if (outcome === "succeeded") {
    const notes = notesOf(operation);
    return notes.length === 0
      ? { item, outcome }
      : { item, outcome, name, noun, note: notes.join(" ") };
  }
  if (outcome === "cancelled") {
    const remainder = remainderOf(operation);
    // An item that stopped halfway doesn't count as not sent.
    return remainder === undefined
      ? { item, outcome: "notSent", name, noun }
      : { item, outcome: "failed", name, noun, reason: remainder };
  }
  const doubts = doubtsOf(operation);
  return {
    item,
    outcome: isUncertain(operation) ? "uncertain" : "failed",
    name,
    noun,
    reason: [reasonOf(operation) ?? "", remainderOf(operation) ?? ""].join(" ").trim(),
    ...failureOf(operation),
    ...(doubts.length === 0 ? {} : { doubts }),
  };
}

/** The last line of each item: one that settles an item follows the uncertain one. */
export function endsOf(journal: readonly JournalLine[]): ReadonlyMap<number, ItemEnd> {
  const ends = new Map<number, ItemEnd>();
  for (const line of journal) {
    if ("item" in line && mayFollow(ends.get(line.item), line)) {
      ends.set(line.item, line);
    }
  }
  return ends;
}

/** Whether a line counts after another one of the same item: a repeated line doesn't. */
export function mayFollow(before: ItemEnd | undefined, { outcome }: ItemEnd): boolean {
  return before === undefined || (before.doubts !== undefined && outcome !== "uncertain");
}

/** The journal line of a plan that couldn't be started. */
export function unstartedEnd(item: number, { subject }: Plan, reason: string): ItemEnd {
  const { name, noun } = subject;
  return { item, outcome: "failed", name, noun, reason };
}

function failureOf({
  steps,
  plan,
  sent,
}: Operation): Pick<ItemEnd, "code" | "status" | "correlationId"> {
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
