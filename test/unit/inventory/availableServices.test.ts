import { describe, expect, it } from "vitest";
import { resourceGraphPath } from "../../../src/azure/armRequest";
import { Inventory } from "../../../src/inventory/inventory";
import type { SubscriptionBranch } from "../../../src/inventory/inventorySnapshot";
import type { SoftDeleteService } from "../../../src/services/service";
import { settled } from "../base/fakeClock";
import { silent } from "../operations/harness";
import { branchOf, endpoint, namesOf, reporting, subscription } from "./inventoryHarness";
import { refusal, type Reply, type Script, ScriptedArm } from "../operations/scriptedArm";
import { collection, get, HeldArm, perParent, perRegion, readBox, serviceOf } from "./sources";

/** A service with a namespace of its own, whose list is at "/{subscription}/{id}". */
function service(id: string, rest: Partial<SoftDeleteService> = {}): SoftDeleteService {
  const source = collection("", { request: (subscriptionId) => get(`/${subscriptionId}/${id}`) });
  return serviceOf([source], { id, resourceType: `Contoso.${id}/things`, ...rest });
}

const boxes = service("Boxes");
const attics = service("Attics");
const cellars = service("Cellars", { availability: { nationalClouds: false } });
const all = [boxes, attics, cellars];

function provider(id: string, registrationState = "Registered"): object {
  return {
    namespace: `contoso.${id.toLowerCase()}`,
    registrationState,
    resourceTypes: [{ resourceType: "locations/deletedBoxes", locations: ["West"] }],
  };
}

const registered = all.map(({ id }) => provider(id));
const noGraph = refusal(403, "AuthorizationFailed");

/** Azure with these providers; every list has one item, named after its service. */
function azure(providers: readonly object[] | Reply, graph: Reply = noGraph): Script {
  return ({ path }) => {
    if (path === resourceGraphPath) {
      return graph;
    }
    if (path.endsWith("/providers")) {
      return isList(providers) ? { status: 200, body: providers as never[] } : providers;
    }
    return { status: 200, body: [{ name: path.split("/").at(-1) ?? "" }] };
  };
}

function isList(providers: readonly object[] | Reply): providers is readonly object[] {
  return Array.isArray(providers);
}

function inventoryOn(
  arm: ScriptedArm,
  services: readonly SoftDeleteService[] = all,
  at: () => Promise<string> = endpoint,
  subscriptions = [subscription("a"), subscription("b")],
): Inventory {
  return new Inventory({
    services: () => services,
    readSubscriptions: reporting(...subscriptions),
    connect: async () => arm,
    endpoint: at,
    logger: silent,
  });
}

const providersOfA = "/subscriptions/id-a/providers";

