import { describe, expect, it } from "vitest";
import { isUncertain, outcomeOf, type Operation } from "../../../src/operations/operation";
import { OperationStore } from "../../../src/operations/operationStore";
import { Runner } from "../../../src/operations/runner";
import type { PlanStep, Plan } from "../../../src/services/plan";
import { FakeClock } from "../base/fakeClock";
import { silent, useFolder } from "./harness";
import { refusal, ScriptedArm } from "./scriptedArm";
import { answering, planOf, thing, withEffect } from "./stepping";
import { making, MakingArm, recovery, statesOf } from "./together";

const folder = useFolder();

function newStore(): OperationStore {
  return new OperationStore(folder.path(), silent);
}

/** A window over what is stored, and its connections one after the other. */
async function windowOver(...connections: readonly (ScriptedArm | undefined)[]): Promise<Runner> {
  const left = [...connections];
  const runner = new Runner({
    store: newStore(),
    connect: async () => {
      const arm = left.length > 1 ? left.shift() : left[0];
      if (arm === undefined) {
        throw new Error("Sign in first.");
      }
      return arm;
    },
    explain: (_, { message }) => message,
    clock: new FakeClock(),
    logger: silent,
  });
  await runner.resume(() => undefined);
  return runner;
}

async function store(plan: Plan, steps: Operation["steps"], endedAt?: number): Promise<void> {
  await newStore().save({
    schema: 2,
    id: "one",
    plan,
    startedAt: 1,
    steps,
    ...(endedAt === undefined ? {} : { endedAt }),
  });
}

const failed = { state: "failed", reason: "No." } as const;
const skipped = { state: "skipped" } as const;
const done = { state: "done" } as const;

describe("what has failed and is taken up again", () => {
  const plan = recovery(making("a"), making("b"), making("c"));

  it("goes on from there: what is done stays done, the rest is sent", async () => {
    await store(plan, [done, failed, skipped], Date.now());
    const arm = new MakingArm();
    const operation = await (await windowOver(arm)).retry("one");
    expect(arm.sent.map(({ method, path }) => `${method} ${path}`)).toEqual([
      "GET /b",
      "PUT /b",
      "GET /b",
      "PUT /c",
      "GET /c",
    ]);
    expect(operation === undefined ? "" : outcomeOf(operation)).toBe("succeeded");
    expect(await newStore().find("one")).toEqual(operation);
  });

  it("is not sent again where it is there by now", async () => {
    await store(plan, [done, { ...failed, uncertain: true }, skipped], Date.now());
    const arm = new MakingArm();
    arm.made.add("/b");
    const operation = await (await windowOver(arm)).retry("one");
    expect(arm.writes).toEqual(["PUT /c"]);
    expect(operation === undefined ? "" : outcomeOf(operation)).toBe("succeeded");
  });

  it("is announced once more when it ends", async () => {
    await store(plan, [done, failed, skipped], Date.now());
    const runner = await windowOver(new MakingArm());
    const ended: string[] = [];
    runner.onDidEnd(({ operation, ownedHere }) =>
      ended.push(`${outcomeOf(operation)} ${ownedHere}`),
    );
    await runner.retry("one");
    expect(ended).toEqual(["succeeded true"]);
  });

  it("is looked for also when it was cancelled before the look", async () => {
    await store(recovery(making("a")), [{ ...failed, uncertain: true }], Date.now());
    const arm = new MakingArm();
    arm.made.add("/a");
    const runner = await windowOver(arm);
    const cancelling = runner.onDidChange(({ id }) => {
      runner.cancel(id);
    });
    const cancelled = await runner.retry("one");
    cancelling.dispose();
    expect(cancelled === undefined ? "" : outcomeOf(cancelled)).toBe("cancelled");
    await runner.retry("one");
    expect(arm.writes).toEqual([]);
    expect(statesOf((await newStore().load())[0] ?? cancelled ?? fail())).toEqual({ a: "done" });
  });

  it("is looked for before each time that it is sent", async () => {
    const retryOn = { status: 409, retryEverySeconds: 20, giveUpAfterSeconds: 60 };
    await store(recovery(making("a", { retryOn })), [{ ...failed, uncertain: true }], Date.now());
    const arm: MakingArm = new MakingArm(({ method }) => {
      if (method === "PUT") {
        // What was sent the first time comes through meanwhile.
        arm.made.add("/a");
        return refusal(409, "Conflict");
      }
      return undefined;
    });
    await (await windowOver(arm)).retry("one");
    expect(arm.writes).toEqual(["PUT /a"]);
  });

  it("is looked for also when the time before there was no connection", async () => {
    const two = recovery(making("a"), making("b", { after: [] }));
    await store(two, [failed, { ...failed, uncertain: true }], Date.now());
    const arm = new MakingArm();
    arm.made.add("/b");
    await (await windowOver(undefined)).retry("one");
    expect((await newStore().find("one"))?.steps.map(({ state }) => state)).toEqual([
      "failed",
      "skipped",
    ]);
    await (await windowOver(arm)).retry("one");
    expect(arm.writes).toEqual(["PUT /a"]);
  });

  it.each<[string, Plan["action"], Partial<PlanStep>]>([
    ["a purge", "purge", {}],
    ["a deletion", "delete", {}],
    ["a change", "change", {}],
    ["what overwrites something", "recover", { overwrites: "It replaces what is there." }],
  ])("is never %s", async (_, action, rest) => {
    await store(planOf(action, { ...withEffect, ...rest }), [failed], Date.now());
    const arm = new MakingArm();
    const runner = await windowOver(arm);
    const [operation = fail()] = runner.operations;
    expect(runner.canRetry(operation)).toBe(false);
    expect(await runner.retry("one")).toBeUndefined();
    expect(arm.sent).toEqual([]);
  });

  it("is what another window has made of it since", async () => {
    await store(plan, [done, failed, skipped], Date.now());
    const arm = new MakingArm();
    const [first, second] = [await windowOver(arm), await windowOver(arm)];
    const ended = await first.retry("one");
    const sent = arm.sent.length;
    expect(await second.retry("one")).toBeUndefined();
    expect(arm.sent).toHaveLength(sent);
    expect(second.operations).toEqual([ended]);
  });
});

describe("what cannot be gone on with", () => {
  it("may have happened where it had been sent, and was not sent where it had not", async () => {
    const plan = recovery(
      making("a"),
      making("b", { after: [] }),
      making("c", { after: [] }),
      making("d"),
    );
    const polling = { via: "Location", url: "/operations/1", waitSeconds: 5 } as const;
    await store(plan, [
      done,
      { state: "polling", polling, failures: 0, until: Number.MAX_SAFE_INTEGER },
      { state: "sending" },
      { state: "waiting" },
    ]);
    // There is a connection at first, and none when it is to be carried out.
    await windowOver(new ScriptedArm(() => answering({})), undefined);
    await expect.poll(async () => (await newStore().find("one"))?.endedAt).not.toBeUndefined();
    const [operation = fail()] = await newStore().load();
    expect(statesOf(operation)).toEqual({ a: "done", b: "failed", c: "failed", d: "skipped" });
    expect(operation.steps.slice(1, 3)).toEqual([
      { state: "failed", reason: "Sign in first.", uncertain: true },
      { state: "failed", reason: "Sign in first.", uncertain: true },
    ]);
    expect(isUncertain(operation)).toBe(true);
  });
});

function fail(): never {
  throw new Error(`There is no operation on ${thing.path}.`);
}
