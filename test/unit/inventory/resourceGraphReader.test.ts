import { describe, expect, it } from "vitest";
import type { Subscription } from "../../../src/account/account";
import { resourceGraphPath } from "../../../src/azure/armRequest";
import { stringAt, type JsonObject, type JsonValue } from "../../../src/base/json";
import type { Logger } from "../../../src/base/logger";
import {
  ResourceGraphReader,
  readLiveResources,
  resourceGroupType,
} from "../../../src/inventory/resourceGraphReader";
import type { SoftDeleteService } from "../../../src/services/service";
import { silent } from "../operations/harness";
import { subscription } from "./inventoryHarness";
import { refusal, ScriptedArm, type Reply, type Script } from "../operations/scriptedArm";
import { collection, perParent, serviceOf } from "./sources";

const [a, b, c] = ["a", "b", "c"].map((name) => subscription(name)) as [
  Subscription,
  Subscription,
  Subscription,
];
const shelf = { id: "/a/shelf", name: "shelf", type: "Contoso.Boxes/Shelves", location: "West US" };

/** The row that Resource Graph has of every subscription it reads. */
function itself({ subscriptionId }: Subscription): JsonObject {
  return {
    id: `/subscriptions/${subscriptionId}`,
    name: subscriptionId,
    type: "microsoft.resources/subscriptions",
    location: "",
    subscriptionId,
  };
}

function rows(...data: readonly JsonObject[]): Reply {
  return { status: 200, body: { data } };
}

interface Setup {
  readonly graph: ResourceGraphReader;
  readonly arm: ScriptedArm;
  /** What was logged. */
  readonly logged: readonly string[];
  readonly abort: AbortController;
}

function graphOf(
  answer: Script | Reply,
  options: {
    readonly services?: readonly SoftDeleteService[];
    readonly connect?: () => Promise<never>;
  } = {},
): Setup {
  const arm = new ScriptedArm(typeof answer === "function" ? answer : () => answer);
  const logged: string[] = [];
  const log = (text: string): void => void logged.push(text);
  const logger: Logger = { trace: log, debug: log, info: log, warn: log, error: log };
  const abort = new AbortController();
  const { services = [serviceOf([perParent()])], connect = async () => arm } = options;
  const graph = new ResourceGraphReader([a, b], services, connect, logger, abort.signal);
  return { graph, arm, logged, abort };
}

const groups =
  "resourcecontainers | where type in~ ('microsoft.resources/subscriptions', 'microsoft.resources/subscriptions/resourcegroups') | project id, name, type, location, subscriptionId";

