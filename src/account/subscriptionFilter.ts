import type { Subscription } from "./account";

/** One entry of the setting `azureResourceGroups.selectedSubscriptions`. */
export interface SelectedSubscription {
  readonly tenantId: string;
  readonly subscriptionId: string;
}

export interface SubscriptionFilter {
  readonly selected: readonly SelectedSubscription[];
  /** How many entries were not of the form `tenantId/subscriptionId`. */
  readonly ignored: number;
}

const guid = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;

/**
 * Reads the value of `azureResourceGroups.selectedSubscriptions`, the setting of the Azure
 * Resources extension: an array of `tenantId/subscriptionId`. People edit it by hand, so anything
 * may be in it; what is malformed is counted and left out.
 */
export function parseFilter(value: unknown): SubscriptionFilter {
  if (!Array.isArray(value)) {
    return { selected: [], ignored: 0 };
  }
  const entries: readonly unknown[] = value;
  const selected = entries.map(parseEntry).filter((entry) => entry !== undefined);
  return { selected, ignored: entries.length - selected.length };
}

/**
 * The subscriptions that the filter includes; an empty filter includes all. The tenant isn't
 * compared: one account can reach a subscription through several tenants, and is listed under any
 * of them.
 */
export function applyFilter(
  subscriptions: readonly Subscription[],
  filter: Pick<SubscriptionFilter, "selected">,
): readonly Subscription[] {
  if (filter.selected.length === 0) {
    return subscriptions;
  }
  const wanted = idsOf(filter.selected);
  return subscriptions.filter((subscription) =>
    wanted.has(subscription.subscriptionId.toLowerCase()),
  );
}

/**
 * The setting's value after a selection among the shown subscriptions; empty (all) when all or none
 * are selected. Earlier entries stay unless they were shown and not selected: the setting is shared
 * with another extension, and a tenant may be unreadable only for now.
 */
export function chosenEntries(
  before: readonly SelectedSubscription[],
  chosen: readonly SelectedSubscription[],
  shown: readonly SelectedSubscription[],
): string[] {
  if (chosen.length === 0 || chosen.length === shown.length) {
    return [];
  }
  const chosenIds = idsOf(chosen);
  const shownIds = idsOf(shown);
  const kept = before.filter(({ subscriptionId }) => {
    const id = subscriptionId.toLowerCase();
    return chosenIds.has(id) || !shownIds.has(id);
  });
  const keptIds = idsOf(kept);
  const added = chosen.filter(({ subscriptionId }) => !keptIds.has(subscriptionId.toLowerCase()));
  return [
    ...new Set(
      [...kept, ...added].map(({ tenantId, subscriptionId }) => `${tenantId}/${subscriptionId}`),
    ),
  ];
}

function idsOf(subscriptions: readonly SelectedSubscription[]): ReadonlySet<string> {
  return new Set(subscriptions.map(({ subscriptionId }) => subscriptionId.toLowerCase()));
}

function parseEntry(entry: unknown): SelectedSubscription | undefined {
  if (typeof entry !== "string") {
    return undefined;
  }
  const [tenantId, subscriptionId, ...rest] = entry.trim().split("/");
  if (tenantId === undefined || subscriptionId === undefined || rest.length > 0) {
    return undefined;
  }
  if (!guid.test(tenantId) || !guid.test(subscriptionId)) {
    return undefined;
  }
  return { tenantId, subscriptionId };
}
