import { hour } from "../../base/durations";
import { deletionKey } from "../../services/deletedResource";
import type { InventoryItem } from "../../inventory/inventorySnapshot";
import { textChangesIn } from "../../base/timeLeftShort";
import { millisecondsLeft } from "../../base/timeLeft";

/** What there is to know of everything that is deleted, in one look. */
export interface ExpirySummary {
  /** Each deletion once, however many accounts show it. */
  readonly count: number;
  /** What is gone next of all that is not due yet; undefined where no time is known. */
  readonly next: InventoryItem | undefined;
  /** What is gone within the hours that a person wants to be warned of; soonest first. */
  readonly expiring: readonly InventoryItem[];
  /** Milliseconds until any of this changes by itself, as it is told; undefined for never. */
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
    // What is due already and still listed cannot be saved in time.
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

/**
 * For how many whole hours somebody can put off being told: half of what is left, but an hour at
 * least; undefined where it would be gone by then.
 *
 * @param left milliseconds until it is gone.
 */
export function snoozeHours(left: number): number | undefined {
  const hours = Math.max(1, Math.floor(left / 2 / hour));
  return hours * hour < left ? hours : undefined;
}
