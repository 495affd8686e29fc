import { describe, expect, it } from "vitest";
import type { Ended } from "../../../src/operations/operationList";
import type { FileLock } from "../../../src/base/fileLock";
import { outcomeOf, type Operation } from "../../../src/operations/operation";
import { OperationStore } from "../../../src/operations/operationStore";
import type { Runner } from "../../../src/operations/runner";
import { ManualClock, settled } from "../base/fakeClock";
import { runnerOver, silent, useFolder } from "./harness";
import { refusal, ScriptedArm, type Reply } from "./scriptedArm";
import { answering, planOf, put, withEffect } from "./stepping";
import { making, MakingArm, recovery, statesOf } from "./together";

const folder = useFolder();

function newStore(): OperationStore {
  return new OperationStore(folder.path(), silent);
}

/** A store of a window whose claims another window can take over. */
class SleepyStore extends OperationStore {
  isTakenOver = false;
  /** Called with what has been written down. */
  onSave: (operation: Operation) => void = () => undefined;

  constructor() {
    super(folder.path(), silent);
  }

  override async claim(deletion: string): Promise<FileLock | undefined> {
    if (this.isTakenOver) {
      return undefined;
    }
    const lock = await super.claim(deletion);
    return lock === undefined
      ? undefined
      : { ...lock, renew: async () => !this.isTakenOver && (await lock.renew()) };
  }

  override async save(operation: Operation): Promise<void> {
    await super.save(operation);
    this.onSave(operation);
  }
}

function heardBy(runner: Runner): readonly Ended[] {
  const ended: Ended[] = [];
  runner.onDidEnd((one) => ended.push(one));
  return ended;
}

async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isSo())) {
    await settled();
  }
}

const polled: Reply = { status: 202, headers: { location: "/operations/1" } };

describe("a window that another has taken over from", () => {
  it("sends nothing that it has only just written down", async () => {
    const store = new SleepyStore();
    store.onSave = ({ steps }) => {
      store.isTakenOver = steps[0]?.state === "sending";
    };
    const arm = new MakingArm();
    const operation = await runnerOver(store, arm, new ManualClock()).start(recovery(making("a")));
    expect(operation.endedAt).toBeUndefined();
    expect(arm.writes).toEqual([]);
  });

  it("writes nothing more down and announces nothing, and hears of the end from the other", async () => {
    const store = new SleepyStore();
    const arm = new ScriptedArm(({ method, path }) => {
      if (method === "PUT") {
        return polled;
      }
      store.isTakenOver = path === "/operations/1";
      return answering({});
    });
    const clock = new ManualClock();
    const first = runnerOver(store, arm, clock);
    const heard = heardBy(first);
    const running = first.start(recovery(making("a")));
    await until(() => clock.sleeping > 0);
    await clock.advance(5000);
    const left = await running;
    expect(statesOf(left)["a"]).not.toBe("waiting");
    expect((await newStore().find(left.id))?.steps[0]?.state).toBe("polling");
    expect(heard).toEqual([]);

    const other = runnerOver(newStore(), new ScriptedArm(() => answering({})));
    const ended = await new Promise<Operation>((resolve) => {
      void other.resume(resolve);
    });
    await until(async () => {
      await clock.advance(5000);
      return heard.length > 0;
    });
    expect(heard).toEqual([{ operation: ended, ownedHere: false }]);
    expect(first.runningOn(ended.plan.subject.deletion)).toBeUndefined();
  });

  it("writes nothing down that had to wait for its turn", async () => {
    const store = new SleepyStore();
    let go: (() => void) | undefined;
    const save = store.save.bind(store);
    store.save = async (operation) => {
      await save(operation);
      if (operation.steps[0]?.state === "failed" && !store.isTakenOver) {
        await new Promise<void>((resolve) => (go = resolve));
      }
    };
    const arm = new MakingArm(({ method }) =>
      method === "PUT" ? refusal(403, "No", "No.") : undefined,
    );
    const runner = runnerOver(store, arm, new ManualClock());
    const running = runner.start(
      recovery(making("a"), making("b", { after: [] }), making("c", { after: [] })),
    );
    await until(() => go !== undefined);
    const before = await newStore().load();
    store.isTakenOver = true;
    go?.();
    const { endedAt } = await running;
    expect(endedAt).toBeUndefined();
    expect(await newStore().load()).toEqual(before);
    runner.dispose();
  });

  it("goes on with what comes back to it, but not with what was cancelled meanwhile", async () => {
    const store = new SleepyStore();
    const arm: MakingArm = new MakingArm(({ method, path }) => {
      if (method === "PUT" && path === "/a") {
        for (const { id } of runner.operations) {
          runner.cancel(id);
        }
        store.isTakenOver = true;
      }
      return undefined;
    });
    const clock = new ManualClock();
    const runner = runnerOver(store, arm, clock);
    const heard = heardBy(runner);
    await runner.start(recovery(making("a"), making("b")));
    store.isTakenOver = false;
    await until(async () => {
      await clock.advance(5000);
      return heard.length > 0;
    });
    expect(heard.map(({ operation, ownedHere }) => [statesOf(operation), ownedHere])).toEqual([
      [{ a: "done", b: "skipped" }, true],
    ]);
    expect(arm.writes).toEqual(["PUT /a"]);
  });
});

