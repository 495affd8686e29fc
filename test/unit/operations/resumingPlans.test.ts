import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  outcomeOf,
  reasonOf,
  remainderOf,
  type Operation,
} from "../../../src/operations/operation";
import { OperationStore } from "../../../src/operations/operationStore";
import type { PlanStep, Plan } from "../../../src/services/plan";
import { settled } from "../base/fakeClock";
import { resumed, runnerOver, silent, useFolder } from "./harness";
import { refusal, ScriptedArm, type Script } from "./scriptedArm";
import { answering, bare, planOf, put, thing, withEffect } from "./stepping";

const folder = useFolder();

function newStore(): OperationStore {
  return new OperationStore(folder.path(), silent);
}

/** What is stored of a plan whose steps stand like this. */
async function store(plan: Plan, ...steps: Operation["steps"]): Promise<void> {
  await newStore().save({ schema: 2, id: "one", plan, startedAt: 1, steps });
}

/** Changes the text of what is stored, as somebody else on this machine could. */
async function tamper(from: string, to: string): Promise<void> {
  const file = join(folder.path(), "one.json");
  const text = await readFile(file, "utf8");
  expect(text).toContain(from);
  await writeFile(file, text.replaceAll(from, to));
}

const there: Script = () => answering({});

describe("a plan that is read back", () => {
  const recovery = planOf("recover", {
    ...withEffect,
    fallbackRequest: { ...put, method: "PATCH" },
  });

  it.each([
    ["deletes", '"PUT"', '"DELETE"'],
    ["deletes, in another case", '"PUT"', '"delete"'],
    ["deletes the second way", '"PATCH"', '"DELETE"'],
    ["hides what it does in its path", "/thing", "/thing?forceToPurge=true"],
  ])("is not carried out where it %s by now", async (_, from, to) => {
    await store(recovery, { state: "waiting" });
    await tamper(from, to);
    const arm = new ScriptedArm(there);
    const operation = await resumed(runnerOver(newStore(), arm));
    expect(arm.sent).toEqual([]);
    expect(reasonOf(operation)).toMatch(/^A plan to recover must not send /);
    expect((await newStore().find("one"))?.endedAt).toBeDefined();
  });

  it("is carried out where it is as it was", async () => {
    await store(recovery, { state: "waiting" });
    const arm = new ScriptedArm(there);
    expect(outcomeOf(await resumed(runnerOver(newStore(), arm)))).toBe("succeeded");
    expect(arm.writes).toEqual(["PUT /thing"]);
  });

  it("is not begun either where it was wrong from the start", async () => {
    const arm = new ScriptedArm(there);
    const wrong = planOf("recover", { ...bare, request: { ...thing, method: "DELETE" } });
    const operation = await runnerOver(newStore(), arm).start(wrong);
    expect(arm.sent).toEqual([]);
    expect(reasonOf(operation)).toMatch(/it deletes/);
  });
});

describe("what was confirmed in a window that has closed", () => {
  it.each<[Plan["action"], Partial<PlanStep>, boolean]>([
    ["purge", {}, false],
    ["delete", {}, false],
    ["change", {}, false],
    ["recover", { overwrites: "It replaces what is there." }, false],
    ["recover", {}, true],
    ["create", {}, true],
  ])("to %s (%j) is sent by the next one: %s", async (action, rest, isSent) => {
    await store(planOf(action, { ...withEffect, ...rest }), { state: "waiting" });
    const arm = new ScriptedArm(there);
    const operation = await resumed(runnerOver(newStore(), arm));
    expect(arm.writes).toEqual(isSent ? ["PUT /thing"] : []);
    expect(outcomeOf(operation)).toBe(isSent ? "succeeded" : "failed");
  });
});

describe("a purge of two steps", () => {
  const destroy: PlanStep = {
    ...bare,
    id: "purge",
    title: "Delete thing for good",
    request: { ...thing, method: "DELETE" },
    postcondition: { request: thing, expects: "absent" },
  };
  const plan = planOf("purge", { ...withEffect, ifInterrupted: "It is in use again." }, destroy);

  it("that was interrupted after the first says that the second was not sent", async () => {
    await store(plan, { state: "done" }, { state: "waiting" });
    const arm = new ScriptedArm(there);
    const operation = await resumed(runnerOver(newStore(), arm));
    expect(arm.sent).toEqual([]);
    expect(operation.steps.map(({ state }) => state)).toEqual(["done", "failed"]);
    expect(reasonOf(operation)).toMatch(
      /^The window closed before "Delete thing for good" was sent/,
    );
    // The first was.
    expect(reasonOf(operation)).not.toMatch(/nothing was sent/i);
    expect(remainderOf(operation)).toBe("It is in use again.");
  });

  it("with another before says how the last one that is done left things", async () => {
    const first = { ...withEffect, ifInterrupted: "A group is there." };
    const second = { ...withEffect, id: "second", ifInterrupted: "It is in use again." };
    await store(
      planOf("purge", first, second, destroy),
      { state: "done" },
      { state: "done" },
      { state: "waiting" },
    );
    const operation = await resumed(runnerOver(newStore(), new ScriptedArm(there)));
    expect(remainderOf(operation)).toBe("It is in use again.");
  });

  it("that was interrupted in the first follows that to its end, and does not go on", async () => {
    const silence = new ScriptedArm(({ method }) => (method === "PUT" ? "silence" : answering({})));
    const first = runnerOver(newStore(), silence);
    const running = first.start(plan);
    while (silence.writes.length === 0) {
      await settled();
    }
    first.dispose();
    await running;
    const arm = new ScriptedArm(there);
    const operation = await resumed(runnerOver(newStore(), arm));
    expect(arm.writes).toEqual([]);
    expect(operation.steps.map(({ state }) => state)).toEqual(["done", "failed"]);
    expect(reasonOf(operation)).toMatch(
      /" was sent, but the earlier steps are done\. Refresh to see the current state\./,
    );
  });

  it("that was interrupted before the first says that nothing was sent, and skips the rest", async () => {
    await store(plan, { state: "waiting" }, { state: "waiting" });
    const arm = new ScriptedArm(there);
    const operation = await resumed(runnerOver(newStore(), arm));
    expect(arm.sent).toEqual([]);
    expect(operation.steps.map(({ state }) => state)).toEqual(["failed", "skipped"]);
    expect(reasonOf(operation)).toMatch(/Nothing was sent/);
    expect(remainderOf(operation)).toBeUndefined();
  });

  it("goes on to the second in the window in which it was confirmed", async () => {
    const arm: ScriptedArm = new ScriptedArm(({ method }) =>
      method === "GET" && arm.count("DELETE", "/thing") > 0
        ? refusal(404, "ResourceNotFound")
        : answering({}),
    );
    const operation = await runnerOver(newStore(), arm).start(plan);
    expect([outcomeOf(operation), remainderOf(operation)]).toEqual(["succeeded", undefined]);
    expect(arm.writes).toEqual(["PUT /thing", "DELETE /thing"]);
  });
});
