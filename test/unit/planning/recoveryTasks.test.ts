import { describe, expect, it } from "vitest";
import type { JsonObject, JsonValue } from "../../../src/base/json";
import { DependencyFinder } from "../../../src/planning/dependencyFinder";
import type { InventoryItem } from "../../../src/inventory/inventorySnapshot";
import { RecoveryTasks } from "../../../src/planning/recoveryTasks";
import type { DeletedResource } from "../../../src/services/deletedResource";
import type { PlanStep } from "../../../src/services/plan";
import type { Answers } from "../../../src/services/question";
import { isRefusal, type SoftDeleteService } from "../../../src/services/service";
import { FakeClock } from "../base/fakeClock";
import { subscriptionId, production as own, tenantId } from "../services/samples";
import { plannerOptions } from "./plannerOptions";
import { refusal, ScriptedArm } from "../operations/scriptedArm";
import { goOnWithout, whichOf } from "../../../src/planning/dependency";

const log = `/subscriptions/${subscriptionId}/providers/Microsoft.Insights/eventtypes/management/values`;
const ids = {
  account: "Microsoft.CognitiveServices/accounts",
  vault: "Microsoft.KeyVault/vaults",
  storage: "Microsoft.Storage/storageAccounts",
  workspace: "Microsoft.OperationalInsights/workspaces",
  component: "Microsoft.Insights/components",
  ml: "Microsoft.MachineLearningServices/workspaces",
  registry: "Microsoft.ContainerRegistry/registries",
} as const;

function idOf(
  kind: keyof typeof ids,
  name: string,
  group = "rg",
  subscription = subscriptionId,
): string {
  return `/subscriptions/${subscription}/resourceGroups/${group}/providers/${ids[kind]}/${name}`;
}

/** A deleted resource of a real service, as it was read. */
function deleted(
  serviceId: string,
  kind: keyof typeof ids,
  name: string,
  raw: JsonObject = {},
  more: Partial<DeletedResource> = {},
): InventoryItem {
  return {
    subscription: own,
    resource: {
      serviceId,
      subscriptionId,
      name,
      resourceGroup: "rg",
      location: "swedencentral",
      kind: undefined,
      originalId: idOf(kind, name),
      deletedPath: idOf(kind, name),
      deletedAt: "2026-03-01T12:00:00.000Z",
      purgeAt: undefined,
      purgeAtFrom: "azure",
      purgeProtected: false,
      tags: {},
      raw,
      ...more,
    },
  };
}

function foundry(name: string, vault: string, ...storage: readonly string[]): InventoryItem {
  return deleted("cognitiveServices", "account", name, {
    properties: {
      encryption: { keyVaultProperties: { keyVaultUri: `https://${vault}.vault.azure.net` } },
      userOwnedStorage: storage.map((one) => ({ resourceId: idOf("storage", one) })),
    },
  });
}

const created = "2025-01-01T00:00:00.0000000Z";
const vaultOf = (name: string, more?: Partial<DeletedResource>): InventoryItem =>
  deleted("keyVault", "vault", name, { properties: { tags: {} } }, more);
const storageOf = (name: string, more?: Partial<DeletedResource>): InventoryItem =>
  deleted("storage", "storage", name, { properties: { creationTime: created } }, more);
const workspaceOf = (name: string): InventoryItem =>
  deleted("logAnalytics", "workspace", name, { properties: { customerId: "1" } });

function event(
  kind: keyof typeof ids,
  name: string,
  what: "write" | "delete",
  body?: JsonObject,
): JsonObject {
  return {
    resourceId: idOf(kind, name),
    operationName: { value: `${ids[kind]}/${what}` },
    status: { value: "Succeeded" },
    eventTimestamp: what === "write" ? "2026-02-01T00:00:00Z" : "2026-03-01T00:00:00Z",
    ...(body === undefined ? {} : { properties: { requestbody: JSON.stringify(body) } }),
  };
}

interface Facts {
  readonly items: readonly InventoryItem[];
  readonly events?: readonly JsonValue[];
  readonly live?: readonly string[];
  readonly groups?: readonly string[];
  readonly answers?: Answers;
  readonly service?: (id: string, service: SoftDeleteService) => SoftDeleteService;
}

