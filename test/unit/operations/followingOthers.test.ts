import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { ArmClient } from "../../../src/azure/armClient";
import { systemClock, type Clock } from "../../../src/base/clock";
import { BatchRunner } from "../../../src/operations/batch/batchRunner";
import { BatchStore } from "../../../src/operations/batch/batchStore";
import { outcomeOf } from "../../../src/operations/operation";
import { OperationStore } from "../../../src/operations/operationStore";
import type { Runner } from "../../../src/operations/runner";
import { explain } from "../services/explain";
import { Runner as NewRunner } from "../../../src/operations/runner";
import { AzureModel } from "./azureModel";
import { purgesOfVaults, VaultModel } from "./bulkModel";
import { silent } from "./harness";
import { at, purgeAccount } from "./plans";

/** What another window writes is to be seen this much later, in milliseconds. */
const soon = 3000;
let folder = "";
const windows: { dispose(): void }[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "windows-"));
});

afterEach(async () => {
  for (const one of windows.splice(0)) {
    one.dispose();
  }
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
});

interface Opened {
  readonly runner: Runner;
  readonly batches: BatchRunner;
}

function open(arm: ArmClient, clock: Clock = systemClock): Opened {
  const store = new OperationStore(join(folder, "operations"), silent);
  const connect = async (): Promise<ArmClient> => arm;
  const logger = silent;
  const runner = new NewRunner({ store, connect, explain, clock, logger });
  const batches = new BatchRunner({
    ...{ runner, connect, clock, logger },
    store: new BatchStore(join(folder, "batches"), silent),
    operations: store,
  });
  windows.push(runner, batches);
  return { runner, batches };
}

/** A window that has found nothing to do and looks at what others write. */
async function watching(arm: ArmClient): Promise<Opened> {
  const opened = open(arm);
  await opened.runner.resume(() => undefined);
  await opened.batches.resume(() => undefined);
  opened.runner.follow();
  opened.batches.follow();
  return opened;
}

async function eventually(what: () => unknown): Promise<void> {
  await expect.poll(what, { timeout: soon, interval: 50 }).toBe(true);
}

describe("a window that has nothing to do", () => {
  it("shows an operation of another window soon, and its end soon after it", async () => {
    const azure = new AzureModel();
    const arm = azure.connect();
    const { runner } = await watching(arm);
    const ends: string[] = [];
    runner.onDidEnd(({ operation, ownedHere }) =>
      ends.push(`${outcomeOf(operation)} ${String(ownedHere)}`),
    );
    let goOn: () => void = () => undefined;
    const holding = new Promise<void>((resolve) => (goOn = resolve));
    const held: ArmClient = {
      send: (request, signal) => arm.send(request, signal),
      follow: async (url, signal) => {
        await holding;
        return arm.follow(url, signal);
      },
      list: (request, onPage, signal) => arm.list(request, onPage, signal),
      resourceGroupExists: (id, name, signal) => arm.resourceGroupExists(id, name, signal),
    };
    const clock = { now: () => Date.now(), sleep: async () => undefined };
    const running = open(held, clock).runner.start(purgeAccount);
    await eventually(
      () => runner.runningOn(purgeAccount.subject.deletion)?.steps[0]?.state === "polling",
    );
    goOn();
    const ended = await running;
    await eventually(() => runner.operations[0]?.endedAt === ended.endedAt);
    expect(runner.operations).toEqual([ended]);
    expect(ends).toEqual(["succeeded false"]);
    expect(arm.count("DELETE", at.deletedAccount)).toBe(1);
  });

  it("counts with a batch of another window, and hears of each item", async () => {
    const clock = { now: () => Date.now(), sleep: async () => undefined };
    const arm = new VaultModel({
      clock: systemClock,
      latency: 5,
      purgeTakes: 1500,
      isLimited: false,
    });
    const { batches } = await watching(arm);
    const gone: string[] = [];
    batches.onDidEndItem(({ plan, end }) => gone.push(`${plan.subject.name} ${end.outcome}`));
    const first = open(arm, {
      ...clock,
      sleep: (milliseconds, signal) => systemClock.sleep(Math.min(milliseconds, 100), signal),
    });
    const { id, ended } = await first.batches.start("purge", purgesOfVaults(30));
    await eventually(() => batches.find(id)?.total === 30);
    await ended;
    await eventually(() => batches.find(id)?.endedAt !== undefined);
    expect(batches.find(id)).toMatchObject({ succeeded: 30, ownedHere: false });
    expect(new Set(gone).size).toBe(30);
    expect(gone).toHaveLength(30);
    expect(arm.posts).toHaveLength(30);
  });
});
