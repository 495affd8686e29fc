import type { ArmRequest } from "../azure/armRequest";
import type { JsonObject, JsonValue } from "../base/json";
import type { DeletedResource } from "./deletedResource";
import type { Deployment } from "./deployment";
import type { EquivalentCommand } from "./equivalentCommand";
import type { ServiceErrorRow } from "./errors/errorRow";
import type { NameConflicts } from "./nameConflicts";
import type { LeftBehind, PlanStep, Condition } from "./plan";
import type { Answers, Question } from "./question";
import type { Source } from "./source";

/**
 * A catalogue entry: everything the product knows about one Azure service with soft delete, as a
 * pure description without requests or state. The members are in the order used in each service's
 * file.
 */
export interface SoftDeleteService {
  /** Stable; used in settings, stored operations, and telemetry. */
  readonly id: string;
  /** The display name, as Azure spells it. */
  readonly name: string;
  /** Namespace and type of the live resource, as in "Microsoft.KeyVault/vaults". */
  readonly resourceType: string;
  /** A codicon's name. */
  readonly icon: string;
  /** The noun for one resource in a sentence, as in "key vault". */
  noun(resource: DeletedResource): string;
  /** What a deleted resource means for files that deploy its name; no effect when omitted. */
  readonly deployment?: Deployment;
  /** How tools report that a deleted resource holds its name; omitted where it holds none. */
  readonly conflicts?: NameConflicts;
  /** The suffixes of its resources' host names, as in ".vault.azure.net". */
  readonly hosts?: readonly string[];

  readonly availability: Availability;
  readonly sources: readonly [Source, ...Source[]];
  /** How the Activity Log completes items without a deletion time. */
  readonly deletionTimes?: DeletionTimes;

  /** Questions to ask before {@link recover}; none when omitted. */
  questions?(resource: DeletedResource): readonly Question[];
  /** Where it is restored to; its original group and region when omitted. */
  home?(resource: DeletedResource, answers: Answers): Home;
  /** The recovery steps (its resource group exists by then), or why there are none. */
  recover(resource: DeletedResource, context: RecoverContext): readonly PlanStep[] | Refusal;
  /**
   * A recovery creates a copy, as a new resource or into an existing one: the deleted one stays
   * listed until its retention ends.
   */
  readonly recoversACopy?: "new" | "existing";
  /** What used it, isn't soft-deleted, and can be created again afterwards. */
  readonly madeAgain?: {
    /** The provider in the Activity Log, as in "Microsoft.Insights". */
    readonly provider: string;
    /** @param events entries of the log. */
    read(events: readonly JsonValue[], resource: DeletedResource): readonly MadeAgain[];
  };
  /** Ids of services whose deleted resources appear only after one of this service is recovered. */
  readonly reveals?: readonly string[];
  /** The purge steps, or why there are none. */
  purge(resource: DeletedResource): readonly PlanStep[] | Refusal;
  /**
   * What a purge leaves behind although it belongs to the resource: a soft-deleted resource of
   * another service in the same group, offered as the next purge.
   */
  leavesBehind?(resource: DeletedResource): LeftBehind | undefined;
  /** Why only one can be purged per confirmation, in one sentence. */
  readonly onePurgeAtATime?: string;
  /**
   * Azure's name check for live and soft-deleted resources; omitted where names aren't globally
   * unique or Azure has no check.
   *
   * @param subscriptionId the subscription for the request; any works.
   */
  nameCheck?(name: string, subscriptionId: string): Condition;
  /**
   * What must exist before a recovery, apart from the resource group.
   *
   * @param settings the settings it was created with: the item, or its last write in the Activity
   *   Log; the item when omitted.
   */
  prerequisites(resource: DeletedResource, settings?: JsonObject): readonly Prerequisite[];
  /** The item lacks what {@link prerequisites} needs, so that only the Activity Log may have it. */
  isDescribedByLog?(resource: DeletedResource): boolean;
  consequences(resource: DeletedResource): Consequences;

  readonly permissions: {
    readonly list: RequiredPermission;
    /** Omitted where impossible. */
    readonly recover?: RequiredPermission;
    /** Omitted where impossible. */
    readonly purge?: RequiredPermission;
  };
  /** The permission to recover this resource, where it differs; otherwise as in permissions. */
  recoverPermission?(resource: DeletedResource): RequiredPermission;
  /** Azure's retention period, for display. */
  readonly retention: string;
  /** Further limits, sentence by sentence. */
  readonly limits: readonly string[];
  /** Microsoft's documentation at learn.microsoft.com, or the nearest there is. */
  readonly documentation: string;
  /** The portal's page for recovery, below its "#"; the resource group when omitted. */
  readonly portal?: string;
  /** What its error codes and messages mean; the first matching row wins. */
  readonly errors?: readonly ServiceErrorRow[];
  /** Native commands for its requests; requests without one use a generic command. */
  readonly commands?: readonly EquivalentCommand[];
}

