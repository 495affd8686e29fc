import type { Subscription } from "../account/account";
import type { ArmFailure } from "../azure/errors";
import type { InventoryItem } from "../inventory/inventorySnapshot";
import type { Action, Plan, PlanStep } from "../services/plan";
import type { Home, RequiredPermission } from "../services/service";
import type { Dependency } from "./dependency";
import type { Blocker } from "./permissionCheck";
import type { RecoveryTasks } from "./recoveryTasks";
import type { RegionChoice } from "./resourceGroups";

/** A recovery plan and notes about it. */
export interface RecoverProposal {
  readonly possible: true;
  readonly action: "recover";
  readonly item: InventoryItem;
  readonly plan: Plan;
  /** Dependencies and their states. */
  readonly dependencies: readonly Dependency[];
  /** Soft-deleted dependencies that the plan can't recover. */
  readonly refused: RecoveryTasks["refused"];
  /** Optional steps that couldn't be planned, and why. */
  readonly omitted: readonly Omitted[];
  /** Optional steps with their notes. */
  readonly choices: readonly Choice[];
  /** Resource groups to create for which the person has to choose a region. */
  readonly regionChoices: readonly RegionChoice[];
  /** Where it is recovered to; undefined where Azure doesn't report it. */
  readonly home: Home | undefined;
}

/** A step that the person may remove. */
export interface Choice {
  /** The step's id. */
  readonly id: string;
  /** Whether it is selected by default. */
  readonly isSuggested: boolean;
  /** A note before choosing, in one sentence. */
  readonly remark: string | undefined;
}

/** A step that the plan leaves out, and why. */
export interface Omitted {
  readonly name: string;
  readonly reason: string;
}

export interface PurgeProposal {
  readonly possible: true;
  readonly action: "purge";
  readonly item: InventoryItem;
  readonly plan: Plan;
}

/** Why no plan is possible. */
export interface Blocked extends Blocker {
  readonly possible: false;
  readonly item: InventoryItem;
  /** Azure's response, where Azure is the one that refuses. */
  readonly failure?: ArmFailure;
}

/** A change of a live resource. */
export interface LiveChange {
  readonly action: Exclude<Action, "recover">;
  readonly subscription: Subscription;
  readonly serviceId: string;
  readonly noun: string;
  readonly name: string;
  readonly id: string;
  readonly steps: readonly PlanStep[];
  readonly permission: RequiredPermission;
}

/** The optional steps of a plan with their notes. */
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
