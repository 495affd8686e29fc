import { deletionKey, type DeletedResource } from "../services/deletedResource";

/** Orders to look at deleted resources in; the first is the one nobody has to choose. */
export const sortOrders = ["timeLeft", "name", "deleted"] as const;
export type SortOrder = (typeof sortOrders)[number];

const collator = new Intl.Collator();

/**
 * What goes first, first; by name; or what was deleted last, first. Unknown times come last, what is
 * equal is in the order of its name and then of its deletion, so that no order depends on the one before.
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
        // Two infinities have no difference.
        (left.rank === right.rank ? 0 : left.rank - right.rank) ||
        collator.compare(left.resource.name, right.resource.name) ||
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
