import { hour } from "../../base/durations";
import { deletionKey } from "../../services/deletedResource";
import type { InventoryItem } from "../../inventory/inventorySnapshot";
import { sortItems } from "../../inventory/sort";
import { textChangesIn } from "../../base/timeLeftShort";
import { millisecondsLeft } from "../../base/timeLeft";

/** How many resources are deleted, and which expire next. */
export interface ExpirySummary {
  /** Each deletion once, even if several accounts show it. */
  readonly count: number;
  /** The next to expire of all that are not due yet; undefined where no time is known. */
  readonly next: InventoryItem | undefined;
  /** Those that expire within the hours that a person wants to be warned of; soonest first. */
  readonly expiring: readonly InventoryItem[];
  /** Milliseconds until the texts change with time alone; undefined for never. */
  readonly changesIn: number | undefined;
}

/** @param now milliseconds since the epoch. */
export function summarizeExpiry(
  items: readonly InventoryItem[],
  warnHours: number,
  now: number,
): ExpirySummary {
  const deletions = new Set<string>();
  const expiring: { readonly item: InventoryItem; readonly left: number }[] = [];
  const warning = warnHours * hour;
  let next: { readonly item: InventoryItem; readonly left: number } | undefined;
  let nextToWarn = Infinity;
  for (const item of items) {
    const key = deletionKey(item.resource);
    if (deletions.has(key)) {
      continue;
    }
    deletions.add(key);
    const left = millisecondsLeft(item.resource.purgeAt, now);
    // A resource that is due but still listed can't be recovered in time.
    if (left === undefined || left === 0) {
      continue;
    }
    if (next === undefined || left < next.left) {
      next = { item, left };
    }
    if (left <= warning) {
      expiring.push({ item, left });
    } else {
      nextToWarn = Math.min(nextToWarn, left - warning);
    }
  }
  return {
    count: deletions.size,
    next: next?.item,
    expiring: expiring.sort((one, other) => one.left - other.left).map(({ item }) => item),
    changesIn: next === undefined ? undefined : Math.min(textChangesIn(next.left), nextToWarn),
  };
}

/** Soonest first, without those that are due but still listed: they can't be recovered in time. */
export function nextToExpire(
  items: readonly InventoryItem[],
  now: number,
): readonly InventoryItem[] {
  return sortItems(
    items.filter(({ resource }) => millisecondsLeft(resource.purgeAt, now) !== 0),
    "timeLeft",
    ({ resource }) => resource,
  );
}

/**
 * For how many whole hours a notice can be snoozed: half of what is left, but an hour at least;
 * undefined where it would have expired by then.
 *
 * @param left milliseconds until it is gone.
 */
export function snoozeHours(left: number): number | undefined {
  const hours = Math.max(1, Math.floor(left / 2 / hour));
  return hours * hour < left ? hours : undefined;
}
