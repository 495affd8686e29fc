import * as l10n from "@vscode/l10n";
import type { Subscription } from "../account/account";
import { day, hour } from "../base/durations";
import { subscriptionKey, type InventoryItem } from "./inventorySnapshot";
import { millisecondsLeft } from "../base/timeLeft";

/** Ways to group deleted resources; the first is the default. */
export const groupings = ["subscription", "resourceGroup", "region", "timeLeft"] as const;
export type Grouping = (typeof groupings)[number];

/** Groups across subscriptions and services. */
export type FlatGrouping = Exclude<Grouping, "subscription">;

export interface ItemGroup {
  /** Unique among the groups and stable within a grouping. */
  readonly key: string;
  /** For display; a resource group's or region's name is untrusted text. */
  readonly title: string;
  /** The subscription, for a group of a subscription. */
  readonly subscription?: Subscription;
  /** In the given order. */
  readonly items: readonly InventoryItem[];
}

export interface GroupingContext {
  /** Hours within which a resource counts as expiring soon. */
  readonly warnHours: number;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** Each item in exactly one group; known values in order, unknown last. */
export function groupItems(
  items: readonly InventoryItem[],
  grouping: FlatGrouping,
  context: GroupingContext,
): readonly ItemGroup[] {
  const headingOf = headings(grouping, context);
  const groups = new Map<string, Heading & { readonly items: InventoryItem[] }>();
  for (const item of items) {
    const heading = headingOf(item);
    const group = groups.get(heading.key) ?? { ...heading, items: [] };
    group.items.push(item);
    groups.set(heading.key, group);
  }
  return [...groups.values()].sort(
    (left, right) =>
      left.rank - right.rank ||
      collator.compare(left.title, right.title) ||
      collator.compare(left.subscription?.name ?? "", right.subscription?.name ?? "") ||
      (left.key < right.key ? -1 : 1),
  );
}

interface Heading extends Omit<ItemGroup, "items"> {
  /** Groups of equal rank are sorted by title. */
  readonly rank: number;
}

// Azure's names differ in more than case.
const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: "accent" });
const last = Number.MAX_SAFE_INTEGER;

function headings(
  grouping: FlatGrouping,
  context: GroupingContext,
): (item: InventoryItem) => Heading {
  switch (grouping) {
    case "resourceGroup":
      return resourceGroupOf;
    case "region":
      return regionOf;
    case "timeLeft":
      return timesLeft(context);
  }
}

function resourceGroupOf({ subscription, resource }: InventoryItem): Heading {
  const { resourceGroup } = resource;
  return resourceGroup === undefined
    ? { key: "unknown", title: l10n.t("Unknown resource group"), rank: last }
    : {
        key: `${subscriptionKey(subscription)}|${resourceGroup.toLowerCase()}`,
        title: resourceGroup,
        subscription,
        rank: 0,
      };
}

function regionOf({ resource: { location } }: InventoryItem): Heading {
  return location === ""
    ? { key: "unknown", title: l10n.t("Unknown region"), rank: last }
    : { key: `=${location.toLowerCase()}`, title: location, rank: 0 };
}

function timesLeft({ warnHours, now }: GroupingContext): (item: InventoryItem) => Heading {
  const bounds: readonly number[] = [
    ...new Set([warnHours * hour, 7 * day, 30 * day].filter((bound) => bound > 0)),
  ].sort((left, right) => left - right);
  const due: Heading = { key: "due", title: l10n.t("Purge due"), rank: 0 };
  const within = bounds.map((bound, index): Heading & { readonly bound: number } => ({
    key: `within${String(bound)}`,
    title: withinText(bound),
    rank: index + 1,
    bound,
  }));
  const later: Heading = { key: "later", title: l10n.t("Later"), rank: bounds.length + 1 };
  const unknown: Heading = { key: "unknown", title: l10n.t("Time left unknown"), rank: last };
  return ({ resource: { purgeAt } }) => {
    const left = millisecondsLeft(purgeAt, now);
    if (left === undefined) {
      return unknown;
    }
    return left === 0 ? due : (within.find(({ bound }) => left <= bound) ?? later);
  };
}

/** In hours where `describeTimeLeft` uses hours. */
function withinText(bound: number): string {
  return bound > 2 * day && bound % day === 0
    ? l10n.t("Within {0} days", bound / day)
    : l10n.t("Within {0} hours", bound / hour);
}
