import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, utimes, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Ended } from "../../../src/operations/operationList";
import { outcomeOf, type Operation } from "../../../src/operations/operation";
import { lockExpiry } from "../../../src/base/fileLock";
import { OperationStore } from "../../../src/operations/operationStore";
import { BusyError } from "../../../src/operations/startGuard";
import { FakeClock, ManualClock, settled } from "../base/fakeClock";
import { AzureModel } from "./azureModel";
import { RecordingStore, resumed, runnerOver, silent, useFolder } from "./harness";
import { purgeAccount, purgeVault, recoverWithGroup } from "./plans";
import { ScriptedArm } from "./scriptedArm";

const folder = useFolder();
const { deletion } = purgeAccount.subject;

function newStore(): OperationStore {
  return new OperationStore(folder.path(), silent);
}

function claimFile(): string {
  return join(folder.path(), "claims", createHash("sha256").update(deletion).digest("hex"));
}

async function claimOf(owner: object, age = 0): Promise<void> {
  await mkdir(join(folder.path(), "claims"), { recursive: true });
  await writeFile(claimFile(), JSON.stringify(owner));
  const then = new Date(Date.now() - age);
  await utimes(claimFile(), then, then);
}

// Larger than any process id that Linux, macOS or Windows gives out.
const deadPid = 2 ** 30;

describe("the right to act on a deletion", () => {
  it("is one window's until it gives it back", async () => {
    const lock = await newStore().claim(deletion);
    expect(lock).toBeDefined();
    expect(await newStore().claim(deletion)).toBeUndefined();
    expect(await newStore().claim("another")).toBeDefined();
    lock?.release();
    expect(await newStore().claim(deletion)).toBeDefined();
  });

  it("is one's of many that ask at the same time", async () => {
    const locks = await Promise.all(Array.from({ length: 20 }, () => newStore().claim(deletion)));
    expect(locks.filter((lock) => lock !== undefined)).toHaveLength(1);
  });

  it("is one's of many that find a dead one's", async () => {
    await claimOf({ pid: deadPid, host: hostname() });
    const locks = await Promise.all(Array.from({ length: 20 }, () => newStore().claim(deletion)));
    expect(locks.filter((lock) => lock !== undefined).length).toBeLessThanOrEqual(1);
  });

  it.each<[string, object, number, boolean]>([
    ["a dead process's", { pid: deadPid, host: hostname() }, 0, true],
    ["a living process's", { pid: process.pid, host: hostname() }, 0, false],
    ["another machine's", { pid: deadPid, host: "another" }, 0, false],
    ["another machine's, long not renewed", { pid: 1, host: "another" }, lockExpiry + 5000, true],
    ["nobody's", {}, 0, false],
  ])("taken over from %s claim", async (_, owner, age, expected) => {
    await claimOf(owner, age);
    expect((await newStore().claim(deletion)) !== undefined).toBe(expected);
  });

  it("is kept by renewing", async () => {
    const lock = await newStore().claim(deletion);
    const long = new Date(Date.now() - 10 * lockExpiry);
    await utimes(claimFile(), long, long);
    await lock?.renew();
    expect(await newStore().claim(deletion)).toBeUndefined();
  });

  it("is not given back by one who does not have it any more", async () => {
    const first = await newStore().claim(deletion);
    first?.release();
    const second = await newStore().claim(deletion);
    first?.release();
    expect(second).toBeDefined();
    expect(await newStore().claim(deletion)).toBeUndefined();
  });
});

