import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../../src/base/json";
import type { InventoryItem } from "../../../src/inventory/inventorySnapshot";
import { Planner } from "../../../src/planning/planner";
import { cognitiveServices } from "../../../src/services/cognitiveServices";
import { logAnalytics } from "../../../src/services/logAnalytics";
import type { Answers } from "../../../src/services/question";
import { ScriptedArm, refusal, type Reply } from "../operations/scriptedArm";
import { account, production as subscription, readBy, subscriptionId } from "../services/samples";
import { plannerOptions } from "./plannerOptions";

const scope = `/subscriptions/${subscriptionId}`;
const provider = `${scope}/providers/Microsoft.Resources`;
const locations = `${scope}/locations`;
const answer = `region ${subscriptionId}/rg-support`.toLowerCase();

function deletedIn(location: string, of: JsonObject = account): InventoryItem {
  return { subscription, resource: readBy(cognitiveServices, { ...of, location }) };
}

function metadata(...regions: readonly string[]): Reply {
  const resourceTypes = [
    { resourceType: "deployments", locations: ["Mars"] },
    { resourceType: "resourceGroups", locations: regions },
  ];
  return { status: 200, body: { namespace: "Microsoft.Resources", resourceTypes } };
}

const list: Reply = {
  status: 200,
  body: {
    value: [
      { name: "westeurope", displayName: "West Europe", metadata: { regionType: "Physical" } },
      { name: "europe", displayName: "Europe", metadata: { regionType: "Logical" } },
      { name: "global", displayName: "Global", metadata: { regionType: "Logical" } },
    ],
  },
};

function planning(replies: Readonly<Record<string, Reply>>, items: readonly InventoryItem[] = []) {
  const arm = new ScriptedArm(({ method, path }) =>
    method === "HEAD" ? { status: 404 } : (replies[path] ?? refusal(403, "AuthorizationFailed")),
  );
  const planner = new Planner(plannerOptions(arm, { items: () => items }));
  const recover = async (item: InventoryItem, answers: Answers = {}) => {
    const proposal = await planner.recover(item, answers);
    if (!proposal.possible) {
      throw new Error(proposal.reason);
    }
    const [group, ...others] = proposal.plan.steps.map(({ request }) => request.body);
    return { group, others, choices: proposal.regionChoices };
  };
  return { planner, arm, recover };
}

const european = { [provider]: metadata("Sweden Central", "West Europe") };

describe("a missing resource group", () => {
  it("is created in the item's region where groups can be in it, and nothing is asked", async () => {
    const { recover } = planning(european);
    expect(await recover(deletedIn("westeurope"))).toMatchObject({
      group: { location: "westeurope" },
      choices: [],
    });
  });

  it.each(["global", "germanynorth", "mars"])("is not created in %s, but asked for", async (at) => {
    const { recover } = planning(european);
    const { group, others, choices } = await recover(deletedIn(at));
    expect(group).toEqual({ location: "swedencentral" });
    expect(others).toMatchObject([{ location: at, properties: { restore: true } }]);
    expect(choices).toEqual([
      {
        answer,
        resourceGroup: "rg-support",
        unavailable: at,
        regions: [
          { code: "swedencentral", name: "Sweden Central" },
          { code: "westeurope", name: "West Europe" },
        ],
        suggested: "swedencentral",
      },
    ]);
  });

  it("is created in the chosen region, which is not asked for again", async () => {
    const { recover } = planning(european);
    expect(await recover(deletedIn("global"), { [answer]: "westeurope" })).toMatchObject({
      group: { location: "westeurope" },
      choices: [],
    });
  });

  it("is asked for again where the answer is no region for groups", async () => {
    const { recover } = planning(european);
    expect((await recover(deletedIn("global"), { [answer]: "global" })).choices).toHaveLength(1);
  });

  it("suggests the region of what else was in the group, then the usual one", async () => {
    const west = deletedIn("westeurope", {
      ...account,
      id: `${scope}/resourceGroups/rg-other/providers/Microsoft.CognitiveServices/accounts/a`,
    });
    const suggested = async (...items: readonly InventoryItem[]): Promise<unknown> =>
      (await planning(european, items).recover(deletedIn("global"))).choices[0]?.suggested;
    expect(await suggested()).toBe("swedencentral");
    expect(await suggested(west, deletedIn("global"))).toBe("westeurope");
    expect(await suggested(west, west, deletedIn("swedencentral"))).toBe("swedencentral");
  });

  it("can be in the subscription's physical locations where metadata names none", async () => {
    const { recover } = planning({ [locations]: list });
    expect((await recover(deletedIn("global"))).choices[0]?.regions).toEqual([
      { code: "westeurope", name: "West Europe" },
    ]);
  });

  it("is created in the item's region where Azure tells no regions", async () => {
    const { recover } = planning({});
    expect(await recover(deletedIn("global"))).toMatchObject({
      group: { location: "global" },
      choices: [],
    });
  });

  it("is created in the suggested region before a purge that recovers first", async () => {
    const workspace = {
      id: `${scope}/resourceGroups/rg-logs/providers/Microsoft.OperationalInsights/workspaces/log`,
      name: "log",
      location: "germanynorth",
      properties: { customerId: "c", createdDate: "2026-01-01T00:00:00Z" },
    };
    const { planner } = planning(european);
    const resource = readBy(logAnalytics, workspace);
    const proposal = await planner.purge({ subscription, resource });
    expect(proposal.possible ? proposal.plan.steps[0]?.request.body : proposal.reason).toEqual({
      location: "swedencentral",
    });
  });

  it("costs one read however many recoveries need one", async () => {
    const { planner, arm } = planning(european);
    const begun = planner.begin();
    await Promise.all(
      ["a", "b", "c"].map(async () => planner.recover(deletedIn("global"), {}, begun)),
    );
    expect(arm.count("GET", provider)).toBe(1);
    expect(arm.sent.filter(({ method }) => method === "HEAD")).toHaveLength(1);
  });
});
