import * as l10n from "@vscode/l10n";
import type { PlanStep, Subject } from "../services/plan";

/** Another task that must be done before. */
export interface Need {
  readonly key: string;
  /** It is worth going on without it. */
  readonly optional?: true;
}

/** What brings one thing back, and what has to be there before. */
export interface Task {
  /** Unique among the tasks of a plan. */
  readonly key: string;
  /** What it is called, for people. */
  readonly name: string;
  /** In their order; without {@link PlanStep.after}, which follows from the needs. */
  readonly steps: readonly PlanStep[];
  readonly needs: readonly Need[];
  /** Which deleted resource it brings back; undefined for what is made, and for the goal. */
  readonly recovers?: Subject;
  /** What it is needed for, for people. */
  readonly neededFor?: string;
}

/** Tasks that need each other, in a sentence. */
export interface Cycle {
  readonly cycle: string;
}

/** Whether there is no order. */
export function isCycle(arranged: readonly PlanStep[] | Cycle): arranged is Cycle {
  return "cycle" in arranged;
}

/**
 * The steps of a goal and of all that it needs, each thing once and after what it needs itself;
 * things that do not need each other are at the same time. A thing that nothing but optional needs
 * lead to is optional.
 *
 * @param tasks by their key. What a need names and is not among them is there already.
 * @param followers keys of what is done once the goal is reached, as far as it is wanted.
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
  // What the goal itself needs cannot wait for it.
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
        ...(task.recovers === undefined ? {} : { recovers: task.recovers }),
        ...(task.neededFor === undefined ? {} : { neededFor: task.neededFor }),
        // It may have been brought back since, by this plan's like or by somebody else.
        ...(task.key === goal ? {} : { skipIfMet: true }),
      };
    }),
  );
}

/** Unique in the plan: the goal's as its service has them, and the others' where they are free. */
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

/** What the goal is nothing without. */
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
