import { describe, expect, it } from "vitest";
import { Inventory } from "../../../src/inventory/inventory";
import { itemKey, subscriptionKey } from "../../../src/inventory/inventorySnapshot";
import { deletionKey } from "../../../src/services/deletedResource";
import { settled } from "../base/fakeClock";
import { silent } from "../operations/harness";
import {
  branchOf,
  endpoint,
  inventoryOf,
  itemsOf,
  namesOf,
  reporting,
  services,
  subscription,
} from "./inventoryHarness";

describe("a refresh", () => {
  it("gives up the one before, whose answers count no more", async () => {
    const finishes: (() => void)[] = [];
    let round = 0;
    const { inventory } = inventoryOf(reporting(subscription("a")), (_, serviceId) => {
      const mine = round;
      return async (page) => {
        await new Promise<void>((resolve) => finishes.push(resolve));
        page(itemsOf(serviceId, `round-${String(mine)}`));
      };
    });
    const first = inventory.refresh();
    await settled();
    round = 1;
    const second = inventory.refresh();
    await settled();
    for (const finish of finishes.toReversed()) {
      finish();
      await settled();
    }
    await Promise.all([first, second]);
    expect(namesOf(branchOf(inventory, "a", "keyVault"))).toEqual(["round-1"]);
  });

  it("drops subscriptions that are not there any more, and what was in them", async () => {
    let reachable = [subscription("b"), subscription("a")];
    const { inventory } = inventoryOf(
      (report) => reporting(...reachable)(report),
      (_, serviceId) => async (page) => {
        page(itemsOf(serviceId, "x"));
      },
    );
    await inventory.refresh();
    const names = (): readonly string[] =>
      inventory.snapshot.subscriptions.map((one) => one.subscription.name);
    expect(names()).toEqual(["a", "b"]);
    const gone = inventory.items.find((item) => item.subscription.name === "b");
    reachable = [subscription("a")];
    await inventory.refresh();
    expect(names()).toEqual(["a"]);
    expect(gone === undefined ? "" : inventory.find(itemKey(gone))).toBeUndefined();
  });

  it("reports what part of the account could not be read beside the rest", async () => {
    const problem = { kind: "signInNeeded", tenantId: "t2", message: "Sign in." } as const;
    const { inventory } = inventoryOf(
      async (report) => {
        report({ subscriptions: [subscription("a")], problems: [problem] });
        throw new Error("The third tenant did not answer.");
      },
      () => async () => undefined,
    );
    await inventory.refresh();
    expect(inventory.snapshot.subscriptions).toHaveLength(1);
    expect(inventory.snapshot.problems).toEqual([
      problem,
      { kind: "failed", message: "The third tenant did not answer." },
    ]);
  });

  it("after a sign-out leaves nothing", async () => {
    const { inventory } = inventoryOf(reporting(subscription("a")), () => async () => undefined);
    const refreshed = inventory.refresh();
    inventory.clear();
    await refreshed;
    expect(inventory.snapshot).toEqual({
      ...{ state: "idle", subscriptions: [], problems: [], isKept: false, isUpdating: false },
    });
  });

  it("fails in its own branch where nobody is signed in", async () => {
    const inventory = new Inventory({
      services: () => services,
      readSubscriptions: reporting(subscription("a")),
      connect: () => Promise.reject(new Error("Sign in first.")),
      endpoint,
      logger: silent,
    });
    await inventory.refresh();
    expect(branchOf(inventory, "a", "keyVault")).toMatchObject({
      state: "failed",
      failure: { kind: "notSent", message: "Sign in first." },
    });
  });
});