describe("what is live", () => {
  it("is one query for all subscriptions, with the types and columns of the services", async () => {
    const services = [
      serviceOf([
        perParent({
          types: ["contoso.boxes/shelves", "contoso.boxes/rooms"],
          columns: { mode: "tostring(properties.mode)" },
        }),
      ]),
      serviceOf([collection("/list")]),
      serviceOf([
        perParent({ types: ["contoso.boxes/rooms"] }),
        perParent({ types: ["contoso.attics/attics"], columns: { high: "properties.high" } }),
      ]),
    ];
    const { graph, arm } = graphOf(rows(itself(a), itself(b)), { services });
    await Promise.all([graph.live("id-a"), graph.live("id-b"), graph.live("id-a")]);
    await graph.live("id-b");
    expect(arm.sent).toHaveLength(1);
    expect(arm.sent[0]).toMatchObject({
      method: "POST",
      path: resourceGraphPath,
      body: {
        subscriptions: ["id-a", "id-b"],
        query: `resources | where type in~ ('contoso.attics/attics', 'contoso.boxes/rooms', 'contoso.boxes/shelves') | project id, name, type, location, subscriptionId, mode = tostring(properties.mode), high = properties.high | union (${groups}) | order by id asc`,
      },
    });
  });

  it("is the resource groups alone where no service looks below anything", async () => {
    const services = [serviceOf([collection("/list")])];
    const { graph, arm } = graphOf(rows(itself(a)), { services });
    await graph.live("id-a");
    expect(stringAt(arm.sent[0]?.body, "query")).toBe(`${groups} | order by id asc`);
  });

  it("is told apart by subscription, whatever the case, types and regions as paths have them", async () => {
    const { graph } = graphOf(
      rows(
        { ...shelf, subscriptionId: "ID-A", mode: "kept" },
        { name: "no id", type: "x/y", subscriptionId: "id-a" },
        itself(a),
        itself(b),
      ),
    );
    expect((await graph.live("id-A"))?.slice(0, -1)).toEqual([
      {
        id: "/a/shelf",
        name: "shelf",
        type: "contoso.boxes/shelves",
        location: "westus",
        raw: { ...shelf, subscriptionId: "ID-A", mode: "kept" },
      },
    ]);
    expect((await graph.live("id-b"))?.map(({ name }) => name)).toEqual(["id-b"]);
  });

  it("is not known of a subscription that Resource Graph leaves out, although it answers", async () => {
    const answer: Script = ({ body }) =>
      stringAt(body, "query") === "boxes"
        ? rows({ id: "/1", subscriptionId: "id-a" }, { id: "/2", subscriptionId: "id-b" })
        : rows({ ...shelf, subscriptionId: "id-a" }, itself(b));
    const { graph, arm } = graphOf(answer);
    expect(await graph.live("id-a")).toBeUndefined();
    expect(await graph.live("id-b")).toHaveLength(1);
    expect(await graph.rows("boxes", "id-a")).toBeUndefined();
    expect(await graph.rows("boxes", "id-b")).toEqual([{ id: "/2", subscriptionId: "id-b" }]);
    // One for what is live, one for the boxes.
    expect(arm.sent).toHaveLength(2);
  });

  it("has no rows of a query in a subscription that is read, and not undefined", async () => {
    const answer: Script = ({ body }) =>
      stringAt(body, "query") === "boxes" ? rows() : rows(itself(a));
    expect(await graphOf(answer).graph.rows("boxes", "id-a")).toEqual([]);
  });

  it("is not known where Azure forbids it, and the log names nothing", async () => {
    const message = "Dana may not read /subscriptions/id-a.";
    const { graph, arm, logged } = graphOf(refusal(403, "AuthorizationFailed", message));
    expect(await graph.live("id-a")).toBeUndefined();
    expect(await graph.live("id-b")).toBeUndefined();
    expect(arm.sent).toHaveLength(1);
    expect(logged).toEqual([
      "Resource Graph does not answer (AuthorizationFailed, status 403); lists are read instead.",
    ]);
  });

  it("is not known where there is no connection, and the log names nothing", async () => {
    const { graph, logged } = graphOf(rows(), {
      connect: () => Promise.reject(new Error("Dana must sign in.")),
    });
    expect(await graph.live("id-a")).toBeUndefined();
    expect(logged).toEqual([
      "Resource Graph does not answer (notSent, status none); lists are read instead.",
    ]);
  });

  it("is not said to be unreadable by a reading that was given up", async () => {
    const { graph, logged, abort } = graphOf(rows());
    abort.abort(new Error("a newer refresh"));
    expect(await graph.live("id-a")).toBeUndefined();
    expect(logged).toEqual([]);
  });

  it("is not asked of the whole tenant where there are no subscriptions", async () => {
    let connections = 0;
    const connect = (): Promise<never> => {
      connections += 1;
      return Promise.reject(new Error("There is nobody to connect as."));
    };
    const graph = new ResourceGraphReader([], [], connect, silent, new AbortController().signal);
    expect(await graph.live("id-a")).toBeUndefined();
    expect(connections).toBe(0);
  });
});

