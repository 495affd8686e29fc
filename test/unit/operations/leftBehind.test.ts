import { describe, expect, it } from "vitest";
import type { Subscription } from "../../../src/account/account";
import type { InventoryItem } from "../../../src/inventory/inventorySnapshot";
import { findLeftBehind } from "../../../src/operations/leftBehind";
import type { Operation } from "../../../src/operations/operation";
import { cognitiveServices } from "../../../src/services/cognitiveServices";
import { account, production as subscription, readBy } from "../services/samples";
import { purgeAccount } from "./plans";

function workspace(name: string, resourceGroup: string): InventoryItem {
  const resource = readBy(cognitiveServices, account);
  return {
    subscription,
    resource: { ...resource, serviceId: "machineLearning", name, resourceGroup },
  };
}

function purged(state: "done" | "failed"): Operation {
  return {
    schema: 2,
    id: "1",
    plan: {
      ...purgeAccount,
      leavesBehind: {
        serviceId: "machineLearning",
        resourceGroup: "rg-support",
        meaning: "It stays.",
      },
    },
    startedAt: 1,
    endedAt: 2,
    steps: [state === "done" ? { state } : { state, reason: "No." }],
  };
}

/** An inventory that has its items only once they were read anew. */
function inventoryWith(after: readonly InventoryItem[]) {
  const read: string[] = [];
  return {
    read,
    inventory: {
      snapshot: {
        state: "read" as const,
        problems: [],
        subscriptions: [{ subscription, branches: [], resourceGroups: undefined }],
      },
      get items() {
        return read.length === 0 ? [] : after;
      },
      refreshSubscription: async (_: Subscription, serviceId: string | undefined) => {
        read.push(serviceId ?? "all");
      },
    },
  };
}

describe("what a purge has left soft-deleted", () => {
  it("is what is deleted of that service in the same group, read anew", async () => {
    const twin = workspace("foundry@project@AML", "RG-Support");
    const { inventory, read } = inventoryWith([twin, workspace("other", "rg-other")]);
    expect(await findLeftBehind(inventory, purged("done"))).toEqual([twin]);
    expect(read).toEqual(["machineLearning"]);
  });

  it("begins with the workspaces that are named after what was purged", async () => {
    const own = workspace(`${purgeAccount.subject.name.toUpperCase()}@project@AML`, "rg-support");
    const others = ["a-team", `${purgeAccount.subject.name}-other`, "z-team"].map((name) =>
      workspace(name, "rg-support"),
    );
    const { inventory } = inventoryWith([...others.slice(0, 2), own, ...others.slice(2)]);
    expect(await findLeftBehind(inventory, purged("done"))).toEqual([own, ...others]);
  });

  it("is not looked for where the purge has failed, or takes everything along", async () => {
    const { inventory, read } = inventoryWith([workspace("twin", "rg-support")]);
    expect(await findLeftBehind(inventory, purged("failed"))).toEqual([]);
    const { leavesBehind: _, ...plan } = purged("done").plan;
    expect(await findLeftBehind(inventory, { ...purged("done"), plan })).toEqual([]);
    expect(read).toEqual([]);
  });
});

describe("a Foundry resource", () => {
  it.each([
    ["AIServices", {}, true],
    ["AIServices", { allowProjectManagement: true }, true],
    ["AIServices", { associatedProjects: ["one"] }, true],
    ["AIServices", { associatedProjects: [] }, false],
    ["AIServices", { allowProjectManagement: false }, false],
    ["OpenAI", {}, false],
  ])("of kind %s with %j leaves a workspace behind: %s", (kind, properties, expected) => {
    const resource = readBy(cognitiveServices, { ...account, kind, properties });
    expect(cognitiveServices.leavesBehind?.(resource) !== undefined).toBe(expected);
  });
});