/** Where a service's soft delete is available and reliable. */
export interface Availability {
  /** Read only where the setting names the service. */
  readonly offByDefault?: true;
  /** False: not in Azure Government or Azure operated by 21Vianet. */
  readonly nationalClouds?: false;
  /** A preview according to Azure. */
  readonly preview?: true;
  /** What Microsoft doesn't document, so that it may fail or end: shown wherever it is offered. */
  readonly experimental?: readonly ("list" | "recover" | "purge")[];
}

/** The log entries that contain the deletion time of a listed item. */
export interface DeletionTimes {
  /** As in "Microsoft.OperationalInsights/workspaces/delete". */
  readonly operation: string;
  /** From deletion to purge. */
  readonly retentionHours: number;
}

export interface RecoverContext {
  /** The subscription's home tenant, which may differ from the tenant it is accessed through. */
  readonly tenantId: string;
  /** One for each question of the service. */
  readonly answers: Answers;
}

/** The resource group and region of a recovered resource. */
export interface Home {
  readonly resourceGroup: string;
  readonly location: string;
}

/** Why an action is impossible, in one sentence that says until when or what to do instead. */
export interface Refusal {
  readonly refused: string;
}

export function isRefusal(answer: readonly PlanStep[] | Refusal): answer is Refusal {
  return "refused" in answer;
}

/** A resource that isn't soft-deleted and can be created again. */
export interface MadeAgain {
  readonly id: string;
  readonly name: string;
  readonly resourceGroup: string;
  /** The region for its resource group, if that has to be created too. */
  readonly location: string;
  readonly steps: readonly PlanStep[];
  readonly permission: RequiredPermission;
  /** Whether it certainly belongs to the resource; then it is selected by default. */
  readonly isCertain: boolean;
  /** A note before choosing, in one sentence. */
  readonly remark: string;
}

/** Another resource that a recovery depends on. */
export interface Prerequisite {
  readonly resourceType: string;
  /** As in "key vault". */
  readonly noun: string;
  /** Undefined where one certainly exists, but its name is unknown. */
  readonly name: string | undefined;
  /** The ARM id, where known. */
  readonly id?: string;
  /** The request that finds a live one; omitted without an id. */
  readonly live?: ArmRequest;
  /** The name check, for types with globally unique names. */
  readonly nameCheck?: ArmRequest;
  /** For display. */
  readonly neededFor: string;
  /** The effect if it can't be recovered, in one sentence. */
  readonly without: string;
  /** The recovery is useful without it. */
  readonly optional?: true;
}

/** The consequences of an action for the person, sentence by sentence. */
export interface Consequences {
  /** Destroyed by a purge. */
  readonly destroyed: readonly string[];
  /** Freed by a purge. */
  readonly freed: readonly string[];
  /** Charged until purged. */
  readonly billed: readonly string[];
  /** Not restored by a recovery. */
  readonly notRestored: readonly string[];
}

/** The permission that an action needs, as Azure documents it. */
export interface RequiredPermission {
  readonly action: string;
  /** The scope that Azure checks; the group is the one it is restored to. */
  readonly scope: "subscription" | "resourceGroup";
  /** A built-in role that includes it. */
  readonly role: string;
  /** Further required permissions, each at its own scope. */
  readonly also?: readonly RequiredPermission[];
  /** The permission to poll the operation. */
  readonly follow?: string;
}

/** A permission and its further ones, in order. */
export function allRequired(permission: RequiredPermission): readonly RequiredPermission[] {
  return [permission, ...(permission.also ?? []).flatMap(allRequired)];
}

/** All permissions of a service, for any action. */
export function everyPermission(service: SoftDeleteService): readonly RequiredPermission[] {
  const { list, recover, purge } = service.permissions;
  return [list, recover, purge].flatMap((permission) =>
    permission === undefined ? [] : allRequired(permission),
  );
}

/**
 * Why a resource can't be recovered, before any question; undefined where it can. A service that
 * refuses asks nothing.
 */
export function recoverRefusal(
  service: SoftDeleteService,
  resource: DeletedResource,
): string | undefined {
  if ((service.questions?.(resource) ?? []).length > 0) {
    return undefined;
  }
  const answer = service.recover(resource, { tenantId: "", answers: {} });
  return isRefusal(answer) ? answer.refused : undefined;
}
