import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { ArmClient } from "../../src/azure/armClient";
import { systemClock } from "../../src/base/clock";
import { DeletionLog } from "../../src/deletionHistory/deletionLog";
import type { Inventory } from "../../src/inventory/inventory";
import type { InventoryItem } from "../../src/inventory/inventorySnapshot";
import { services } from "../../src/services/index";
import type { Scenario } from "../simulator/scenario";
import { contoso, dana, danaAs } from "../simulator/scenarios/people";
import { startSimulator, type Simulator } from "../simulator/simulator";
import { silent } from "../unit/operations/harness";
import { connectTo, inventoryOver, subscriptionsOf, trustSimulators } from "./connecting";

const pipeline = "0b1c2d3e-4f50-4617-8293-a4b5c6d7e8f9";
const subscriptionId = "dddddddd-0000-4000-8000-000000000001";
const logPath = "/providers/Microsoft.Insights/eventtypes/management/values";

const scenario: Scenario = {
  name: "whoDeleted",
  tenants: [contoso],
  people: [dana],
  subscriptions: [
    {
      id: subscriptionId,
      name: "Contoso Test",
      tenantId: contoso.id,
      roleAssignments: [danaAs("Owner")],
      resourceGroups: [{ name: "rg-test", location: "westeurope" }],
      deletedAccounts: [
        {
          name: "aoai-test",
          kind: "OpenAI",
          sku: "S0",
          resourceGroup: "rg-test",
          location: "westeurope",
          deletedHoursAgo: 18,
          deletedBy: "sam@contoso.example",
        },
      ],
      deletedVaults: Array.from({ length: 30 }, (_, index) => ({
        name: `kv-test-${String(index)}`,
        resourceGroup: "rg-test",
        location: "westeurope",
        deletedDaysAgo: index * 2 + 1,
        deletedBy: index % 2 === 0 ? pipeline : `person${String(index)}@contoso.example`,
      })),
    },
  ],
  pageSize: 10,
};

const [subscription] = subscriptionsOf(scenario);

describe("who deleted what, over the wire", () => {
  let simulator: Simulator;
  let arm: ArmClient;
  let inventory: Inventory;
  let log: DeletionLog;

  trustSimulators();
  beforeAll(async () => {
    simulator = await startSimulator({ scenario });
    arm = await connectTo(simulator, contoso.id);
    const subscriptions = subscription === undefined ? [] : [subscription];
    const shown = services.filter(({ id }) => ["cognitiveServices", "keyVault"].includes(id));
    inventory = inventoryOver(simulator, subscriptions, shown, arm);
    await inventory.refresh();
  });
  afterAll(() => simulator.close());
  beforeEach(() => {
    simulator.clearFaults();
    log = new DeletionLog({
      connect: async () => arm,
      items: () => inventory.items,
      retentionHours: () => undefined,
      clock: systemClock,
      logger: silent,
    });
  });

  /** What the log was asked, page by page. */
  function asked(since: number): readonly string[] {
    return simulator.requests
      .slice(since)
      .flatMap(({ path }) => (path.includes(logPath) ? [path] : []));
  }

  function item(name: string): InventoryItem {
    const found = inventory.items.find(({ resource }) => resource.name === name);
    if (found === undefined) {
      throw new Error(`There is no ${name}.`);
    }
    return found;
  }

  it("is told for every resource from one question, in pages", async () => {
    const seen = simulator.requests.length;
    const answers = await Promise.all(inventory.items.map((one) => log.whoDeleted(one)));
    expect(inventory.items).toHaveLength(31);
    const callers = inventory.items.map(({ resource: { name } }, index) => {
      const answer = answers[index];
      return [name, answer?.kind === "logged" ? answer.deletion.caller : answer?.kind];
    });
    expect(Object.fromEntries(callers)).toEqual({
      "aoai-test": { by: "name", value: "sam@contoso.example" },
      ...Object.fromEntries(
        Array.from({ length: 30 }, (_, index) => [
          `kv-test-${String(index)}`,
          index % 2 === 0
            ? { by: "object", value: pipeline }
            : { by: "name", value: `person${String(index)}@contoso.example` },
        ]),
      ),
    });
    expect(asked(seen)).toHaveLength(4);
    for (const one of inventory.items) {
      await log.whoDeleted(one);
    }
    expect(asked(seen)).toHaveLength(4);
  });

  it("is not told where the log may not be read, and asked again after a refresh", async () => {
    simulator.addFault({
      match: { path: logPath },
      effect: {
        kind: "status",
        status: 403,
        code: "AuthorizationFailed",
        message: "The client does not have authorization.",
      },
    });
    const seen = simulator.requests.length;
    expect(await log.whoDeleted(item("aoai-test"))).toMatchObject({
      kind: "notReadable",
      failure: { status: 403, code: "AuthorizationFailed" },
    });
    await log.whoDeleted(item("kv-test-1"));
    expect(asked(seen)).toHaveLength(1);
    simulator.clearFaults();
    log.markStale();
    expect(await log.whoDeleted(item("aoai-test"))).toMatchObject({ kind: "logged" });
  });

  it("is told of what was deleted just now", async () => {
    expect(await log.whoDeleted(item("kv-test-3"))).toMatchObject({ kind: "logged" });
    const account = `/subscriptions/${subscriptionId}/resourceGroups/rg-test/providers/Microsoft.KeyVault/vaults/kv-new`;
    const vault = { method: "PUT", path: account, apiVersion: "2023-07-01" } as const;
    const properties = {
      tenantId: contoso.id,
      sku: { family: "A", name: "standard" },
      accessPolicies: [],
    };
    await arm.send({ ...vault, body: { location: "westeurope", properties } });
    await arm.send({ ...vault, method: "DELETE" });
    await inventory.refresh();
    log.markStale();
    expect(await log.whoDeleted(item("kv-new"))).toMatchObject({
      deletion: { caller: { by: "name", value: dana.username } },
      withGroup: false,
    });
  });
});
