import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "vitest";
import { ArmError } from "../../src/azure/errors";
import type { InventoryItem } from "../../src/inventory/inventorySnapshot";
import {
  isUncertain,
  notesOf,
  outcomeOf,
  reasonOf,
  type Operation,
} from "../../src/operations/operation";
import type { Runner } from "../../src/operations/runner";
import { explain } from "../unit/services/explain";
import type { RecordedRequest } from "../simulator/recordedRequest";
import type { SubscriptionState } from "../simulator/subscriptionState";
import type { Kind } from "./kinds";
import { momentOf, type Flow, type MomentId } from "./moments";
import type { Ended, Outcome } from "./outcome";
import { struck } from "./scenario";
import type { Stage } from "./stage";
import { lift, prepare, strikeAt } from "./strike";
import type { Plan } from "../../src/services/plan";

/** What is done in a flow, and how it is seen from Azure. */
export interface Doing {
  readonly row: string;
  readonly action: "purge" | "recover";
  readonly isRequest: (request: RecordedRequest) => boolean;
  readonly isDone: (state: SubscriptionState) => boolean;
}

const doings: Readonly<Record<Exclude<Flow, "refresh" | "log">, Doing>> = {
  purgeVault: {
    row: "kv-first",
    action: "purge",
    isRequest: ({ method, path }) => method === "POST" && path.endsWith("/purge"),
    isDone: ({ deletedVaults }) => !deletedVaults.some(({ vault }) => vault.name === "kv-first"),
  },
  purgeAccount: {
    row: "aoai-support",
    action: "purge",
    isRequest: ({ method }) => method === "DELETE",
    isDone: ({ deletedAccounts }) => deletedAccounts.length === 0,
  },
  recoverAccount: {
    row: "aoai-support",
    action: "recover",
    isRequest: ({ method, path }) => method === "PUT" && path.endsWith("/aoai-support"),
    isDone: ({ accounts }) => accounts.some(({ account }) => account.name === "aoai-support"),
  },
};

/** Something is done while something goes wrong, and done again after it where it has to be. */
export async function actUnder(stage: Stage, id: MomentId, kind: Kind): Promise<Ended> {
  const moment = momentOf(id);
  const doing = doings[moment.flow as keyof typeof doings];
  const { inventory, simulator } = stage;
  prepare(stage, kind);
  await inventory.refresh();
  const others = inventory.items.length - 1;
  const item = itemOf(stage, doing);
  if (item === undefined) {
    throw new Error(`${doing.row} is not listed.`);
  }
  strikeAt(stage, moment, kind);
  const proposal = await propose(stage, doing, item);
  const runner = stage.runner();
  const operation = typeof proposal === "string" ? undefined : await runner.start(proposal);
  await expectFiles(stage, runner);
  const sent = simulator.requests.filter(doing.isRequest);
  // Whatever was not refused may have been taken: there is one of it at most.
  expect(sent.filter(({ status }) => status < 400 || status >= 500).length).toBeLessThan(2);
  const ended = endOf(operation, typeof proposal === "string" ? proposal : "", sent.length);
  const wasDone = doing.isDone(stateOf(stage));
  if (ended.outcome === "goesOn" || ended.outcome === "noted") {
    expect(wasDone).toBe(true);
  }
  if (ended.outcome === "saysSo" || ended.outcome === "refused") {
    expect(wasDone).toBe(false);
  }
  await lift(stage);
  await inventory.refresh();
  expect(inventory.items.filter(({ resource }) => resource.name !== doing.row)).toHaveLength(
    others,
  );
  const left = itemOf(stage, doing);
  expect(left === undefined).toBe(wasDone);
  if (left !== undefined) {
    await doAgain(stage, doing, left, runner, operation);
  }
  expect(doing.isDone(stateOf(stage))).toBe(true);
  runner.dispose();
  return ended;
}

async function doAgain(
  stage: Stage,
  doing: Doing,
  item: InventoryItem,
  runner: Runner,
  before: Operation | undefined,
): Promise<void> {
  const isResumable = before !== undefined && runner.canRetry(before);
  // What takes something away is begun anew only.
  expect(isResumable).toBe(before !== undefined && doing.action === "recover");
  let again: Operation | undefined;
  if (isResumable) {
    again = await runner.retry(before.id);
  } else {
    const plan = await propose(stage, doing, item);
    again = typeof plan === "string" ? undefined : await runner.start(plan);
  }
  expect(again === undefined ? again : [outcomeOf(again), reasonOf(again)]).toEqual([
    "succeeded",
    undefined,
  ]);
}

function stateOf({ simulator }: Stage): SubscriptionState {
  const state = simulator.state.subscription(struck);
  if (state === undefined) {
    throw new Error("There is no such subscription.");
  }
  return state;
}

function itemOf({ inventory }: Stage, { row }: Doing): InventoryItem | undefined {
  return inventory.items.find(({ resource }) => resource.name === row);
}

/** A plan, or the sentence that the person gets in its place. */
async function propose(
  { planner }: Stage,
  { action }: Doing,
  item: InventoryItem,
): Promise<Plan | string> {
  try {
    const made = await (action === "purge" ? planner.purge(item) : planner.recover(item, {}));
    return made.possible ? made.plan : made.reason;
  } catch (error) {
    if (error instanceof ArmError) {
      return explain(undefined, error.failure);
    }
    throw error;
  }
}

function endOf(operation: Operation | undefined, refusal: string, sent: number): Ended {
  if (operation === undefined) {
    return { outcome: "saysSo", sentences: [refusal] };
  }
  const reason = reasonOf(operation);
  const notes = notesOf(operation);
  if (outcomeOf(operation) === "succeeded") {
    return { outcome: notes.length === 0 ? "goesOn" : "noted", sentences: notes };
  }
  expect(outcomeOf(operation)).toBe("failed");
  const how: Outcome = isUncertain(operation) ? "uncertain" : sent === 0 ? "saysSo" : "refused";
  return { outcome: how, sentences: [reason ?? ""] };
}

/** The next window finds exactly what this one knows, and nothing half written or still held. */
async function expectFiles({ folder, store }: Stage, runner: Runner): Promise<void> {
  const files = (await readdir(folder)).filter((name) => name !== "claims");
  expect(files.toSorted()).toEqual(runner.operations.map(({ id }) => `${id}.json`).toSorted());
  for (const operation of runner.operations) {
    const text = await readFile(join(folder, `${operation.id}.json`), "utf8");
    expect(JSON.parse(text)).toEqual(operation);
    expect(operation.endedAt).toBeTypeOf("number");
  }
  expect(await store.load()).toHaveLength(files.length);
  expect(await readdir(join(folder, "claims")).catch(() => [])).toEqual([]);
}
