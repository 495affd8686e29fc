import { describe, expect, it } from "vitest";
import { outcomeOf, reasonOf, type Operation, type Plan } from "../../../src/recovery/operation";
import { cosmosDb } from "../../../src/services/cosmosDb";
import { deletionKey } from "../../../src/services/deletedResource";
import { isRefusal } from "../../../src/services/service";
import { readBy, subscriptionId, tenantId } from "../services/samples";
import { RecordingStore, runnerOver, useFolder } from "./harness";
import { refusal, ScriptedArm, type Reply } from "./scriptedArm";

const folder = useFolder();
const subscription = `/subscriptions/${subscriptionId}`;
const live = `${subscription}/resourceGroups/rg/providers/Microsoft.DocumentDB/databaseAccounts/orders`;
const item = {
  id: `${subscription}/providers/Microsoft.DocumentDB/locations/westus/restorableDatabaseAccounts/1`,
  location: "West US",
  properties: { accountName: "orders", deletionTime: "2026-03-01T12:00:00Z" },
};

function plan(): Plan {
  const resource = readBy(cosmosDb, item);
  const steps = cosmosDb.recover(resource, {
    tenantId,
    answers: {
      name: "orders",
      resourceGroup: `${subscription}/resourceGroups/rg`,
      pointInTime: "2026-03-01T11:59:59Z",
    },
  });
  if (isRefusal(steps)) {
    throw new Error(steps.refused);
  }
  const { name, serviceId, originalId } = resource;
  return {
    action: "recover",
    subject: {
      serviceId,
      noun: cosmosDb.noun(resource),
      name,
      subscriptionId,
      subscriptionName: "Production",
      originalId,
      deletion: deletionKey(resource),
    },
    via: { accountId: "dana", tenantId, endpoint: "https://management.azure.com" },
    steps,
  };
}

/** A run in which the first look at the new account is answered so. */
async function finding(first: Reply): Promise<{
  readonly operation: Operation;
  readonly arm: ScriptedArm;
}> {
  const arm = new ScriptedArm(({ method, path }, before) => {
    if (path !== live) {
      return { status: 200, body: item };
    }
    return method === "GET" && before === 0
      ? first
      : { status: 200, body: { id: live, properties: { createMode: "Restore" } } };
  });
  const operation = await runnerOver(new RecordingStore(folder.path()), arm).start(plan());
  return { operation, arm };
}

describe("a restore that makes something new", () => {
  it("is sent where nothing of its name is there", async () => {
    const { operation, arm } = await finding(refusal(404, "ResourceNotFound"));
    expect([outcomeOf(operation), arm.writes]).toEqual(["succeeded", [`PUT ${live}`]]);
  });

  it.each<[string, Reply]>([
    ["an account", { status: 200, body: { id: live, properties: { createMode: "Default" } } }],
    ["one from another restore", { status: 200, body: { properties: { createMode: "Restore" } } }],
    ["something without a body", { status: 200 }],
  ])("changes nothing where %s of its name is there, and says so", async (_, first) => {
    const { operation, arm } = await finding(first);
    expect(reasonOf(operation)).toMatch(/^An account "orders" is in this resource group already/);
    expect(arm.writes).toEqual([]);
  });

  it("is not sent where it may not be looked whether something is there", async () => {
    const { operation, arm } = await finding(refusal(403, "AuthorizationFailed", "No."));
    expect(reasonOf(operation)).toMatch(/could not be read again just before/);
    expect(arm.writes).toEqual([]);
  });
});
