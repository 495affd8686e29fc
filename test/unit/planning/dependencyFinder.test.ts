import { describe, expect, it } from "vitest";
import type { Subscription } from "../../../src/account/account";
import type { JsonObject } from "../../../src/base/json";
import { DependencyFinder } from "../../../src/planning/dependencyFinder";
import type { InventoryItem } from "../../../src/inventory/inventorySnapshot";
import type { PlannerOptions } from "../../../src/planning/planner";
import { keyVault } from "../../../src/services/keyVault";
import {
  keyVaultAt,
  prerequisiteAt,
  unnamedPrerequisite,
} from "../../../src/services/parts/prerequisites";
import type { Answers } from "../../../src/services/question";
import type { Prerequisite, SoftDeleteService } from "../../../src/services/service";
import { FakeClock } from "../base/fakeClock";
import { readBy, subscriptionId, production as own, vault } from "../services/samples";
import { plannerOptions } from "./plannerOptions";
import { refusal, ScriptedArm, type Reply } from "../operations/scriptedArm";
import { boxId, collection, readBox, serviceOf } from "../inventory/sources";
import { dependencySentence, goOnWithout, whichOf } from "../../../src/planning/dependency";

const meaning = { neededFor: "its key", without: "It stays locked." };
const vaultType = "Microsoft.KeyVault/vaults";
const vaultId = vault.properties.vaultId;
const byId = prerequisiteAt(vaultType, vaultId, meaning);
const [byName] = keyVaultAt("https://KV.vault.azure.net", subscriptionId);
const nameCheck = `/subscriptions/${subscriptionId}/providers/Microsoft.KeyVault/checkNameAvailability`;
const graph = "/providers/Microsoft.ResourceGraph/resources";

if (byId === undefined || byName === undefined) {
  throw new Error("The samples name no vault.");
}

const missing = refusal(404, "ResourceNotFound");

/** A deleted box that needs these. */
function boxNeeding(wanted: readonly Prerequisite[], subscription = own) {
  const service: SoftDeleteService = serviceOf([collection("/list")], {
    prerequisites: () => wanted,
  });
  const resource = readBox({ name: "red", at: "2026-03-01T12:00:00.000Z" });
  if (resource === undefined || resource === "live") {
    throw new Error("The sample could not be read.");
  }
  const item: InventoryItem = { subscription, resource };
  return { service, item };
}

function vaultIn(subscription: Subscription, deletionDate: string = vault.properties.deletionDate) {
  const properties = { ...vault.properties, deletionDate };
  return { subscription, resource: readBy(keyVault, { ...vault, properties }) };
}

interface Facts {
  readonly items?: readonly InventoryItem[];
  readonly answers?: Answers;
  readonly isAllRead?: PlannerOptions["isAllRead"];
  readonly subscriptionsKnown?: readonly Subscription[];
}

type Azure = Readonly<Record<string, Reply | "lost">>;

/** What is found of what a box needs; by path what Azure answers, 404 elsewhere. */
async function found(wanted: readonly Prerequisite[], azure: Azure, facts: Facts = {}) {
  const arm = new ScriptedArm(({ path }) => azure[path] ?? missing);
  const { service, item } = boxNeeding(wanted);
  const { answers = {}, items = [], isAllRead = () => true, subscriptionsKnown = [own] } = facts;
  const finder = new DependencyFinder(
    plannerOptions(arm, {
      service: ({ serviceId }) => (serviceId === keyVault.id ? keyVault : service),
      clock: new FakeClock(Date.parse("2026-03-10T00:00:00Z")),
      items: () => items,
      isAllRead,
      subscriptionsKnown,
    }),
  );
  const dependencies = await finder.of(item, answers, undefined);
  return {
    finder,
    item,
    arm,
    findings: dependencies,
    states: dependencies.map(({ state }) => state),
    asked: arm.sent.map(({ method, path }) => `${method} ${path}`),
  };
}

