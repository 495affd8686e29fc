import { day } from "../retention";
import { same } from "../subscriptionState";

/** A database or SQL pool whose backups are kept after it was dropped. */
export interface Dropped {
  readonly name: string;
  readonly createdAt: number;
  readonly droppedAt: number;
  readonly keptDays: number;
  /** Whom the activity log names; whoever asks, when left out. */
  readonly droppedBy?: string;
}

/**
 * The name of its entry: the database's and the deletion in ticks of 100 ns since 1601, as in
 * Microsoft's example of 2017-05-27T02:49:47.69Z, "testdb,131403269876900000".
 */
export function entryName({ name, droppedAt }: Dropped): string {
  const ticks = BigInt(Math.round(droppedAt)) * 10_000n + 116_444_736_000_000_000n;
  return `${name},${ticks.toString()}`;
}

/** Those whose backups are still there. */
export function kept<Item extends Dropped>(items: readonly Item[], now: number): readonly Item[] {
  return items.filter(({ droppedAt, keptDays }) => droppedAt + keptDays * day > now);
}

/** The entry of this name, if its backups are still there. */
export function entryNamed<Item extends Dropped>(
  items: readonly Item[],
  entry: string,
  now: number,
): Item | undefined {
  return kept(items, now).find((item) => same(entryName(item), entry));
}

/** An instant as these services write it: without zeros at the end, as "02:49:47.69Z". */
export function shortInstant(at: number): string {
  return new Date(at).toISOString().replace(/\.?0+Z$/, "Z");
}
