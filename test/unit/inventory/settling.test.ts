import { describe, expect, it } from "vitest";
import type { AccountReading } from "../../../src/account/account";
import { Inventory } from "../../../src/inventory/inventory";
import { itemKey } from "../../../src/inventory/inventorySnapshot";
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
  subscription,
} from "./inventoryHarness";
import { ScriptedArm } from "../operations/scriptedArm";
import { collection, serviceOf } from "./sources";

const a = subscription("a");

/** What the inventory is told of the key vault of this name once its operation has ended. */
function settledAs(inventory: Inventory, name: string): Parameters<Inventory["settle"]>[0] {
  const found = inventory.items.find(
    ({ resource }) => resource.name === name && resource.serviceId === "keyVault",
  );
  if (found === undefined) {
    throw new Error("The item is not there.");
  }
  const { resource, subscription: of } = found;
  return {
    deletion: deletionKey(resource),
    serviceId: "keyVault",
    subscriptionId: of.subscriptionId,
  };
}

describe("a deletion that ended here", () => {
  it("may show again once a list that was asked for afterwards has left it out", async () => {
    let listed = ["one", "two"];
    const { inventory } = inventoryOf(reporting(a), (_, serviceId) => async (page) => {
      page(itemsOf(serviceId, ...listed));
    });
    const shown = (): readonly string[] | undefined =>
      namesOf(branchOf(inventory, "a", "keyVault"));
    await inventory.refresh();
    await inventory.settle(settledAs(inventory, "one"), true);
    expect(shown()).toEqual(["two"]);
    await inventory.refreshSubscription(a, "keyVault");
    expect(shown()).toEqual(["two"]);
    // What another service's list leaves out says nothing.
    listed = ["two"];
    await inventory.refreshSubscription(a, "cognitiveServices");
    listed = ["one", "two"];
    await inventory.refreshSubscription(a, "keyVault");
    expect(shown()).toEqual(["two"]);
    listed = ["two"];
    await inventory.refreshSubscription(a, "keyVault");
    listed = ["one", "two"];
    await inventory.refreshSubscription(a, "keyVault");
    expect(shown()).toEqual(["one", "two"]);
  });

  it("does not show for a list that was asked for before and leaves it out", async () => {
    let listed = ["one"];
    let hold: Promise<void> = Promise.resolve();
    const { inventory } = inventoryOf(reporting(a), (_, serviceId) => async (page) => {
      const items = itemsOf(serviceId, ...listed);
      await hold;
      page(items);
    });
    await inventory.refresh();
    const ended = settledAs(inventory, "one");
    let letGo: () => void = () => undefined;
    hold = new Promise((resolve) => {
      letGo = resolve;
    });
    listed = [];
    const early = inventory.refreshSubscription(a, "keyVault");
    await settled();
    hold = Promise.resolve();
    listed = ["one"];
    await inventory.settle(ended, true);
    letGo();
    await early;
    await inventory.refreshSubscription(a, "keyVault");
    expect(namesOf(branchOf(inventory, "a", "keyVault"))).toEqual([]);
  });

  it("has the services read again whose deleted resources show only now", async () => {
    const services = [
      serviceOf([collection("/servers")], { id: "keyVault", reveals: ["databases"] }),
      serviceOf([collection("/databases")], { id: "databases" }),
      serviceOf([collection("/others")], { id: "others" }),
    ];
    const arm = new ScriptedArm(({ path }) => ({
      status: /\/(?:providers|permissions)$/.test(path) ? 403 : 200,
      body: [],
    }));
    const inventory = new Inventory({
      services: () => services,
      readSubscriptions: reporting(a),
      connect: async () => arm,
      endpoint,
      logger: silent,
    });
    await inventory.refresh();
    arm.sent.length = 0;
    const { subscriptionId } = a;
    await inventory.settle({ deletion: "/x@1", serviceId: "keyVault", subscriptionId }, false);
    const lists = arm.sent
      .map(({ path }) => path)
      .filter((path) => !/\/(?:providers|permissions)$/.test(path));
    expect(lists).toEqual(["/servers", "/databases"]);
  });
});

