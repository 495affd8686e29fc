import * as fc from "fast-check";
import { expect, it } from "vitest";
import type { Subscription } from "../../src/account/account";
import { arrayAt, stringAt, type JsonObject } from "../../src/base/json";
import type { Need, Task } from "../../src/planning/orderSteps";
import type { InventoryItem } from "../../src/inventory/inventorySnapshot";
import { Planner } from "../../src/planning/planner";
import type { Prerequisite, SoftDeleteService } from "../../src/services/service";
import { predecessors, removeSteps, type PlanStep } from "../../src/services/plan";
import { plannerOptions } from "../unit/planning/plannerOptions";
import { refusal, ScriptedArm } from "../unit/operations/scriptedArm";
import { collection, serviceOf } from "../unit/inventory/sources";
import { hasCycle, reached, type Graph } from "./graphs";

const numRuns = Number(process.env["PROPERTY_RUNS"] ?? 10_000);

const subscription: Subscription = {
  subscriptionId: "s",
  name: "Production",
  tenantId: "t",
  homeTenantId: "t",
  accountId: "dana",
  accountLabel: "Dana",
};
const resourceType = "Contoso.Boxes/boxes";
const most = 8;

interface Thing {
  readonly place: number;
  /** "hidden": nobody says whether it is there. */
  readonly state: "live" | "deleted" | "gone" | "hidden";
  readonly group: string;
  readonly needs: readonly (readonly [to: number, optional: boolean])[];
}

/** A subscription with things that need one another; the first is to be recovered. */
interface World {
  readonly things: readonly Thing[];
  /** Resource groups that there are. */
  readonly groups: readonly string[];
}

const groupNames = ["rg-a", "rg-b", "rg-c"];

const worlds: fc.Arbitrary<World> = fc
  .record({ count: fc.integer({ min: 1, max: most }), isAcyclic: fc.boolean() })
  .chain(({ count, isAcyclic }) =>
    fc.record({
      groups: fc.subarray(groupNames),
      things: fc.tuple(
        ...Array.from({ length: count }, (_, place): fc.Arbitrary<Thing> => {
          const min = Math.min(isAcyclic ? place + 1 : 0, count - 1);
          const needs = fc.array(fc.tuple(fc.integer({ min, max: count - 1 }), fc.boolean()), {
            maxLength: 3,
          });
          return fc.record({
            place: fc.constant(place),
            state:
              place === 0
                ? fc.constant("deleted" as const)
                : fc.constantFrom("deleted", "deleted", "deleted", "live", "gone", "hidden"),
            group: fc.constantFrom(...groupNames),
            needs: isAcyclic && min <= place ? fc.constant([]) : needs,
          });
        }),
      ),
    }),
  );

function nameOf(place: number): string {
  return `box${String(place)}`;
}

function idOf({ place, group }: Thing): string {
  return `/subscriptions/s/resourceGroups/${group}/providers/${resourceType}/${nameOf(place)}`;
}

function itemOf(thing: Thing, { things }: World): InventoryItem {
  const needs: readonly JsonObject[] = thing.needs.flatMap(([to, optional]) => {
    const other = things[to];
    return other === undefined ? [] : [{ id: idOf(other), name: nameOf(to), optional }];
  });
  return {
    subscription,
    resource: {
      serviceId: "boxes",
      subscriptionId: "s",
      name: nameOf(thing.place),
      resourceGroup: thing.group,
      location: "westus",
      kind: undefined,
      originalId: idOf(thing),
      deletedPath: `/deleted/${nameOf(thing.place)}`,
      deletedAt: "2026-03-01T12:00:00.000Z",
      purgeAt: undefined,
      purgeAtFrom: "azure",
      purgeProtected: false,
      tags: {},
      raw: { needs },
    },
  };
}

const boxes: SoftDeleteService = serviceOf([collection("/list")], {
  noun: () => "box",
  recover: ({ name, originalId }): readonly PlanStep[] =>
    ["prepare", "recover"].map((id) => ({
      id,
      title: id,
      target: name,
      request: { method: "PUT", path: `${originalId}/${id}`, apiVersion: "1" },
    })),
  prerequisites: ({ raw }) =>
    arrayAt(raw, "needs").map((need): Prerequisite => {
      const id = stringAt(need, "id") ?? "";
      return {
        resourceType,
        noun: "box",
        name: stringAt(need, "name"),
        id,
        live: { method: "GET", path: id, apiVersion: "1" },
        neededFor: "its lid",
        without: "It stays open.",
        ...((need as JsonObject)["optional"] === true ? { optional: true } : {}),
      };
    }),
});

