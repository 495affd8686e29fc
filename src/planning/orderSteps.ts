import { defined } from "../base/defined";
import * as l10n from "@vscode/l10n";
import type { PlanStep, Subject } from "../services/plan";

/** A task that must be done first. */
export interface Need {
  readonly key: string;
  /** The plan continues without it. */
  readonly optional?: true;
}

/** The steps that recover one resource, and the tasks they need. */
export interface Task {
  /** Unique among the tasks of a plan. */
  readonly key: string;
  /** For display. */
  readonly name: string;
  /** In order; without {@link PlanStep.after}, which is derived from the needs. */
  readonly steps: readonly PlanStep[];
  readonly needs: readonly Need[];
  /** The deleted resource it recovers; undefined for created resources and for the goal. */
  readonly recovers?: Subject;
  /** For display. */
  readonly neededFor?: string;
}

/** Tasks that need each other, in a sentence. */
export interface Cycle {
  readonly cycle: string;
}

export function isCycle(arranged: readonly PlanStep[] | Cycle): arranged is Cycle {
  return "cycle" in arranged;
}

/**
 * The steps of a goal and its needs in topological order, each task once; independent tasks run in
 * parallel. A task that is needed only optionally is optional.
 *
 * @param tasks by key. A need without a task already exists.
 * @param followers keys of the selected tasks that follow the goal.
 */
export function orderSteps(
  tasks: ReadonlyMap<string, Task>,
  goal: string,
  followers: readonly string[] = [],
): readonly PlanStep[] | Cycle {
  const order: Task[] = [];
  const visitAll = (keys: readonly string[]): Cycle | undefined =>
    keys.reduce<Cycle | undefined>(
      (found, key) => found ?? visit(key, tasks, order, []),
      undefined,
    );
  const cycleOfGoal = visitAll([goal]);
  // A task that the goal needs can't follow it.
  const before = new Set(order.map(({ key }) => key));
  const cycle = cycleOfGoal ?? visitAll(followers);
  if (cycle !== undefined) {
    return cycle;
  }
  const [only] = order;
  if (only !== undefined && order.length === 1) {
    return only.steps;
  }
  const required = requiredBy(tasks, goal);
  const ids = stepIds(order, goal);
  const lastOf = ({ key }: Need): readonly string[] => ids.get(key)?.slice(-1) ?? [];
  return order.flatMap((task) =>
    task.steps.map((step, index): PlanStep => {
      const own = ids.get(task.key) ?? [];
      const isAfterGoal = followers.includes(task.key) && !before.has(task.key);
      const needs = isAfterGoal ? [...task.needs, { key: goal }] : task.needs;
      return {
        ...step,
        id: own[index] ?? step.id,
        after: index === 0 ? [...new Set(needs.flatMap(lastOf))] : own.slice(index - 1, index),
        ...(required.has(task.key) ? {} : { optional: true }),
        ...defined({ recovers: task.recovers, neededFor: task.neededFor }),
        // Someone may have recovered it in the meantime.
        ...(task.key === goal ? {} : { skipIfMet: true }),
      };
    }),
  );
}

/** Unique step ids: the goal keeps its service's ids, the others get free ones. */
function stepIds(order: readonly Task[], goal: string): ReadonlyMap<string, readonly string[]> {
  const taken = new Set(order.find(({ key }) => key === goal)?.steps.map(({ id }) => id));
  return new Map(
    order.map(({ key, steps }) => [
      key,
      steps.map(({ id }) => {
        let unique = id;
        while (key !== goal && taken.has(unique)) {
          unique = `${unique} ${key}`;
        }
        taken.add(unique);
        return unique;
      }),
    ]),
  );
}

function visit(
  key: string,
  tasks: ReadonlyMap<string, Task>,
  order: Task[],
  path: readonly Task[],
): Cycle | undefined {
  const task = tasks.get(key);
  if (task === undefined || order.includes(task)) {
    return undefined;
  }
  const at = path.indexOf(task);
  if (at >= 0) {
    const names = [...path.slice(at), task].map(({ name }) => `"${name}"`);
    return {
      cycle: l10n.t(
        "These resources depend on each other, so none can be recovered first: {0}. Recover one of these resources in the portal, then try again.",
        names.join(" → "),
      ),
    };
  }
  for (const need of task.needs) {
    const cycle = visit(need.key, tasks, order, [...path, task]);
    if (cycle !== undefined) {
      return cycle;
    }
  }
  order.push(task);
  return undefined;
}

/** Tasks that the goal can't do without. */
function requiredBy(tasks: ReadonlyMap<string, Task>, goal: string): ReadonlySet<string> {
  const found = new Set<string>();
  const left = [goal];
  for (let key = left.pop(); key !== undefined; key = left.pop()) {
    if (!found.has(key)) {
      found.add(key);
      left.push(
        ...(tasks.get(key)?.needs ?? [])
          .filter(({ optional }) => optional !== true)
          .map((need) => need.key),
      );
    }
  }
  return found;
}
