import type { Clock } from "../../base/clock";
import { minute } from "../../base/durations";

/**
 * How a request is followed that is one of many: ARM lets 25 reads through for 10 writes, so that
 * each of thousands has two and a half reads, and one of those is the guard's.
 */
export interface PollPacing {
  /** Milliseconds until the next look; no less than Azure asks for. */
  delayUntilPoll(asked: number): number;
  /** What a look has found. */
  polled(isOver: boolean): void;
  /** Azure has taken the request. */
  accepted(): void;
  /** Azure has refused the request because there are too many. */
  throttled(): void;
}

const longestWait = 5 * minute;
/** Until one is over, so many of the first tell how long it takes; what comes after them need not ask. */
const scouts = 20;
/** How much later than the scouts' last look all others look, as long as none is over. */
const patience = 1.5;
/** What is not over by now is expected to take this much longer. */
const growth = 1.1;
/** With {@link growth}, about nineteen of twenty are over at the first look. */
const decay = 0.995;

/**
 * How long it takes Azure, learned from the looks at each: one that came too early makes the next
 * ones later, one that found it over at once a little earlier.
 */
class Expectation {
  #milliseconds = 0;
  #isSettled = false;
  #members = 0;

  /** Another one follows it. @returns whether it is among the first. */
  join(): boolean {
    this.#members += 1;
    return this.#members <= scouts;
  }

  /** How long after Azure took the request it is worth looking, in milliseconds. */
  dueAfter(isScout: boolean): number {
    return this.#isSettled || isScout ? this.#milliseconds : this.#milliseconds * patience;
  }

  /** @param elapsed milliseconds since Azure took the request. */
  learn(elapsed: number, isFirst: boolean, isOver: boolean): void {
    if (isOver) {
      if (!this.#isSettled) {
        // Its earlier looks were too early: what is just below would be for all that follow.
        this.#milliseconds = Math.max(this.#milliseconds, elapsed);
        this.#isSettled = true;
      }
      if (isFirst) {
        // Of what that look itself had waited: a thousand more are waiting as long already, and
        // each taking its own share off would end at nothing.
        this.#milliseconds = Math.min(this.#milliseconds, elapsed * decay);
      }
    } else if (isFirst || !this.#isSettled) {
      // Later looks teach only as long as none was over: a few that take very long must not hold
      // all others up.
      const later = Math.max(this.#milliseconds, elapsed * growth);
      this.#milliseconds = Math.min(later, longestWait);
    }
  }
}

/** What those of a batch know of each other. */
export class BatchPollPacing {
  readonly #expectations = new Map<string, Expectation>();
  #acceptedAt: number;

  constructor(
    private readonly clock: Clock,
    /** Milliseconds after which the batch is given up where Azure refuses everything as too many. */
    private readonly patience: number,
    private readonly giveUp: () => void,
  ) {
    this.#acceptedAt = clock.now();
  }

  /** @param kind requests of one kind take Azure about the same time. */
  forSubscription(kind: string): PollPacing {
    const expectation = this.#expectations.get(kind) ?? new Expectation();
    this.#expectations.set(kind, expectation);
    let isScout = false;
    let began: number | undefined;
    let isFirst = true;
    const elapsed = (): number => this.clock.now() - (began ?? this.clock.now());
    return {
      delayUntilPoll: (asked) => {
        if (began === undefined) {
          began = this.clock.now();
          isScout = expectation.join();
        }
        return Math.max(asked, Math.min(expectation.dueAfter(isScout) - elapsed(), longestWait));
      },
      polled: (isOver) => {
        expectation.learn(elapsed(), isFirst, isOver);
        isFirst = false;
      },
      accepted: () => {
        this.#acceptedAt = this.clock.now();
      },
      throttled: () => {
        if (this.clock.now() - this.#acceptedAt > this.patience) {
          this.giveUp();
        }
      },
    };
  }
}
