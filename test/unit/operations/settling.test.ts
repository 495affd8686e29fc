import { describe, expect, it } from "vitest";
import { isUncertain, outcomeOf, type Operation } from "../../../src/operations/operation";
import { OperationStore } from "../../../src/operations/operationStore";
import type { Postcondition } from "../../../src/services/plan";
import { FakeClock } from "../base/fakeClock";
import { account } from "../services/samples";
import { JumpingClock, purgesOfVaults, VaultModel, windowOver, type BulkWindow } from "./bulkModel";
import { runnerOver, silent, useFolder } from "./harness";
import { Disk } from "./memory";
import { at, purgeAccount, recoverAccount } from "./plans";
import { refusal, ScriptedArm, type Reply } from "./scriptedArm";

const folder = useFolder();
const minute = 60_000;

function newStore(): OperationStore {
  return new OperationStore(folder.path(), silent);
}

/** Azure that answers a purge in some way, and shows the account as long as `isThere` says so. */
function azure(answer: Reply | "lost", isThere: () => boolean): ScriptedArm {
  return new ScriptedArm(({ method }) => {
    if (method === "DELETE") {
      return answer;
    }
    return isThere() ? { status: 200, body: account } : refusal(404, "ResourceNotFound");
  });
}

/** A purge that has ended in doubt, the account still being there. */
async function doubtful(answer: Reply | "lost" = "lost"): Promise<Operation> {
  const arm = azure(answer, () => true);
  const operation = await runnerOver(newStore(), arm, new FakeClock()).start(purgeAccount);
  expect(isUncertain(operation)).toBe(true);
  return operation;
}

describe("an operation that has ended in doubt", () => {
  it("is done once a later reading shows it, is written down and heard of", async () => {
    const operation = await doubtful();
    const clock = new FakeClock(operation.endedAt);
    const runner = runnerOver(
      newStore(),
      azure("lost", () => clock.now() < (operation.endedAt ?? 0) + minute),
      clock,
    );
    await runner.resume(() => undefined);
    const heard: Operation[] = [];
    runner.onDidSettle((one) => heard.push(one));
    const settled = await runner.settle(operation);
    expect(settled).toMatchObject({ endedAt: operation.endedAt, steps: [{ state: "done" }] });
    expect(settled === undefined ? undefined : outcomeOf(settled)).toBe("succeeded");
    expect(clock.now() - (operation.endedAt ?? 0)).toBe(5 * minute);
    expect(await newStore().load()).toEqual([settled]);
    expect(runner.operations).toEqual([settled]);
    expect(heard).toEqual([settled]);
  });

  it("has failed where it had no effect some minutes later, and nothing is sent", async () => {
    const operation = await doubtful();
    const arm = azure("lost", () => true);
    const runner = runnerOver(newStore(), arm, new FakeClock(operation.endedAt));
    const settled = await runner.settle(operation);
    expect(settled?.steps).toEqual([
      { state: "failed", reason: expect.stringContaining("had no effect") as string },
    ]);
    expect(arm.writes).toEqual([]);
    expect(arm.sent).toHaveLength(2);
  });

  it("stays in doubt where Azure has taken the request and may still carry it out", async () => {
    const operation = await doubtful({ status: 202 });
    const runner = runnerOver(
      newStore(),
      azure("lost", () => true),
      new FakeClock(operation.endedAt),
    );
    expect(await runner.settle(operation)).toBeUndefined();
    expect(await newStore().load()).toEqual([operation]);
  });

  it("stays in doubt where nothing can be read", async () => {
    const operation = await doubtful();
    const arm = new ScriptedArm(() => refusal(403, "AuthorizationFailed"));
    const runner = runnerOver(newStore(), arm, new FakeClock(operation.endedAt));
    expect(await runner.settle(operation)).toBeUndefined();
    expect(await newStore().load()).toEqual([operation]);
  });

  it("is settled by the next window, with one reading if it is late", async () => {
    const operation = await doubtful();
    const arm = azure("lost", () => false);
    const clock = new FakeClock((operation.endedAt ?? 0) + 60 * minute);
    await runnerOver(newStore(), arm, clock).settleStored();
    expect((await newStore().load()).map(outcomeOf)).toEqual(["succeeded"]);
    expect(arm.sent).toHaveLength(1);
  });

  it("is left to the person a day later", async () => {
    const operation = await doubtful();
    const arm = azure("lost", () => false);
    const clock = new FakeClock((operation.endedAt ?? 0) + 25 * 60 * minute);
    await runnerOver(newStore(), arm, clock).settleStored();
    expect(arm.sent).toEqual([]);
    expect(await newStore().load()).toEqual([operation]);
  });

  it("is left alone where it has been retried or is being worked on", async () => {
    const operation = await doubtful();
    const lock = await newStore().claim(purgeAccount.subject.deletion);
    const gone = azure("lost", () => false);
    const runner = runnerOver(newStore(), gone, new FakeClock(operation.endedAt));
    expect(await runner.settle(operation)).toBeUndefined();
    lock?.release();
    const changed = { ...operation, revision: 1 };
    await newStore().save(changed);
    expect(await runner.settle(operation)).toBeUndefined();
    expect(await newStore().load()).toEqual([changed]);
  });

  it("is a recovery only once the resource itself is read", async () => {
    let isLive = false;
    const arm = new ScriptedArm(({ method, path }) => {
      if (method === "PUT") {
        return "lost";
      }
      return path === at.liveAccount && !isLive
        ? refusal(404, "ResourceNotFound")
        : { status: 200, body: account };
    });
    const runner = runnerOver(newStore(), arm, new FakeClock());
    const operation = await runner.start(recoverAccount);
    expect(isUncertain(operation)).toBe(true);
    isLive = true;
    const settled = await runner.settle(operation);
    expect(settled === undefined ? undefined : outcomeOf(settled)).toBe("succeeded");
  });
});