/** The same as a graph of what a plan is to bring back: boxes that are deleted, and groups. */
function graphOf(world: World): Graph {
  const { things, groups } = world;
  const isGroupGone = (group: string): boolean => !groups.includes(group);
  const bring = (key: string, needs: readonly Need[]): readonly [string, Task] => [
    key,
    { key, name: key, steps: [], needs },
  ];
  return {
    tasks: new Map([
      ...groupNames.filter(isGroupGone).map((group) => bring(group, [])),
      ...things
        .filter(({ state }) => state === "deleted")
        .map(({ place, group, needs }) =>
          bring(nameOf(place), [
            { key: group },
            ...needs.map(([to, optional]) => ({
              key: nameOf(to),
              ...(optional ? { optional } : {}),
            })),
          ]),
        ),
    ]),
    goal: nameOf(0),
    followers: [],
  };
}

function azureOf({ things, groups }: World): ScriptedArm {
  const byId = new Map(things.map((thing) => [idOf(thing), thing.state]));
  return new ScriptedArm(({ method, path }) => {
    if (method === "HEAD") {
      const name = path.slice(path.lastIndexOf("/") + 1);
      return groups.includes(name) ? { status: 204 } : refusal(404, "ResourceGroupNotFound");
    }
    switch (byId.get(path)) {
      case "live":
        return { status: 200, body: {} };
      case "deleted":
      case "gone":
        return refusal(404, "ResourceNotFound");
      default:
        return refusal(403, "AuthorizationFailed");
    }
  });
}

function checkSteps(steps: readonly PlanStep[], graph: Graph): void {
  const wanted = [...reached(graph, [graph.goal])].flatMap((key) =>
    groupNames.includes(key)
      ? [`createResourceGroup ${key}`]
      : [`prepare ${key}`, `recover ${key}`],
  );
  const [named, places] = [
    steps.map(({ id, target }) => `${id.split(" ")[0] ?? ""} ${target}`),
    predecessors(steps),
  ];
  expect(named.toSorted()).toEqual(wanted.toSorted());
  const before = (at: number): readonly number[] =>
    (places[at] ?? []).flatMap((place) => [place, ...before(place)]);
  for (const [at, { target, id, optional }] of steps.entries()) {
    const required = reached(graph, [graph.goal], (need) => need.optional !== true);
    expect([target, optional === true]).toEqual([target, !required.has(target)]);
    const isFirst = !id.startsWith("recover");
    const needs = (graph.tasks.get(target)?.needs ?? []).filter(({ key }) => graph.tasks.has(key));
    const earlier = new Set(before(at).map((place) => named[place]));
    expect(
      isFirst
        ? needs.filter(
            ({ key }) =>
              !earlier.has(`recover ${key}`) && !earlier.has(`createResourceGroup ${key}`),
          )
        : [],
    ).toEqual([]);
  }
}

it("whatever is there, deleted or gone, the plan brings back what it needs, in order", async () => {
  await fc.assert(
    fc.asyncProperty(worlds, async (world) => {
      const arm = azureOf(world);
      const deleted = world.things.filter(({ state }) => state === "deleted");
      const items = deleted.map((thing) => itemOf(thing, world));
      const planner = new Planner(
        plannerOptions(arm, { items: () => items, service: () => boxes }),
      );
      const [goal] = items;
      if (goal === undefined) {
        throw new Error("The first box is deleted.");
      }
      const proposal = await planner.recover(goal, {});
      const graph = graphOf(world);
      const asked = arm.sent.map(({ method, path }) => `${method} ${path}`);
      expect(asked.toSorted()).toEqual([...new Set(asked)].toSorted());
      expect(arm.writes).toEqual([]);
      expect(proposal.possible).toBe(!hasCycle(graph));
      if (!proposal.possible) {
        expect(proposal.reason).toMatch(
          /^These resources depend on each other, so none can be recovered first: "box\d"/,
        );
        return;
      }
      checkSteps(proposal.plan.steps, graph);
      for (const { name, state } of proposal.dependencies) {
        const actual = world.things.find(({ place }) => nameOf(place) === name)?.state;
        expect([name, state]).toEqual([name, actual === "hidden" ? "unknown" : actual]);
      }
      // A group is made for what is in it, which is what the person chooses.
      const { steps } = proposal.plan;
      const choices = proposal.choices.map(({ id }) => id);
      expect(choices).toEqual(
        steps
          .filter(({ optional, target }) => optional === true && !groupNames.includes(target))
          .map(({ id }) => id),
      );
      expect(removeSteps(steps, new Set(choices)).map(({ id }) => id)).toEqual(
        steps.filter(({ optional }) => optional !== true).map(({ id }) => id),
      );
    }),
    { numRuns },
  );
}, 60_000);
