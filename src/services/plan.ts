import type { ArmRequest } from "../azure/armRequest";
import type { JsonValue } from "../base/json";

/** What a plan or a step is about, for display and for later reads. */
export interface Subject {
  readonly serviceId: string;
  /** As in "key vault". */
  readonly noun: string;
  readonly name: string;
  readonly subscriptionId: string;
  readonly subscriptionName: string;
  readonly originalId: string;
  /** The deletion key. */
  readonly deletion: string;
}

/** Where to find what a purge leaves soft-deleted. */
export interface LeftBehind {
  readonly serviceId: string;
  readonly resourceGroup: string;
  /** The effect while it exists, in one sentence. */
  readonly meaning: string;
}

/** A request that observes one resource. */
export interface Probe {
  readonly request: ArmRequest;
  /**
   * For a response that is a list: the entry with this text at this path, case-insensitive. All
   * pages are searched.
   */
  readonly entry?: EntryText & {
    /** More required texts of the entry. */
    readonly and?: readonly EntryText[];
  };
}

/** A text that a list entry must have; case-insensitive. */
export interface EntryText {
  readonly path: readonly string[];
  readonly value: string;
}

/**
 * A read that shows whether a step has had its effect. It decides after a crash between sending and
 * answering, when polling is forbidden, and when Azure gives no polling address.
 */
export interface Postcondition extends Probe {
  /** "present": the resource exists; "absent": 404, or no such entry in the list. */
  readonly expects: "present" | "absent";
  /**
   * The resource counts as present only with this value, or with `not` only with any other: for
   * steps that change a resource that exists before and after. Texts are case-insensitive.
   */
  readonly where?: ExpectedValue & { readonly not?: true };
}

/**
 * A read, just before the step is sent, that must still find the deletion the person saw. Each
 * value must be unchanged; instants are compared as instants.
 */
export interface Precondition extends Probe {
  readonly unchanged: readonly ExpectedValue[];
  /**
   * What to do without permission to read again. A purge stops; a recovery destroys nothing and has
   * its permissions on another scope, so it proceeds. Where the request could change a live
   * resource, both stop.
   */
  readonly ifForbidden: "stop" | "proceed";
  /**
   * Finding nothing is right too: the read looks for what must not exist, such as a live resource.
   * If it exists, {@link unchanged} decides.
   */
  readonly allowMissing?: true;
  /** Message for a missing or changed resource, when it isn't another deletion. */
  readonly message?: string;
  /** Another precondition that must hold too. */
  readonly and?: Precondition;
}

/** A required value at a path of the body. */
export interface ExpectedValue {
  readonly path: readonly string[];
  readonly value: JsonValue;
}

/** A refusal that means "not yet": Azure didn't accept the request, so it may be sent again. */
export interface RetryOn {
  readonly status: number;
  /** The codes of that status; any when omitted. */
  readonly codes?: readonly string[];
  readonly retryEverySeconds: number;
  readonly giveUpAfterSeconds: number;
}

/**
 * A request whose response tells whether something is true, for example that a name is available.
 */
export interface Condition {
  readonly request: ArmRequest;
  /** The path in the response, and the value that means true. */
  readonly path: readonly string[];
  readonly value: JsonValue;
}

/** A condition that becomes true some time after the postcondition, for example a released name. */
export interface WaitAfter extends Condition {
  readonly giveUpAfterSeconds: number;
  /** Message when the condition isn't true in time. */
  readonly timeoutMessage: string;
}

/** One request of a plan and how to check its effect. Plain data. */
export interface PlanStep {
  /** Unique within its plan. */
  readonly id: string;
  /** For display: "Recover key vault". */
  readonly title: string;
  /** The name of the resource it acts on. */
  readonly target: string;
  readonly request: ArmRequest;
  /**
   * Sent instead where Azure refuses the request with 400, once and immediately: a second
   * documented way to the same effect. All other members apply to both; a refusal of this one ends
   * the step, and neither is sent again after the other.
   */
  readonly fallbackRequest?: ArmRequest;
  /** Omitted where no read can tell: then only Azure's reported result counts. */
  readonly postcondition?: Postcondition;
  /** How long the postcondition may take after Azure reports success; 5 minutes by default. */
  readonly confirmWithinSeconds?: number;
  readonly precondition?: Precondition;
  readonly retryOn?: RetryOn;
  readonly waitAfter?: WaitAfter;
  /**
   * The live resource that it overwrites, in one sentence: shown in every confirmation, and never
   * sent by a later window than the confirming one.
   */
  readonly overwrites?: string;
  /** The state if the plan ends after this step and before its last, in one sentence. */
  readonly ifInterrupted?: string;
  /** A note on success, for example that a purge may not have freed the name. */
  readonly note?: string;
  /**
   * Whether a postcondition that is already met makes the request unnecessary, and perhaps harmful.
   */
  readonly skipIfMet?: true;
  /**
   * Ids of the earlier steps it depends on; all when omitted. Independent steps run in parallel.
   */
  readonly after?: readonly string[];
  /**
   * The plan is useful without it: the person may remove it, and its failure stops only other
   * optional steps that depend on it.
   */
  readonly optional?: true;
  /** Useful only for its dependents: where it is optional, it is removed together with them. */
  readonly onlyForOthers?: true;
  /** The deleted resource it recovers, if not the plan's own. */
  readonly recovers?: Subject;
  /** What it is needed for, if not the plan's own resource. */
  readonly neededFor?: string;
}

/**
 * The action of a plan: a deleted resource is recovered or purged; a live one is soft-deleted or
 * changed; what a recovery doesn't restore is created. A permanent deletion of a live resource is a
 * purge.
 */
export type Action = "recover" | "purge" | "delete" | "change" | "create";

/** An action as a list of requests. Plain data: shown, stored, run, rendered. */
export interface Plan {
  readonly action: Action;
  readonly subject: Subject;
  readonly identity: Identity;
  readonly steps: readonly PlanStep[];
  /** What a purge leaves soft-deleted. */
  readonly leavesBehind?: LeftBehind;
}

/** The account and endpoint of a plan's requests. A plan for one cloud is never sent to another. */
export interface Identity {
  readonly accountId: string;
  readonly tenantId: string;
  readonly endpoint: string;
}

/** Whether a step must not run when a step before it wasn't done. */
export function isStoppedBy(step: PlanStep, before: PlanStep): boolean {
  return before.optional !== true || step.optional === true;
}

/**
 * The predecessors of each step, by index.
 *
 * @throws Error where a step depends on one that isn't before it.
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
 * A plan without some of its optional steps: removes nodes from the graph, together with the
 * optional steps that depend on them and those needed only for them, and connects their successors
 * to their predecessors.
 */
export function removeSteps(
  steps: readonly PlanStep[],
  left: ReadonlySet<string>,
): readonly PlanStep[] {
  const before = predecessors(steps).map((places) => places.flatMap((place) => steps[place] ?? []));
  const out = omitted(steps, before, left);
  /** The replacement of each removed step: its predecessors. */
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

/** Ids of all steps to remove. */
function omitted(
  steps: readonly PlanStep[],
  before: readonly (readonly PlanStep[])[],
  left: ReadonlySet<string>,
): ReadonlySet<string> {
  const out = new Set<string>();
  for (const [index, { id, after, optional }] of steps.entries()) {
    // Without a list of dependencies it only runs later.
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