async function gathered(goal: InventoryItem, facts: Facts) {
  const { items, events = [], live = [], groups = ["rg"], answers = {} } = facts;
  const arm = new ScriptedArm(({ path }) => {
    if (path === log) {
      return { status: 200, body: events };
    }
    return live.includes(path) ? { status: 200, body: {} } : refusal(404, "ResourceNotFound");
  });
  const options = plannerOptions(arm, {
    items: () => items,
    clock: new FakeClock(Date.parse("2026-03-10T00:00:00Z")),
  });
  const serviceOf = (resource: DeletedResource): SoftDeleteService => {
    const service = options.service(resource);
    return facts.service?.(service.id, service) ?? service;
  };
  const asked: string[] = [];
  const gathering = new RecoveryTasks({
    finder: new DependencyFinder({ ...options, service: serviceOf }),
    service: ({ resource }) => serviceOf(resource),
    groups: {
      exists: async ({ subscriptionId }, group) => {
        asked.push(`${subscriptionId}/${group}`);
        return groups.includes(group);
      },
      placeFor: async (_, home) => ({ home }),
    },
    answers,
    signal: undefined,
  });
  const service = serviceOf(goal.resource);
  const steps = service.recover(goal.resource, { tenantId, answers: {} });
  if (isRefusal(steps)) {
    throw new Error(steps.refused);
  }
  const { resourceGroup = "", location } = goal.resource;
  const key = await gathering.addGoal(goal, steps, { resourceGroup, location });
  const { tasks } = gathering;
  const nameOf = (of: string): string => tasks.get(of)?.name ?? of;
  return {
    gathering,
    arm,
    asked,
    goal: key,
    needs: Object.fromEntries(
      [...tasks.values()].map(({ name, needs }) => [
        name,
        needs.map((need) => `${nameOf(need.key)}${need.optional === true ? "?" : ""}`),
      ]),
    ),
    findings: gathering.dependencies.map(({ name, state }) => `${name ?? "which"} ${state}`),
    rights: gathering.rights.map(({ task, permissions, resourceGroup: group }) => ({
      task: nameOf(task),
      group,
      actions: permissions.map(({ action, scope }) => `${action} at ${scope}`),
    })),
    steps: [...tasks.values()].flatMap((task): readonly PlanStep[] => task.steps),
  };
}

