import type { ArmRequest } from "../../src/azure/armRequest";
import { isDestructive, type Operation } from "../../src/operations/operation";
import type { PlanStep } from "../../src/services/plan";
import type { Reply } from "../unit/operations/scriptedArm";
import type { Life } from "./life";
import { markOf, purposeOf } from "./plans";
import type { World } from "./world";

interface Looked {
  guard?: boolean;
  look?: "present" | "absent" | "untold";
  cancelled?: true;
}

/** How a request of a step ended, as far as the window could tell; "open": it may have been taken. */
type Fate = "open" | "refused" | "form refused";

/** What must hold whenever a request leaves that changes something. Every breach is written down. */
export class Rules {
  readonly breaches: string[] = [];
  readonly #looked = new WeakMap<Life, Map<string, Looked>>();
  readonly #fates = new Map<string, Fate>();
  /** Marks of steps that were sent before the operation was last taken up again. */
  readonly #sentBefore = new Set<string>();

  constructor(private readonly world: World) {}

  breach(text: string): void {
    this.breaches.push(text);
  }

  hasRead(
    life: Life,
    request: ArmRequest,
    answer: Reply | "lost" | "notSent",
    isCancelled: boolean,
  ): void {
    const mark = markOf(request);
    const looked = this.#of(life, mark);
    const status = typeof answer === "string" ? undefined : answer.status;
    if (purposeOf(request) === "effect") {
      looked.look = status === 200 ? "present" : status === 404 ? "absent" : "untold";
      return;
    }
    const precondition = this.#stepOf(mark).step.precondition;
    looked.guard =
      (status === 200 &&
        typeof answer !== "string" &&
        JSON.stringify(answer.body).includes(JSON.stringify(precondition?.unchanged[0]?.value))) ||
      (status === 403 && precondition?.ifForbidden === "proceed");
    if (isCancelled) {
      looked.cancelled = true;
    }
  }

  /** A request that changes something leaves. */
  sends(life: Life, request: ArmRequest): void {
    const { world } = this;
    const mark = markOf(request);
    const { operation, step, index } = this.#stepOf(mark);
    const must = (holds: boolean, text: string): void => {
      if (!holds) {
        this.breach(`${mark} (${request.method}): ${text}`);
      }
    };
    const fate = this.#fates.get(mark);
    must(fate !== "open", "sent again although Azure may have taken it");
    must(operation.steps[index]?.state === "sending", "sent before that was written down");
    must(world.disk.sendingBy.get(mark) === life, "sent because another window was about to");
    for (const before of requiredBefore(operation.plan.steps, index)) {
      must(operation.steps[before]?.state === "done", `sent before step ${before} was done`);
    }
    const deletions = [
      operation.plan.subject,
      ...(step.recovers === undefined ? [] : [step.recovers]),
    ];
    for (const { deletion } of deletions) {
      must(world.disk.holds(deletion, life), `sent without the claim on ${deletion}`);
    }
    must(
      !isDestructive(operation.plan, step) || world.startedBy(operation) === life,
      "sent by another window than the one that it was confirmed in",
    );
    if (request.method === "PATCH") {
      must(fate === "form refused", "the second way without a refusal of the first");
    } else {
      const looked = this.#of(life, mark);
      must(looked.cancelled !== true, "sent although it had been cancelled");
      must(
        step.precondition === undefined || looked.guard === true,
        "sent without a guard that holds",
      );
      must(step.skipIfMet !== true || looked.look === "absent", "sent although it may be there");
      must(
        !this.#sentBefore.has(mark) ||
          step.postcondition === undefined ||
          (looked.look !== undefined && looked.look !== "present"),
        "sent again without a look at what the first time has done",
      );
      this.#looked.get(life)?.delete(mark);
    }
    this.#fates.set(mark, "open");
  }

  /** What came back for it; undefined for nothing. */
  isAnswered(request: ArmRequest, status: number | undefined): void {
    if (status !== undefined && status >= 400 && status < 500) {
      const mayGoAnotherWay = status === 400 && request.method !== "PATCH";
      this.#fates.set(markOf(request), mayGoAnotherWay ? "form refused" : "refused");
    }
  }

  /** A person has it taken up again: what may have been taken may be sent again, after a look. */
  takenUpAgain(label: string): void {
    for (const [mark, fate] of this.#fates) {
      if (mark.startsWith(`${label}/`)) {
        this.#fates.delete(mark);
        if (fate === "open") {
          this.#sentBefore.add(mark);
        }
      }
    }
  }

  #of(life: Life, mark: string): Looked {
    const all = this.#looked.get(life) ?? new Map<string, Looked>();
    this.#looked.set(life, all);
    const looked = all.get(mark) ?? {};
    all.set(mark, looked);
    return looked;
  }

  #stepOf(mark: string): {
    readonly operation: Operation;
    readonly step: PlanStep;
    readonly index: number;
  } {
    const [label = "", id = ""] = mark.split("/");
    const operation = this.world.disk.operation(label);
    const index = operation?.plan.steps.findIndex((step) => step.id === id) ?? -1;
    const step = operation?.plan.steps[index];
    if (operation === undefined || step === undefined) {
      throw new Error(`Nothing is written down of ${mark}.`);
    }
    return { operation, step, index };
  }
}

/** The places of the steps that must be done before this one, from what the plan says. */
export function requiredBefore(steps: readonly PlanStep[], index: number): readonly number[] {
  const step = steps[index];
  const places = new Set<number>();
  const add = (of: number): void => {
    const { after } = steps[of] ?? {};
    for (const [place, { id, optional }] of steps.entries()) {
      if (place >= of || !(after?.includes(id) ?? true)) {
        continue;
      }
      if (optional !== true || step?.optional === true) {
        places.add(place);
      } else {
        // It is waited for but need not be done; what it waits for itself still has to be.
        add(place);
      }
    }
  };
  add(index);
  return [...places];
}