describe("a refresh of the lists alone", () => {
  it("asks each list that is known to be there once, and nothing else", async () => {
    const asked: string[] = [];
    let accounts = 0;
    let deleted: readonly string[] = ["old"];
    const { inventory } = inventoryOf(
      async (report) => {
        accounts += 1;
        await reporting(subscription("a"), subscription("b"))(report);
      },
      ({ name }, serviceId) =>
        async (page) => {
          asked.push(`${name} ${serviceId}`);
          page(itemsOf(serviceId, ...deleted));
        },
    );
    await inventory.refreshLists();
    expect(asked).toEqual([]);
    await inventory.refresh();
    asked.length = 0;
    deleted = ["old", "new"];
    await inventory.refreshLists();
    expect(accounts).toBe(1);
    expect(asked.toSorted()).toEqual([
      "a cognitiveServices",
      "a keyVault",
      "b cognitiveServices",
      "b keyVault",
    ]);
    expect(namesOf(branchOf(inventory, "b", "keyVault"))).toEqual(["new", "old"]);
  });

  it("keeps what was there where a list fails, and says so", async () => {
    let isDown = false;
    const { inventory } = inventoryOf(
      reporting(subscription("a")),
      (_, serviceId) => async (page) => {
        if (isDown) {
          throw new Error("down");
        }
        page(itemsOf(serviceId, "one"));
      },
    );
    await inventory.refresh();
    isDown = true;
    await inventory.refreshLists();
    expect(branchOf(inventory, "a", "keyVault")).toMatchObject({ state: "failed" });
    expect(namesOf(branchOf(inventory, "a", "keyVault"))).toEqual(["one"]);
    isDown = false;
    await inventory.refreshLists();
    expect(branchOf(inventory, "a", "keyVault")).toMatchObject({ state: "read" });
  });

  it("does not bring back what is gone by Azure's own word", async () => {
    const { inventory } = inventoryOf(
      reporting(subscription("a")),
      (_, serviceId) => async (page) => {
        page(itemsOf(serviceId, "one", "two"));
      },
    );
    await inventory.refresh();
    const target = inventory.items.find(({ resource }) => resource.name === "one");
    if (target === undefined) {
      throw new Error("The item is not there.");
    }
    const { resource } = target;
    inventory.markGone({ ...resource, deletion: deletionKey(resource) });
    await inventory.refreshLists();
    expect(namesOf(branchOf(inventory, "a", resource.serviceId))).toEqual(["two"]);
  });
});

describe("after a purge", () => {
  it("its row goes at once in every account that shows it, before the list is read again", async () => {
    const listed: string[] = [];
    let hold = Promise.resolve();
    const one = { ...subscription("x"), name: "dana's" };
    const other = { ...one, name: "omar's", accountId: "omar" };
    expect(subscriptionKey(one)).not.toBe(subscriptionKey(other));
    const { inventory } = inventoryOf(
      reporting(one, other),
      ({ name }, serviceId) =>
        async (page) => {
          listed.push(`${name} ${serviceId}`);
          await hold;
          page(itemsOf(serviceId, "one", "two"));
        },
    );
    await inventory.refresh();
    const target = inventory.items.find(
      ({ resource }) => resource.name === "one" && resource.serviceId === "keyVault",
    );
    if (target === undefined) {
      throw new Error("The item is not there.");
    }
    listed.length = 0;
    let letGo: () => void = () => undefined;
    hold = new Promise((resolve) => {
      letGo = resolve;
    });
    const { resource } = target;
    const settling = inventory.settle(
      {
        deletion: deletionKey(resource),
        serviceId: "keyVault",
        subscriptionId: resource.subscriptionId.toUpperCase(),
      },
      true,
    );
    await settled();
    for (const name of ["dana's", "omar's"]) {
      expect(namesOf(branchOf(inventory, name, "keyVault"))).toEqual(["two"]);
      expect(namesOf(branchOf(inventory, name, "cognitiveServices"))).toEqual(["one", "two"]);
    }
    expect(listed).toEqual(["dana's keyVault", "omar's keyVault"]);
    letGo();
    await settling;
    // Azure's list still had it; only a refresh of everything may show it again.
    expect(namesOf(branchOf(inventory, "dana's", "keyVault"))).toEqual(["two"]);
    await inventory.refresh();
    expect(namesOf(branchOf(inventory, "dana's", "keyVault"))).toEqual(["one", "two"]);
  });
});
