import { appendFile, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { BatchHeader, JournalLine } from "../../../../src/operations/batch/batch";
import { BatchRunner } from "../../../../src/operations/batch/batchRunner";
import { BatchStore, endOf } from "../../../../src/operations/batch/batchStore";
import { OperationStore } from "../../../../src/operations/operationStore";
import { outcomeOf } from "../../../../src/operations/operation";
import { FakeClock } from "../../base/fakeClock";
import { AzureModel } from "../azureModel";
import { purgesOfVaults } from "../bulkModel";
import { resumed, runnerOver, silent, useFolder } from "../harness";
import { purgeAccount } from "../plans";

const folder = useFolder();
const header: BatchHeader = { schema: 1, id: "b", action: "purge", startedAt: 1, total: 3 };
const plans = purgesOfVaults(3);
const done = (item: number): JournalLine => ({ item, outcome: "succeeded" });

function newStore(): BatchStore {
  return new BatchStore(folder.path(), silent);
}

async function created(): Promise<BatchStore> {
  const store = newStore();
  await store.create(header, plans);
  return store;
}

describe("a batch on disk", () => {
  it("is read back as it was written, by another window too", async () => {
    const store = await created();
    await store.append("b", [done(0), done(2)]);
    const expected = { header, journal: [done(0), done(2)] };
    for (const one of [store, newStore()]) {
      expect(await one.load()).toEqual([expected]);
      expect(await one.find("b")).toEqual(expected);
      expect(await one.plans("b")).toEqual(plans);
    }
    await newStore().append("b", [done(1), { endedAt: Date.now() }]);
    const [again] = await store.load();
    expect(again?.journal).toHaveLength(4);
    expect(again === undefined ? undefined : endOf(again)).toBeDefined();
  });

  it("loses no line to one that a crash has cut off", async () => {
    const store = await created();
    await store.append("b", [done(0)]);
    await appendFile(join(folder.path(), "b.jsonl"), '\n{"item":1,"outc');
    await newStore().append("b", [done(2)]);
    expect((await newStore().find("b"))?.journal).toEqual([done(0), done(2)]);
  });

  it("is read where an earlier version wrote it", async () => {
    await created();
    const lines = ['{"member":2,"outcome":"succeeded"}', '{"endedAt":5,"rest":"cancelled"}'];
    await appendFile(join(folder.path(), "b.jsonl"), lines.map((line) => `\n${line}`).join(""));
    expect((await newStore().find("b"))?.journal).toEqual([
      done(2),
      { endedAt: 5, stopReason: "cancelled" },
    ]);
  });

  it("is left alone where it is not of this version, and hides no other", async () => {
    await created();
    await writeFile(join(folder.path(), "c.batch.json"), JSON.stringify({ ...header, schema: 2 }));
    await writeFile(join(folder.path(), "c.jsonl"), "");
    await writeFile(join(folder.path(), "d.batch.json"), "not JSON");
    const elsewhere = JSON.stringify({ ...header, id: "../b" });
    await writeFile(join(folder.path(), "e.batch.json"), elsewhere);
    await writeFile(join(folder.path(), "e.jsonl"), "");
    expect((await newStore().load()).map((stored) => stored.header.id)).toEqual(["b"]);
    await writeFile(join(folder.path(), "b.plans.json"), '[{"action":"purge"}]');
    await expect(newStore().plans("b")).rejects.toThrow("not of this version");
  });

  it("is forgotten a month after it has ended", async () => {
    const store = await created();
    await store.append("b", [{ endedAt: Date.now() - 31 * 24 * 3_600_000 }]);
    expect(await newStore().load()).toEqual([]);
    expect(await readdir(folder.path())).toEqual([]);
  });

  it("is one window's to carry out", async () => {
    const lock = await newStore().claim("b");
    expect(await newStore().claim("b")).toBeUndefined();
    lock?.release();
    expect(await newStore().claim("b")).toBeDefined();
  });
});

describe("an operation of a batch that is gone", () => {
  it("goes on as an operation of its own", async () => {
    const azure = new AzureModel();
    const operations = new OperationStore(join(folder.path(), "operations"), silent);
    const started = await runnerOver(operations, azure.connect()).start(purgeAccount);
    azure.taken.length = 0;
    const { endedAt: _, ...left } = started;
    await operations.save({ ...left, steps: [{ state: "sending" }], batch: "gone" });
    const runner = runnerOver(operations, azure.connect());
    const batches = new BatchRunner({
      runner,
      store: newStore(),
      operations,
      clock: new FakeClock(),
      logger: silent,
      connect: async () => azure.connect(),
    });
    await runner.resume(() => undefined);
    expect(runner.operations).toEqual([]);
    await batches.releaseOrphans();
    const ended = await resumed(runner);
    expect(outcomeOf(ended)).toBe("succeeded");
    expect(runner.operations).toEqual([ended]);
    expect(azure.taken).toEqual([]);
  });
});
