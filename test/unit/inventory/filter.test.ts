import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { matcherFor } from "../../../src/inventory/filter";
import { keyVault } from "../../../src/services/keyVault";
import { anyText } from "../azure/arbitraries";
import { anyList, listed } from "./listed";

const item = listed(
  {
    name: "kv-Orders",
    resourceGroup: "rg-shop",
    location: "swedencentral",
    kind: "Premium",
    tags: { team: "Support", cost: "a b" },
    originalId:
      "/subscriptions/id-Contoso/resourceGroups/rg-shop/providers/Microsoft.KeyVault/vaults/kv-Orders",
  },
  "Contoso Production",
);

function fits(text: string): boolean {
  return matcherFor(text, () => keyVault)(item);
}

describe("a filter", () => {
  it.each([
    "",
    "  ",
    "orders",
    "KV-ORD",
    "shop",
    "sweden",
    "premium",
    "key vault",
    "contoso production",
    "team=support",
    "orders sweden contoso",
    "/resourcegroups/RG-SHOP",
    "/vaults/kv-orders contoso",
  ])("of %j has it", (text) => {
    expect(fits(text)).toBe(true);
  });

  it.each(["order5", "orders norway", "team=orders", "/vaults/other", "shopswedencentral"])(
    "of %j does not",
    (text) => {
      expect(fits(text)).toBe(false);
    },
  );

  it("keeps some of what there is, and fewer the more is typed", () => {
    const words = fc.constantFrom("kv", "kv-a", "rg-one", "westus", "support", "a", "/");
    fc.assert(
      fc.property(anyList, fc.array(words), fc.oneof(words, anyText), (items, some, more) => {
        const kept = items.filter(matcherFor(some.join(" "), () => keyVault));
        const fewer = items.filter(matcherFor([...some, more].join(" "), () => keyVault));
        expect(kept.filter((one) => fewer.includes(one))).toEqual(fewer);
      }),
    );
  });

  it("finds each item by its own name", () => {
    fc.assert(
      fc.property(anyList, (items) => {
        for (const one of items) {
          expect(matcherFor(one.resource.name, () => keyVault)(one)).toBe(true);
        }
      }),
    );
  });
});
