import { describe, expect, it } from "vitest";
import { notesOf, outcomeOf, type Operation } from "../../../src/operations/operation";
import { settled } from "../base/fakeClock";
import { RecordingStore, runnerOver, useFolder } from "./harness";
import { making, MakingArm, recovery, refusing, statesOf } from "./together";
import type { Plan } from "../../../src/services/plan";

const folder = useFolder();

function start(plan: Plan, arm: MakingArm): Promise<Operation> {
  return runnerOver(new RecordingStore(folder.path()), arm).start(plan);
}

describe("steps that do not come after one another", () => {
  it("are carried out at the same time", async () => {
    const held: (() => void)[] = [];
    const arm = new MakingArm();
    const usual = arm.send.bind(arm);
    arm.send = async (request, signal) => {
      const response = await usual(request, signal);
      if (request.method === "PUT") {
        await new Promise<void>((resolve) => held.push(resolve));
      }
      return response;
    };
    const running = start(
      recovery(making("a"), making("b", { after: [] }), making("c", { after: ["a", "b"] })),
      arm,
    );
    while (held.length < 2) {
      await settled();
    }
    expect(new Set(arm.writes)).toEqual(new Set(["PUT /a", "PUT /b"]));
    held.shift()?.();
    for (let turn = 0; turn < 50; turn += 1) {
      await settled();
    }
    // One of the two is still on its way.
    expect(arm.writes).toHaveLength(2);
    held.shift()?.();
    while (held.length === 0) {
      await settled();
    }
    expect(arm.writes.at(-1)).toBe("PUT /c");
    held.shift()?.();
    expect(outcomeOf(await running)).toBe("succeeded");
  });

  it("come one after the other where the plan does not say", async () => {
    const arm = new MakingArm();
    await start(recovery(making("a"), making("b"), making("c")), arm);
    expect(arm.sent.map(({ method, path }) => `${method} ${path}`)).toEqual([
      "PUT /a",
      "GET /a",
      "PUT /b",
      "GET /b",
      "PUT /c",
      "GET /c",
    ]);
  });
});

describe("a step that fails", () => {
  it("stops what comes after it, and nothing else", async () => {
    const arm = refusing("server");
    const operation = await start(
      recovery(
        making("server"),
        making("database", { after: ["server"] }),
        making("rule", { after: ["database"] }),
        making("other", { after: [] }),
        making("more", { after: ["other"] }),
      ),
      arm,
    );
    expect(statesOf(operation)).toEqual({
      server: "failed",
      database: "skipped",
      rule: "skipped",
      other: "done",
      more: "done",
    });
    expect(outcomeOf(operation)).toBe("failed");
  });

  it("and need not be done stops only others that need not, and is noted", async () => {
    const operation = await start(
      recovery(
        making("extra", { optional: true }),
        making("more", { after: ["extra"], optional: true }),
        making("account", { after: ["extra"] }),
      ),
      refusing("extra"),
    );
    expect(statesOf(operation)).toEqual({ extra: "failed", more: "skipped", account: "done" });
    expect(outcomeOf(operation)).toBe("succeeded");
    expect(notesOf(operation)).toEqual([
      expect.stringMatching(
        /^Not completed: Make extra "extra"\. You don't have permission to do this\./,
      ),
    ]);
  });

  it("stops also what comes after it by way of one that need not be done", async () => {
    const arm = refusing("group");
    const operation = await start(
      recovery(
        making("group"),
        making("extra", { after: ["group"], optional: true }),
        making("account", { after: ["extra"] }),
      ),
      arm,
    );
    expect(statesOf(operation)).toEqual({ group: "failed", extra: "skipped", account: "skipped" });
    expect(arm.writes).toEqual(["PUT /group"]);
  });
});

describe("a plan without an order", () => {
  it("is not begun", async () => {
    const arm = new MakingArm();
    const operation = await start(recovery(making("a", { after: ["b"] }), making("b")), arm);
    expect(outcomeOf(operation)).toBe("failed");
    expect(arm.sent).toEqual([]);
  });
});

describe("what is known of a request", () => {
  it("is written down with what came of it", async () => {
    const arm = refusing("b");
    const usual = arm.send.bind(arm);
    arm.send = async (request, signal) => ({
      ...(await usual(request, signal)),
      correlationId: "one",
    });
    const store = new RecordingStore(folder.path());
    const operation = await runnerOver(store, arm).start(
      recovery(making("a"), making("b"), making("c")),
    );
    const at = expect.any(Number) as number;
    expect(operation.sent).toEqual({
      a: { at, status: 200, correlationId: "one" },
      b: { at, status: 403 },
    });
    expect((await store.find(operation.id))?.sent).toEqual(operation.sent);
    const firstAnswered = store.saved.find(({ steps }) => steps[0]?.state === "confirming");
    expect(Object.keys(firstAnswered?.sent ?? {})).toEqual(["a"]);
  });

  it("is only when it left where nothing came back", async () => {
    const arm = new MakingArm(({ method }) => (method === "PUT" ? "lost" : undefined));
    const operation = await start(recovery(making("a")), arm);
    expect(operation.sent).toEqual({ a: { at: expect.any(Number) as number } });
  });
});
