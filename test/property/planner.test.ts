import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { orderSteps, isCycle } from "../../src/planning/orderSteps";
import { predecessors, removeSteps, type PlanStep } from "../../src/services/plan";
import { graphs, hasCycle, reached, type Graph } from "./graphs";

const numRuns = Number(process.env["PROPERTY_RUNS"] ?? 10_000);

/** The steps of each task by its key, in the order of the plan. */
function byTask(steps: readonly PlanStep[]): ReadonlyMap<string, readonly PlanStep[]> {
  const found = new Map<string, PlanStep[]>();
  for (const step of steps) {
    found.set(step.target, [...(found.get(step.target) ?? []), step]);
  }
  return found;
}

/** Ids of all that each step comes after, at whatever distance. */
function before(steps: readonly PlanStep[]): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, ReadonlySet<string>>();
  predecessors(steps).forEach((places, index) => {
    const direct = places.flatMap((place) => steps[place]?.id ?? []);
    const all = direct.flatMap((id) => [id, ...(found.get(id) ?? [])]);
    found.set(steps[index]?.id ?? "", new Set(all));
  });
  return found;
}

function checkOrder({ tasks, goal, followers }: Graph, steps: readonly PlanStep[]): void {
  const plan = byTask(steps);
  const earlier = before(steps);
  const isBefore = (one: PlanStep | undefined, other: PlanStep | undefined): boolean =>
    one !== undefined && other !== undefined && earlier.get(other.id)?.has(one.id) === true;
  const wanted = [...plan.keys()].flatMap((key) => [
    ...(tasks.get(key)?.needs ?? []).map((need) => [need.key, key] as const),
    ...(followers.includes(key) && !reached({ tasks, goal, followers }, [goal]).has(key)
      ? [[goal, key] as const]
      : []),
  ]);
  for (const [needed, by] of wanted) {
    if (tasks.has(needed)) {
      const holds = isBefore(plan.get(needed)?.at(-1), plan.get(by)?.[0]);
      expect([needed, by, holds]).toEqual([needed, by, true]);
    }
  }
  for (const own of plan.values()) {
    own.slice(1).forEach((step, index) => {
      expect(isBefore(own[index], step)).toBe(true);
    });
  }
}

describe("the steps of any graph of tasks", () => {
  it("have each what they need before them, each once, and no more than is needed", () => {
    fc.assert(
      fc.property(graphs, (graph) => {
        const { tasks, goal, followers } = graph;
        const steps = orderSteps(tasks, goal, followers);
        if (isCycle(steps)) {
          expect(hasCycle(graph)).toBe(true);
          return;
        }
        const expected = [...reached(graph, [goal, ...followers])].flatMap((key) =>
          (tasks.get(key)?.steps ?? []).map(({ request }) => request.path),
        );
        expect(steps.map(({ request }) => request.path).toSorted()).toEqual(expected.toSorted());
        expect(new Set(steps.map(({ id }) => id)).size).toBe(steps.length);
        for (const [key, own] of byTask(steps)) {
          expect(own.map(({ title }) => title)).toEqual(tasks.get(key)?.steps.map(({ id }) => id));
        }
        checkOrder(graph, steps);
      }),
      { numRuns },
    );
  });

  it("are refused with one sentence where things need each other, whatever the rest", () => {
    fc.assert(
      fc.property(graphs, (graph) => {
        const { tasks, goal, followers } = graph;
        const arranged = orderSteps(tasks, goal, followers);
        expect(isCycle(arranged)).toBe(hasCycle(graph));
        if (!isCycle(arranged)) {
          return;
        }
        expect(arranged.cycle).toMatch(
          /^These resources depend on each other, so none can be recovered first: [^.]+\. \w/,
        );
        const named = [...arranged.cycle.matchAll(/"task (k\d+)"/g)].flatMap(
          ([, key]) => key ?? [],
        );
        expect(named.length).toBeGreaterThan(1);
        expect(named.at(-1)).toBe(named[0]);
        named.slice(1).forEach((key, index) => {
          const needs = tasks.get(named[index] ?? "")?.needs.map((need) => need.key);
          expect(needs).toContain(key);
        });
      }),
      { numRuns },
    );
  });

  it("are optional where nothing but optional needs lead to them", () => {
    fc.assert(
      fc.property(graphs, (graph) => {
        const { tasks, goal, followers } = graph;
        const steps = orderSteps(tasks, goal, followers);
        if (isCycle(steps)) {
          return;
        }
        const required = reached(graph, [goal], ({ optional }) => optional !== true);
        for (const { target, optional } of steps) {
          expect([target, optional === true]).toEqual([target, !required.has(target)]);
        }
      }),
      { numRuns },
    );
  });

  it("are a plan still without any of the optional ones", () => {
    const chosen = fc.tuple(graphs, fc.infiniteStream(fc.boolean()));
    fc.assert(
      fc.property(chosen, ([graph, choices]) => {
        const all = orderSteps(graph.tasks, graph.goal, graph.followers);
        if (isCycle(all)) {
          return;
        }
        const left = new Set(all.filter(() => choices.next().value === true).map(({ id }) => id));
        const steps = removeSteps(all, left);
        const kept = new Set(steps.map(({ id }) => id));
        const byId = new Map(all.map((step) => [step.id, step]));
        expect(() => predecessors(steps)).not.toThrow();
        const leadsOn = new Set(all.flatMap(({ id, after = [] }) => (kept.has(id) ? after : [])));
        for (const { id, optional, onlyForOthers, after = [] } of all) {
          const isNothingWithout = after.some(
            (one) => byId.get(one)?.optional === true && !kept.has(one),
          );
          const isForNothing = onlyForOthers === true && !leadsOn.has(id);
          const isOut = optional === true && (left.has(id) || isNothingWithout || isForNothing);
          expect([id, kept.has(id)]).toEqual([id, !isOut]);
        }
        const earlier = before(all);
        for (const [id, now] of before(steps)) {
          expect([...now].filter((one) => earlier.get(id)?.has(one) !== true)).toEqual([]);
        }
        expect(removeSteps(steps, new Set())).toEqual(steps);
      }),
      { numRuns },
    );
  });
});
