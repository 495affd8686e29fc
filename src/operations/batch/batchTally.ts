import { writesPerSecond } from "../../azure/rateLimit";
import type { Clock } from "../../base/clock";
import { minute } from "../../base/durations";
import {
  mayFollow,
  type Batch,
  type BatchHeader,
  type JournalLine,
  type ItemEnd,
  type StopReason,
} from "./batch";
import type { StoredBatch } from "./batchStore";

/** The period over which the rate is measured, in milliseconds. */
const rateWindow = minute;
/** Fewer samples than this give no useful rate. */
const fewestForRate = 10;

/** Counts journal lines incrementally. */
export class BatchTally {
  readonly #ends = new Map<number, ItemEnd>();
  readonly #counts = { succeeded: 0, failed: 0, uncertain: 0, notSent: 0 };
  #notable: readonly ItemEnd[] = [];
  #recent: number[] = [];
  #stopReason: StopReason | undefined;
  #endedAt: number | undefined;

  constructor(
    readonly header: BatchHeader,
    private readonly clock: Clock,
    /** Sustained maximum per second. */
    private readonly mostPerSecond: number,
  ) {}

  get stopReason(): StopReason | undefined {
    return this.#stopReason;
  }

  has(item: number): boolean {
    return this.#ends.has(item);
  }

  /** Indexes of the succeeded items. */
  get succeeded(): readonly number[] {
    return [...this.#ends.values()].flatMap(({ item, outcome }) =>
      outcome === "succeeded" ? [item] : [],
    );
  }

  /** @param isNew whether it ends now; lines read from a journal don't count for the rate. */
  add(line: JournalLine, isNew = false): void {
    if ("stopped" in line) {
      this.#stopReason ??= line.stopped;
    } else if ("endedAt" in line) {
      this.#endedAt = line.endedAt;
      this.#stopReason = line.stopReason ?? this.#stopReason;
    } else if (mayFollow(this.#ends.get(line.item), line)) {
      this.#count(line);
      if (isNew) {
        this.#recent.push(this.clock.now());
      }
    }
  }

  #count(line: ItemEnd): void {
    const before = this.#ends.get(line.item);
    if (before !== undefined) {
      this.#counts[before.outcome] -= 1;
      this.#notable = this.#notable.filter((one) => one !== before);
    }
    this.#ends.set(line.item, line);
    this.#counts[line.outcome] += 1;
    if (line.outcome !== "succeeded" || line.note !== undefined) {
      this.#notable = [...this.#notable, line];
    }
  }

  batch(ownedHere: boolean): Batch {
    const isOver = this.#endedAt !== undefined;
    const left = this.header.total - this.#ends.size;
    const millisecondsLeft = isOver ? undefined : this.#millisecondsFor(left);
    return {
      ...this.header,
      ...this.#counts,
      notSent: this.#counts.notSent + (isOver ? left : 0),
      notable: this.#notable,
      ownedHere,
      ...(this.#endedAt === undefined ? {} : { endedAt: this.#endedAt }),
      ...(this.#stopReason === undefined ? {} : { stopReason: this.#stopReason }),
      ...(millisecondsLeft === undefined ? {} : { millisecondsLeft }),
    };
  }

  #millisecondsFor(left: number): number | undefined {
    const now = this.clock.now();
    this.#recent = this.#recent.filter((at) => now - at <= rateWindow);
    const [first] = this.#recent;
    if (
      first === undefined ||
      this.#recent.length < fewestForRate ||
      this.#stopReason !== undefined
    ) {
      return undefined;
    }
    // A full bucket sends two hundred at once, which isn't a sustained rate.
    const measured = (this.#recent.length / Math.max(1, now - first)) * 1000;
    return (left / Math.min(measured, this.mostPerSecond)) * 1000;
  }
}

/** A batch that this window doesn't run, as it is on disk. */
export function asStored({ header, journal }: StoredBatch, clock: Clock): Batch {
  const tally = new BatchTally(header, clock, writesPerSecond);
  for (const line of journal) {
    tally.add(line);
  }
  return tally.batch(false);
}
