import type { ArmRequest } from "../azure/armRequest";
import type { JsonObject, JsonValue } from "../base/json";
import type { DeletedResource } from "./deletedResource";

/**
 * One place where a service's deleted resources are found in a subscription, as description: the
 * inventory does the asking. A service with several gives them in the order of trust; what a later
 * one finds under an id that an earlier one has found already is left out.
 */
export type Source = Collection | PerRegion | PerParent | GraphRows | DeletionEvents;

/** What an item was found under. */
export interface Origin {
  readonly subscriptionId: string;
  /** Where the source is one for each parent: the parent. */
  readonly parent?: LiveResource;
  /** Where the source is one for each region: the region, without spaces, lower-case. */
  readonly region?: string;
}

/** What reads an item found there. */
interface ReadsItems {
  /**
   * One item in any official shape: "live" where it is not a deleted one, undefined where it is
   * malformed.
   */
  read(item: JsonValue, origin: Origin): DeletedResource | "live" | undefined;
}

/** One list for the whole subscription. */
export interface Collection extends ReadsItems {
  readonly kind: "collection";
  /**
   * @param apiVersions of the type {@link ifType} as the provider's metadata has them, newest
   *   first; empty where there is no such condition.
   */
  request(subscriptionId: string, apiVersions: readonly string[]): ArmRequest;
  /** Asked instead where Azure does not know the first one's api-version. */
  fallback?(subscriptionId: string): ArmRequest;
  /** Asked only where the provider's metadata has this resource type, as in "deletedWorkspaces". */
  readonly ifType?: string;
}

/** One list for each region of a resource type, as the provider's metadata names them. */
export interface PerRegion extends ReadsItems {
  readonly kind: "regions";
  /** As in "locations/deletedVaults". */
  readonly resourceType: string;
  request(subscriptionId: string, region: string): ArmRequest;
}

/** One list below each of certain live resources. */
export interface PerParent extends ReadsItems {
  readonly kind: "parents";
  readonly parents: Parents;
  request(parent: LiveResource): ArmRequest;
}

/** Rows of Resource Graph that are the deleted resources themselves. */
export interface GraphRows extends ReadsItems {
  readonly kind: "graph";
  /** KQL. Each row must have the columns id and subscriptionId. */
  readonly query: string;
  /** Where Resource Graph does not answer. */
  readonly fallback: PerRegion;
}

/** Successful deletions in the Activity Log whose resource is not live again. */
export interface DeletionEvents {
  readonly kind: "deletions";
  /** As in "Microsoft.MachineLearningServices/workspaces/delete". */
  readonly operation: string;
  readonly withinDays: number;
  /** "live" where the deletion left nothing that could be recovered or purged. */
  read(deletion: Deletion, origin: Origin): DeletedResource | "live" | undefined;
  /** The request that finds it where it is live. */
  live(deletion: Deletion): ArmRequest;
  /** Whether what that request answers is a deleted resource after all. */
  isDeleted(body: JsonValue | undefined): boolean;
}

/** A deletion as the Activity Log has it. */
export interface Deletion {
  /** The id the resource had. */
  readonly resourceId: string;
  /** ISO 8601 instant. */
  readonly at: string;
  readonly caller: string | undefined;
  /**
   * It had been deleted before and not been written since: where a purge is logged as a deletion,
   * it was that.
   */
  readonly repeated?: true;
}

/** A live resource, as Resource Graph or a list names it. */
export interface LiveResource {
  readonly id: string;
  readonly name: string;
  /** Region name without spaces, lower-case; "" where the answer has none. */
  readonly location: string;
}

/**
 * Which live resources to look below: from the one Resource Graph query that serves all services
 * and subscriptions, or by a walk of lists where the graph does not answer or does not say.
 */
export interface Parents {
  /** Resource types of the rows wanted, lower-case. */
  readonly types: readonly string[];
  /** Columns wanted beside id, name, type, location: name and KQL expression. */
  readonly columns?: Readonly<Record<string, string>>;
  /**
   * The parents among the rows of one subscription; undefined where the graph has rows but not
   * what would decide.
   */
  select(rows: readonly LiveRow[]): readonly LiveResource[] | undefined;
  /** The lists of the walk: the first of the subscription, each next one below a resource found. */
  readonly walk: readonly [
    (subscriptionId: string) => WalkList,
    ...((found: LiveResource) => WalkList)[],
  ];
}

/** One list of a walk. */
export interface WalkList {
  readonly request: ArmRequest;
  /** Whether an item of the list leads on; all do when left out. */
  admits?(item: JsonValue): boolean;
}

/** A row of that query. */
export interface LiveRow extends LiveResource {
  /** Resource type, lower-case. */
  readonly type: string;
  /** With the wanted columns. */
  readonly raw: JsonObject;
}
