import * as fc from "fast-check";
import type { InventoryItem } from "../../../src/inventory/inventorySnapshot";
import type { DeletedResource } from "../../../src/services/deletedResource";
import { keyVault } from "../../../src/services/keyVault";
import { readBy, vault } from "../services/samples";
import { subscription } from "./inventoryHarness";

export const now = Date.parse("2026-03-01T12:00:00Z");
export const hour = 3_600_000;

const read = readBy(keyVault, vault);

/** An instant so many hours from now. */
export function inHours(hours: number): string {
  return new Date(now + hours * hour).toISOString();
}

/** A deleted key vault, with what a test wants of it. */
export function listed(
  changes: Partial<DeletedResource> = {},
  subscriptionName = "a",
): InventoryItem {
  const { name = "kv" } = changes;
  return {
    subscription: subscription(subscriptionName),
    resource: {
      ...read,
      name,
      deletedPath: `/subscriptions/id-${subscriptionName}/providers/Microsoft.KeyVault/locations/westus/deletedVaults/${name}`,
      ...changes,
    },
  };
}

const anyInstant = fc.option(fc.integer({ min: -24, max: 24 * 100 }).map(inHours), {
  nil: undefined,
});

/** A list in which names, groups, regions and times repeat. */
export const anyList: fc.Arbitrary<readonly InventoryItem[]> = fc.array(
  fc
    .record({
      name: fc.constantFrom("kv-a", "kv-b", "KV-A", "kv-ä", ""),
      resourceGroup: fc.constantFrom(undefined, "rg-one", "RG-one", "rg-two"),
      location: fc.constantFrom("", "westus", "eastus2"),
      deletedAt: anyInstant,
      purgeAt: fc.oneof(anyInstant, fc.constant("soon")),
      distinguishedBy: fc.constantFrom("1", "2", "3"),
      tags: fc.constantFrom({}, { team: "support" }),
    })
    .chain((changes) =>
      fc.constantFrom("a", "b").map((subscriptionName) => listed(changes, subscriptionName)),
    ),
  { maxLength: 40 },
);