describe("what a recovery consists of", () => {
  it("is the item alone where it depends on nothing that is gone", async () => {
    const item = foundry("ai", "kv", "st");
    const { needs, findings, gathering } = await gathered(item, {
      items: [item],
      live: [idOf("storage", "st")],
    });
    expect(needs).toEqual({ ai: [] });
    expect(findings.toSorted()).toEqual(["kv unknown", "st live"]);
    expect(gathering.followers).toEqual([]);
  });

  it("has what two things need once, and says for both what it is for", async () => {
    const item = foundry("ai", "kv", "st1", "st2");
    const encryption = { keyvaultproperties: { keyvaulturi: "https://kv.vault.azure.net" } };
    const events = ["st1", "st2"].map((name) =>
      event("storage", name, "write", { location: "x", properties: { encryption } }),
    );
    const { needs, gathering, arm } = await gathered(item, {
      items: [item, vaultOf("kv"), storageOf("st1"), storageOf("st2")],
      events,
    });
    expect(needs).toEqual({ ai: ["kv", "st1", "st2"], st1: ["kv"], st2: ["kv"], kv: [] });
    expect(gathering.dependencies.filter(({ name }) => name === "kv")).toHaveLength(3);
    expect(arm.count("GET", log)).toBe(2);
  });

  it("makes a group once for all that were in it, each in the region of the first", async () => {
    const item = foundry("ai", "kv", "st1");
    const { needs, steps, rights, asked } = await gathered(item, {
      items: [item, vaultOf("kv"), storageOf("st1", { resourceGroup: "rg-data" })],
      groups: [],
    });
    expect(needs).toEqual({
      ai: ["rg", "kv", "st1"],
      kv: ["rg"],
      st1: ["rg-data"],
      rg: [],
      "rg-data": [],
    });
    expect(steps.filter(({ id }) => id === "createResourceGroup")).toHaveLength(2);
    expect(new Set(asked)).toEqual(new Set([`${subscriptionId}/rg`, `${subscriptionId}/rg-data`]));
    // Nothing is assigned on a group that does not exist.
    expect(rights.flatMap(({ actions }) => actions).filter((one) => one.endsWith("Group"))).toEqual(
      [],
    );
    expect(rights.filter(({ task }) => task === "rg")).toEqual([
      {
        task: "rg",
        group: undefined,
        actions: ["Microsoft.Resources/subscriptions/resourceGroups/write at subscription"],
      },
    ]);
  });

  it("asks for the rights of each thing, where that was", async () => {
    const item = foundry("ai", "kv", "st");
    const { rights } = await gathered(item, {
      items: [item, vaultOf("kv"), storageOf("st", { resourceGroup: "rg-data" })],
      groups: ["rg", "rg-data"],
    });
    expect(Object.fromEntries(rights.map(({ task, group }) => [task, group]))).toEqual({
      ai: "rg",
      kv: "rg",
      st: "rg-data",
    });
    expect(rights.flatMap(({ actions }) => actions)).toEqual(
      expect.arrayContaining([
        "Microsoft.CognitiveServices/accounts/write at resourceGroup",
        "Microsoft.KeyVault/vaults/write at resourceGroup",
        "Microsoft.Storage/storageAccounts/write at resourceGroup",
      ]),
    );
  });

  it("says why a prerequisite cannot come back, to each that needs it, and goes on", async () => {
    const item = foundry("ai", "kv", "st");
    const encryption = { keyvaultproperties: { keyvaulturi: "https://kv.vault.azure.net" } };
    const { needs, gathering } = await gathered(item, {
      items: [item, vaultOf("kv"), storageOf("st")],
      events: [event("storage", "st", "write", { properties: { encryption } })],
      service: (id, service) =>
        id === "keyVault" ? { ...service, recover: () => ({ refused: "Not this one." }) } : service,
    });
    expect(needs).toEqual({ ai: ["st"], st: [] });
    expect(
      gathering.refused.map(({ item: { resource }, reason }) => [resource.name, reason]),
    ).toEqual([
      ["kv", "Not this one."],
      ["kv", "Not this one."],
    ]);
  });

  it("leaves a prerequisite to the person that is asked more than a plan can know", async () => {
    const item = foundry("ai", "kv");
    const { needs, gathering } = await gathered(item, {
      items: [item, vaultOf("kv")],
      service: (id, service) =>
        id === "keyVault"
          ? {
              ...service,
              questions: () => [
                { kind: "name", id: "q", prompt: "?", suggested: "", refuse: () => undefined },
              ],
            }
          : service,
    });
    expect(needs).toEqual({ ai: [] });
    expect(gathering.refused.map(({ reason }) => reason)).toEqual([
      expect.stringMatching(/^This resource needs extra input\. Recover it separately\./),
    ]);
  });
});

