import type { AccountProblem, Subscription } from "../account/account";
import type { ArmFailure } from "../azure/errors";
import { sameText } from "../base/sameText";
import { deletionKey, type DeletedResource } from "../services/deletedResource";
import type { SoftDeleteService } from "../services/service";
import type { ReadTrouble } from "./readTrouble";

/** The state of one service in one subscription. */
export interface Branch {
  readonly service: SoftDeleteService;
  /** "absent": the service is not in use there. */
  readonly state: "reading" | "read" | "failed" | "absent";
  /** Whether any read has succeeded, so that an empty branch means that nothing is deleted. */
  readonly wasRead: boolean;
  /** While reading or after a failure: the previous resources, or those received so far. */
  readonly resources: readonly DeletedResource[];
  /** Number of malformed items that were left out. */
  readonly malformed: number;
  readonly failure?: ArmFailure;
}

export interface SubscriptionBranch {
  readonly subscription: Subscription;
  readonly branches: readonly Branch[];
  /** Names of its resource groups, lower-case; undefined without an answer from Resource Graph. */
  readonly resourceGroups: ReadonlySet<string> | undefined;
}

/** All deleted resources known at this moment. Immutable. */
export interface InventorySnapshot {
  /** "idle" before the first read; "reading" while accounts are read for the first time. */
  readonly state: "idle" | "reading" | "read";
  /** Sorted by name. */
  readonly subscriptions: readonly SubscriptionBranch[];
  readonly problems: readonly AccountProblem[];
  /** When all of it was last read, in milliseconds since the epoch; undefined before that. */
  readonly asOf?: number | undefined;
  /** Whether this is still the list that an earlier window kept. */
  readonly isKept?: boolean;
  /** Whether a list that was read before is being updated as a whole. */
  readonly isUpdating?: boolean;
  /** Why the last update brought nothing; undefined where it did, and while there was none. */
  readonly trouble?: ReadTrouble | undefined;
}

/** A deleted resource and the subscription it was read through. */
export interface InventoryItem {
  readonly subscription: Subscription;
  readonly resource: DeletedResource;
}

/**
 * Whether a resource of a type that isn't among the items is certainly not soft-deleted in a
 * subscription: the list was read completely, or Azure doesn't soft-delete the type.
 *
 * @param all the whole catalogue, including hidden services.
 */
export function isAllRead(
  { subscriptions }: InventorySnapshot,
  all: readonly SoftDeleteService[],
  resourceType: string,
  subscriptionId: string,
): boolean {
  const ids = all.filter((one) => one.resourceType === resourceType).map(({ id }) => id);
  const branches = subscriptions
    .filter(({ subscription }) => sameText(subscription.subscriptionId, subscriptionId))
    .flatMap((one) => one.branches);
  return ids.every((id) =>
    branches.some(
      ({ service, state }) => service.id === id && (state === "read" || state === "absent"),
    ),
  );
}

/** Identifies a subscription as one account sees it. */
export function subscriptionKey(subscription: Subscription): string {
  return `${subscription.accountId}/${subscription.subscriptionId}`.toLowerCase();
}

/** Identifies a service in a subscription as one account sees it. */
export function branchKey(subscription: Subscription, { id }: SoftDeleteService): string {
  return `${subscriptionKey(subscription)}|${id}`;
}

/** Identifies an item in the window: the deletion, as one account sees it. */
export function itemKey({ subscription, resource }: InventoryItem): string {
  return `${subscriptionKey(subscription)}|${deletionKey(resource)}`;
}

/** Groups subscriptions that one Resource Graph query can cover. */
export function byPrincipal(
  subscriptions: readonly Subscription[],
): readonly (readonly Subscription[])[] {
  const groups = new Map<string, Subscription[]>();
  for (const subscription of subscriptions) {
    const key = `${subscription.accountId}/${subscription.tenantId}`;
    const group = groups.get(key) ?? [];
    group.push(subscription);
    groups.set(key, group);
  }
  return [...groups.values()];
}
