import type { Operation } from "../../../../src/operations/operation";
import type { PlanStep, Plan } from "../../../../src/services/plan";
import { planOf } from "../../operations/stepping";
import type { StepProgress } from "../../../../src/operations/steps/progress";

export const startedAt = Date.parse("2026-03-01T12:00:00Z");

/** A step that sends a PUT to a path named after it. */
export function stepOf(id: string, rest: Partial<PlanStep> = {}): PlanStep {
  return {
    id,
    title: `Recover ${id}`,
    target: `${id}-prod`,
    request: { method: "PUT", path: `/things/${id}`, apiVersion: "2026-01-01", body: { id } },
    ...rest,
  };
}

/** An operation whose steps stand like this; ended where `seconds` says how long it took. */
export function operationOf(
  action: Plan["action"],
  steps: readonly (readonly [PlanStep, StepProgress])[],
  rest: { readonly seconds?: number } & Partial<Operation> = {},
): Operation {
  const { seconds, ...more } = rest;
  return {
    schema: 2,
    id: "operation-1",
    plan: planOf(action, ...steps.map(([step]) => step)),
    startedAt,
    ...(seconds === undefined ? {} : { endedAt: startedAt + seconds * 1000 }),
    steps: steps.map(([, progress]) => progress),
    ...more,
  };
}

export const waiting: StepProgress = { state: "waiting" };
export const sending: StepProgress = { state: "sending" };
export const done: StepProgress = { state: "done" };
export const skipped: StepProgress = { state: "skipped" };
export const refused: StepProgress = { state: "failed", reason: "You may not." };
export const uncertain: StepProgress = { ...refused, uncertain: true };
export const polling: StepProgress = {
  state: "polling",
  polling: { via: "Location", url: "https://management.azure.com/poll", waitSeconds: 1 },
  failures: 0,
  until: 0,
};
export const confirming: StepProgress = {
  state: "confirming",
  until: 0,
  fallback: { state: "done" },
};
