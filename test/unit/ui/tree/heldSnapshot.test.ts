import { describe, expect, it } from "vitest";
import type { InventorySnapshot } from "../../../../src/inventory/inventorySnapshot";
import { keyVault } from "../../../../src/services/keyVault";
import { HeldSnapshot } from "../../../../src/ui/tree/heldSnapshot";
import { subscription } from "../../inventory/inventoryHarness";
import { listed } from "../../inventory/listed";

function snapshotOf(names: readonly string[], rest: Partial<InventorySnapshot>): InventorySnapshot {
  const branch = { service: keyVault, state: "read", wasRead: true, malformed: 0 } as const;
  const resources = names.map((name) => listed({ name }).resource);
  return {
    state: "read",
    problems: [],
    subscriptions: [
      {
        subscription: subscription("a"),
        resourceGroups: undefined,
        branches: [{ ...branch, resources }],
      },
    ],
    ...rest,
  };
}

function namesIn({ subscriptions }: InventorySnapshot): readonly string[] {
  return subscriptions.flatMap(({ branches }) =>
    branches.flatMap(({ resources }) => resources.map(({ name }) => name)),
  );
}

describe("the rows while the list is updated", () => {
  const none = (): boolean => false;

  it("are those before, until all is read", () => {
    const held = new HeldSnapshot();
    held.next(snapshotOf(["a", "b"], {}), none);
    const during = held.next(snapshotOf(["new", "a"], { isUpdating: true, asOf: 5 }), none);
    expect(namesIn(during)).toEqual(["a", "b"]);
    expect(during).toMatchObject({ asOf: 5, isUpdating: true });
    expect(namesIn(held.next(snapshotOf(["new", "a"], {}), none))).toEqual(["new", "a"]);
  });

  it("come as they are read where there were none before", () => {
    const held = new HeldSnapshot();
    expect(namesIn(held.next(snapshotOf(["a"], { isUpdating: true }), none))).toEqual(["a"]);
  });

  it("lose at once what is recovered or purged meanwhile", () => {
    const held = new HeldSnapshot();
    held.next(snapshotOf(["a", "b"], {}), none);
    const updating = snapshotOf([], { isUpdating: true });
    expect(namesIn(held.next(updating, ({ name }) => name === "a"))).toEqual(["b"]);
  });
});