describe("many deletions that ended here", () => {
  it("are taken out without a question, and their branch is read once", async () => {
    const names = Array.from({ length: 50 }, (_, index) => `kv-${String(index)}`);
    let listed = names;
    let readings = 0;
    const { inventory } = inventoryOf(reporting(a), (_, serviceId) => async (page) => {
      readings += serviceId === "keyVault" ? 1 : 0;
      page(itemsOf(serviceId, ...listed));
    });
    await inventory.refresh();
    readings = 0;
    const ended = names.slice(0, 40).map((name) => settledAs(inventory, name));
    for (const one of ended) {
      inventory.markGone(one);
    }
    expect(namesOf(branchOf(inventory, "a", "keyVault"))).toHaveLength(10);
    expect(readings).toBe(0);
    listed = names.slice(38);
    await inventory.settleAll(ended);
    expect(readings).toBe(1);
    expect(namesOf(branchOf(inventory, "a", "keyVault"))).toHaveLength(10);
    // The list may lag behind: those two are not shown, but it is known that it names them.
    expect(inventory.stillListed).toEqual(ended.slice(38).map(({ deletion }) => deletion));
    listed = names.slice(40);
    await inventory.settleAll(ended);
    expect(inventory.stillListed).toEqual([]);
  });

  it("are not said to be listed still where the list could not be read", async () => {
    let isBroken = false;
    const { inventory } = inventoryOf(reporting(a), (_, serviceId) => async (page) => {
      if (isBroken) {
        throw new Error("broken");
      }
      page(itemsOf(serviceId, "one"));
    });
    await inventory.refresh();
    const ended = settledAs(inventory, "one");
    inventory.markGone(ended);
    isBroken = true;
    await inventory.settleAll([ended]);
    expect(branchOf(inventory, "a", "keyVault")?.state).toBe("failed");
    expect(inventory.stillListed).toEqual([]);
  });
});

describe("an item", () => {
  it("is found by its key as it is now, until it is gone", async () => {
    const { inventory } = inventoryOf(reporting(a), (_, serviceId) => async (page) => {
      page(itemsOf(serviceId, "one", "two"));
    });
    await inventory.refresh();
    for (const item of inventory.items) {
      expect(inventory.find(itemKey(item))).toBe(item);
    }
    const [first] = inventory.items.filter(({ resource }) => resource.serviceId === "keyVault");
    const key = first === undefined ? "" : itemKey(first);
    expect(inventory.find(key)?.resource.name).toBe(first?.resource.name);
    inventory.markGone(settledAs(inventory, first?.resource.name ?? ""));
    expect(inventory.find(key)).toBeUndefined();
    expect(inventory.find("no such key")).toBeUndefined();
  });
});

describe("a reading that was given up, of a tenant that then fails", () => {
  it("is over: what was read before stays, and nothing seems to be read for ever", async () => {
    let part: AccountReading = { subscriptions: [a], problems: [] };
    const hold = new Promise(() => undefined);
    let isFirst = true;
    const { inventory } = inventoryOf(
      async (report) => {
        report(part);
      },
      (_, serviceId) => async (page) => {
        await (serviceId === "keyVault" && isFirst ? undefined : hold);
        page(itemsOf(serviceId, "kept"));
      },
    );
    void inventory.refresh();
    await settled();
    expect(branchOf(inventory, "a", "keyVault")?.state).toBe("read");
    expect(branchOf(inventory, "a", "cognitiveServices")?.state).toBe("reading");
    isFirst = false;
    void inventory.refresh();
    await settled();
    expect(branchOf(inventory, "a", "keyVault")?.state).toBe("reading");
    part = {
      subscriptions: [],
      problems: [{ kind: "failed", accountId: a.accountId, tenantId: a.tenantId, message: "No." }],
    };
    await inventory.refresh();
    const [only] = inventory.snapshot.subscriptions;
    expect(only?.branches.map(({ service, state }) => [service.id, state])).toEqual([
      ["keyVault", "read"],
    ]);
    expect(inventory.items.map(({ resource }) => resource.name)).toEqual(["kept"]);
  });
});
