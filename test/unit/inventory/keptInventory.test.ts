import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Subscription } from "../../../src/account/account";
import type { JsonObject, JsonValue } from "../../../src/base/json";
import { type Inventory } from "../../../src/inventory/inventory";
import { InventoryKeeper } from "../../../src/inventory/inventoryKeeper";
import { KeptInventory } from "../../../src/inventory/keptInventory";
import { isKeptList } from "../../../src/inventory/keptList";
import { silent } from "../operations/harness";
import {
  inventoryOf,
  itemsOf,
  namesOf,
  reporting,
  branchOf,
  subscription,
} from "./inventoryHarness";

const place = "vscode https://management.azure.com";
const all = (): boolean => true;
let folder = "";
let kept = new KeptInventory("");

beforeEach(async () => {
  folder = join(await mkdtemp(join(tmpdir(), "kept-")), "inventory");
  kept = new KeptInventory(folder);
});
afterEach(async () => {
  await rm(join(folder, ".."), { recursive: true });
});

/** An inventory of these subscriptions, each with a vault and an account named after it. */
async function readInventory(...subscriptions: readonly Subscription[]): Promise<Inventory> {
  const { inventory } = emptyInventory(...subscriptions);
  await inventory.refresh();
  return inventory;
}

function emptyInventory(...subscriptions: readonly Subscription[]): ReturnType<typeof inventoryOf> {
  return inventoryOf(reporting(...subscriptions), ({ name }, serviceId) => async (page) => {
    page(itemsOf(serviceId, `of-${name}`));
  });
}

describe("the last inventory on disk", () => {
  it("is shown by the next window with the time it is of, until that has read all", async () => {
    const { snapshot } = await readInventory(subscription("a"), subscription("b", "omar"));
    await kept.save(place, snapshot, all);
    const list = await kept.load(place);
    const { inventory } = emptyInventory(subscription("a"));
    inventory.restore(list ?? expect.fail("nothing is kept"));
    expect(inventory.snapshot).toMatchObject({ state: "read", isKept: true, asOf: snapshot.asOf });
    expect(inventory.items).toEqual(JSON.parse(JSON.stringify(inventory.items)));
    expect(namesOf(branchOf(inventory, "a", "keyVault"))).toEqual(["of-a"]);
    expect(namesOf(branchOf(inventory, "b", "keyVault"))).toEqual(["of-b"]);
    expect(branchOf(inventory, "a", "keyVault")?.state).toBe("reading");
    await inventory.refresh();
    expect(inventory.snapshot.isKept).toBe(false);
    expect(inventory.snapshot.subscriptions).toHaveLength(1);
  });

  it("has no effect once the window itself reads", async () => {
    await kept.save(place, (await readInventory(subscription("old"))).snapshot, all);
    const { inventory } = emptyInventory(subscription("a"));
    const reading = inventory.refresh();
    inventory.restore((await kept.load(place)) ?? expect.fail("nothing is kept"));
    await reading;
    expect(inventory.snapshot.subscriptions.map((one) => one.subscription.name)).toEqual(["a"]);
  });

  it("is a file for each account and cloud, which only its owner can read", async () => {
    const { snapshot } = await readInventory(subscription("a"), subscription("b", "omar"));
    await kept.save(place, snapshot, all);
    const files = await readdir(folder);
    expect(files).toHaveLength(2);
    for (const file of files) {
      expect(file).toMatch(/^[\da-f]{24}-[\da-f]{24}\.json$/);
      expect((await stat(join(folder, file))).mode & 0o077).toBe(0);
    }
    expect(await kept.load("vscode https://management.chinacloudapi.cn")).toBeUndefined();
  });

  it("loses the account that has signed out, and everything when nobody is signed in", async () => {
    const both = await readInventory(subscription("a"), subscription("b", "omar"));
    await kept.save(place, both.snapshot, all);
    await kept.save(place, (await readInventory(subscription("a"))).snapshot, all);
    const left = await kept.load(place);
    expect(left?.subscriptions.map((one) => one.subscription.accountId)).toEqual(["dana"]);
    await kept.forget();
    expect(await kept.load(place)).toBeUndefined();
    await expect(readdir(folder)).rejects.toThrow();
  });

  it("keeps the subscriptions that this window was told not to show", async () => {
    const both = await readInventory(subscription("a"), subscription("b"));
    await kept.save(place, both.snapshot, all);
    const one = await readInventory(subscription("a"));
    await kept.save(place, one.snapshot, ({ name }) => name === "a");
    const names = (await kept.load(place))?.subscriptions.map((entry) => entry.subscription.name);
    expect(names).toEqual(["a", "b"]);
  });

  it("is passed over where it can't be understood", async () => {
    await kept.save(place, (await readInventory(subscription("a"))).snapshot, all);
    const [file = ""] = await readdir(folder);
    await writeFile(join(folder, file), '{"schema":1,"asOf":');
    expect(await kept.load(place)).toBeUndefined();
  });

  it("is not understood where any value is of another type", async () => {
    await kept.save(place, (await readInventory(subscription("a"))).snapshot, all);
    const [file = ""] = await readdir(folder);
    const text = await readFile(join(folder, file), "utf8");
    const optional = '"alias":"sub","distinguishedBy":"1","remarks":["Found."],';
    const list = JSON.parse(
      text.replaceAll('"purgeProtected":', `${optional}"purgeProtected":`),
    ) as JsonValue;
    expect(JSON.stringify(list)).toContain('"alias":"sub"');
    expect(isKeptList(list)).toBe(true);
    const damaged = damagedVersions(list);
    expect(damaged.length).toBeGreaterThan(20);
    expect(damaged.filter(isKeptList)).toEqual([]);
  });
});

