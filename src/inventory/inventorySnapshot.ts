import type { AccountProblem, Subscription } from "../account/account";
import type { ArmFailure } from "../azure/errors";
import { sameText } from "../base/sameText";
import { deletionKey, type DeletedResource } from "../services/deletedResource";
import type { SoftDeleteService } from "../services/service";

/** What is known of one service in one subscription. */
export interface Branch {
  readonly service: SoftDeleteService;
  /** "absent": the service is not in use there. */
  readonly state: "reading" | "read" | "failed" | "absent";
  /** Whether some reading of it has succeeded, so that an empty one means nothing is deleted. */
  readonly wasRead: boolean;
  /** While reading or after a failure: what was there before, or has come so far. */
  readonly resources: readonly DeletedResource[];
  /** Items of the list that could not be understood and were left out. */
  readonly malformed: number;
  readonly failure?: ArmFailure;
}

/** What is deleted in one subscription, service by service. */
export interface SubscriptionBranch {
  readonly subscription: Subscription;
  readonly branches: readonly Branch[];
  /** Names of its resource groups, lower-case; undefined where Resource Graph has not told. */
  readonly resourceGroups: ReadonlySet<string> | undefined;
}

/** What is deleted, as far as it is known at this moment. A value, never changed in place. */
export interface InventorySnapshot {
  /** "idle" before the first reading; "reading" while accounts are read for the first time. */
  readonly state: "idle" | "reading" | "read";
  /** Sorted by name. */
  readonly subscriptions: readonly SubscriptionBranch[];
  readonly problems: readonly AccountProblem[];
}

/** One deleted resource and the subscription it was reached through. */
export interface InventoryItem {
  readonly subscription: Subscription;
  readonly resource: DeletedResource;
}

/**
 * Whether a resource of a type that is not among the items is not soft-deleted in a subscription: all
 * that there is of it was read, or Azure does not soft-delete it.
 *
 * @param all the whole catalogue, what is not shown included.
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

/** What goes first, first; what has no known time, last; equal times by name. */
export function sortByTimeLeft(resources: readonly DeletedResource[]): readonly DeletedResource[] {
  return resources
    .map((resource) => ({
      resource,
      due: resource.purgeAt === undefined ? Infinity : Date.parse(resource.purgeAt),
    }))
    .sort((left, right) => {
      const order = left.due - right.due;
      return Number.isNaN(order) || order === 0
        ? byName.compare(left.resource.name, right.resource.name)
        : order;
    })
    .map(({ resource }) => resource);
}

/** As "localeCompare" does, which makes one for each comparison. */
export const byName = new Intl.Collator();

/** Resource Graph answers for all subscriptions that one token reaches. */
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
