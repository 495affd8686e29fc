import type { ArmRequest } from "../azure/armRequest";
import type { ArmFailure } from "../azure/errors";
import type { JsonValue } from "../azure/json";
import type { DeletedResource } from "./deletedResource";
import type { PlanStep } from "./plan";

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

  /** The request that lists what is deleted in a subscription. */
  list(subscriptionId: string): ArmRequest;
  /**
   * One item of that list, or the answer to {@link readAgain}, in any official shape; undefined
   * where it is malformed.
   */
  read(item: JsonValue, subscriptionId: string): DeletedResource | undefined;
  /** The request that reads one deleted resource. */
  readAgain(resource: DeletedResource): ArmRequest;

  /** The steps that bring it back; its resource group exists by then. */
  recover(resource: DeletedResource, context: RecoverContext): readonly PlanStep[];
  /** The steps that destroy it for good, or why there are none. */
  purge(resource: DeletedResource): readonly PlanStep[] | PurgeRefusal;
  /** What must exist before it can be recovered, apart from its resource group. */
  prerequisites(resource: DeletedResource): readonly Prerequisite[];
  consequences(resource: DeletedResource): Consequences;

  readonly permissions: {
    readonly list: RequiredPermission;
    readonly recover: RequiredPermission;
    readonly purge: RequiredPermission;
  };
  /** How long Azure keeps it, for people. */
  readonly retention: string;
  /** What an error code of this service means; undefined where ARM's own sentence is right. */
  explain(failure: ArmFailure): string | undefined;
}

export interface RecoverContext {
  /** The tenant that the subscription belongs to, which need not be the one it is reached through. */
  readonly tenantId: string;
}

/** Why a purge is not possible, in one sentence that says until when. */
export interface PurgeRefusal {
  readonly refused: string;
}

/** Another resource that a recovery depends on. */
export interface Prerequisite {
  readonly resourceType: string;
  /** As in "key vault". */
  readonly noun: string;
  readonly name: string;
  /** What it is needed for, for people. */
  readonly neededFor: string;
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

export interface RequiredPermission {
  readonly action: string;
  /** At which scope Azure checks it. */
  readonly scope: "subscription" | "resourceGroup";
  /** A built-in role that has it. */
  readonly role: string;
  /** What is needed besides, to follow the operation to its end. */
  readonly follow?: string;
}
