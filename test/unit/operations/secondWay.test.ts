import { describe, expect, it } from "vitest";
import { isUncertain, outcomeOf } from "../../../src/operations/operation";
import { OperationStore } from "../../../src/operations/operationStore";
import type { PlanStep } from "../../../src/services/plan";
import { settled } from "../base/fakeClock";
import { resumed, runnerOver, silent, useFolder } from "./harness";
import { refusal, ScriptedArm, type Reply, type Script } from "./scriptedArm";
import { answering, gone, planOf, put, take, thing, withEffect } from "./stepping";

const folder = useFolder();

/** Two ways to make a thing: PUT and PATCH of one address. */
const step: PlanStep = {
  ...withEffect,
  fallbackRequest: { ...put, method: "PATCH" },
  precondition: { request: { ...thing, path: "/deleted" }, unchanged: [], ifForbidden: "proceed" },
  retryOn: { status: 409, retryEverySeconds: 20, giveUpAfterSeconds: 60 },
};
const both = ["PUT /thing", "PATCH /thing"];

const badRequest = refusal(400, "BadRequest", "Not this way.");
const taken: Reply = { status: 200 };

/** Azure with an answer for each way, by how often it was asked; the thing is there once made. */
function azure(first: Script | Reply, second: Script | Reply, isThere = true): Script {
  const answer = (of: Script | Reply): Script => (typeof of === "function" ? of : () => of);
  return (sent, before) => {
    switch (sent.method) {
      case "PUT":
        return answer(first)(sent, before);
      case "PATCH":
        return answer(second)(sent, before);
      default:
        return sent.path === "/thing" && !isThere ? gone : answering({});
    }
  };
}

describe("a step with a second way", () => {
  it("goes it, once and at once, where Azure refuses the first with 400", async () => {
    const { end, arm, clock, states } = await take(step, azure(badRequest, taken));
    expect(end).toEqual({ state: "done" });
    expect([arm.writes, clock.sleeps]).toEqual([both, []]);
    expect(states).toEqual(["waiting", "sending", "confirming", "done"]);
  });

  it("does not go it where Azure takes the first", async () => {
    const { arm } = await take(step, azure(taken, taken));
    expect(arm.writes).toEqual(["PUT /thing"]);
  });

  it.each<[string, Reply | "lost"]>([
    ["403", refusal(403, "AuthorizationFailed")],
    ["404", refusal(404, "ResourceGroupNotFound")],
    ["412", refusal(412, "PreconditionFailed")],
    ["500", refusal(500, "InternalServerError")],
    ["503", refusal(503, "ServerBusy")],
    ["nothing", "lost"],
  ])("does not go it where Azure answers the first with %s", async (_, first) => {
    const { end, arm } = await take(
      step,
      azure(() => first, taken, false),
    );
    expect(end.state).toBe("failed");
    expect(arm.writes).toEqual(["PUT /thing"]);
  });

  it.each([
    ["409", refusal(409, "Settling")],
    ["429", refusal(429, "TooManyRequests")],
  ])(
    "waits with the first where that is answered with %s, and may go it then",
    async (_, first) => {
      const patient = await take(
        step,
        azure((__, before) => (before < 1 ? first : taken), taken),
      );
      expect(patient.end.state).toBe("done");
      expect(patient.arm.writes).toEqual(["PUT /thing", "PUT /thing"]);
      const { end, arm } = await take(
        step,
        azure((__, before) => (before < 1 ? first : badRequest), taken),
      );
      expect(end.state).toBe("done");
      expect(arm.writes).toEqual(["PUT /thing", ...both]);
    },
  );

  it.each([
    ["400", refusal(400, "BadRequest", "Nor this way.")],
    ["403", refusal(403, "AuthorizationFailed", "Nor this way.")],
    ["409, which would mean not yet", refusal(409, "Settling", "Nor this way.")],
    ["429", refusal(429, "TooManyRequests", "Nor this way.")],
  ])("ends, and sends neither again, where Azure refuses that one with %s", async (_, second) => {
    const { end, arm, clock } = await take(step, azure(badRequest, second, false));
    expect(end).toMatchObject({ state: "failed", reason: "Nor this way." });
    expect(end).not.toHaveProperty("uncertain");
    expect([arm.writes, clock.sleeps]).toEqual([both, []]);
  });

  it.each<[string, Reply | "lost", boolean]>([
    ["its answer is lost", "lost", true],
    ["its answer is lost", "lost", false],
    ["Azure breaks over it", refusal(500, "InternalServerError"), false],
    ["Azure does not say where to follow it", { status: 202 }, false],
  ])("only reads, and sends neither again, where %s (there: %s)", async (_, second, isThere) => {
    const { end, arm } = await take(
      step,
      azure(badRequest, () => second, isThere),
    );
    expect(end).toMatchObject(isThere ? { state: "done" } : { state: "failed", uncertain: true });
    expect(arm.writes).toEqual(both);
  });
});

describe("a window that closes between the two ways", () => {
  const plan = planOf("recover", step);

  /** Closes it while Azure answers this request; what the next window sends, and how it ends. */
  async function closedDuring(
    method: string,
    isThere: boolean,
  ): Promise<{
    readonly writes: readonly string[];
    readonly outcome: string;
    readonly uncertain: boolean;
  }> {
    const store = new OperationStore(folder.path(), silent);
    const silence = azure(
      () => (method === "PUT" ? "silence" : badRequest),
      () => "silence",
      false,
    );
    const before = new ScriptedArm(silence);
    const first = runnerOver(store, before);
    const running = first.start(plan);
    while (before.writes.at(-1) !== `${method} /thing`) {
      await settled();
    }
    first.dispose();
    await running;
    const after = new ScriptedArm(azure(taken, taken, isThere));
    const operation = await resumed(runnerOver(store, after));
    return {
      writes: [...before.writes, ...after.writes],
      outcome: outcomeOf(operation),
      uncertain: isUncertain(operation),
    };
  }

  it.each([
    ["PUT", ["PUT /thing"]],
    ["PATCH", both],
  ])("sends nothing more after %s: a read decides", async (method, writes) => {
    expect(await closedDuring(method, true)).toEqual({
      writes,
      outcome: "succeeded",
      uncertain: false,
    });
  });

  it("is uncertain where nothing shows", async () => {
    expect(await closedDuring("PATCH", false)).toEqual({
      writes: both,
      outcome: "failed",
      uncertain: true,
    });
  });
});