describe("a component that an ML workspace used", () => {
  const settings = (component: string): JsonObject => ({
    properties: {
      keyVault: idOf("vault", "kv"),
      storageAccount: idOf("storage", "st"),
      applicationInsights: component,
    },
  });
  const live = [idOf("vault", "kv"), idOf("storage", "st")];
  const mlOf = (component = idOf("component", "appi")): InventoryItem =>
    deleted("machineLearning", "ml", "mlw", settings(component));
  const written = (workspace: string): JsonObject =>
    event("component", "appi", "write", {
      location: "westus",
      kind: "java",
      properties: { Application_Type: "other", WorkspaceResourceId: workspace },
    });
  const gone = event("component", "appi", "delete");
  const workspaceId = idOf("workspace", "log");

  it("is made again as the log has it, after its workspace", async () => {
    const item = mlOf();
    const { needs, steps, findings, rights } = await gathered(item, {
      items: [item, workspaceOf("log")],
      live,
      events: [written(workspaceId), gone],
    });
    expect(needs).toEqual({ mlw: ["appi?"], appi: ["log"], log: [] });
    expect(steps.find(({ target }) => target === "appi")?.request.body).toEqual({
      location: "westus",
      kind: "java",
      properties: { Application_Type: "other", WorkspaceResourceId: workspaceId },
    });
    expect(findings).not.toContain("appi gone");
    expect(rights.find(({ task }) => task === "appi")?.actions).toEqual([
      "Microsoft.Insights/components/write at resourceGroup",
    ]);
  });

  it("is made again with a workspace that is live", async () => {
    const item = mlOf();
    const { needs } = await gathered(item, {
      items: [item],
      live: [...live, workspaceId],
      events: [written(workspaceId), gone],
    });
    expect(needs).toEqual({ mlw: ["appi?"], appi: [] });
  });

  it("is made again with the workspace that the person names, where the log does not", async () => {
    const item = mlOf();
    const items = [item, workspaceOf("log")];
    const asking = await gathered(item, { items, live, events: [gone] });
    expect(asking.needs).toEqual({ mlw: [] });
    expect(asking.findings.toSorted()).toEqual([
      "appi gone",
      "kv live",
      "st live",
      "which unnamed",
    ]);
    const answers = { [whichOf(ids.workspace)]: workspaceId };
    const answered = await gathered(item, { items, live, events: [gone], answers });
    expect(answered.needs).toEqual({ mlw: ["appi?"], appi: ["log"], log: [] });
    expect(answered.steps.find(({ target }) => target === "appi")?.request.body).toMatchObject({
      location: "swedencentral",
      kind: "web",
      properties: { WorkspaceResourceId: workspaceId },
    });
  });

  it("is not made again where nobody knows its workspace, which is said", async () => {
    const item = mlOf();
    const answers = { [whichOf(ids.workspace)]: goOnWithout };
    const { needs, findings } = await gathered(item, { items: [item], live, answers });
    expect(needs).toEqual({ mlw: [] });
    expect(findings.toSorted()).toEqual(["appi gone", "kv live", "st live", "which unknown"]);
  });

  it("is not made again where its workspace is gone, which is said", async () => {
    const item = mlOf();
    const { needs, findings } = await gathered(item, {
      items: [item],
      live,
      events: [written(workspaceId), gone],
    });
    expect(needs).toEqual({ mlw: [] });
    expect(findings.toSorted()).toEqual(["appi gone", "kv live", "log gone", "st live"]);
  });

  it("is not made again where its workspace cannot come back, however many need that", async () => {
    const item = mlOf();
    const { needs, gathering } = await gathered(item, {
      items: [item, workspaceOf("log")],
      live,
      events: [written(workspaceId), gone],
      service: (id, service) => {
        const refused: SoftDeleteService = {
          ...service,
          recover: () => ({ refused: "Too late." }),
        };
        const asksTwice: SoftDeleteService = {
          ...service,
          prerequisites: (...asked) => {
            const found = service.prerequisites(...asked);
            return [
              ...found,
              ...found.filter(({ resourceType }) => resourceType === ids.component),
            ];
          },
        };
        return id === "logAnalytics" ? refused : asksTwice;
      },
    });
    expect(needs).toEqual({ mlw: [] });
    expect(gathering.refused.length).toBeGreaterThan(0);
  });

  it("is not made again in a subscription that was not looked into", async () => {
    const elsewhere = idOf("component", "appi", "rg", "bbbbbbbb-0000-4000-8000-000000000002");
    const item = mlOf(elsewhere);
    const { needs, findings, asked } = await gathered(item, {
      items: [item],
      live: [...live, workspaceId],
      answers: { [whichOf(ids.workspace)]: workspaceId },
    });
    expect(needs).toEqual({ mlw: [] });
    expect(findings).toContain("appi gone");
    expect(asked.filter((one) => one.startsWith("bbbb"))).toEqual([]);
  });
});

describe("what used a Log Analytics workspace", () => {
  it("follows it, in the group that it was in", async () => {
    const item = workspaceOf("log");
    const body = {
      location: "westus",
      properties: { WorkspaceResourceId: item.resource.originalId },
    };
    const { gathering, needs } = await gathered(item, {
      items: [item],
      groups: [],
      events: [event("component", "appi", "write", body), event("component", "appi", "delete")],
    });
    expect(gathering.followers.map(({ made }) => made.name)).toEqual(["appi"]);
    expect(needs).toEqual({ log: ["rg"], rg: [], appi: ["rg"] });
  });
});
