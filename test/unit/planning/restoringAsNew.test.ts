import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../../src/base/json";
import { outcomeOf, reasonOf, type Operation } from "../../../src/operations/operation";
import { cosmosDb } from "../../../src/services/cosmosDb";
import { deletionKey } from "../../../src/services/deletedResource";
import type { Answers } from "../../../src/services/question";
import { isRefusal, type SoftDeleteService } from "../../../src/services/service";
import { sqlDatabase } from "../../../src/services/sqlDatabase";
import { synapseSqlPool } from "../../../src/services/synapseSqlPool";
import { readFrom } from "../catalogue/reading";
import { subscriptionId, tenantId } from "../services/samples";
import { RecordingStore, runnerOver, useFolder } from "../operations/harness";
import { refusal, ScriptedArm, type Reply } from "../operations/scriptedArm";
import type { Plan } from "../../../src/services/plan";

const folder = useFolder();
const subscription = `/subscriptions/${subscriptionId}`;
const group = `${subscription}/resourceGroups/rg`;

/** Something that is restored under the name "orders", and where that is. */
interface Restored {
  readonly service: SoftDeleteService;
  readonly source?: number;
  readonly item: JsonObject;
  readonly parent?: string;
  readonly answers?: Answers;
  readonly live: string;
  /** What it is like once it is there. */
  readonly properties: JsonObject;
  readonly taken: RegExp;
}

const dropped = {
  name: "orders,131403269876900000",
  location: "West US",
  properties: { databaseName: "orders", deletionDate: "2026-03-01T12:00:00Z" },
} satisfies JsonObject;

const all: readonly (readonly [string, Restored])[] = [
  [
    "a Cosmos DB account",
    {
      service: cosmosDb,
      item: {
        id: `${subscription}/providers/Microsoft.DocumentDB/locations/westus/restorableDatabaseAccounts/1`,
        location: "West US",
        properties: { accountName: "orders", deletionTime: "2026-03-01T12:00:00Z" },
      },
      answers: { resourceGroup: group, pointInTime: "2026-03-01T11:59:59Z" },
      live: `${group}/providers/Microsoft.DocumentDB/databaseAccounts/orders`,
      properties: { createMode: "Restore" },
      taken: /^An account named "orders" already exists in this resource group/,
    },
  ],
  [
    "a database of a SQL server",
    {
      service: sqlDatabase,
      item: dropped,
      parent: `${group}/providers/Microsoft.Sql/servers/srv`,
      live: `${group}/providers/Microsoft.Sql/servers/srv/databases/orders`,
      properties: { status: "Online" },
      taken: /^A database named "orders" already exists/,
    },
  ],
  [
    "a database of a managed instance",
    {
      service: sqlDatabase,
      source: 1,
      item: dropped,
      parent: `${group}/providers/Microsoft.Sql/managedInstances/mi`,
      live: `${group}/providers/Microsoft.Sql/managedInstances/mi/databases/orders`,
      properties: { status: "Online" },
      taken: /^A database named "orders" already exists/,
    },
  ],
  [
    "a Synapse SQL pool",
    {
      service: synapseSqlPool,
      item: dropped,
      parent: `${group}/providers/Microsoft.Synapse/workspaces/ws`,
      live: `${group}/providers/Microsoft.Synapse/workspaces/ws/sqlPools/orders`,
      properties: { status: "Online" },
      taken: /^A SQL pool named "orders" already exists in this workspace/,
    },
  ],
];

function planOf({ service, source, item, parent, answers }: Restored): Plan {
  const resource = readFrom(service, {
    item,
    ...(source === undefined ? {} : { source }),
    ...(parent === undefined
      ? {}
      : { origin: { parent: { id: parent, name: "any", location: "westus" } } }),
  });
  if (resource === undefined || resource === "live") {
    throw new Error("The sample could not be read.");
  }
  const steps = service.recover(resource, { tenantId, answers: { ...answers, name: "orders" } });
  if (isRefusal(steps)) {
    throw new Error(steps.refused);
  }
  const { name, serviceId, originalId } = resource;
  return {
    action: "recover",
    subject: {
      serviceId,
      noun: service.noun(resource),
      name,
      subscriptionId,
      subscriptionName: "Production",
      originalId,
      deletion: deletionKey(resource),
    },
    identity: { accountId: "dana", tenantId, endpoint: "https://management.azure.com" },
    steps,
  };
}

describe.each(all)("%s that is restored as a new one", (_kind, restored) => {
  const { item, live, properties, taken } = restored;
  const there: Reply = { status: 200, body: { id: live, properties } };

  /** A run in which the first look at the new resource is answered so. */
  async function dependency(first: Reply): Promise<{
    readonly operation: Operation;
    readonly arm: ScriptedArm;
  }> {
    const arm = new ScriptedArm(({ method, path }, before) => {
      if (path !== live) {
        return { status: 200, body: item };
      }
      return method === "GET" && before === 0 ? first : there;
    });
    const store = new RecordingStore(folder.path());
    const operation = await runnerOver(store, arm).start(planOf(restored));
    return { operation, arm };
  }

  it("is sent where nothing of its name is there", async () => {
    const { operation, arm } = await dependency(refusal(404, "ResourceNotFound"));
    expect([outcomeOf(operation), arm.writes]).toEqual(["succeeded", [`PUT ${live}`]]);
  });

  it.each<[string, Reply]>([
    ["something", { status: 200, body: { id: live, properties: {} } }],
    ["what another restore has made", there],
    ["something without an id", { status: 200, body: { properties } }],
    ["something without a body", { status: 200 }],
  ])("changes nothing where %s of its name is there, and says so", async (_, first) => {
    const { operation, arm } = await dependency(first);
    expect(reasonOf(operation)).toMatch(taken);
    expect(reasonOf(operation)).toMatch(/so nothing was sent/);
    expect(arm.writes).toEqual([]);
  });

  it("is not sent where it may not be looked whether something is there", async () => {
    const { operation, arm } = await dependency(refusal(403, "AuthorizationFailed", "No."));
    expect(reasonOf(operation)).toMatch(/The final check failed, so nothing was sent\./);
    expect(arm.writes).toEqual([]);
  });
});
