import type { ArmRequest } from "../azure/armRequest";
import type { JsonObject, JsonValue } from "../base/json";
import type { DeletedResource } from "./deletedResource";
import type { Deployment } from "./deployment";
import type { EquivalentCommand } from "./equivalentCommand";
import type { LeftBehind, PlanStep, Condition } from "./plan";
import type { Answers, Question } from "./question";
import type { Source } from "./source";

/**
 * A catalogue entry: everything the product knows about one Azure service that soft-deletes, as
 * pure description. It sends nothing and keeps nothing; the recovery layer asks and acts. The
 * members stand in the order in which each service's file answers them.
 */
export interface SoftDeleteService {
  /** Stable; goes into settings, stored operations and telemetry. */
  readonly id: string;
  /** The branch in the tree, as Azure spells it. */
  readonly name: string;
  /** Namespace and type of the live resource, as in "Microsoft.KeyVault/vaults". */
  readonly resourceType: string;
  /** A codicon's name. */
  readonly icon: string;
  /** What one resource is called in a sentence, as in "key vault". */
  noun(resource: DeletedResource): string;
  /** What a deleted one is to the files that deploy one of its name; nothing when left out. */
  readonly deployment?: Deployment;

  readonly availability: Availability;
  readonly sources: readonly [Source, ...Source[]];
  /** How the Activity Log completes items that Azure lists without a deletion time. */
  readonly deletionTimes?: DeletionTimes;

  /** What the person is asked before {@link recover}; nothing when left out. */
  questions?(resource: DeletedResource): readonly Question[];
  /** Where it comes back to; to where it was when left out. */
  home?(resource: DeletedResource, answers: Answers): Home;
  /** The steps that bring it back (its resource group exists by then), or why there are none. */
  recover(resource: DeletedResource, context: RecoverContext): readonly PlanStep[] | Refusal;
  /**
   * A recovery makes a copy, as something new or into something that exists: the deleted one stays
   * listed until its retention ends.
   */
  readonly recoversACopy?: "new" | "existing";
  /** What used it, is gone for good, and can be made again once it is back. */
  readonly madeAgain?: {
    /** The part of the Activity Log that tells, as in "Microsoft.Insights". */
    readonly provider: string;
    /** @param events entries of the log. */
    read(events: readonly JsonValue[], resource: DeletedResource): readonly MadeAgain[];
  };
  /** Ids of services whose deleted resources show only once one of this service is back. */
  readonly reveals?: readonly string[];
  /** The steps that destroy it for good, or why there are none. */
  purge(resource: DeletedResource): readonly PlanStep[] | Refusal;
  /**
   * What a purge does not take along, although it belongs to the resource: something of another
   * service that stays soft-deleted in the resource group, and is offered as the next purge.
   */
  leavesBehind?(resource: DeletedResource): LeftBehind | undefined;
  /** Why several may not be purged with one confirmation, in one sentence. */
  readonly onePurgeAtATime?: string;
  /**
   * Asks Azure whether nobody has a name, live or soft-deleted; left out where names are not unique in
   * all of Azure, or Azure answers no such question.
   *
   * @param subscriptionId in which it is asked: any does.
   */
  nameCheck?(name: string, subscriptionId: string): Condition;
  /**
   * What must exist before it can be recovered, apart from its resource group.
   *
   * @param settings what it was made with: the item, or what was last written of it according to the
   *   Activity Log; the item when left out.
   */
  prerequisites(resource: DeletedResource, settings?: JsonObject): readonly Prerequisite[];
  /** The item lacks what {@link prerequisites} looks for, so that only the Activity Log may have it. */
  isDescribedByLog?(resource: DeletedResource): boolean;
  consequences(resource: DeletedResource): Consequences;

  readonly permissions: {
    readonly list: RequiredPermission;
    /** Left out where nobody can. */
    readonly recover?: RequiredPermission;
    /** Left out where nobody can. */
    readonly purge?: RequiredPermission;
  };
  /** What to recover this one takes, where that is not the same for all; else as in permissions. */
  recoverPermission?(resource: DeletedResource): RequiredPermission;
  /** How long Azure keeps it, for people. */
  readonly retention: string;
  /** What else limits it, sentence by sentence. */
  readonly limits: readonly string[];
  /** Where Microsoft describes it: an address at learn.microsoft.com, or the nearest there is. */
  readonly documentation: string;
  /** Where the portal recovers it, below the portal's "#"; its resource group when left out. */
  readonly portal?: string;
  /** The commands that Microsoft has for its requests; each request can be sent without. */
  readonly commands?: readonly EquivalentCommand[];
}

