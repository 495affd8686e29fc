import type { Subscription } from "../account/account";
import type { ArmFailure } from "../azure/errors";
import type { InventoryItem } from "../inventory/inventorySnapshot";
import type { Action, Plan, PlanStep } from "../services/plan";
import type { Home, RequiredPermission } from "../services/service";
import type { Dependency } from "./dependency";
import type { Blocker } from "./permissionCheck";
import type { RecoveryTasks } from "./recoveryTasks";

/** A plan to recover, and what to know before it is run. */
export interface RecoverProposal {
  readonly possible: true;
  readonly action: "recover";
  readonly item: InventoryItem;
  readonly plan: Plan;
  /** What it depends on, and what was found of each. */
  readonly dependencies: readonly Dependency[];
  /** Of that, what is soft-deleted and cannot be brought back by the plan. */
  readonly refused: RecoveryTasks["refused"];
  /** Optional steps that could not be planned, and why. */
  readonly omitted: readonly Omitted[];
  /** The optional steps: which are only done if the person wants them, and what to know of them. */
  readonly choices: readonly Choice[];
  /** Where it comes back to; undefined where Azure does not say where it was. */
  readonly home: Home | undefined;
}

/** A step that the person may leave out. */
export interface Choice {
  /** Of the step. */
  readonly id: string;
  /** Whether it is done unless the person says no. */
  readonly isSuggested: boolean;
  /** What to know before choosing, in one sentence. */
  readonly remark: string | undefined;
}

/** Something that will not be done on the way, and why. */
export interface Omitted {
  readonly name: string;
  readonly reason: string;
}

/** A purge that may be confirmed. */
export interface PurgeProposal {
  readonly possible: true;
  readonly action: "purge";
  readonly item: InventoryItem;
  readonly plan: Plan;
}

/** Why nothing can be done, with what is in the way. */
export interface Blocked extends Blocker {
  readonly possible: false;
  readonly item: InventoryItem;
  /** Azure's own answer, where it is Azure that refuses. */
  readonly failure?: ArmFailure;
}

/** Something to be done to a live resource. */
export interface LiveChange {
  readonly action: Exclude<Action, "recover">;
  readonly subscription: Subscription;
  readonly serviceId: string;
  readonly noun: string;
  readonly name: string;
  /** Its id. */
  readonly id: string;
  readonly steps: readonly PlanStep[];
  readonly permission: RequiredPermission;
}

/** The optional steps of a plan, and what to know of each. */
export function choicesIn(
  steps: readonly PlanStep[],
  followers: RecoveryTasks["followers"],
): readonly Choice[] {
  return steps
    .filter(({ optional, onlyForOthers }) => optional === true && onlyForOthers !== true)
    .map(({ id, request }) => {
      const follower = followers.find(({ made }) =>
        made.steps.some((one) => one.request === request),
      );
      return {
        id,
        isSuggested: follower?.made.isCertain ?? true,
        remark: follower?.made.remark,
      };
    });
}
