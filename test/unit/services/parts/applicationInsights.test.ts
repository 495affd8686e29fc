import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { activityRequest } from "../../../../src/azure/activityLog";
import { pathAndQuery, type ArmRequest } from "../../../../src/azure/armRequest";
import { arrayAt, type JsonObject, type JsonValue } from "../../../../src/base/json";
import {
  componentsThatUsed,
  deletedComponentAt,
  madeAgain,
  provider,
  recreateStep,
} from "../../../../src/services/parts/applicationInsights";
import { componentWith } from "../../../simulator/services/applicationInsights";
import { everyService } from "../../../simulator/scenarios/everyService";
import { startSimulator } from "../../../simulator/simulator";
import { anyCase } from "../../azure/arbitraries";
import { described } from "../../catalogue/reading";
import { ArmClient, json } from "../../simulator/client";
import { subscriptionId } from "../samples";

const group = `/subscriptions/${subscriptionId}/resourceGroups/rg-platform/providers`;
const workspaceId = `${group}/Microsoft.OperationalInsights/workspaces/log-platform`;
const componentId = `${group}/Microsoft.Insights/components/appi`;
const body = {
  location: "swedencentral",
  kind: "java",
  properties: { Application_Type: "other", WorkspaceResourceId: workspaceId },
};

interface Told {
  readonly at?: string;
  readonly id?: string;
  readonly status?: string;
  readonly body?: JsonValue;
  readonly text?: string;
  readonly correlationId?: string;
}

/** An entry of the log as Azure sends it. */
function event(what: string, told: Told): JsonObject {
  const { at = "2026-03-01", id = componentId, status = "Succeeded", correlationId } = told;
  const text = told.text ?? (told.body === undefined ? undefined : JSON.stringify(told.body));
  return {
    resourceId: id,
    operationName: { value: `Microsoft.Insights/components/${what}`, localizedValue: what },
    status: { value: status, localizedValue: status },
    eventTimestamp: `${at}T12:00:00.1234567Z`,
    ...(correlationId === undefined ? {} : { correlationId }),
    ...(text === undefined ? {} : { properties: { requestbody: text, entity: id } }),
  };
}

const deletion = event("delete", { at: "2026-03-05" });
const found = {
  id: componentId,
  name: "appi",
  resourceGroup: "rg-platform",
  location: "swedencentral",
  kind: "java",
  applicationType: "other",
  deletedAt: "2026-03-05T12:00:00.123Z",
  workspaceId,
};

describe("components that used a workspace", () => {
  it("are those that were deleted and last written with it", () => {
    const events = [deletion, event("write", { body })];
    expect(componentsThatUsed(events, workspaceId)).toEqual([found]);
    expect(componentsThatUsed(events.toReversed(), workspaceId)).toEqual([found]);
  });

  it("are found whatever the case of names and ids", () => {
    fc.assert(
      fc.property(
        anyCase("WorkspaceResourceId"),
        anyCase("requestbody"),
        anyCase("Microsoft.Insights/components/write"),
        anyCase(workspaceId.slice(1)),
        (property, bodyName, operation, id) => {
          const write = {
            ...event("write", {}),
            operationName: { value: operation },
            properties: {
              [bodyName]: JSON.stringify({ ...body, properties: { [property]: `/${id}` } }),
            },
          };
          expect(componentsThatUsed([deletion, write], workspaceId)).toMatchObject([
            { id: componentId, workspaceId: `/${id}`, applicationType: "web" },
          ]);
        },
      ),
    );
  });

  it.each<[string, readonly JsonValue[]]>([
    ["it still lives", [event("write", { body })]],
    [
      "it was made again",
      [event("write", { body }), deletion, event("write", { at: "2026-03-06" })],
    ],
    ["its deletion was refused", [event("write", { body }), event("delete", { status: "Failed" })]],
    [
      "it had another workspace by then",
      [
        deletion,
        event("write", { body }),
        event("write", {
          at: "2026-03-02",
          body: { properties: { workspaceResourceId: `${workspaceId}-new` } },
        }),
      ],
    ],
    ["it was something else", [event("write", { body }), { ...deletion, resourceId: group }]],
    [
      "its name can be in no address",
      [{ ...deletion, resourceId: componentId.replace(/appi$/, "..") }],
    ],
    ["its name is half a character", [{ ...deletion, resourceId: `${componentId}\ud800` }]],
    ["nothing tells when", [{ ...deletion, eventTimestamp: "soon" }]],
  ])("are none where %s", (_, events) => {
    expect(componentsThatUsed(events, workspaceId)).toEqual([]);
  });

  it("are told by the last write that names a workspace, not by one of the tags", () => {
    const tags = event("write", { at: "2026-03-02", body: { tags: { team: "platform" } } });
    expect(componentsThatUsed([deletion, tags, event("write", { body })], workspaceId)).toEqual([
      found,
    ]);
  });

  it("are told by the entry that begins a write as well, but not by a refused one", () => {
    const elsewhere = { properties: { WorkspaceResourceId: `${workspaceId}-new` } };
    const refused = [
      event("write", {
        at: "2026-03-02",
        status: "Started",
        body: elsewhere,
        correlationId: "a",
      }),
      event("write", { at: "2026-03-02", status: "Failed", correlationId: "a" }),
    ];
    const begun = event("write", { status: "Started", body, correlationId: "b" });
    expect(componentsThatUsed([deletion, begun, ...refused], workspaceId)).toEqual([found]);
  });

  it("that a refused write would have made again are still deleted", () => {
    const refused = event("write", { at: "2026-03-06", status: "Failed", body });
    expect(componentsThatUsed([deletion, event("write", { body }), refused], workspaceId)).toEqual([
      found,
    ]);
  });

  it.each<[string, readonly JsonValue[]]>([
    ["were not written since the log begins", []],
    ["were written without one", [event("write", { body: { kind: "web", properties: {} } })]],
    ["have bodies that are cut off", [event("write", { text: '{"properties":{"Work' })]],
    ["have bodies of another kind", [event("write", { text: "[1]" })]],
  ])("are only presumed where they %s and lay in the same group", (_, writes) => {
    const events = [deletion, ...writes];
    expect(componentsThatUsed(events, workspaceId)).toEqual([
      {
        ...found,
        location: undefined,
        kind: "web",
        applicationType: "web",
        workspaceId: undefined,
      },
    ]);
    expect(componentsThatUsed(events, workspaceId.replace("rg-platform", "rg-logs"))).toEqual([]);
  });

  it("come latest deletion first", () => {
    const other = `${componentId}-2`;
    const events = [deletion, event("delete", { at: "2026-03-07", id: other })];
    expect(componentsThatUsed(events, workspaceId).map(({ name }) => name)).toEqual([
      "appi-2",
      "appi",
    ]);
  });

  it("are read from whatever Azure sends", () => {
    fc.assert(
      fc.property(
        fc.array(fc.jsonValue() as fc.Arbitrary<JsonValue>),
        fc.string(),
        (events, id) => {
          expect(componentsThatUsed(events, id)).toEqual([]);
        },
      ),
    );
  });
});

