import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { InventoryItem } from "../../../src/inventory/inventorySnapshot";
import { sortItems, sortOrders, type SortOrder } from "../../../src/inventory/sort";
import { anyList, inHours, listed } from "./listed";

function sorted(items: readonly InventoryItem[], order: SortOrder): readonly InventoryItem[] {
  return sortItems(items, order, ({ resource }) => resource);
}

function names(items: readonly InventoryItem[], order: SortOrder): readonly string[] {
  return sorted(items, order).map(({ resource }) => resource.name);
}

describe.each(sortOrders)("sorted by %s", (order) => {
  it("nothing is lost or added, and sorting again changes nothing", () => {
    fc.assert(
      fc.property(anyList, (items) => {
        const once = sorted(items, order);
        expect(new Set(once)).toEqual(new Set(items));
        expect(once).toHaveLength(items.length);
        expect(sorted(once, order)).toEqual(once);
      }),
    );
  });

  it("the order depends on the items, not on the order they came in", () => {
    fc.assert(
      fc.property(anyList, (items) => {
        const texts = (some: readonly InventoryItem[]): readonly string[] =>
          sorted(some, order).map(({ resource: { name, deletedPath, distinguishedBy = "" } }) =>
            // Equal in all that the order looks at: the same deletion, read twice.
            [name, deletedPath, distinguishedBy].join("|"),
          );
        expect(texts(items.toReversed())).toEqual(texts(items));
      }),
    );
  });

  it("what has no known time comes last", () => {
    fc.assert(
      fc.property(anyList, (items) => {
        const known = sorted(items, order).map(({ resource: { purgeAt, deletedAt } }) => {
          const at =
            order === "timeLeft" ? purgeAt : order === "deleted" ? deletedAt : "2026-01-01";
          return at !== undefined && !Number.isNaN(Date.parse(at));
        });
        expect(known).toEqual(known.toSorted((left, right) => Number(right) - Number(left)));
      }),
    );
  });
});

describe("sorted", () => {
  const items = [
    listed({ name: "b", purgeAt: inHours(3), deletedAt: inHours(-5) }),
    listed({ name: "a", purgeAt: undefined, deletedAt: inHours(-4) }),
    listed({ name: "c", purgeAt: inHours(2), deletedAt: undefined }),
    listed({ name: "B", purgeAt: inHours(3), deletedAt: inHours(-6) }),
  ];

  it("by time left, what goes first is first", () => {
    expect(names(items, "timeLeft")).toEqual(["c", "b", "B", "a"]);
  });

  it("by deletion, what was deleted last is first", () => {
    expect(names(items, "deleted")).toEqual(["a", "b", "B", "c"]);
  });

  it("by name, and at equal times, numbers count as numbers", () => {
    const numbered = ["kv-10", "kv-2", "kv-1"].map((name) => listed({ name, purgeAt: inHours(3) }));
    expect(names(numbered, "name")).toEqual(["kv-1", "kv-2", "kv-10"]);
    expect(names(numbered, "timeLeft")).toEqual(["kv-1", "kv-2", "kv-10"]);
  });

  it("by name, letters count before their case", () => {
    expect(names(items, "name")).toEqual(["a", "b", "B", "c"]);
  });
});
