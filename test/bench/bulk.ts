import type { ItemEnd } from "../../src/operations/batch/batch";
import { Inventory } from "../../src/inventory/inventory";
import { itemKey } from "../../src/inventory/inventorySnapshot";
import { deletionKey } from "../../src/services/deletedResource";
import { keyVault } from "../../src/services/keyVault";
import {
  JumpingClock,
  purgesOfVaults,
  VaultModel,
  windowOver,
  type Trouble,
} from "../unit/operations/bulkModel";
import { silent } from "../unit/operations/harness";
import { itemsOf, reporting, subscription } from "../unit/inventory/inventoryHarness";
import { Disk } from "../unit/operations/memory";
import { ScriptedArm } from "../unit/operations/scriptedArm";
import { atLeast, limited, measured, type Row } from "./table";

const COUNT = 8000;

/** So many vaults purged and listed: the number that people really have. */
export async function bulkRows(): Promise<readonly Row[]> {
  return [
    ...(await rateRows(30, false)),
    ...(await rateRows(120, false)),
    ...(await rateRows(120, true)),
    ...(await inventoryRows()),
  ];
}

/** One request in twenty, of both kinds; of purges each of these as often. */
const faultEvery = 20;
const troubles: readonly Trouble[] = [
  { status: 429, code: "TooManyRequests", retryAfterSeconds: 5 },
  { status: 500, code: "InternalServerError" },
  { status: 503, code: "ServiceUnavailable" },
  "lost before",
  "lost after",
];

/** Over ARM's own limits, each request answered after 300 ms, in time that jumps. */
async function rateRows(purgeTakesSeconds: number, isFaulty: boolean): Promise<readonly Row[]> {
  const clock = new JumpingClock();
  const disk = new Disk();
  const arm = new VaultModel({
    clock,
    latency: 300,
    purgeTakes: purgeTakesSeconds * 1000,
    isLimited: true,
  });
  if (isFaulty) {
    arm.isReadBroken = (before) => before % faultEvery === faultEvery - 1;
    arm.trouble = (vault, before) => {
      const place = Number(vault.slice("kv-".length));
      return before === 0 && place % faultEvery === 0
        ? troubles[(place / faultEvery) % troubles.length]
        : undefined;
    };
  }
  const { batches } = windowOver(disk, arm, clock);
  const ends = new Map<string, ItemEnd[]>();
  batches.onDidEndItem(({ plan: { subject }, end }) => {
    ends.set(subject.name, [...(ends.get(subject.name) ?? []), end]);
  });
  const began = clock.now();
  const cpu = process.cpuUsage();
  const settled = new Map<string, ItemEnd>();
  batches.onDidSettleItem(({ plan: { subject }, end }) => {
    settled.set(subject.name, end);
  });
  const { id, ended } = await batches.start("purge", purgesOfVaults(COUNT));
  await clock.during(ended);
  const used = process.cpuUsage(cpu);
  const seconds = (clock.now() - began) / 1000;
  // Two hundred at once, ten a second from then on, and the last one has to end.
  const fastest = (arm.posts.length - 200) / 10 + purgeTakesSeconds;
  const faults = isFaulty ? `, one request in ${faultEvery} failing` : "";
  await clock.during(batches.settle(id));
  const left = doubtful(ends).filter((vault) => !settled.has(vault));
  const name = `purge of ${COUNT} that take ${purgeTakesSeconds} s each${faults}`;
  return [
    measured(`${name}: time`, seconds, "s"),
    atLeast(`${name}: share of the rate allowed`, (fastest / seconds) * 100, "%", 95),
    measured(`${name}: reads for each`, arm.reads / COUNT, ""),
    measured(`${name}: refused as too many`, arm.refused, ""),
    limited(`${name}: lost`, lost(arm, ends) + wrong(arm, settled), "", 0),
    limited(`${name}: sent twice`, twice(arm), "", 0),
    ...(isFaulty
      ? [
          measured(`${name}: in doubt at the end`, doubtful(ends).length, ""),
          limited(`${name}: left to the person to look at`, left.length, "", 8),
        ]
      : []),
    measured(`${name}: CPU a minute`, ((used.user + used.system) / 1000 / seconds) * 60, "ms"),
  ];
}

type Ends = ReadonlyMap<string, readonly ItemEnd[]>;

/** Vaults without an end or with two, or with one that Azure knows otherwise. */
function lost(arm: VaultModel, ends: Ends): number {
  const names = Array.from({ length: COUNT }, (_, place) => `kv-${place}`);
  return names.filter((name) => {
    const [end, more] = ends.get(name) ?? [];
    const isPurged = arm.purges.has(name);
    const fits =
      end?.outcome === "uncertain" || (end?.outcome === "succeeded" ? isPurged : !isPurged);
    return end === undefined || more !== undefined || !fits;
  }).length;
}

/** Purges that were sent again although Azure had not refused the one before as too many. */
function twice({ posts }: VaultModel): number {
  const sent = new Map<string, number>();
  for (const { vault } of posts) {
    sent.set(vault, (sent.get(vault) ?? 0) + 1);
  }
  return [...sent].filter(([vault, times]) => {
    const trouble = troubles[(Number(vault.slice("kv-".length)) / faultEvery) % troubles.length];
    const mayBeSentAgain = typeof trouble === "object" && trouble.status === 429;
    return times > (mayBeSentAgain ? 2 : 1);
  }).length;
}

/** Vaults that were settled otherwise than Azure knows. */
function wrong(arm: VaultModel, settled: ReadonlyMap<string, ItemEnd>): number {
  return [...settled].filter(
    ([vault, { outcome }]) => (outcome === "succeeded") !== arm.purges.has(vault),
  ).length;
}

function doubtful(ends: Ends): readonly string[] {
  return [...ends].flatMap(([vault, all]) =>
    all.some(({ outcome }) => outcome === "uncertain") ? [vault] : [],
  );
}

async function inventoryRows(): Promise<readonly Row[]> {
  const one = subscription("a");
  const names = Array.from({ length: COUNT }, (_, index) => `kv-${String(index)}`);
  let listed = itemsOf("keyVault", ...names);
  const arm = new ScriptedArm(({ path }) => ({
    status: path.endsWith("/providers") ? 403 : 200,
    body: listed,
  }));
  const inventory = new Inventory({
    services: () => [keyVault],
    readSubscriptions: reporting(one),
    connect: async () => arm,
    endpoint: async () => "https://management.azure.com",
    logger: silent,
  });
  await inventory.refresh();
  const items = inventory.items;
  const found = timed(() => items.filter((item) => inventory.find(itemKey(item)) !== undefined));
  const settled = items.map(({ resource, subscription: { subscriptionId } }) => ({
    deletion: deletionKey(resource),
    serviceId: keyVault.id,
    subscriptionId,
  }));
  const marked = timed(() => {
    for (const each of settled) {
      inventory.markGone(each);
    }
    return inventory.items.length;
  });
  listed = [];
  const began = performance.now();
  await inventory.settleAll(settled);
  return [
    measured(`${COUNT} rows, each found again`, found, "ms"),
    measured(`${COUNT} rows, each marked as gone`, marked, "ms"),
    measured(`${COUNT} rows, read anew once all are gone`, performance.now() - began, "ms"),
  ];
}

function timed(work: () => unknown): number {
  const began = performance.now();
  work();
  return performance.now() - began;
}