describe("a prerequisite of which the id is known", () => {
  it("is live where Azure answers with it", async () => {
    const { states, asked } = await found([byId], { [vaultId]: { status: 200, body: {} } });
    expect(states).toEqual(["live"]);
    expect(asked).toEqual([`GET ${vaultId}`]);
  });

  it("is deleted where the inventory has it, whatever the case", async () => {
    const item = vaultIn({ ...own });
    const shouted = prerequisiteAt(vaultType, vaultId.toUpperCase(), meaning);
    const { findings } = await found([shouted ?? byId], {}, { items: [item] });
    expect(findings).toMatchObject([{ state: "deleted", item, name: "KV" }]);
  });

  it("is live even where an earlier one of its name is deleted", async () => {
    const { states } = await found(
      [byId],
      { [vaultId]: { status: 200, body: {} } },
      { items: [vaultIn(own)] },
    );
    expect(states).toEqual(["live"]);
  });

  it("is the latest of several deletions, of those that this account reaches", async () => {
    const items = [
      vaultIn(own, "2026-01-01T00:00:00Z"),
      vaultIn(own, "2026-02-01T00:00:00Z"),
      vaultIn({ ...own, accountId: "erik" }, "2026-02-20T00:00:00Z"),
    ];
    const { findings } = await found([byId], {}, { items });
    expect(findings).toMatchObject([{ state: "deleted", item: items[1] }]);
  });

  it.each([
    ["account", { ...own, accountId: "erik" }],
    ["tenant", { ...own, tenantId: "guest" }],
  ])("is elsewhere where only another %s reaches it", async (_, subscription) => {
    const item = vaultIn(subscription);
    const { findings } = await found([byId], {}, { items: [item] });
    expect(findings).toMatchObject([{ state: "elsewhere", item }]);
  });

  it("is gone where Azure has none and everything was read", async () => {
    const asked: (readonly string[])[] = [];
    const isAllRead = (...one: readonly string[]): boolean => asked.push(one) > 0;
    const { states } = await found([byId], {}, { isAllRead });
    expect(states).toEqual(["gone"]);
    expect(asked).toEqual([[vaultType, subscriptionId]]);
  });

  it("is unknown where not everything was read", async () => {
    expect((await found([byId], {}, { isAllRead: () => false })).states).toEqual(["unknown"]);
  });

  it.each<readonly [string, Reply | "lost"]>([
    ["may not be looked at", refusal(403, "AuthorizationFailed")],
    ["could not be looked at", refusal(500, "InternalServerError")],
    ["gave no answer", "lost"],
  ])("is unknown where it %s, and deleted all the same", async (_, reply) => {
    expect((await found([byId], { [vaultId]: reply })).states).toEqual(["unknown"]);
    const items = [vaultIn(own)];
    expect((await found([byId], { [vaultId]: reply }, { items })).states).toEqual(["deleted"]);
  });

  it("is not asked again within one planning", async () => {
    const { finder, item, arm } = await found([byId, { ...byId, neededFor: "its lid" }], {});
    await finder.of(item, {}, undefined);
    expect(arm.count("GET", vaultId)).toBe(1);
  });

  it("is asked again as another account, which may see more", async () => {
    const { finder, item, arm } = await found([byId], {});
    await finder.of({ ...item, subscription: { ...own, accountId: "erik" } }, {}, undefined);
    expect(arm.count("GET", vaultId)).toBe(2);
  });

  it("stops the planning on what is not Azure's answer", async () => {
    const { item, finder } = await found([], {});
    const broken = new Error("broken");
    const service = boxNeeding([byId]).service;
    const failing = new DependencyFinder(
      plannerOptions(new ScriptedArm(() => missing), {
        service: () => service,
        connect: () => Promise.reject(broken),
      }),
    );
    await expect(failing.of(item, {}, undefined)).rejects.toBe(broken);
    expect(await finder.of(item, {}, undefined)).toEqual([]);
  });
});

describe("a prerequisite of which only the name is known", () => {
  const rows = (...data: readonly JsonObject[]): Azure => ({
    [graph]: { status: 200, body: { data, totalRecords: data.length, count: data.length } },
  });
  const free = { [nameCheck]: { status: 200, body: { nameAvailable: true } } };
  const taken = { [nameCheck]: { status: 200, body: { nameAvailable: false } } };

  it("is deleted where the inventory has it, and nobody is asked", async () => {
    const item = vaultIn(own);
    const { findings, asked } = await found([byName], {}, { items: [item] });
    expect(findings).toMatchObject([{ state: "deleted", item }]);
    expect(asked).toEqual([]);
  });

  it("is live where Resource Graph has it, in any subscription that this account reaches", async () => {
    const other = { ...own, subscriptionId: "other" };
    const foreign = { ...own, subscriptionId: "foreign", tenantId: "guest" };
    const { states, arm } = await found([byName], rows({ id: vaultId, name: "kv" }), {
      subscriptionsKnown: [own, other, foreign],
    });
    expect(states).toEqual(["live"]);
    expect(arm.sent.map(({ body }) => body)).toMatchObject([
      {
        subscriptions: [subscriptionId, "other"],
        query: expect.stringMatching(
          /type =~ 'Microsoft.KeyVault\/vaults' and name =~ 'KV'/,
        ) as string,
      },
    ]);
  });

  it("is gone where nobody has the name", async () => {
    expect((await found([byName], { ...rows(), ...free })).states).toEqual(["gone"]);
  });

  it("is unknown where somebody has the name", async () => {
    expect((await found([byName], { ...rows(), ...taken })).states).toEqual(["unknown"]);
  });

  it.each([403, 404, 500])(
    "is judged by its name where Resource Graph answers %d",
    async (status) => {
      const forbidden = { [graph]: refusal(status, "Refused") };
      expect((await found([byName], { ...forbidden, ...free })).states).toEqual(["gone"]);
      expect((await found([byName], { ...forbidden, ...taken })).states).toEqual(["unknown"]);
      const silent = { ...forbidden, [nameCheck]: refusal(403, "AuthorizationFailed") };
      expect((await found([byName], silent)).states).toEqual(["unknown"]);
    },
  );

  it("is unknown where there is no question for the name, as for a managed HSM", async () => {
    const [hsm] = keyVaultAt("https://hsm.managedhsm.azure.net", subscriptionId);
    const { states, asked } = await found(hsm === undefined ? [] : [hsm], rows());
    expect(states).toEqual(["unknown"]);
    expect(asked).toEqual([`POST ${graph}`]);
  });

  it("is asked for once, whatever the case", async () => {
    const { asked } = await found([byName, { ...byName, name: "kv" }], { ...rows(), ...free });
    expect(asked).toEqual([`POST ${graph}`, `POST ${nameCheck}`]);
  });

  it("is asked for again as another account", async () => {
    const { finder, item, arm } = await found([byName], { ...rows(), ...free });
    await finder.of({ ...item, subscription: { ...own, tenantId: "guest" } }, {}, undefined);
    expect(arm.count("POST", nameCheck)).toBe(2);
  });
});

