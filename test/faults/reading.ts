import { expect } from "vitest";
import { itemKey } from "../../src/inventory/inventorySnapshot";
import { explain } from "../unit/services/explain";
import type { Kind } from "./kinds";
import type { MomentId } from "./moments";
import { momentOf } from "./moments";
import type { Ended } from "./outcome";
import { struck } from "./scenario";
import type { Stage } from "./stage";
import { lift, prepare, strikeAt } from "./strike";

/** A refresh in which something goes wrong, and one after it. */
export async function refreshUnder(stage: Stage, id: MomentId, kind: Kind): Promise<Ended> {
  const { inventory } = stage;
  prepare(stage, kind);
  stage.showAll();
  strikeAt(stage, momentOf(id), kind);
  await inventory.refresh();
  const sentences = complaints(stage);
  const shown = inventory.items.map(itemKey);
  const states = inventory.snapshot.subscriptions.flatMap(({ branches }) =>
    branches.map(({ state }) => state),
  );
  expect(states).not.toContain("reading");
  await lift(stage);
  await inventory.refresh();
  expect(complaints(stage)).toEqual([]);
  const all = inventory.items.map(itemKey);
  expect(all).toHaveLength(everything);
  const missing = all.filter((key) => !shown.includes(key));
  if (!isEverywhere(kind)) {
    expect(missing.filter((key) => !mayBeMissing(id, missing, key))).toEqual([]);
  }
  if (sentences.length === 0) {
    // Nothing is left out without a word.
    expect(missing).toEqual([]);
  }
  return { outcome: sentences.length === 0 ? "goesOn" : "saysSo", sentences };
}

/** Who deleted a vault, asked while something goes wrong, and once more after it. */
export async function logUnder(stage: Stage, id: MomentId, kind: Kind): Promise<Ended> {
  const { inventory, deletionLog } = stage;
  prepare(stage, kind);
  await inventory.refresh();
  const vault = inventory.items.find(({ resource }) => resource.name === "kv-first");
  if (vault === undefined) {
    throw new Error("The vault is not there.");
  }
  strikeAt(stage, momentOf(id), kind);
  const told = await deletionLog.whoDeleted(vault);
  await lift(stage);
  expect(await deletionLog.whoDeleted(vault)).toMatchObject({ kind: "logged" });
  if (told.kind === "notReadable") {
    return { outcome: "saysSo", sentences: [explain(undefined, told.failure)] };
  }
  expect(told.kind).toBe("logged");
  return { outcome: "goesOn", sentences: [] };
}

/** Three vaults, an account, two image versions; and a vault at the partner's. */
const everything = 7;

/** What the tree says is wrong. */
function complaints({ inventory }: Stage): readonly string[] {
  const { subscriptions, problems } = inventory.snapshot;
  return [
    ...problems.map(({ message }) => message),
    ...subscriptions.flatMap(({ branches }) =>
      branches.flatMap(({ service, failure }) =>
        failure === undefined ? [] : [explain(service.id, failure)],
      ),
    ),
  ];
}

/** Whether it strikes whatever is asked from then on, and not only what the moment is about. */
function isEverywhere({ strike }: Kind): boolean {
  return strike.by === "network" || strike.by === "signIn";
}

/** Whether something can be missing because of what went wrong at that moment. */
function mayBeMissing(id: MomentId, missing: readonly string[], key: string): boolean {
  const isStruck = key.includes(struck);
  switch (id) {
    case "tenants":
      // The home tenant is read all the same.
      return !isStruck;
    case "subscriptions":
      return missing.every((one) => one.includes(struck) === isStruck);
    case "list":
    case "nextPage":
      return isStruck && /keyvault/i.test(key);
    default:
      return false;
  }
}
