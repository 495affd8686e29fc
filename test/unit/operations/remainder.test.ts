import { describe, expect, it } from "vitest";
import { outcomeOf, remainderOf, type Operation } from "../../../src/operations/operation";
import type { PlanStep } from "../../../src/services/plan";
import { OperationStore } from "../../../src/operations/operationStore";
import { runnerOver, silent, useFolder } from "./harness";
import { refusal, ScriptedArm } from "./scriptedArm";
import { answering, bare, gone, planOf, thing, withEffect } from "./stepping";
import type { StepProgress } from "../../../src/operations/steps/progress";

const ifInterrupted = "It is in use again.";
const recover: PlanStep = { ...withEffect, ifInterrupted };
const destroy: PlanStep = { ...bare, id: "purge", request: { ...thing, method: "DELETE" } };
const plan = planOf("purge", recover, destroy);

const waiting: StepProgress = { state: "waiting" };
const done: StepProgress = { state: "done" };
const failed: StepProgress = { state: "failed", reason: "No." };
const skipped: StepProgress = { state: "skipped" };

function operationOf(steps: Operation["steps"], rest: Partial<Operation> = {}): Operation {
  return { schema: 2, id: "one", plan, startedAt: 1, endedAt: 2, steps, ...rest };
}

describe("how things stand after a purge of two steps", () => {
  it.each<[string, Operation["steps"], string | undefined]>([
    ["whose second failed", [done, failed], ifInterrupted],
    ["whose second may have failed", [done, { ...failed, uncertain: true }], ifInterrupted],
    ["that was cancelled between them", [done, skipped], ifInterrupted],
    ["whose first failed", [failed, skipped], undefined],
    ["that was cancelled before the first", [skipped, skipped], undefined],
    ["that went well", [done, done], undefined],
  ])("%s", (_, steps, expected) => {
    expect(remainderOf(operationOf(steps))).toBe(expected);
  });

  it("needs no word while it runs", () => {
    const { endedAt: _, ...running } = operationOf([done, waiting]);
    expect([outcomeOf(running), remainderOf(running)]).toEqual(["running", undefined]);
  });

  it("is what the last step that was done ifInterrupted, and nothing where that leaves nothing", () => {
    const ended = (second: PlanStep): string | undefined =>
      remainderOf(
        operationOf([done, done, failed], { plan: planOf("purge", recover, second, destroy) }),
      );
    expect(ended({ ...bare, ifInterrupted: "And this." })).toBe("And this.");
    expect(ended(bare)).toBeUndefined();
  });
});

describe("a purge of two steps", () => {
  const folder = useFolder();
  const runner = (arm: ScriptedArm) => runnerOver(new OperationStore(folder.path(), silent), arm);
  const thingThat = (isRefused: boolean): ScriptedArm => {
    const arm: ScriptedArm = new ScriptedArm(({ method }) => {
      if (method === "DELETE" && isRefused) {
        return refusal(403, "AuthorizationFailed");
      }
      return method === "GET" && arm.count("PUT", thing.path) === 0 ? gone : answering({});
    });
    return arm;
  };

  it("says what is left where Azure refuses the second", async () => {
    const operation = await runner(thingThat(true)).start(plan);
    expect(operation.steps.map(({ state }) => state)).toEqual(["done", "failed"]);
    expect(remainderOf(operation)).toBe(ifInterrupted);
  });

  it("says what is left where it is cancelled between them", async () => {
    const arm = thingThat(false);
    const running = runner(arm);
    running.onDidChange(({ id, steps }) => {
      if (steps[0]?.state === "done") {
        running.cancel(id);
      }
    });
    const operation = await running.start(plan);
    expect([outcomeOf(operation), arm.writes]).toEqual(["cancelled", ["PUT /thing"]]);
    expect(remainderOf(operation)).toBe(ifInterrupted);
  });
});