interface EndedInDoubt {
  readonly clock: JumpingClock;
  readonly arm: VaultModel;
  readonly disk: Disk;
  readonly window: BulkWindow;
  readonly id: string;
}

/** A batch of twenty purges; Azure has taken the even ones, and no answer has come for any. */
async function batchInDoubt(
  postcondition?: (name: string) => Postcondition,
): Promise<EndedInDoubt> {
  const clock = new JumpingClock();
  const disk = new Disk();
  const arm = new VaultModel({ clock, latency: 300, purgeTakes: 3 * minute, isLimited: false });
  arm.trouble = (vault) => (Number(vault.slice(3)) % 2 === 0 ? "lost after" : "lost before");
  const window = windowOver(disk, arm, clock);
  const plans = purgesOfVaults(20).map((plan) =>
    postcondition === undefined
      ? plan
      : {
          ...plan,
          steps: plan.steps.map((step) => ({
            ...step,
            postcondition: postcondition(plan.subject.name),
          })),
        },
  );
  const { id, ended } = await window.batches.start("purge", plans);
  await clock.during(ended);
  expect(window.batches.find(id)).toMatchObject({ succeeded: 0, failed: 0, uncertain: 20 });
  return { clock, arm, disk, window, id };
}

describe("a batch that has ended in doubt", () => {
  it("is settled by later readings, and its counts and its journal say so", async () => {
    const { clock, arm, disk, window, id } = await batchInDoubt();
    const { batches } = window;
    const settled: string[] = [];
    batches.onDidSettleItem(({ plan, end }) => {
      settled.push(`${plan.subject.name} ${end.outcome}`);
    });
    await clock.during(batches.settle(id));
    expect(batches.find(id)).toMatchObject({ succeeded: 10, failed: 10, uncertain: 0 });
    expect(batches.find(id)?.notable).toHaveLength(10);
    expect(settled).toHaveLength(20);
    expect(settled).toEqual(expect.arrayContaining(["kv-4 succeeded", "kv-5 failed"]));
    expect(arm.posts).toHaveLength(20);
    const other = windowOver(disk, arm, clock).batches;
    await clock.during(other.resume(() => undefined));
    expect(other.find(id)).toMatchObject({ succeeded: 10, failed: 10, uncertain: 0 });
    expect((await other.record(id)).ends.get(5)?.outcome).toBe("failed");
  });

  it("is settled by the next window where this one has closed", async () => {
    const { clock, arm, disk, window, id } = await batchInDoubt();
    window.batches.dispose();
    await clock.during(window.batches.settle(id));
    const { batches } = windowOver(disk, arm, clock);
    await clock.during(batches.settleStored());
    expect(batches.find(id)).toMatchObject({ succeeded: 10, failed: 10, uncertain: 0 });
  });

  it("counts an item once where two windows settle it", async () => {
    const { clock, arm, disk, id } = await batchInDoubt();
    const windows = [windowOver(disk, arm, clock), windowOver(disk, arm, clock)];
    await clock.during(Promise.all(windows.map(({ batches }) => batches.settleStored())));
    for (const { batches } of windows) {
      expect(batches.find(id)).toMatchObject({ succeeded: 10, failed: 10, uncertain: 0 });
    }
  });

  it("reads a list once for all of them", async () => {
    const request = { method: "GET", path: "/deletedVaults", apiVersion: "1" } as const;
    const { clock, arm, window, id } = await batchInDoubt((name) => ({
      request,
      entry: { path: ["name"], value: name },
      expects: "absent",
    }));
    const before = arm.lists;
    await clock.during(window.batches.settle(id));
    expect(window.batches.find(id)).toMatchObject({ succeeded: 10, failed: 10, uncertain: 0 });
    expect(arm.lists - before).toBe(2);
  });
});