describe("what there is to pick from", () => {
  const types = ["contoso.boxes/shelves", "contoso.boxes/rooms"];
  const lists: Readonly<Record<string, readonly JsonValue[]>> = {
    "/subscriptions/id-a/resources": [{ ...shelf, id: "/z" }, "no row", { name: "half" }],
    "/subscriptions/id-b/resources": [{ ...shelf, id: "/m" }],
    "/subscriptions/id-a/resourcegroups": [{ id: "/rg", name: "rg", type: "t/u" }],
  };
  const listed: Script = ({ method, path }) =>
    method === "POST"
      ? refusal(403, "AuthorizationFailed")
      : { status: 200, body: lists[path] ?? [] };

  it("is one query, sorted", async () => {
    const answer = rows(itself(a), { ...shelf, id: "/z" }, { ...shelf, id: "/m" }, itself(b));
    const arm = new ScriptedArm(() => answer);
    const found = await readLiveResources(arm, ["id-a", "ID-B"], types);
    expect(found.map(({ id }) => id)).toEqual(["/m", "/z"]);
    expect(arm.sent).toHaveLength(1);
    expect(arm.sent[0]?.body).toMatchObject({
      subscriptions: ["id-a", "ID-B"],
      query:
        "resources | where type in~ ('contoso.boxes/shelves', 'contoso.boxes/rooms') | project id, name, type, location, subscriptionId | union (resourcecontainers | where type in~ ('microsoft.resources/subscriptions') | project id, name, type, location, subscriptionId) | order by id asc",
    });
  });

  it("comes from the list of a subscription that Resource Graph leaves out", async () => {
    const arm = new ScriptedArm((sent, before) =>
      sent.method === "POST" ? rows(itself(a), { ...shelf, id: "/q" }) : listed(sent, before),
    );
    const found = await readLiveResources(arm, ["id-a", "id-b"], types);
    expect(found.map(({ id }) => id)).toEqual(["/m", "/q"]);
    expect(arm.sent.map(({ path }) => path).slice(1)).toEqual(["/subscriptions/id-b/resources"]);
  });

  it("comes from the lists where Resource Graph finds nothing: it lags behind", async () => {
    const arm = new ScriptedArm((sent, before) =>
      sent.method === "POST" ? rows(itself(a), itself(b)) : listed(sent, before),
    );
    const found = await readLiveResources(arm, ["id-a", "id-b"], types);
    expect(found.map(({ id }) => id)).toEqual(["/m", "/z"]);
  });

  it("is what one list has where another fails", async () => {
    const arm = new ScriptedArm((sent, before) =>
      sent.path.startsWith("/subscriptions/id-a")
        ? refusal(403, "AuthorizationFailed")
        : listed(sent, before),
    );
    const found = await readLiveResources(arm, ["id-a", "id-b"], types);
    expect(found.map(({ id }) => id)).toEqual(["/m"]);
  });

  it("comes from the lists of all the subscriptions where Resource Graph does not answer", async () => {
    const filters: (string | undefined)[] = [];
    class AskedArm extends ScriptedArm {
      override async list(...args: Parameters<ScriptedArm["list"]>): Promise<void> {
        filters.push(args[0].query?.["$filter"]);
        await super.list(...args);
      }
    }
    const found = await readLiveResources(new AskedArm(listed), ["id-a", "id-b"], types);
    expect(found.map(({ id, type, location }) => [id, type, location])).toEqual([
      ["/m", "contoso.boxes/shelves", "westus"],
      ["/z", "contoso.boxes/shelves", "westus"],
    ]);
    const filter =
      "resourceType eq 'contoso.boxes/shelves' or resourceType eq 'contoso.boxes/rooms'";
    expect(filters).toEqual([filter, filter]);
  });

  it("has nothing twice where Resource Graph breaks off", async () => {
    const arm = new ScriptedArm((sent, before) =>
      sent.method === "POST" && before === 0
        ? { status: 200, body: { data: [{ ...shelf, id: "/z" }], $skipToken: "2" } }
        : listed(sent, before),
    );
    const found = await readLiveResources(arm, ["id-a", "id-b"], types);
    expect(found.map(({ id }) => id)).toEqual(["/m", "/z"]);
  });

  it("may be resource groups, from a table and a list of their own", async () => {
    const arm = new ScriptedArm(listed);
    const found = await readLiveResources(arm, ["id-a"], [resourceGroupType]);
    expect(found.map(({ name }) => name)).toEqual(["rg"]);
    expect(stringAt(arm.sent[0]?.body, "query")).toMatch(/^resourcecontainers \| /);
  });

  it("is an error where the lists do not answer either", async () => {
    const arm = new ScriptedArm(() => refusal(403, "AuthorizationFailed", "No."));
    await expect(readLiveResources(arm, [c.subscriptionId], types)).rejects.toThrow("No.");
  });
});