describe("an end in another window", () => {
  it("is heard of also where it came between a look and the claim", async () => {
    const ended = await runnerOver(newStore(), new MakingArm()).start(recovery(making("a")));
    const { endedAt: _, ...running } = ended;
    class LateStore extends OperationStore {
      #looks = 0;
      override async load(): Promise<readonly Operation[]> {
        this.#looks += 1;
        return this.#looks > 2 ? super.load() : [running];
      }
      override async claim(deletion: string): Promise<FileLock | undefined> {
        return this.#looks > 1 ? super.claim(deletion) : undefined;
      }
    }
    const runner = runnerOver(new LateStore(folder.path(), silent), new MakingArm());
    const heard = heardBy(runner);
    await runner.resume(() => undefined);
    expect(heard).toEqual([{ operation: ended, ownedHere: false }]);
  });

  it("that was cleared away there at once is not taken to go on for ever", async () => {
    const plan = recovery(making("a"));
    await newStore().save({
      schema: 2,
      id: "one",
      plan,
      startedAt: 1,
      steps: [{ state: "waiting" }],
    });
    const lock = await newStore().claim(plan.subject.deletion);
    const clock = new ManualClock();
    const runner = runnerOver(newStore(), new MakingArm(), clock);
    const resuming = runner.resume(() => undefined);
    await until(() => clock.sleeping > 0);
    expect(runner.operations.map(outcomeOf)).toEqual(["running"]);
    await newStore().remove("one");
    lock?.release();
    await clock.advance(5000);
    await resuming;
    expect(runner.operations).toEqual([]);
    expect(runner.runningOn(plan.subject.deletion)).toBeUndefined();
  });

  it("is not announced by a window that closes while it writes it down", async () => {
    const store = new SleepyStore();
    const runner = runnerOver(store, new MakingArm());
    store.onSave = ({ endedAt }) => {
      if (endedAt !== undefined) {
        runner.dispose();
      }
    };
    const heard = heardBy(runner);
    await runner.start(recovery(making("a")));
    expect(heard).toEqual([]);
  });

  it("is followed by a second start there: what was taken up again is heard of once more", async () => {
    const arm = new MakingArm(({ method, path }, before) =>
      method === "PUT" && path === "/a" && before === 0 ? refusal(403, "No", "No.") : undefined,
    );
    const first = runnerOver(newStore(), arm);
    const failed = await first.start(recovery(making("a")));
    const second = runnerOver(newStore(), arm);
    await second.resume(() => undefined);
    await first.retry(failed.id);
    const heard = heardBy(second);
    await second.resume(() => undefined);
    expect(heard.map(({ operation, ownedHere }) => [outcomeOf(operation), ownedHere])).toEqual([
      ["succeeded", false],
    ]);
  });
});

describe("a purge that may not be followed", () => {
  const purge = planOf("purge", {
    ...withEffect,
    request: { ...put, method: "DELETE" },
    postcondition: { request: { ...put, method: "GET" }, expects: "absent" },
  });

  async function purged(isGone: boolean): Promise<Operation> {
    const arm = new ScriptedArm(({ method, path }) => {
      if (method === "DELETE") {
        return polled;
      }
      return path === "/operations/1"
        ? refusal(403, "AuthorizationFailed", "No.")
        : isGone
          ? refusal(404, "ResourceNotFound")
          : answering({});
    });
    return runnerOver(newStore(), arm).start(purge);
  }

  // As in github.com/Azure/azure-cli/issues/29069
  it("is done where it is gone, and says that it was looked for", async () => {
    expect((await purged(true)).steps).toEqual([
      {
        state: "done",
        note: expect.stringMatching(
          /Azure completed the request but didn't let you track its progress\. The extension checked the resource instead\./,
        ) as string,
      },
    ]);
  });

  it("may be done where it is still there", async () => {
    expect((await purged(false)).steps).toEqual([
      expect.objectContaining({ state: "failed", uncertain: true }),
    ]);
  });
});