/** Each value in a list replaced by a number where it is none, else by a text; but not in `raw`. */
function damagedVersions(value: JsonValue): readonly JsonValue[] {
  const wrong = typeof value === "number" ? "text" : 4;
  if (Array.isArray(value)) {
    const items = value as readonly JsonValue[];
    return [
      wrong,
      ...items.flatMap((item, index) => damagedVersions(item).map((bad) => items.with(index, bad))),
    ];
  }
  if (typeof value !== "object" || value === null) {
    return [wrong];
  }
  const object = value as JsonObject;
  return [
    wrong,
    ...Object.entries(object).flatMap(([name, member]) =>
      (name === "raw" ? [4] : damagedVersions(member)).map((bad) => ({ ...object, [name]: bad })),
    ),
  ];
}

describe("the keeper of the inventory", () => {
  function keeperOf(inventory: Inventory): InventoryKeeper {
    return new InventoryKeeper(inventory, {
      kept,
      place: async () => place,
      loadServices: async () => undefined,
      isShown: ({ name }) => name !== "hidden",
      logger: silent,
    });
  }

  it("keeps what was read, shows it to the next window, and forgets it at sign-out", async () => {
    const first = emptyInventory(subscription("a"), subscription("hidden")).inventory;
    const keeper = keeperOf(first);
    await first.refresh();
    await vi.waitFor(async () => expect(await kept.load(place)).toBeDefined(), 5_000);
    keeper.dispose();

    const second = emptyInventory(subscription("a")).inventory;
    const next = keeperOf(second);
    await next.restore();
    expect(second.snapshot.subscriptions.map((one) => one.subscription.name)).toEqual(["a"]);
    expect(second.snapshot.isKept).toBe(true);

    second.clear();
    await vi.waitFor(async () => expect(await kept.load(place)).toBeUndefined(), 5_000);
    next.dispose();
  });

  it("writes nothing of what is being read, or could not be", async () => {
    const { inventory } = inventoryOf(
      async (report) => {
        report({ subscriptions: [], problems: [{ kind: "failed", message: "no" }] });
      },
      () => async () => undefined,
    );
    const keeper = keeperOf(inventory);
    await inventory.refresh();
    await new Promise((resolve) => setTimeout(resolve, 1_200));
    expect(await kept.load(place)).toBeUndefined();
    keeper.dispose();
  });
});