describe("a prerequisite that nothing names", () => {
  const unnamed = unnamedPrerequisite(vaultType, meaning);
  const answering = (answer: string): Facts => ({ answers: { [whichOf(vaultType)]: answer } });

  it("is to be asked for, and Azure is asked nothing", async () => {
    const { findings, asked } = await found([unnamed], {});
    expect(findings).toEqual([{ ...unnamed, state: "unnamed", answer: whichOf(vaultType) }]);
    expect(asked).toEqual([]);
  });

  it("is what the person answers", async () => {
    const facts = { ...answering(vaultId), items: [vaultIn(own)] };
    expect((await found([unnamed], {}, facts)).findings).toMatchObject([
      { state: "deleted", name: "kv", neededFor: "its key" },
    ]);
  });

  it.each([goOnWithout, "", "nonsense", boxId("blue")])("is not known to %j", async (answer) => {
    const { states, asked } = await found([unnamed], {}, answering(answer));
    expect(states).toEqual(["unknown"]);
    expect(asked).toEqual([]);
  });

  it("does not let an answer change what is known", async () => {
    const { findings } = await found([byId], {}, answering(boxId("blue")));
    expect(findings).toMatchObject([{ id: vaultId, state: "gone" }]);
  });
});

describe("what is said of a finding", () => {
  const name = (text: string): string => text.toUpperCase();

  it.each([
    [
      "gone",
      byId,
      'The key vault "KV", needed for its key, no longer exists and can\'t be recovered. It stays locked.',
    ],
    [
      "unknown",
      byId,
      'The key vault "KV", needed for its key, wasn\'t found in the subscriptions you have access to. It stays locked.',
    ],
    [
      "unknown",
      unnamedPrerequisite(vaultType, meaning),
      "Azure doesn't report which key vault this resource used for its key. It stays locked.",
    ],
  ] as const)("names what is %s", (state, prerequisite, sentence) => {
    expect(dependencySentence({ ...prerequisite, state }, name)).toBe(sentence);
  });

  it("names the subscription of what is elsewhere", () => {
    const item = vaultIn({ ...own, name: "Staging", accountId: "erik" });
    expect(dependencySentence({ ...byId, state: "elsewhere", item }, name)).toBe(
      'The key vault "KV", needed for its key, is soft-deleted in the subscription "STAGING" of another account or tenant. Recover the resource there first.',
    );
  });

  it("is nothing of what is there or comes back", () => {
    expect(dependencySentence({ ...byId, state: "live" }, name)).toBeUndefined();
    expect(dependencySentence({ ...byId, state: "deleted", item: vaultIn(own) }, name)).toBe(
      undefined,
    );
  });
});

describe("the log", () => {
  const log = `/subscriptions/${subscriptionId}/providers/Microsoft.Insights/eventtypes/management/values`;

  it("is read once for each provider and account, and has nothing where it may not be read", async () => {
    const event = { resourceId: "/x" };
    const { finder, item, arm } = await found([], { [log]: { status: 200, body: [event] } });
    expect(await finder.log(item, "Contoso.Boxes", undefined)).toEqual([event]);
    await finder.log(item, "Contoso.Boxes", undefined);
    await finder.log(item, "Contoso.Lids", undefined);
    expect(arm.count("GET", log)).toBe(2);
    const refused = await found([], { [log]: refusal(403, "AuthorizationFailed") });
    expect(await refused.finder.log(refused.item, "Contoso.Boxes", undefined)).toEqual([]);
  });
});
