import * as fc from "fast-check";
import type { Need, Task } from "../../src/planning/orderSteps";
import type { PlanStep } from "../../src/services/plan";

export interface Graph {
  readonly tasks: ReadonlyMap<string, Task>;
  readonly goal: string;
  readonly followers: readonly string[];
}

const most = 12;

// Names that collide with what ids are made of.
const stepIds = ["recover", "make", "recover k1", "recover k2", "make k1 k1"];

interface Drawn {
  readonly steps: readonly string[];
  readonly needs: readonly (readonly [to: number, optional: boolean])[];
  readonly isForOthers: boolean;
}

/** Needs of the task at a place: towards any place, or only later ones so that there is no cycle. */
function drawn(place: number, isAcyclic: boolean): fc.Arbitrary<Drawn> {
  const first = isAcyclic ? place + 1 : 0;
  return fc.record({
    steps: fc.uniqueArray(fc.constantFrom(...stepIds), { minLength: 1, maxLength: 3 }),
    // Past the last place is a thing that is there already, of which no task is known.
    needs: fc.array(fc.tuple(fc.integer({ min: first, max: most }), fc.boolean()), {
      maxLength: 3,
    }),
    isForOthers: fc.boolean(),
  });
}

/** Tasks that need each other in any way; the goal is among them. */
export const graphs: fc.Arbitrary<Graph> = fc
  .record({ count: fc.integer({ min: 1, max: most }), isAcyclic: fc.boolean() })
  .chain(({ count, isAcyclic }) =>
    fc.record({
      all: fc.tuple(...Array.from({ length: count }, (_, place) => drawn(place, isAcyclic))),
      goal: fc.nat({ max: isAcyclic ? Math.min(2, count - 1) : count - 1 }),
      followers: fc.uniqueArray(fc.nat({ max: count - 1 }), { maxLength: 2 }),
    }),
  )
  .map(({ all, goal, followers }) => ({
    tasks: new Map(all.map((one, place) => [`k${String(place)}`, taskOf(place, one)])),
    goal: `k${String(goal)}`,
    followers: followers.filter((one) => one !== goal).map((one) => `k${String(one)}`),
  }));

function taskOf(place: number, { steps, needs, isForOthers }: Drawn): Task {
  const key = `k${String(place)}`;
  return {
    key,
    name: `task ${key}`,
    steps: steps.map((id): PlanStep => ({
      id,
      title: id,
      target: key,
      request: { method: "PUT", path: `/${key}/${id}`, apiVersion: "1" },
      ...(isForOthers ? { onlyForOthers: true } : {}),
    })),
    needs: needs.map(([to, optional]): Need => ({
      key: `k${String(to)}`,
      ...(optional ? { optional } : {}),
    })),
  };
}

/** Keys of what leads on from these, themselves included, along the needs that count. */
export function reached(
  { tasks }: Graph,
  from: readonly string[],
  counts: (need: Need) => boolean = () => true,
): ReadonlySet<string> {
  const found = new Set<string>();
  const visit = (key: string): void => {
    const task = tasks.get(key);
    if (task !== undefined && !found.has(key)) {
      found.add(key);
      task.needs.filter(counts).forEach((need) => {
        visit(need.key);
      });
    }
  };
  from.forEach(visit);
  return found;
}

/** Whether some task that matters needs itself. */
export function hasCycle(graph: Graph): boolean {
  return [...reached(graph, [graph.goal, ...graph.followers])].some((key) =>
    reached(
      graph,
      (graph.tasks.get(key)?.needs ?? []).map((need) => need.key),
    ).has(key),
  );
}
