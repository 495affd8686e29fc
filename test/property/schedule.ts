import * as fc from "fast-check";

/**
 * What happens at the n-th write of a state, in whichever window. "close": the window is closed and
 * goes on for a moment; "sleep": the machine sleeps so long that another window may take over.
 */
const saves = ["crashBefore", "crashAfter", "refuse", "close", "sleep"] as const;
export type SaveEvent = "ok" | (typeof saves)[number];

/** How Azure answers the n-th request that changes something. */
const answers = ["now", "late", "async", "location", "untracked"] as const;
const refusals = ["throttled", "notYet", "badRequest", "forbidden", "notSent"] as const;
const writes = [
  ...["lostBefore", "lostAfter", "errorBefore", "errorAfter"],
  ...["crashBefore", "crashAfter", "closeBefore", "closeAfter", "cancel", "sleep"],
] as const;
export type WriteEvent =
  | (typeof answers)[number]
  | (typeof refusals)[number]
  | "lostBefore"
  | "lostAfter"
  | "errorBefore"
  | "errorAfter"
  | "crashBefore"
  | "crashAfter"
  | "closeBefore"
  | "closeAfter"
  | "cancel"
  | "sleep";

/** "change": somebody else has deleted another resource of the name by then. */
const reads = ["lost", "busy", "forbidden", "crash", "close", "cancel", "sleep", "change"] as const;
export type ReadEvent = "ok" | (typeof reads)[number];

const polls = [
  ...(["lost", "busy", "throttled", "forbidden", "failed", "malformed"] as const),
  ...(["crash", "close", "cancel", "sleep"] as const),
] as const;
export type PollEvent = "ok" | (typeof polls)[number];

/** What happens in one run. Each list is used up from its start; after its end all goes well. */
export interface Schedule {
  readonly saves: readonly SaveEvent[];
  readonly writes: readonly WriteEvent[];
  readonly reads: readonly ReadEvent[];
  readonly polls: readonly PollEvent[];
  /** Whether there is a connection. */
  readonly connects: readonly boolean[];
  /** In milliseconds, over and over: how long disk and Azure take. */
  readonly latencies: readonly number[];
  /** For each generation of windows, when each begins to look for work, in milliseconds. */
  readonly windows: readonly (readonly number[])[];
  /** How often it is taken up again before the weather clears. */
  readonly retries: number;
}

function mostly<T>(usual: T, others: readonly T[], weight: number): fc.Arbitrary<readonly T[]> {
  return fc.array(
    fc.oneof(
      { arbitrary: fc.constant(usual), weight },
      { arbitrary: fc.constantFrom(...others), weight: 1 },
    ),
    { maxLength: 16 },
  );
}

const begins = fc.constantFrom(0, 1, 3, 20, 200, 6000);

export const schedules: fc.Arbitrary<Schedule> = fc.record({
  saves: mostly<SaveEvent>("ok", saves, 6),
  writes: fc.array(
    fc.oneof(
      { arbitrary: fc.constantFrom<WriteEvent>(...answers), weight: 4 },
      { arbitrary: fc.constantFrom<WriteEvent>(...refusals), weight: 2 },
      { arbitrary: fc.constantFrom<WriteEvent>(...(writes as readonly WriteEvent[])), weight: 3 },
    ),
    { maxLength: 10 },
  ),
  reads: mostly<ReadEvent>("ok", reads, 5),
  polls: mostly<PollEvent>("ok", polls, 2),
  connects: mostly(true, [false], 8),
  latencies: fc.array(fc.constantFrom(0, 0, 1, 4, 30), { maxLength: 8 }),
  windows: fc.array(fc.array(begins, { minLength: 1, maxLength: 2 }), { maxLength: 3 }),
  retries: fc.constantFrom(0, 0, 1, 2),
});

/** Hands out what a schedule says, one after the other. */
export class Weather {
  readonly #used = { saves: 0, writes: 0, reads: 0, polls: 0, connects: 0, latencies: 0 };
  #isClear = false;

  constructor(private readonly schedule: Schedule) {}

  /** From here on all goes well. */
  clear(): void {
    this.#isClear = true;
  }

  save(): SaveEvent {
    return this.#next("saves", "ok");
  }

  write(): WriteEvent {
    return this.#next("writes", "now");
  }

  read(): ReadEvent {
    return this.#next("reads", "ok");
  }

  poll(): PollEvent {
    return this.#next("polls", "ok");
  }

  connect(): boolean {
    return this.#next("connects", true);
  }

  latency(): number {
    const { latencies } = this.schedule;
    return latencies[this.#used.latencies++ % Math.max(1, latencies.length)] ?? 0;
  }

  #next<T>(list: "saves" | "writes" | "reads" | "polls" | "connects", usual: T): T {
    const found = this.#isClear ? undefined : this.schedule[list][this.#used[list]++];
    return found === undefined ? usual : (found as T);
  }
}
