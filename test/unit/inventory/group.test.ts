import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { groupings, groupItems, type FlatGrouping } from "../../../src/inventory/group";
import type { InventoryItem } from "../../../src/inventory/inventorySnapshot";
import { anyList, inHours, listed, now } from "./listed";

const flat = groupings.filter((one): one is FlatGrouping => one !== "subscription");
const context = { warnHours: 24, now };

function outline(items: readonly InventoryItem[], grouping: FlatGrouping, warnHours = 24): unknown {
  return groupItems(items, grouping, { warnHours, now }).map(({ title, items: inside }) => [
    title,
    ...inside.map(({ resource }) => resource.name),
  ]);
}

describe.each(flat)("by %s", (grouping) => {
  it("each item is in exactly one group, in the order in which it came", () => {
    fc.assert(
      fc.property(anyList, (items) => {
        const groups = groupItems(items, grouping, context);
        const places = new Map(items.map((item, place) => [item, place]));
        const inside = groups.flatMap((group) => group.items);
        expect(inside).toHaveLength(items.length);
        expect(new Set(inside)).toEqual(new Set(items));
        expect(new Set(groups.map(({ key }) => key)).size).toBe(groups.length);
        for (const group of groups) {
          const order = group.items.map((item) => places.get(item) ?? -1);
          expect(order).toEqual(order.toSorted((left, right) => left - right));
          expect(order).not.toEqual([]);
        }
      }),
    );
  });

  it("the groups are the same whatever order the items come in", () => {
    fc.assert(
      fc.property(anyList, (items) => {
        const keys = (some: readonly InventoryItem[]): readonly string[] =>
          groupItems(some, grouping, context).map(({ key }) => key);
        expect(keys(items.toReversed())).toEqual(keys(items));
      }),
    );
  });
});

describe("groups", () => {
  it("of resource groups are those of one subscription, in any case, the unknown last", () => {
    const items = [
      listed({ name: "1", resourceGroup: undefined }),
      listed({ name: "2", resourceGroup: "rg-web" }, "b"),
      listed({ name: "3", resourceGroup: "RG-Web" }, "a"),
      listed({ name: "4", resourceGroup: "rg-web" }, "a"),
      listed({ name: "5", resourceGroup: "rg-app" }, "b"),
    ];
    expect(outline(items, "resourceGroup")).toEqual([
      ["rg-app", "5"],
      ["RG-Web", "3", "4"],
      ["rg-web", "2"],
      ["Unknown resource group", "1"],
    ]);
    const [, web, other] = groupItems(items, "resourceGroup", context);
    expect(web?.subscription?.name).toBe("a");
    expect(other?.subscription?.name).toBe("b");
  });

  it("count the numbers in their titles as numbers", () => {
    const items = ["rg-10", "rg-2"].map((resourceGroup) => listed({ name: "kv", resourceGroup }));
    expect(outline(items, "resourceGroup")).toEqual([
      ["rg-2", "kv"],
      ["rg-10", "kv"],
    ]);
  });

  it("of regions have one for what is nowhere, last", () => {
    const items = [
      listed({ name: "1", location: "" }),
      listed({ name: "2", location: "westus" }, "b"),
      listed({ name: "3", location: "eastus2" }),
      listed({ name: "4", location: "westus" }),
    ];
    expect(outline(items, "region")).toEqual([
      ["eastus2", "3"],
      ["westus", "2", "4"],
      ["Unknown region", "1"],
    ]);
  });

  it("of a resource group or region that is called as nothing is, are its own", () => {
    const items = [listed({ location: "unknown" }), listed({ location: "" })];
    expect(groupItems(items, "region", context)).toHaveLength(2);
  });

  const times = [0, 1, 24, 25, 7 * 24, 7 * 24 + 1, 30 * 24, 31 * 24].map((hours) =>
    listed({ name: String(hours), purgeAt: inHours(hours) }),
  );
  const timed = [listed({ name: "never", purgeAt: undefined }), ...times];

  it("of the time left begin with what is due and end with what nobody knows", () => {
    expect(outline(timed, "timeLeft")).toEqual([
      ["Purge due", "0"],
      ["Within 24 hours", "1", "24"],
      ["Within 7 days", "25", "168"],
      ["Within 30 days", "169", "720"],
      ["Later", "744"],
      ["Time left unknown", "never"],
    ]);
  });

  it.each([
    [0, ["Purge due", "Within 7 days", "Within 30 days", "Later", "Time left unknown"]],
    [168, ["Purge due", "Within 7 days", "Within 30 days", "Later", "Time left unknown"]],
    [2160, ["Purge due", "Within 7 days", "Within 30 days", "Within 90 days", "Time left unknown"]],
    [
      36,
      [
        "Purge due",
        "Within 36 hours",
        "Within 7 days",
        "Within 30 days",
        "Later",
        "Time left unknown",
      ],
    ],
  ])("of the time left follow the warning %i hours before", (warnHours, titles) => {
    const groups = groupItems(timed, "timeLeft", { warnHours, now });
    expect(groups.map(({ title }) => title)).toEqual(titles);
  });
});
