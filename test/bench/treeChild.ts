import { setTimeout as delay } from "node:timers/promises";
import { TreeItemCollapsibleState } from "vscode";
import { systemClock } from "../../src/base/clock";
import type { ArmFailure } from "../../src/azure/errors";
import type { Inventory } from "../../src/inventory/inventory";
import { itemKey } from "../../src/inventory/inventorySnapshot";
import { isRefusal } from "../../src/services/service";
import { ViewOptionsStore, type ViewOptions } from "../../src/ui/tree/viewOptions";
import type { Row } from "../../src/ui/treeRows";
import { ResourcesTree } from "../../src/ui/tree/resourcesTree";
import { JumpingClock, VaultModel, windowOver } from "../unit/operations/bulkModel";
import { Disk } from "../unit/operations/memory";
import { inventoryOfMany, manyServices } from "./many";
import { median } from "./table";
import type { TreeResult } from "./tree";

const TIMES = 7;
const count = Number(process.argv[2]);

function arrangementInMemory(): ViewOptionsStore {
  const kept = new Map<string, unknown>();
  return new ViewOptionsStore({
    keys: () => [...kept.keys()],
    get: <T>(key: string, otherwise?: T) => (kept.has(key) ? (kept.get(key) as T) : otherwise) as T,
    update: async (key: string, value: unknown) => {
      kept.set(key, value);
    },
  });
}

async function heap(): Promise<number> {
  // What waits for a turn of the loop is not yet garbage.
  await delay(50);
  globalThis.gc?.();
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}

function treeOver(inventory: Inventory, viewOptions: ViewOptionsStore): ResourcesTree {
  const clock = new JumpingClock();
  const model = new VaultModel({ clock, latency: 0, purgeTakes: 0, isLimited: false });
  const sources = {
    inventory,
    ...windowOver(new Disk(), model, clock),
    viewOptions,
    clock: systemClock,
    warnHours: () => 72,
    explain: (_: string | undefined, { message }: ArmFailure) => message,
    whoDeleted: () => Promise.reject(new Error("Nobody points at a row.")),
  };
  return new ResourcesTree(sources, { selection: [] });
}

/** What VS Code asks for: the topmost rows, and those below a row that starts unfolded. */
function draw(tree: ResourcesTree, rows: readonly Row[]): void {
  for (const row of rows) {
    const { collapsibleState } = tree.getTreeItem(row);
    if (collapsibleState === TreeItemCollapsibleState.Expanded) {
      draw(tree, tree.getChildren(row));
    }
  }
}

/** The same, and the children of the first group are there for whoever unfolds it. */
function firstChildren(tree: ResourcesTree): void {
  const roots = tree.getChildren();
  draw(tree, roots);
  const [first] = roots;
  if (first === undefined || tree.getChildren(first).length === 0) {
    throw new Error("The first row has nothing below it.");
  }
}

async function shownAs(
  tree: ResourcesTree,
  viewOptions: ViewOptionsStore,
  look: Partial<ViewOptions>,
): Promise<number> {
  const began = performance.now();
  const painted = new Promise<void>((resolve) => {
    const listening = tree.onDidChangeTreeData(() => {
      listening.dispose();
      resolve();
    });
  });
  viewOptions.show(look);
  await painted;
  firstChildren(tree);
  return performance.now() - began;
}

/** To this look and back, so many times; the time of the way there. */
async function switching(
  tree: ResourcesTree,
  viewOptions: ViewOptionsStore,
  there: Partial<ViewOptions>,
  back: Partial<ViewOptions>,
): Promise<number> {
  const times: number[] = [];
  for (let time = 0; time < TIMES; time += 1) {
    times.push(await shownAs(tree, viewOptions, there));
    await shownAs(tree, viewOptions, back);
  }
  return median(times);
}

function perSecond(things: number, work: () => void): number {
  const began = performance.now();
  work();
  return (things / (performance.now() - began)) * 1000;
}

function rowsBelow(row: Row): readonly Row[] {
  return [row, ...row.children.flatMap(rowsBelow)];
}

async function measure(): Promise<TreeResult> {
  // The engine compiles what it runs; that is not what is measured.
  const warm = inventoryOfMany(2000);
  await warm.refresh();
  const warmTree = treeOver(warm, arrangementInMemory());
  firstChildren(warmTree);
  warmTree.dispose();
  warm.clear();

  const idle = await heap();
  const inventory = inventoryOfMany(count);
  const beganReading = performance.now();
  await inventory.refresh();
  const reading = performance.now() - beganReading;
  if (inventory.items.length !== count || new Set(inventory.items.map(itemKey)).size !== count) {
    throw new Error(`${String(inventory.items.length)} are there, and not ${String(count)}.`);
  }
  const viewOptions = arrangementInMemory();
  const tree = treeOver(inventory, viewOptions);
  const beganFirst = performance.now();
  firstChildren(tree);
  const first = performance.now() - beganFirst;
  const heapAbove = (await heap()) - idle;

  const groupings = ["resourceGroup", "region", "timeLeft"] as const;
  const regrouping: number[] = [];
  for (const grouping of groupings) {
    regrouping.push(await switching(tree, viewOptions, { grouping }, { grouping: "subscription" }));
  }
  // A word that many have, one that few have, and back to all.
  const filtering = [
    await switching(tree, viewOptions, { filter: "kv-shop" }, { filter: "" }),
    await switching(tree, viewOptions, { filter: "shop-77 rg-team" }, { filter: "" }),
  ];
  const rows = tree.getChildren().flatMap(rowsBelow);
  const rendering = perSecond(rows.length, () => {
    for (const row of rows) {
      tree.getTreeItem(row);
    }
  });
  const serviceOf = new Map(manyServices.map((service) => [service.id, service]));
  const planning = perSecond(2 * count, () => {
    for (const { resource } of inventory.items) {
      const service = serviceOf.get(resource.serviceId);
      const steps = [
        service?.recover(resource, { tenantId: "", answers: {} }),
        service?.purge(resource),
      ];
      if (steps.some((one) => one === undefined || isRefusal(one))) {
        throw new Error("There is no plan.");
      }
    }
  });
  tree.dispose();
  return {
    heapAbove,
    reading: (count / reading) * 1000,
    first,
    regrouping: Math.max(...regrouping),
    filtering: Math.max(...filtering),
    rendering,
    planning,
  };
}

console.log(JSON.stringify(await measure()));
