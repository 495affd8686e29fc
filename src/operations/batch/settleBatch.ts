import type { ArmClient } from "../../azure/armClient";
import { mapConcurrently } from "../../base/mapConcurrently";
import { memoize } from "../../base/memoize";
import type { Identity, Plan } from "../../services/plan";
import { readDoubt, readingListsOnce } from "../settling";
import type { MemberEnd } from "./batch";

export interface Reading {
  readonly connect: (identity: Identity) => Promise<ArmClient>;
  readonly shutdown: AbortSignal;
  /** Whether this is the last reading. */
  readonly isLast: boolean;
}

/**
 * Reads again what items of a batch have left in doubt; each list is read once for all of them.
 *
 * @returns the new ends of the settled items.
 */
export async function readItemsInDoubt(
  plans: readonly Plan[],
  inDoubt: readonly MemberEnd[],
  { connect, shutdown, isLast }: Reading,
): Promise<readonly MemberEnd[]> {
  const clients = new Map<string, Promise<ArmClient>>();
  const clientOf = ({ identity }: Plan): Promise<ArmClient> =>
    memoize(clients, `${identity.accountId}/${identity.tenantId}`, async () =>
      readingListsOnce(await connect(identity), shutdown),
    );
  const read = async (item: MemberEnd): Promise<readonly MemberEnd[]> => {
    const plan = plans[item.member];
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
      ? [{ ...said, outcome: "failed", reason: failure.reason }]
      : [{ member: item.member, outcome: "succeeded" }];
  };
  return (await mapConcurrently(inDoubt, read)).flat();
}
