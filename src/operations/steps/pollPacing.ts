import type { Clock } from "../../base/clock";
import { minute } from "../../base/durations";

/**
 * Paces the polls of one of many requests: ARM allows 25 reads per 10 writes, so each request gets
 * two and a half reads, one of them for its precondition.
 */
export interface PollPacing {
  /** Milliseconds until the next poll; at least what Azure asks for. */
  delayUntilPoll(asked: number): number;
  /** Reports the result of a poll. */
  polled(isOver: boolean): void;
  /** Azure accepted the request. */
  accepted(): void;
  /** Azure throttled the request. */
  throttled(): void;
}

const longestWait = 5 * minute;
/** How many of the first requests poll early to measure the duration, until one has ended. */
const scouts = 20;
/** How much later than the last probe the others poll while none has ended. */
const patience = 1.5;
/** The factor by which the estimate grows when a poll comes too early. */
const growth = 1.1;
/** With {@link growth}, about 95 % have ended at the first poll. */
const decay = 0.995;

/**
 * Estimates how long Azure takes: an early poll raises the estimate, a late one lowers it a little.
 */
class Expectation {
  #milliseconds = 0;
  #isSettled = false;
  #members = 0;

  /** Adds a request. @returns whether it is one of the first. */
  join(): boolean {
    this.#members += 1;
    return this.#members <= scouts;
  }

  /** When to poll first, in milliseconds after Azure accepted the request. */
  dueAfter(isScout: boolean): number {
    return this.#isSettled || isScout ? this.#milliseconds : this.#milliseconds * patience;
  }

  /** @param elapsed milliseconds since Azure took the request. */
  learn(elapsed: number, isFirst: boolean, isOver: boolean): void {
    if (isOver) {
      if (!this.#isSettled) {
        // Earlier polls came too early, so the estimate can't be lower than this.
        this.#milliseconds = Math.max(this.#milliseconds, elapsed);
        this.#isSettled = true;
      }
      if (isFirst) {
        // Based on this request's own wait: thousands wait already, and each lowering the shared
        // estimate would bring it to zero.
        this.#milliseconds = Math.min(this.#milliseconds, elapsed * decay);
      }
    } else if (isFirst || !this.#isSettled) {
      // Later polls count only until one has ended: a few slow requests must not delay all others.
      const later = Math.max(this.#milliseconds, elapsed * growth);
      this.#milliseconds = Math.min(later, longestWait);
    }
  }
}

/** The poll estimates of a batch. */
export class BatchPollPacing {
  readonly #expectations = new Map<string, Expectation>();
  #acceptedAt: number;

  constructor(
    private readonly clock: Clock,
    /** How long Azure may throttle everything before the batch stops, in milliseconds. */
    private readonly patience: number,
    private readonly giveUp: () => void,
  ) {
    this.#acceptedAt = clock.now();
  }

  /** @param kind requests of one kind take about the same time. */
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
