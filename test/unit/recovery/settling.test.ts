import { describe, expect, it } from "vitest";
import type { AccountReading } from "../../../src/account/account";
import { Inventory } from "../../../src/recovery/inventory";
import { deletionKey } from "../../../src/services/deletedResource";
import { settled } from "../azure/fakeClock";
import { silent } from "./harness";
import {
  branchOf,
  endpoint,
  inventoryOf,
  itemsOf,
  namesOf,
  reporting,
  subscription,
} from "./inventoryHarness";
import { ScriptedArm } from "./scriptedArm";
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
      status: path.endsWith("/providers") ? 403 : 200,
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
    const lists = arm.sent.map(({ path }) => path).filter((path) => !path.endsWith("/providers"));
    expect(lists).toEqual(["/servers", "/databases"]);
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