describe("the providers of a subscription", () => {
  it("are read once at each refresh, however many services there are", async () => {
    const arm = new ScriptedArm(azure(registered));
    const inventory = inventoryOn(arm);
    await inventory.refresh();
    expect(arm.count("GET", providersOfA)).toBe(1);
    expect(arm.count("GET", "/subscriptions/id-b/providers")).toBe(1);
    await inventory.refresh();
    expect(arm.count("GET", providersOfA)).toBe(2);
    await inventory.refreshSubscription(subscription("a"), undefined);
    expect(arm.count("GET", providersOfA)).toBe(3);
  });

  it("tell which services are not in use there: those are not asked", async () => {
    const arm = new ScriptedArm(azure([provider("Boxes"), provider("Attics", "NotRegistered")]));
    const inventory = inventoryOn(arm);
    await inventory.refresh();
    expect(namesOf(branchOf(inventory, "a", "Boxes"))).toEqual(["Boxes"]);
    for (const id of ["Attics", "Cellars"]) {
      expect(branchOf(inventory, "a", id)).toMatchObject({
        state: "absent",
        wasRead: true,
        resources: [],
      });
      expect(arm.count("GET", `/id-a/${id}`)).toBe(0);
    }
  });

  it("that a service is not in use any more takes out what was shown of it", async () => {
    let providers = registered;
    const inventory = inventoryOn(
      new ScriptedArm((sent, before) => azure(providers)(sent, before)),
    );
    await inventory.refresh();
    expect(inventory.items).toHaveLength(6);
    providers = [provider("Boxes")];
    await inventory.refresh();
    expect(inventory.items.map(({ resource }) => resource.name)).toEqual(["Boxes", "Boxes"]);
  });

  it("that cannot be read leave out nothing: every service is asked", async () => {
    const inventory = inventoryOn(new ScriptedArm(azure(refusal(403, "AuthorizationFailed"))));
    await inventory.refresh();
    expect(inventory.items).toHaveLength(6);
  });

  it("that cannot be read make a service fail that is asked by region, until they can", async () => {
    let providers: object[] | Reply = refusal(503, "ServerBusy");
    const arm = new ScriptedArm((sent, before) => azure(providers)(sent, before));
    const byRegion = { ...boxes, sources: [perRegion] } as const;
    const inventory = inventoryOn(arm, [byRegion]);
    await inventory.refresh();
    expect(branchOf(inventory, "a", "Boxes")).toMatchObject({ state: "failed", wasRead: false });
    providers = registered;
    await inventory.refreshSubscription(subscription("a"), "Boxes");
    expect(branchOf(inventory, "a", "Boxes")?.state).toBe("read");
    expect(namesOf(branchOf(inventory, "a", "Boxes"))).toEqual(["west"]);
  });
});

describe("a national cloud", () => {
  const asked = async (at: () => Promise<string>): Promise<readonly (string | undefined)[]> => {
    const inventory = inventoryOn(new ScriptedArm(azure(registered)), all, at);
    await inventory.refresh();
    return all.map(({ id }) => branchOf(inventory, "a", id)?.state);
  };

  it.each(["https://management.usgovcloudapi.net", "https://management.chinacloudapi.cn"])(
    "at %s is not asked for services that it does not have",
    async (at) => {
      expect(await asked(async () => at)).toEqual(["read", "read", "absent"]);
    },
  );

  it("is not what any other endpoint is, nor one that is not known", async () => {
    expect(await asked(endpoint)).toEqual(["read", "read", "read"]);
    const unknown = (): Promise<string> => Promise.reject(new Error("No such cloud."));
    expect(await asked(unknown)).toEqual(["read", "read", "read"]);
  });
});

describe("a refresh of one service", () => {
  const graphRows = (...names: readonly string[]): Reply => ({
    status: 200,
    body: {
      data: [
        { id: "/a", name: "a", type: "microsoft.resources/subscriptions", subscriptionId: "id-a" },
        ...names.map((name) => ({
          id: `/${name}`,
          name,
          type: "contoso.boxes/shelves",
          subscriptionId: "id-a",
        })),
      ],
    },
  });

  it("asks neither for providers nor Resource Graph", async () => {
    const arm = new ScriptedArm(azure(registered));
    const inventory = inventoryOn(arm);
    await inventory.refresh();
    arm.sent.length = 0;
    await inventory.refreshSubscription(subscription("a"), "Boxes");
    expect(arm.sent.map(({ path }) => path)).toEqual(["/id-a/Boxes"]);
  });

  it("goes by the regions that the last full one has read", async () => {
    const arm = new ScriptedArm(azure(registered));
    const inventory = inventoryOn(arm, [{ ...boxes, sources: [perRegion] }, attics]);
    await inventory.refresh();
    arm.sent.length = 0;
    await inventory.refreshSubscription(subscription("a"), "Boxes");
    expect(arm.sent.map(({ path }) => path)).toEqual(["/west"]);
  });

  it.each<[string, SoftDeleteService]>([
    ["looks below parents", { ...boxes, sources: [perParent()] }],
    [
      "is in Resource Graph itself",
      {
        ...boxes,
        sources: [
          { kind: "graph", query: "boxes", read: (item) => readBox(item), fallback: perRegion },
        ],
      },
    ],
  ])("asks Resource Graph anew where the service %s", async (_, one) => {
    const arm = new ScriptedArm(azure(registered, graphRows("shelf")));
    const inventory = inventoryOn(arm, [one, attics]);
    await inventory.refresh();
    const before = arm.count("POST", resourceGraphPath);
    arm.sent.length = 0;
    await inventory.refreshSubscription(subscription("a"), "Boxes");
    expect(arm.count("POST", resourceGraphPath)).toBe(before);
    expect(arm.sent[0]?.body).toMatchObject({ subscriptions: ["id-a"] });
    expect(arm.count("GET", providersOfA)).toBe(0);
    expect(branchOf(inventory, "a", "Boxes")?.state).toBe("read");
  });

  it("is one query for the subscriptions of one account and tenant at a full refresh", async () => {
    const omars = { ...subscription("c"), accountId: "omar" };
    const elsewhere = { ...subscription("d"), tenantId: "u" };
    const arm = new ScriptedArm(azure(registered, graphRows()));
    await inventoryOn(arm, all, endpoint, [
      subscription("a"),
      omars,
      elsewhere,
      subscription("b"),
    ]).refresh();
    const asked = arm.sent.filter(({ path }) => path === resourceGraphPath);
    expect(asked.map(({ body }) => body?.["subscriptions"])).toEqual([
      ["id-a", "id-b"],
      ["id-c"],
      ["id-d"],
    ]);
  });
});

