import type { ArmRequest } from "../azure/armRequest";
import type { JsonValue } from "../azure/json";

/**
 * A read that shows whether a step has had its effect. It decides where nothing else can: after a
 * crash between writing and answering, when polling is forbidden, when Azure names no address to
 * poll.
 */
export interface Effect {
  readonly request: ArmRequest;
  /** "present": the request answers with the resource; "absent": it answers 404. */
  readonly shows: "present" | "absent";
}

/**
 * A read that must still find the deletion the person saw; made just before the step is sent.
 * Each value must be as it was, instants compared as instants.
 */
export interface Guard {
  readonly request: ArmRequest;
  readonly unchanged: readonly GuardedValue[];
  /**
   * What to do where the person may not read it again. A purge stops; a recovery, which destroys
   * nothing and whose rights are on another scope, goes on.
   */
  readonly ifForbidden: "stop" | "proceed";
}

export interface GuardedValue {
  readonly path: readonly string[];
  readonly value: JsonValue;
}

/** A refusal that means "not yet": the request was not taken and may be sent again. */
export interface NotYet {
  readonly status: number;
  readonly codes: readonly string[];
  readonly retryEverySeconds: number;
  readonly giveUpAfterSeconds: number;
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
  readonly effect: Effect;
  readonly guard?: Guard;
  readonly notYet?: NotYet;
  /** Whether an effect that shows already makes sending unnecessary, and perhaps harmful. */
  readonly skipIfShown?: true;
}