describe("a component by its id", () => {
  it("is found where it was deleted, whichever workspace it used", () => {
    const events = [event("write", { at: "2026-02-01", body }), deletion];
    expect(deletedComponentAt(events, componentId.toUpperCase())).toEqual(found);
    expect(deletedComponentAt(events, `${componentId}-2`)).toBeUndefined();
    const again = [...events, event("write", { at: "2026-03-06", body })];
    expect(deletedComponentAt(again, componentId)).toBeUndefined();
  });
});

describe("creating a component again", () => {
  const step = recreateStep(found, workspaceId);

  it("writes it with its workspace, unless it is there", () => {
    expect(described(step.request)).toBe(
      `PUT ${componentId}?api-version=2020-02-02 ${JSON.stringify(body)}`,
    );
    expect(step.postcondition).toEqual({
      request: { method: "GET", path: componentId, apiVersion: "2020-02-02" },
      expects: "present",
    });
    expect(step.skipIfMet).toBe(true);
  });

  it("is a step of its own for each, and says that it has another connection string", () => {
    const other = recreateStep({ ...found, id: `${componentId}-2` }, workspaceId);
    expect(other.id).not.toBe(step.id);
    expect(step.note).toMatch(/"appi" is new and has a new connection string/);
  });
});

it("is made again in the region it was in, or in that of what it belongs to", () => {
  const logged = madeAgain(found, workspaceId, "westus");
  expect([logged.location, logged.isCertain, logged.resourceGroup]).toEqual([
    "swedencentral",
    true,
    "rg-platform",
  ]);
  const guessed = madeAgain(
    { ...found, location: undefined, workspaceId: undefined },
    "w",
    "westus",
  );
  expect([guessed.location, guessed.isCertain]).toEqual(["westus", false]);
  expect(guessed.remark).toMatch(
    /Deleted from the same resource group\. Azure doesn't report which workspace this component used\./,
  );
});

it("over the simulator finds the component again, and makes it once its workspace is back", async () => {
  const simulator = await startSimulator({ timeScale: 0, scenario: everyService });
  try {
    const dana = await ArmClient.signIn(simulator);
    const send = ({ method, body: sent, ...request }: ArmRequest) =>
      dana.send(method, pathAndQuery({ method, ...request }), sent);
    const { id = "" } = everyService.subscriptions[0] ?? {};
    const inGroup = `/subscriptions/${id}/resourceGroups/rg-platform/providers`;
    const workspace = `${inGroup}/Microsoft.OperationalInsights/workspaces/log-platform`;
    const now = Date.now();
    const day = 24 * 3_600_000;
    const asked = (until: number): ArmRequest =>
      activityRequest({ subscriptionId: id, since: now - 89 * day, until, provider });
    const log = await send(asked(now));
    const [component, ...more] = componentsThatUsed(
      arrayAt(json(log) as JsonObject, "value"),
      workspace,
    );
    expect(more).toEqual([]);
    expect(component).toMatchObject({
      name: "appi-platform",
      resourceGroup: "rg-platform",
      location: "swedencentral",
      workspaceId: workspace,
    });
    if (component === undefined) {
      return;
    }
    const { request, postcondition } = recreateStep(
      { ...component, location: "swedencentral" },
      workspace,
    );
    expect((await send(request)).status).toBe(400);
    await dana.send("PUT", `${workspace}?api-version=2023-09-01`, { location: "swedencentral" });
    expect((await send(request)).status).toBe(200);
    expect(postcondition && (await send(postcondition.request)).status).toBe(200);
    const subscription = simulator.state.subscription(id);
    expect(subscription && componentWith(subscription, "appi-platform")?.workspaceId).toBe(
      workspace,
    );
    const later = await send(asked(Date.now() + day));
    expect(componentsThatUsed(arrayAt(json(later) as JsonObject, "value"), workspace)).toEqual([]);
  } finally {
    await simulator.close();
  }
});
