import type { ArmRequest } from "../azure/armRequest";
import type { JsonValue } from "../base/json";

/** What a plan, or a step of it, is about, as far as people and later reads need it. */
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

/** Where to look for what a purge has left soft-deleted. */
export interface LeftBehind {
  readonly serviceId: string;
  readonly resourceGroup: string;
  /** What it does as long as it is there, in one sentence. */
  readonly meaning: string;
}

/** Where one thing is seen. */
export interface Probe {
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

/** A text that an entry of a list must have; compared without case. */
export interface EntryText {
  readonly path: readonly string[];
  readonly value: string;
}

/**
 * A read that shows whether a step has had its effect. It decides where nothing else can: after a
 * crash between writing and answering, when polling is forbidden, when Azure names no address to
 * poll.
 */
export interface Postcondition extends Probe {
  /** "present": it is there; "absent": the request answers 404, or the list has no such entry. */
  readonly expects: "present" | "absent";
  /**
   * It counts as being there only while it has this value, or with `not` while it has any other:
   * for steps that change a resource which is there before and after. Texts compare whatever their
   * case.
   */
  readonly where?: ExpectedValue & { readonly not?: true };
}

/**
 * A read that must still find the deletion the person saw; made just before the step is sent.
 * Each value must be as it was, instants compared as instants.
 */
export interface Precondition extends Probe {
  readonly unchanged: readonly ExpectedValue[];
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
  readonly allowMissing?: true;
  /** What to say where it is not there or not as it was, when that is not another deletion. */
  readonly message?: string;
  /** Another read that must pass too. */
  readonly and?: Precondition;
}

/** What must still be at a path of the body. */
export interface ExpectedValue {
  readonly path: readonly string[];
  readonly value: JsonValue;
}

/** A refusal that means "not yet": the request was not taken and may be sent again. */
export interface RetryOn {
  readonly status: number;
  /** Which codes of that status mean it; every one when left out. */
  readonly codes?: readonly string[];
  readonly retryEverySeconds: number;
  readonly giveUpAfterSeconds: number;
}

/** A request whose answer tells whether something is so, as that a name is free. */
export interface Condition {
  readonly request: ArmRequest;
  /** Where in the answer it is told, and the value that tells it. */
  readonly path: readonly string[];
  readonly value: JsonValue;
}

/** What becomes true some time after the effect shows, as a name that is free again. */
export interface WaitAfter extends Condition {
  readonly giveUpAfterSeconds: number;
  /** What to say where it has not become true by then. */
  readonly timeoutMessage: string;
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
  readonly fallbackRequest?: ArmRequest;
  /** Left out where no read tells: then only Azure's own word counts. */
  readonly postcondition?: Postcondition;
  /** How long the effect may take to show once Azure has said that it is done; 5 minutes if not said. */
  readonly confirmWithinSeconds?: number;
  readonly precondition?: Precondition;
  readonly retryOn?: RetryOn;
  readonly waitAfter?: WaitAfter;
  /**
   * What it overwrites of something live, in one sentence: said wherever it is confirmed, and never
   * sent by a later window than the one it was confirmed in.
   */
  readonly overwrites?: string;
  /** How things stand where the plan ends after this step and before its last, in one sentence. */
  readonly ifInterrupted?: string;
  /** What to know although it is done, as that a purge may not have freed the name. */
  readonly note?: string;
  /** Whether an effect that shows already makes sending unnecessary, and perhaps harmful. */
  readonly skipIfMet?: true;
  /**
   * Ids of the earlier steps that it comes after; all of them when left out. Steps that do not come
   * after one another are carried out at the same time.
   */
  readonly after?: readonly string[];
  /**
   * The plan is worth its while without it: the person may leave it out, and where it fails, only
   * other optional steps that come after it are stopped.
   */
  readonly optional?: true;
  /** It is nothing by itself: where it is optional, it goes with all that comes after it. */
  readonly onlyForOthers?: true;
  /** Which deleted resource it brings back, where that is another than the plan's own. */
  readonly recovers?: Subject;
  /** What it is needed for, where it is not what the plan is about. */
  readonly neededFor?: string;
}

/**
 * What is done to something: a deleted resource is recovered or purged; a live one is deleted so
 * that it can be recovered, or changed; what a recovery does not bring back is created. What deletes a live one for good is a purge.
 */
export type Action = "recover" | "purge" | "delete" | "change" | "create";

/** An action, described to the last request. Plain data: shown, stored, run, rendered. */
export interface Plan {
  readonly action: Action;
  readonly subject: Subject;
  readonly identity: Identity;
  readonly steps: readonly PlanStep[];
  /** What a purge does not take along. */
  readonly leavesBehind?: LeftBehind;
}

/** As whom and where the requests are sent. A plan for one cloud is never sent to another. */
export interface Identity {
  readonly accountId: string;
  readonly tenantId: string;
  readonly endpoint: string;
}

/** Whether a step is not carried out where one that it comes after has not been done. */
export function isStoppedBy(step: PlanStep, before: PlanStep): boolean {
  return before.optional !== true || step.optional === true;
}

/**
 * Which steps each step comes after, by their place in the plan.
 *
 * @throws Error where a step comes after one that is not before it: such a plan has no order.
 */
export function predecessors(steps: readonly PlanStep[]): readonly (readonly number[])[] {
  const places = new Map<string, number>();
  return steps.map(({ id, after }, index) => {
    const before = after?.map((one) => places.get(one)) ?? [...places.values()];
    if (places.has(id) || before.includes(undefined)) {
      throw new Error(`The steps of the plan have no order: see "${id}".`);
    }
    places.set(id, index);
    return before.filter((place) => place !== undefined);
  });
}

/**
 * A plan without some of its optional steps, without the optional ones that are nothing without
 * those, and without what was only there for them. What came after one of them comes after what
 * that came after.
 */
export function removeSteps(
  steps: readonly PlanStep[],
  left: ReadonlySet<string>,
): readonly PlanStep[] {
  const before = predecessors(steps).map((places) => places.flatMap((place) => steps[place] ?? []));
  const out = omitted(steps, before, left);
  /** What stands for each step that is left out. */
  const instead = new Map<string, readonly string[]>();
  const remaining = (ids: readonly string[]): readonly string[] => [
    ...new Set(ids.flatMap((id) => instead.get(id) ?? [id])),
  ];
  return steps.flatMap((step, index) => {
    const { id, after } = step;
    if (out.has(id)) {
      instead.set(id, remaining((before[index] ?? []).map((one) => one.id)));
      return [];
    }
    return [after === undefined ? step : { ...step, after: remaining(after) }];
  });
}

/** Ids of the optional steps that go where some of them are not wanted. */
function omitted(
  steps: readonly PlanStep[],
  before: readonly (readonly PlanStep[])[],
  left: ReadonlySet<string>,
): ReadonlySet<string> {
  const out = new Set<string>();
  for (const [index, { id, after, optional }] of steps.entries()) {
    // Without a list of its own it only comes later.
    const isNothing =
      after !== undefined && before[index]?.some((one) => one.optional === true && out.has(one.id));
    if (optional === true && (left.has(id) || isNothing === true)) {
      out.add(id);
    }
  }
  const leadsOn = new Set<string>();
  for (const { id, after, optional, onlyForOthers } of steps.toReversed()) {
    if (optional === true && onlyForOthers === true && !leadsOn.has(id)) {
      out.add(id);
    } else if (!out.has(id)) {
      for (const one of after ?? []) {
        leadsOn.add(one);
      }
    }
  }
  return out;
}
