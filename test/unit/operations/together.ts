import type { Operation } from "../../../src/operations/operation";
import type { PlanStep, Subject, Plan } from "../../../src/services/plan";
import { gone, planOf } from "./stepping";
import { refusal, ScriptedArm, type Reply, type Script, type Sent } from "./scriptedArm";

/** A step that makes /<id>. */
export function making(id: string, rest: Partial<PlanStep> = {}): PlanStep {
  return {
    id,
    title: `Make ${id}`,
    target: id,
    request: { method: "PUT", path: `/${id}`, apiVersion: "1", body: {} },
    postcondition: {
      request: { method: "GET", path: `/${id}`, apiVersion: "1" },
      expects: "present",
    },
    ...rest,
  };
}

export function recovery(...steps: readonly PlanStep[]): Plan {
  return planOf("recover", ...steps);
}

/** What another plan could be about. */
export function subjectOf(name: string): Subject {
  return { ...planOf("recover").subject, name, deletion: `/${name}@1` };
}

export function recoveryOf(name: string, ...steps: readonly PlanStep[]): Plan {
  return { ...planOf("recover", ...steps), subject: subjectOf(name) };
}

/** Azure where things are there once they have been made; some answers can be given instead. */
export class MakingArm extends ScriptedArm {
  readonly made = new Set<string>();

  constructor(
    answer: (sent: Sent, before: number) => ReturnType<Script> | undefined = () => undefined,
  ) {
    super((sent, before) => answer(sent, before) ?? this.#usual(sent));
  }

  #usual({ method, path }: Sent): Reply {
    if (method === "PUT") {
      this.made.add(path);
    }
    return this.made.has(path) ? { status: 200, body: {} } : gone;
  }
}

/** Refuses to make these. */
export function refusing(...ids: readonly string[]): MakingArm {
  return new MakingArm(({ method, path }) =>
    method === "PUT" && ids.includes(path.slice(1)) ? refusal(403, "No", "No.") : undefined,
  );
}

export function statesOf({ plan, steps }: Operation): Readonly<Record<string, string>> {
  return Object.fromEntries(steps.map(({ state }, index) => [plan.steps[index]?.id ?? "", state]));
}
