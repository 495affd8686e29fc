import { naturalOrder } from "../base/naturalOrder";
import { deletionKey, type DeletedResource } from "../services/deletedResource";

/** Sort orders; the first is the default. */
export const sortOrders = ["timeLeft", "name", "deleted"] as const;
export type SortOrder = (typeof sortOrders)[number];

/**
 * Sorts by expiry, name, or latest deletion. Unknown times come last; ties are ordered by name and
 * then by deletion, so that the order is stable.
 */
export function sortItems<T>(
  items: readonly T[],
  order: SortOrder,
  resourceOf: (item: T) => DeletedResource,
): readonly T[] {
  return items
    .map((item) => {
      const resource = resourceOf(item);
      return { item, resource, rank: rankOf(resource, order) };
    })
    .sort(
      (left, right) =>
        // Infinity minus Infinity is NaN.
        (left.rank === right.rank ? 0 : left.rank - right.rank) ||
        naturalOrder.compare(left.resource.name, right.resource.name) ||
        compareTexts(left.resource.name, right.resource.name) ||
        compareTexts(deletionKey(left.resource), deletionKey(right.resource)),
    )
    .map(({ item }) => item);
}

function rankOf({ purgeAt, deletedAt }: DeletedResource, order: SortOrder): number {
  switch (order) {
    case "name":
      return 0;
    case "timeLeft":
      return instantOf(purgeAt) ?? Infinity;
    case "deleted": {
      const at = instantOf(deletedAt);
      return at === undefined ? Infinity : -at;
    }
  }
}

function instantOf(text: string | undefined): number | undefined {
  const at = text === undefined ? NaN : Date.parse(text);
  return Number.isNaN(at) ? undefined : at;
}

function compareTexts(left: string, right: string): number {
  return left === right ? 0 : left < right ? -1 : 1;
}
