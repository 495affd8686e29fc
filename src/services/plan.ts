import type { ArmRequest } from "../azure/armRequest";
import type { JsonValue } from "../azure/json";

/** Where one thing is seen. */
export interface Sight {
  readonly request: ArmRequest;
  /**
   * Where the answer is a list and the thing one of its entries: the entry that has this text at
   * this path, whatever its case. All pages are looked through.
   */
  readonly entry?: EntryText & {
    /** Further texts that the entry has. */
    readonly and?: readonly EntryText[];
  };
}

export interface EntryText {
  readonly path: readonly string[];
  readonly value: string;
}

/**
 * A read that shows whether a step has had its effect. It decides where nothing else can: after a
 * crash between writing and answering, when polling is forbidden, when Azure names no address to
 * poll.
 */
export interface Effect extends Sight {
  /** "present": it is there; "absent": the request answers 404, or the list has no such entry. */
  readonly shows: "present" | "absent";
  /**
   * It counts as being there only while it has this value, or with `not` while it has any other:
   * for steps that change a resource which is there before and after. Texts compare whatever their
   * case.
   */
  readonly having?: GuardedValue & { readonly not?: true };
}

/**
 * A read that must still find the deletion the person saw; made just before the step is sent.
 * Each value must be as it was, instants compared as instants.
 */
export interface Guard extends Sight {
  readonly unchanged: readonly GuardedValue[];
  /**
   * What to do where the person may not read it again. A purge stops; a recovery, which destroys
   * nothing and whose rights are on another scope, goes on. Where it is a live resource that the
   * request could change, both stop.
   */
  readonly ifForbidden: "stop" | "proceed";
  /**
   * Finding nothing is right as well: what is looked for is what must not be there, such as the
   * resource in use again. Where it is found, {@link unchanged} still decides.
   */
  readonly orNothing?: true;
  /** What to say where it is not there or not as it was, when that is not another deletion. */
  readonly otherwise?: string;
  /** Another read that must pass too. */
  readonly and?: Guard;
}

export interface GuardedValue {
  readonly path: readonly string[];
  readonly value: JsonValue;
}

/** A refusal that means "not yet": the request was not taken and may be sent again. */
export interface NotYet {
  readonly status: number;
  /** Which codes of that status mean it; every one when left out. */
  readonly codes?: readonly string[];
  readonly retryEverySeconds: number;
  readonly giveUpAfterSeconds: number;
}

/** What becomes true some time after the effect shows, as a name that is free again. */
export interface Afterwards {
  readonly request: ArmRequest;
  /** Where in the answer it is told, and the value that tells it. */
  readonly path: readonly string[];
  readonly value: JsonValue;
  readonly giveUpAfterSeconds: number;
  /** What to say where it has not become true by then. */
  readonly otherwise: string;
}

/** One request of a plan and how to tell that it is done. Plain data. */
export interface PlanStep {
  /** Unique within its plan. */
  readonly id: string;
  /** What the step does, for people: "Recover key vault". */
  readonly title: string;
  /** What it does it to: a resource's name. */
  readonly target: string;
  readonly request: ArmRequest;
  /**
   * Sent instead where Azure refuses the request with 400, once and straight away: a second way to
   * the same effect, where Microsoft documents two. All else of the step holds for both, a refusal
   * of this one is the step's end, and neither is sent again after the other.
   */
  readonly orElse?: ArmRequest;
  /** Left out where no read tells: then only Azure's own word counts. */
  readonly effect?: Effect;
  /** How long the effect may take to show once Azure has said that it is done; 5 minutes if not said. */
  readonly patienceSeconds?: number;
  readonly guard?: Guard;
  readonly notYet?: NotYet;
  readonly afterwards?: Afterwards;
  /**
   * What it overwrites of something live, in one sentence: said wherever it is confirmed, and never
   * sent by a later window than the one it was confirmed in.
   */
  readonly overwrites?: string;
  /** How things stand where the plan ends after this step and before its last, in one sentence. */
  readonly leaves?: string;
  /** What to know although it is done, as that a purge may not have freed the name. */
  readonly note?: string;
  /** Whether an effect that shows already makes sending unnecessary, and perhaps harmful. */
  readonly skipIfShown?: true;
}