/** Where and how far a service's soft delete can be relied on. */
export interface Availability {
  /** Asked only where the setting names the service. */
  readonly offByDefault?: true;
  /** False: not in Azure Government or Azure operated by 21Vianet. */
  readonly nationalClouds?: false;
  /** Azure itself calls it a preview. */
  readonly preview?: true;
  /** What Microsoft does not document, so that it may fail or end: said wherever it is offered. */
  readonly experimental?: readonly ("list" | "recover" | "purge")[];
}

/** Which entries of the Activity Log tell when a listed item was deleted. */
export interface DeletionTimes {
  /** As in "Microsoft.OperationalInsights/workspaces/delete". */
  readonly operation: string;
  /** From deletion to purge. */
  readonly retentionHours: number;
}

export interface RecoverContext {
  /** The tenant that the subscription belongs to, which need not be the one it is reached through. */
  readonly tenantId: string;
  /** One for each of the service's questions. */
  readonly answers: Answers;
}

/** The resource group and region that a recovery brings something back to. */
export interface Home {
  readonly resourceGroup: string;
  readonly location: string;
}

/** Why something is not possible, in one sentence that says until when or what to do instead. */
export interface Refusal {
  readonly refused: string;
}

/** Whether a service's answer to "how" is a refusal. */
export function isRefusal(answer: readonly PlanStep[] | Refusal): answer is Refusal {
  return "refused" in answer;
}

/** Something that is not soft-deleted and can be made again as it was. */
export interface MadeAgain {
  /** Its ARM id. */
  readonly id: string;
  readonly name: string;
  readonly resourceGroup: string;
  /** Where its resource group is made again, if that is gone too. */
  readonly location: string;
  readonly steps: readonly PlanStep[];
  readonly permission: RequiredPermission;
  /** Whether it is certain to belong there, so that it is made again unless the person says no. */
  readonly isCertain: boolean;
  /** What to know before choosing it, in one sentence. */
  readonly remark: string;
}

/** Another resource that a recovery depends on. */
export interface Prerequisite {
  readonly resourceType: string;
  /** As in "key vault". */
  readonly noun: string;
  /** Undefined where there is one for certain, and nothing tells which. */
  readonly name: string | undefined;
  /** Its ARM id, where that is known. */
  readonly id?: string;
  /** The request that finds it where it is live; left out where the id is not known. */
  readonly live?: ArmRequest;
  /** Asks whether anybody has the name, for types whose names are unique in all of Azure. */
  readonly nameCheck?: ArmRequest;
  /** What it is needed for, for people. */
  readonly neededFor: string;
  /** What will not work where it is gone for good, in one sentence. */
  readonly without: string;
  /** The recovery is worth its while without it. */
  readonly optional?: true;
}

/** What an action means for the person, sentence by sentence. Said once, here. */
export interface Consequences {
  /** What a purge destroys. */
  readonly destroyed: readonly string[];
  /** What a purge frees. */
  readonly freed: readonly string[];
  /** What costs money until it is purged. */
  readonly billed: readonly string[];
  /** What a recovery does not bring back. */
  readonly notRestored: readonly string[];
}

/** The right that an action needs, as Azure's documentation of the operation names it. */
export interface RequiredPermission {
  readonly action: string;
  /** At which scope Azure checks it; the group is the one it comes back to. */
  readonly scope: "subscription" | "resourceGroup";
  /** A built-in role that has it. */
  readonly role: string;
  /** What else it does not go without, each at a scope of its own. */
  readonly also?: readonly RequiredPermission[];
  /** What is needed besides, to follow the operation to its end. */
  readonly follow?: string;
}

/** A permission and all that it names besides, in the order in which they are said. */
export function allRequired(permission: RequiredPermission): readonly RequiredPermission[] {
  return [permission, ...(permission.also ?? []).flatMap(allRequired)];
}

/** Everything that a service names as needed, whatever is done. */
export function everyPermission(service: SoftDeleteService): readonly RequiredPermission[] {
  const { list, recover, purge } = service.permissions;
  return [list, recover, purge].flatMap((permission) =>
    permission === undefined ? [] : allRequired(permission),
  );
}

/**
 * Why a resource cannot be recovered, before anything was asked; undefined where it can. A service
 * that refuses one asks nothing about it.
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
