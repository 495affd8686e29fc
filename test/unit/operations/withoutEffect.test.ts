import { describe, expect, it } from "vitest";
import type { WaitAfter, RetryOn, PlanStep } from "../../../src/services/plan";
import { refusal, type Reply, type Script } from "./scriptedArm";
import { answering, bare, forbidden, gone, list, put, take, thing, withEffect } from "./stepping";

const poll = "https://management.azure.com/operations/1";
const followed: Reply = { status: 202, headers: { "azure-asyncoperation": poll } };

/** Answers the write so, polls with success and reads with this. */
function azure(write: Reply | "lost", read: Reply | Script = answering({})): Script {
  return (sent, before) => {
    if (sent.method !== "GET") {
      return write;
    }
    if (sent.path === poll) {
      return answering({ status: "Succeeded" });
    }
    return typeof read === "function" ? read(sent, before) : read;
  };
}

describe("a step whose effect no read tells", () => {
  it.each<[string, Reply]>([
    ["at once", { status: 200 }],
    ["after a while", followed],
  ])("is done on Azure's word, given %s, and nothing is read", async (_, write) => {
    const { end, arm } = await take(bare, azure(write));
    expect(end).toEqual({ state: "done" });
    expect(arm.count("GET", thing.path)).toBe(0);
  });

  it.each<[string, Reply | "lost"]>([
    ["its answer is lost", "lost"],
    ["Azure breaks", refusal(500, "InternalServerError")],
    ["Azure does not say where to follow it", { status: 202 }],
  ])("is uncertain where %s, and is not sent again", async (_, write) => {
    const { end, arm, clock } = await take(bare, azure(write));
    expect(end).toMatchObject({ state: "failed", uncertain: true });
    expect(arm.sent).toHaveLength(1);
    expect(clock.sleeps).toEqual([]);
  });

  it("is uncertain where the window closed while it was sent", async () => {
    const { end, arm } = await take(bare, azure({ status: 200 }), { state: "sending" });
    expect(end).toMatchObject({ state: "failed", uncertain: true });
    expect(arm.sent).toEqual([]);
  });

  it("has failed, for certain, where Azure refuses", async () => {
    const { end } = await take(bare, azure(refusal(409, "Conflict", "It is in use.")));
    expect(end).toMatchObject({ state: "failed", reason: "It is in use." });
    expect(end).not.toHaveProperty("uncertain");
  });
});

describe("a note", () => {
  const note = "Its name may be held on.";
  const noted = (step: PlanStep): PlanStep => ({ ...step, note });

  it.each<[string, PlanStep, Script]>([
    ["on Azure's word", bare, azure({ status: 200 })],
    ["when its effect shows", withEffect, azure({ status: 200 })],
    ["although its effect may not be read", withEffect, azure({ status: 200 }, forbidden)],
    ["when a lost request shows its effect", withEffect, azure("lost")],
    ["without being sent", { ...withEffect, skipIfMet: true }, azure(refusal(500, "Broken"))],
    [
      "because somebody was quicker",
      { ...withEffect, skipIfMet: true },
      azure(refusal(409, "Conflict"), (_, before) => (before === 0 ? gone : answering({}))),
    ],
  ])("comes with a step that is done %s", async (_, step, script) => {
    expect((await take(noted(step), script)).end).toEqual({ state: "done", note });
    expect((await take(step, script)).end).toEqual({ state: "done" });
  });

  it("does not come with a step that has failed", async () => {
    const { end } = await take(noted(bare), azure(refusal(400, "BadRequest")));
    expect(end).not.toHaveProperty("note");
  });
});

describe("what comes after the effect", () => {
  const waitAfter: WaitAfter = {
    request: list,
    path: ["nameAvailable"],
    value: true,
    giveUpAfterSeconds: 60,
    timeoutMessage: "The name is not free yet.",
  };
  const step: PlanStep = { ...withEffect, waitAfter, note: "Noted." };
  const effectThen =
    (free: Script): Script =>
    (sent, before) =>
      sent.path === list.path ? free(sent, before) : answering({});
  const isFree = answering({ nameAvailable: true });
  const isHeld = answering({ nameAvailable: false });

  it("is waited for, longer each time", async () => {
    const { end, arm, clock } = await take(
      step,
      effectThen((_, before) => (before < 3 ? isHeld : isFree)),
    );
    expect(end).toEqual({ state: "done", note: "Noted." });
    expect(clock.sleeps).toEqual([1000, 1500, 2250]);
    expect(arm.count("GET", list.path)).toBe(4);
  });

  it.each<[string, Reply | "lost"]>([
    ["fails", refusal(500, "Broken")],
    ["is forbidden", forbidden],
    ["finds nothing", gone],
    ["has no answer", "lost"],
    ["tells nothing", { status: 200 }],
    ["tells it in another word", answering({ nameAvailable: "true" })],
  ])("is neither given up nor taken to have come because a read %s", async (_, reply) => {
    const { end, arm } = await take(
      step,
      effectThen((__, before) => (before < 2 ? reply : isFree)),
    );
    expect(end).toEqual({ state: "done", note: "Noted." });
    expect(arm.count("GET", list.path)).toBe(3);
  });

  it("is given up in time, and the step is done and says so", async () => {
    const { end, clock } = await take(
      step,
      effectThen(() => isHeld),
    );
    expect(end).toEqual({ state: "done", note: "The name is not free yet." });
    expect(clock.time).toBeGreaterThan(45_000);
    expect(clock.time).toBeLessThanOrEqual(60_000);
  });

  it("is not asked for where the effect does not show", async () => {
    const { end, arm } = await take(step, ({ path, method }) =>
      method === "GET" && path === thing.path ? gone : { status: 200 },
    );
    expect(end).toMatchObject({
      state: "done",
      note: expect.stringMatching(
        /Azure reports success, but the change isn't visible yet\. Refresh later\./,
      ) as string,
    });
    expect(arm.count("GET", list.path)).toBe(0);
  });
});

describe("a refusal that means not yet", () => {
  const retryOn: RetryOn = { status: 409, retryEverySeconds: 20, giveUpAfterSeconds: 60 };
  const twice =
    (reply: Reply): Script =>
    (sent, before) =>
      sent.method === "PUT" && before < 2 ? reply : answering({});

  it.each([
    ["whatever its code", refusal(409, "Whatever")],
    ["without a code", { status: 409 }],
  ])("is waited out %s where the step names none", async (_, reply) => {
    const { end, arm, clock } = await take({ ...bare, retryOn }, twice(reply));
    expect([end.state, clock.sleeps]).toEqual(["done", [20_000, 20_000]]);
    expect(arm.count("PUT", put.path)).toBe(3);
  });

  it("is a refusal where the status or the code is another", async () => {
    const coded = { ...retryOn, codes: ["Settling"] };
    for (const [given, reply] of [
      [retryOn, refusal(412, "Whatever")],
      [coded, refusal(409, "Whatever")],
      [coded, { status: 409 }],
    ] as const) {
      const { end, arm } = await take({ ...bare, retryOn: given }, twice(reply));
      expect(end.state).toBe("failed");
      expect(arm.sent).toHaveLength(1);
    }
    expect(
      (await take({ ...bare, retryOn: coded }, twice(refusal(409, "Settling")))).end.state,
    ).toBe("done");
  });

  it("is a refusal in the end", async () => {
    const { end, arm, clock } = await take({ ...bare, retryOn }, () =>
      refusal(409, "X", "In use."),
    );
    expect(end).toMatchObject({ state: "failed", reason: "In use." });
    expect([arm.sent.length, clock.time]).toEqual([4, 60_000]);
  });
});