describe("the resource groups of a subscription", () => {
  const container = (type: string, name: string): object => ({
    id: `/${name}`,
    name,
    type,
    subscriptionId: "id-a",
  });
  const data = [
    container("microsoft.resources/subscriptions", "a"),
    container("Microsoft.Resources/subscriptions/resourceGroups", "RG-Platform"),
    container("contoso.boxes/shelves", "shelf"),
  ] as never[];

  it("are in the snapshot, lower-case, where Resource Graph tells of it", async () => {
    const arm = new ScriptedArm(azure(registered, { status: 200, body: { data } }));
    const inventory = inventoryOn(arm);
    await inventory.refresh();
    const [a, b] = inventory.snapshot.subscriptions;
    expect(a?.resourceGroups).toEqual(new Set(["rg-platform"]));
    expect(b?.resourceGroups).toBeUndefined();
    inventory.clear();
    expect(inventory.snapshot.subscriptions).toEqual([]);
  });
});

describe("while the providers are being read", () => {
  /** As the tree sees it. */
  const isEmpty = ({ branches }: SubscriptionBranch): boolean =>
    branches.every(({ state, wasRead }) => state !== "failed" && wasRead);

  it("a subscription does not count as empty, nor before its services have answered", async () => {
    const arm = new HeldArm(({ path }) =>
      path === providersOfA
        ? { status: 200, body: registered as never[] }
        : path === resourceGraphPath || path.endsWith("/permissions")
          ? noGraph
          : { status: 200, body: [] },
    );
    const inventory = inventoryOn(arm, all, endpoint, [subscription("a")]);
    const empty: boolean[] = [];
    inventory.onDidChange(() => {
      empty.push(inventory.snapshot.subscriptions.some(isEmpty));
    });
    const refreshed = inventory.refresh();
    await settled();
    expect(arm.held).toEqual([providersOfA]);
    const [shown] = inventory.snapshot.subscriptions;
    expect(shown?.branches.map(({ state }) => state)).toEqual(["reading", "reading", "reading"]);
    await arm.let(providersOfA);
    expect(arm.held).toHaveLength(3);
    expect(empty.length).toBeGreaterThan(2);
    for (const path of arm.held.slice(0, 2)) {
      await arm.let(path);
    }
    expect(empty).not.toContain(true);
    await arm.let(arm.held[0] ?? "");
    await refreshed;
    expect(inventory.snapshot.subscriptions.map(isEmpty)).toEqual([true]);
  });
});