describe("two windows", () => {
  it("never act on one deletion at the same time", async () => {
    const azure = new AzureModel();
    const runners = [1, 2].map(() => runnerOver(newStore(), azure.connect()));
    const results = await Promise.allSettled(runners.map((runner) => runner.start(purgeAccount)));
    expect(azure.taken).toHaveLength(1);
    const refused = results.flatMap((result) =>
      result.status === "rejected" ? [result.reason as unknown] : [],
    );
    expect(refused).toEqual([expect.any(BusyError)]);
  });

  it("act on two deletions at the same time", async () => {
    const azure = new AzureModel();
    const runners = [1, 2].map(() => runnerOver(newStore(), azure.connect()));
    await Promise.all([runners[0]?.start(purgeAccount), runners[1]?.start(purgeVault)]);
    expect(azure.taken).toHaveLength(2);
  });

  it("leave a running operation to the one that runs it", async () => {
    const silence = new ScriptedArm(() => "silence");
    const first = runnerOver(newStore(), silence);
    const running = first.start(purgeAccount);
    await hasStarted(silence);
    const azure = new AzureModel();
    const clock = new ManualClock();
    const second = runnerOver(newStore(), azure.connect(), clock);
    const resuming = second.resume(() => undefined);
    while (clock.sleeping === 0) {
      await settled();
    }
    expect(second.operations.map(outcomeOf)).toEqual(["running"]);
    await expect(second.start(purgeAccount)).rejects.toThrow(BusyError);
    expect(azure.taken).toEqual([]);
    second.dispose();
    first.dispose();
    await Promise.all([resuming, running]);
  });

  it("hand an operation over when the first closes, and the first lets the second's claim be", async () => {
    let letGo: (() => void) | undefined;
    const slow = new ScriptedArm(() => "silence");
    slow.send = () =>
      new Promise((_, reject) => {
        letGo = () => reject(new Error("the window closes"));
      });
    const first = runnerOver(newStore(), slow);
    const running = first.start(purgeAccount);
    while (letGo === undefined) {
      await settled();
    }
    first.dispose();
    expect(await newStore().claim(deletion)).toBeDefined();
    letGo();
    expect(outcomeOf(await running)).toBe("running");
    expect(await newStore().claim(deletion)).toBeUndefined();
  });

  it("do not run again what the other ended between a look and the claim", async () => {
    const azure = new AzureModel();
    const saved = new RecordingStore(folder.path());
    const ended = await runnerOver(saved, azure.connect()).start(recoverWithGroup);
    azure.taken.length = 0;
    const [asStarted] = saved.saved;
    class LateStore extends OperationStore {
      #loads = 0;
      override async load(): Promise<readonly Operation[]> {
        this.#loads += 1;
        return this.#loads === 1 && asStarted !== undefined ? [asStarted] : super.load();
      }
    }
    const second = runnerOver(new LateStore(folder.path(), silent), azure.connect());
    const announced: Operation[] = [];
    await second.resume((operation) => announced.push(operation));
    await second.resume((operation) => announced.push(operation));
    expect(announced).toEqual([]);
    expect(azure.taken).toEqual([]);
    expect(second.operations).toEqual([ended]);
    expect(await newStore().load()).toEqual([ended]);
    expect(await newStore().claim(deletion)).toBeDefined();
  });
});

async function hasStarted(arm: ScriptedArm): Promise<void> {
  while (arm.sent.length === 0) {
    await settled();
  }
}

describe("one window", () => {
  it("refuses a second operation on a deletion, and takes one when the first has ended", async () => {
    const azure = new AzureModel();
    const runner = runnerOver(newStore(), azure.connect());
    const first = runner.start(purgeAccount);
    await expect(runner.start(purgeAccount)).rejects.toThrow('"aoai" is already being');
    await first;
    expect(outcomeOf(await runner.start(purgeAccount))).toBe("failed");
    expect(azure.taken).toHaveLength(1);
  });

  it("tells who listens of each change and each end", async () => {
    const runner = runnerOver(newStore(), new AzureModel().connect());
    const ends: Ended[] = [];
    const states: (string | undefined)[] = [];
    const listening = runner.onDidChange(({ steps }) => states.push(steps[0]?.state));
    runner.onDidEnd((ended) => ends.push(ended));
    const operation = await runner.start(purgeAccount);
    expect(ends).toEqual([{ operation, ownedHere: true }]);
    expect(states.at(-1)).toBe("done");
    listening.dispose();
    const before = states.length;
    await runner.clearEnded();
    expect(states).toHaveLength(before);
    expect(runner.operations).toEqual([]);
    expect(await newStore().load()).toEqual([]);
  });

  it("does not run an operation twice when it resumes twice", async () => {
    const azure = new AzureModel();
    const [started] = (await savedBy(azure)).saved;
    if (started === undefined) {
      throw new Error("Nothing was saved.");
    }
    await newStore().save({ ...started, steps: [{ state: "waiting" }, { state: "waiting" }] });
    const again = new AzureModel();
    const runner = runnerOver(newStore(), again.connect(), new FakeClock());
    const both = Promise.all([resumed(runner), runner.resume(() => undefined)]);
    await both;
    expect(new Set(again.taken).size).toBe(2);
    expect(again.taken).toHaveLength(2);
  });

  async function savedBy(azure: AzureModel): Promise<RecordingStore> {
    const store = new RecordingStore(folder.path());
    await runnerOver(store, azure.connect()).start(recoverWithGroup);
    return store;
  }
});

describe("the folder of operations", () => {
  it("holds whole files only, and no draft", async () => {
    await runnerOver(newStore(), new AzureModel().connect()).start(purgeAccount);
    const names = (await readdir(folder.path())).filter((name) => name !== "claims");
    expect(names).toEqual([expect.stringMatching(/^[0-9a-f-]{36}\.json$/)]);
    JSON.parse(await readFile(join(folder.path(), names[0] ?? ""), "utf8"));
    expect(await readdir(join(folder.path(), "claims"))).toEqual([]);
  });
});
