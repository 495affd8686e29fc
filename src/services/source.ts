import type { LoggedDeletion } from "../azure/activityLogEvent";
import type { ArmRequest } from "../azure/armRequest";
import type { JsonObject, JsonValue } from "../base/json";
import type { DeletedResource } from "./deletedResource";

/**
 * One place where a service's deleted resources are found in a subscription, as a description: the
 * inventory sends the requests. Several are in order of trust; a later source's item is ignored
 * where an earlier one has the same id.
 */
export type Source = Collection | PerRegion | PerParent | GraphRows | DeletionEvents;

/** Where an item was found. */
export interface Origin {
  readonly subscriptionId: string;
  /** The parent, for a source per parent. */
  readonly parent?: LiveResource;
  /** When Azure listed it, in milliseconds since the epoch. */
  readonly listedAt?: number;
  /** The region, for a source per region; without spaces, lower-case. */
  readonly region?: string;
}

interface ReadsItems {
  /**
   * Reads one item in any official shape: "live" for a resource that isn't deleted, undefined where
   * malformed.
   */
  read(item: JsonValue, origin: Origin): DeletedResource | "live" | undefined;
}

/** One list for the whole subscription. */
export interface Collection extends ReadsItems {
  readonly kind: "collection";
  /**
   * @param apiVersions of the type {@link ifType} in the provider's metadata, newest first; empty
   *   where there is no such condition.
   */
  request(subscriptionId: string, apiVersions: readonly string[]): ArmRequest;
  /** Sent where Azure doesn't know the first request's api-version. */
  fallback?(subscriptionId: string): ArmRequest;
  /** Read only where the provider's metadata has this resource type, as in "deletedWorkspaces". */
  readonly ifType?: string;
}

/** One list for each region of a resource type in the provider's metadata. */
export interface PerRegion extends ReadsItems {
  readonly kind: "regions";
  /** As in "locations/deletedVaults". */
  readonly resourceType: string;
  request(subscriptionId: string, region: string): ArmRequest;
}

/** One list below each of some live resources. */
export interface PerParent extends ReadsItems {
  readonly kind: "parents";
  readonly parents: Parents;
  request(parent: LiveResource): ArmRequest;
}

/** Resource Graph rows that are deleted resources. */
export interface GraphRows extends ReadsItems {
  readonly kind: "graph";
  /** KQL. Each row must have the columns id and subscriptionId. */
  readonly query: string;
  /** Used where Resource Graph doesn't answer. */
  readonly fallback: PerRegion;
}

/** Successful deletions in the Activity Log whose resource isn't live again. */
export interface DeletionEvents {
  readonly kind: "deletions";
  /** As in "Microsoft.MachineLearningServices/workspaces/delete". */
  readonly operation: string;
  readonly withinDays: number;
  /** "live" where nothing is left to recover or purge. */
  read(deletion: LoggedDeletion, origin: Origin): DeletedResource | "live" | undefined;
  /** The request that finds a live resource. */
  live(deletion: LoggedDeletion): ArmRequest;
  /** Whether that request's response is a deleted resource after all. */
  isDeleted(body: JsonValue | undefined): boolean;
}

/** A live resource from Resource Graph or a list. */
export interface LiveResource {
  readonly id: string;
  readonly name: string;
  /** Region name without spaces, lower-case; "" where unknown. */
  readonly location: string;
}

/**
 * The live resources to read below: from the one Resource Graph query of all services and
 * subscriptions, or from lists where Resource Graph doesn't answer or lacks the data.
 */
export interface Parents {
  /** Resource types of the wanted rows, lower-case. */
  readonly types: readonly string[];
  /** Further columns besides id, name, type, and location: name and KQL expression. */
  readonly columns?: Readonly<Record<string, string>>;
  /**
   * The parents among the rows of one subscription; undefined where the rows lack the data to
   * decide.
   */
  select(rows: readonly LiveRow[]): readonly LiveResource[] | undefined;
  /** The fallback lists: the first of the subscription, each next one below a resource found. */
  readonly walk: readonly [
    (subscriptionId: string) => WalkList,
    ...((found: LiveResource) => WalkList)[],
  ];
}

export interface WalkList {
  readonly request: ArmRequest;
  /** Whether an item's children are listed; all when omitted. */
  admits?(item: JsonValue): boolean;
}

export interface LiveRow extends LiveResource {
  /** Resource type, lower-case. */
  readonly type: string;
  /** Includes the wanted columns. */
  readonly raw: JsonObject;
}
