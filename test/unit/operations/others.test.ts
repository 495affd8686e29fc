import { describe, expect, it } from "vitest";
import { outcomeOf } from "../../../src/operations/operation";
import { OperationStore } from "../../../src/operations/operationStore";
import type { OtherEnded } from "../../../src/operations/runEnvironment";
import type { Runner } from "../../../src/operations/runner";
import { settled } from "../base/fakeClock";
import { runnerOver, silent, useFolder } from "./harness";
import { making, MakingArm, recovery, recoveryOf, refusing, statesOf, subjectOf } from "./together";

const folder = useFolder();
const server = subjectOf("server");
const databases = recovery(
  making("server", { recovers: server, skipIfMet: true }),
  making("database"),
);

function newStore(): OperationStore {
  return new OperationStore(folder.path(), silent);
}

function listening(runner: Runner): readonly OtherEnded[] {
  const ended: OtherEnded[] = [];
  runner.onDidEndOther((one) => ended.push(one));
  return ended;
}

describe("a step that brings back something else than its plan is about", () => {
  it("is told of when it ends, and is at work until then", async () => {
    const arm = new MakingArm();
    const runner = runnerOver(newStore(), arm);
    const ended = listening(runner);
    const running: boolean[] = [];
    runner.onDidChange(({ steps }) => {
      const isAt = runner.runningOn(server.deletion) !== undefined;
      running.push(isAt === (steps[0]?.state !== "done"));
    });
    const operation = await runner.start(databases);
    expect(outcomeOf(operation)).toBe("succeeded");
    expect(ended).toEqual([{ subject: server, end: { state: "done" } }]);
    expect(new Set(running)).toEqual(new Set([true]));
    expect(runner.runningOn(server.deletion)).toBeUndefined();
    expect(runner.runningOn(databases.subject.deletion)).toBeUndefined();
  });

  it("is told of when it fails", async () => {
    const runner = runnerOver(newStore(), refusing("server"));
    const ended = listening(runner);
    expect(statesOf(await runner.start(databases))).toEqual({
      server: "failed",
      database: "skipped",
    });
    expect(ended.map(({ end }) => end.state)).toEqual(["failed"]);
  });

  it("keeps others from it while it is at work", async () => {
    const arm = new MakingArm(() => "silence");
    const runner = runnerOver(newStore(), arm);
    const running = runner.start(databases);
    while (arm.sent.length === 0) {
      await settled();
    }
    await expect(runner.start(recoveryOf("server", making("server")))).rejects.toThrow("server");
    const other = runnerOver(newStore(), new MakingArm());
    await expect(other.start(recoveryOf("server", making("server")))).rejects.toThrow("server");
    runner.dispose();
    await running;
  });

  it("is waited for where another window is at it, and is found there then", async () => {
    let answer: () => void = () => undefined;
    const azure = new MakingArm();
    const slow = new MakingArm();
    slow.send = async (request, signal) => {
      if (request.method === "PUT") {
        await new Promise<void>((resolve) => (answer = resolve));
      }
      return azure.send(request, signal);
    };
    const first = runnerOver(newStore(), slow);
    const recovering = first.start(recoveryOf("server", making("server")));
    while ((await newStore().load())[0]?.steps[0]?.state !== "sending") {
      await settled();
    }
    const second = runnerOver(newStore(), azure);
    const running = second.start(databases);
    while (azure.count("GET", "/server") < 3) {
      await settled();
    }
    // It has looked, and waits.
    expect(azure.writes).toEqual([]);
    answer();
    expect(outcomeOf(await recovering)).toBe("succeeded");
    expect(outcomeOf(await running)).toBe("succeeded");
    expect(azure.writes).toEqual(["PUT /server", "PUT /database"]);
  });

  it("is not waited for any longer where the person cancels", async () => {
    const lock = await newStore().claim(server.deletion);
    const azure = new MakingArm();
    const runner = runnerOver(newStore(), azure);
    const running = runner.start(databases);
    while (azure.sent.length < 2) {
      await settled();
    }
    for (const { id } of runner.operations) {
      runner.cancel(id);
    }
    expect(outcomeOf(await running)).toBe("cancelled");
    expect(azure.writes).toEqual([]);
    lock?.release();
  });

  it("does not wait for the one that waits for it", async () => {
    const azure = new MakingArm();
    const back = making("database", {
      recovers: databases.subject,
      skipIfMet: true,
      optional: true,
    });
    const mutual = recoveryOf("server", making("server"), back);
    const results = await Promise.all([
      runnerOver(newStore(), azure).start(databases),
      runnerOver(newStore(), azure).start(mutual),
    ]);
    expect(results.map(outcomeOf)).toEqual(["succeeded", "succeeded"]);
    expect([...azure.writes].sort()).toEqual(["PUT /database", "PUT /server"]);
  });

  it("that was sent is looked for although another is at it by now", async () => {
    await newStore().save({
      schema: 2,
      id: "one",
      plan: databases,
      startedAt: 1,
      steps: [{ state: "sending" }, { state: "waiting" }],
    });
    const lock = await newStore().claim(server.deletion);
    const azure = new MakingArm();
    azure.made.add("/server");
    const ended = new Promise((resolve) => {
      void runnerOver(newStore(), azure).resume((operation) => {
        resolve(outcomeOf(operation));
      });
    });
    expect(await ended).toBe("succeeded");
    expect(azure.writes).toEqual(["PUT /database"]);
    lock?.release();
  });
});
