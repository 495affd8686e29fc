import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { expect } from "vitest";
import type { ArmClient } from "../../src/azure/armClient";
import type { JsonValue } from "../../src/base/json";
import { endedOf, type BatchHeader, type JournalLine } from "../../src/operations/batch/batch";
import { BatchStore } from "../../src/operations/batch/batchStore";
import { BatchTally } from "../../src/operations/batch/batchTally";
import {
  againFrom,
  interrupted,
  busyDeletionsOf,
  isUncertain,
  notesOf,
  outcomeOf,
  reasonOf,
  remainderOf,
  type Operation,
} from "../../src/operations/operation";
import { OperationStore } from "../../src/operations/operationStore";
import { Runner } from "../../src/operations/runner";
import { explain } from "../unit/services/explain";
import { FakeClock } from "../unit/base/fakeClock";
import { silent } from "../unit/operations/harness";
import { purgeAccount, recoverWithGroup } from "../unit/operations/plans";
import { mutated, mutatedText } from "./mutate";
import type { Random } from "./random";

const failed = { state: "failed", reason: "It failed.", uncertain: true } as const;
const operations: readonly Operation[] = [
  { schema: 2, id: "a", plan: purgeAccount, startedAt: 1, steps: [{ state: "sending" }] },
  { schema: 2, id: "a", plan: purgeAccount, startedAt: 1, endedAt: 2, steps: [failed] },
  {
    schema: 2,
    id: "a",
    plan: purgeAccount,
    startedAt: 1,
    steps: [
      {
        state: "polling",
        polling: { via: "Location", url: "https://management.azure.com/x", waitSeconds: 5 },
        failures: 0,
        until: 9e15,
      },
    ],
    sent: { purge: { at: 1, status: 202 } },
  },
  {
    schema: 2,
    id: "a",
    plan: recoverWithGroup,
    startedAt: 1,
    steps: [{ state: "done" }, { state: "waiting" }],
  },
];

/** A file of an operation as a broken disk, another version or somebody's editor leaves it. */
async function writeMutated(folder: string, random: Random): Promise<void> {
  await mkdir(folder, { recursive: true });
  const operation = random.of(operations) as unknown as JsonValue;
  const text =
    random.next() < 0.3
      ? mutatedText(JSON.stringify(operation), random)
      : JSON.stringify(mutated(operation, random));
  await writeFile(join(folder, "a.json"), text);
}

export async function operationFiles(random: Random, folder: string): Promise<void> {
  await writeMutated(folder, random);
  for (const operation of await new OperationStore(folder, silent).load()) {
    outcomeOf(operation);
    reasonOf(operation);
    notesOf(operation);
    remainderOf(operation);
    isUncertain(operation);
    busyDeletionsOf(operation);
    againFrom(operation, 1);
    interrupted(operation, "It broke.", 1);
  }
  await rm(folder, { recursive: true, force: true });
}

/** What a window finds is never the reason that something is taken away. */
export async function takenUp(random: Random, folder: string): Promise<void> {
  await writeMutated(folder, random);
  const clock = new FakeClock();
  const written: string[] = [];
  const ok = async (): Promise<never> => {
    throw new Error("not asked");
  };
  const arm: ArmClient = {
    send: async ({ method, path }) => {
      if (method !== "GET" && method !== "HEAD") {
        written.push(`${method} ${path}`);
      }
      return {
        status: 200,
        body: {},
        headers: {},
        correlationId: undefined,
        retryAfterSeconds: undefined,
        request: { method, path },
      };
    },
    follow: async () => ({
      status: 200,
      body: { status: "Succeeded" },
      headers: {},
      correlationId: undefined,
      retryAfterSeconds: undefined,
      request: { method: "GET", path: "" },
    }),
    list: ok,
    resourceGroupExists: ok,
  };
  const runner = new Runner({
    store: new OperationStore(folder, silent),
    connect: async () => arm,
    explain,
    clock,
    logger: silent,
  });
  const ended: Operation[] = [];
  await runner.resume((operation) => ended.push(operation));
  const underWay = (): boolean => runner.operations.some(({ endedAt }) => endedAt === undefined);
  for (let turns = 0; underWay() && turns < 2000; turns += 1) {
    await delay(1);
  }
  expect(runner.operations.filter(({ endedAt }) => endedAt === undefined)).toEqual([]);
  runner.dispose();
  expect(written.filter((line) => !line.startsWith("PUT "))).toEqual([]);
  await rm(folder, { recursive: true, force: true });
}

const header: BatchHeader = { schema: 1, id: "b", action: "purge", startedAt: 1, total: 3 };
const journal: readonly JournalLine[] = [
  { item: 0, outcome: "succeeded" },
  { item: 1, outcome: "failed", name: "kv", noun: "key vault", reason: "It failed." },
  { stopped: "cancelled" },
  { endedAt: 2, stopReason: "cancelled" },
];

const outcomes: readonly string[] = ["succeeded", "failed", "uncertain", "notSent"];

export async function batchFiles(random: Random, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const lines = journal.map((line) =>
    random.next() < 0.6
      ? JSON.stringify(mutated(line as unknown as JsonValue, random))
      : mutatedText(JSON.stringify(line), random),
  );
  const found = random.next() < 0.4 ? mutated(header as unknown as JsonValue, random) : header;
  await writeFile(join(folder, "b.batch.json"), JSON.stringify(found));
  await writeFile(join(folder, "b.plans.json"), JSON.stringify([purgeAccount]));
  await writeFile(join(folder, "b.jsonl"), lines.join("\n"));
  const clock = new FakeClock();
  for (const stored of await new BatchStore(folder, silent).load()) {
    const tally = new BatchTally(stored.header, clock, 10);
    for (const line of stored.journal) {
      tally.add(line);
    }
    const { notable } = tally.batch(false);
    expect(notable.filter(({ outcome }) => !outcomes.includes(outcome))).toEqual([]);
    expect(endedOf(tally.batch(false))).toBeGreaterThanOrEqual(0);
  }
  await rm(folder, { recursive: true, force: true });
}
