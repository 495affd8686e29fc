import type { ArmClient } from "../../azure/armClient";
import type { Clock } from "../../base/clock";
import type { Logger } from "../../base/logger";
import { mapConcurrently } from "../../base/mapConcurrently";
import { memoize } from "../../base/memoize";
import type { Identity, Plan } from "../../services/plan";
import { readAgain, readDoubt, readingListsOnce } from "../settling";
import { endsOf, type EndedItem, type ItemEnd } from "./batch";
import { endOf, type BatchStore, type StoredBatch } from "./batchStore";

export interface SettleParts {
  readonly store: BatchStore;
  readonly clock: Clock;
  readonly logger: Logger;
  /** @throws when nobody is signed in there, or another cloud is configured now. */
  readonly connect: (identity: Identity) => Promise<ArmClient>;
  readonly shutdown: AbortSignal;
}

/**
 * Reads again what an ended batch has left in doubt, and writes down what it finds.
 *
 * @param onSettled called after each reading that has settled some items.
 */
export async function settleBatch(
  id: string,
  parts: SettleParts,
  onSettled: (batch: StoredBatch, settled: readonly EndedItem[]) => void,
): Promise<void> {
  const { store } = parts;
  const ended = await store.find(id);
  const endedAt = ended === undefined ? undefined : endOf(ended);
  if (ended === undefined || endedAt === undefined || inDoubt(ended).length === 0) {
    return;
  }
  const plans = await store.plans(id);
  const read = async (isLast: boolean): Promise<boolean> => {
    const stored = await store.find(id);
    const open = stored === undefined ? [] : inDoubt(stored);
    const settled = await readItems(plans, open, parts, isLast);
    // It may have been cleared during the reading.
    const latest = settled.length === 0 ? undefined : await store.find(id);
    if (latest !== undefined) {
      await store.append(
        id,
        settled.map(({ end }) => end),
      );
      onSettled((await store.find(id)) ?? latest, settled);
    }
    return settled.length === open.length;
  };
  await readAgain(endedAt, read, parts);
}

/** The items that a later reading may settle. */
function inDoubt({ journal }: StoredBatch): readonly ItemEnd[] {
  return [...endsOf(journal).values()].filter(({ doubts }) => doubts !== undefined);
}

/** Reads each list once for all items. @returns the new ends of the settled items. */
async function readItems(
  plans: readonly Plan[],
  inDoubt: readonly ItemEnd[],
  { connect, shutdown }: SettleParts,
  isLast: boolean,
): Promise<readonly EndedItem[]> {
  const clients = new Map<string, Promise<ArmClient>>();
  const clientOf = ({ identity }: Plan): Promise<ArmClient> =>
    memoize(clients, `${identity.accountId}/${identity.tenantId}`, async () =>
      readingListsOnce(await connect(identity), shutdown),
    );
  const read = async (item: ItemEnd): Promise<readonly EndedItem[]> => {
    const plan = plans[item.item];
    if (plan === undefined) {
      return [];
    }
    const arm = await clientOf(plan);
    const ends = await Promise.all(
      (item.doubts ?? []).map(async (doubt) => {
        const step = plan.steps[doubt.step];
        return step && (await readDoubt(step, doubt, isLast, { arm, shutdown }));
      }),
    );
    const failure = ends.find((end) => end?.state === "failed");
    if (ends.includes(undefined)) {
      return [];
    }
    const { doubts: _, ...said } = item;
    return failure?.state === "failed"
      ? [{ plan, end: { ...said, outcome: "failed", reason: failure.reason } }]
      : [{ plan, end: { item: item.item, outcome: "succeeded" } }];
  };
  return (await mapConcurrently(inDoubt, read)).flat();
}
