import type { Clock } from "../../base/clock";
import { minute } from "../../base/durations";
import type { Batch, BatchHeader, JournalLine, MemberEnd, RestReason } from "./batch";

/** The rate is taken over so long, in milliseconds. */
const rateWindow = minute;
/** A rate from fewer than this says nothing. */
const fewestForRate = 10;

/** Counts what a journal says; cheap for each line, however many there are. */
export class BatchTally {
  readonly #ended = new Set<number>();
  readonly #counts = { succeeded: 0, failed: 0, uncertain: 0, notSent: 0 };
  #remarkable: readonly MemberEnd[] = [];
  #recent: number[] = [];
  #rest: RestReason | undefined;
  #endedAt: number | undefined;

  constructor(
    readonly header: BatchHeader,
    private readonly clock: Clock,
    /** How many a second there can be at most, in the long run. */
    private readonly mostPerSecond: number,
  ) {}

  get rest(): RestReason | undefined {
    return this.#rest;
  }

  /** Whether a member, by its place among the plans, has ended. */
  has(member: number): boolean {
    return this.#ended.has(member);
  }

  /** @param isNew whether it ends now; what is read from a journal says nothing of the rate. */
  add(line: JournalLine, isNew = false): void {
    if ("stopped" in line) {
      this.#rest ??= line.stopped;
    } else if ("endedAt" in line) {
      this.#endedAt = line.endedAt;
      this.#rest = line.rest ?? this.#rest;
    } else if (!this.#ended.has(line.member)) {
      this.#ended.add(line.member);
      this.#counts[line.outcome] += 1;
      if (line.outcome !== "succeeded" || line.note !== undefined) {
        this.#remarkable = [...this.#remarkable, line];
      }
      if (isNew) {
        this.#recent.push(this.clock.now());
      }
    }
  }

  /** How it stands now. */
  batch(here: boolean): Batch {
    const isOver = this.#endedAt !== undefined;
    const left = this.header.total - this.#ended.size;
    const millisecondsLeft = isOver ? undefined : this.#millisecondsFor(left);
    return {
      ...this.header,
      ...this.#counts,
      notSent: this.#counts.notSent + (isOver ? left : 0),
      remarkable: this.#remarkable,
      here,
      ...(this.#endedAt === undefined ? {} : { endedAt: this.#endedAt }),
      ...(this.#rest === undefined ? {} : { rest: this.#rest }),
      ...(millisecondsLeft === undefined ? {} : { millisecondsLeft }),
    };
  }

  #millisecondsFor(left: number): number | undefined {
    const now = this.clock.now();
    this.#recent = this.#recent.filter((at) => now - at <= rateWindow);
    const [first] = this.#recent;
    if (first === undefined || this.#recent.length < fewestForRate || this.#rest !== undefined) {
      return undefined;
    }
    // A full bucket lets two hundred through at once, which is no rate to count on.
    const measured = (this.#recent.length / Math.max(1, now - first)) * 1000;
    return (left / Math.min(measured, this.mostPerSecond)) * 1000;
  }
}
