import type { Clock } from "../../base/clock";
import { minute } from "../../base/durations";

/**
/**
 * Paces the polls of a request that is one of many. Invariant: in the long run, polling leaves every
 * write the read of its own precondition. ARM allows 25 reads per 10 writes, so of each request's
 * two and a half reads, one is for its precondition and one and a half are for polling.
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

/** Nobody waits longer than this to see what has ended, however wrong the estimate is. */
const longestWait = 5 * minute;
/**
 * How many of the first requests poll as early as Azure asks, to measure the latency. With twenty, a
 * few unusually slow ones don't decide it, and their polls don't count among thousands.
 */
const probes = 20;
/** How much later than the last probe the others poll while none has ended. */
const patience = 1.5;
/** A first poll that came too early raises the estimate to this times the elapsed time. */
const growth = 1.1;
/**
 * A first poll that found the request ended lowers the estimate to this times the elapsed time. One
 * rise of 10 % undoes about twenty falls of 0.5 %, so the estimate settles where about 95 % have
 * ended at their first poll.
 */
const decay = 0.995;

/**
 * Estimates how long Azure takes: an early poll raises the estimate, a late one lowers it a little.
 */
class LatencyEstimate {
  #milliseconds = 0;
  #isSettled = false;
  #count = 0;

  /** Adds a request. @returns whether it is a probe. */
  join(): boolean {
    this.#count += 1;
    return this.#count <= probes;
  }

  /** When to poll first, in milliseconds after Azure accepted the request. */
  dueAfter(isProbe: boolean): number {
    return this.#isSettled || isProbe ? this.#milliseconds : this.#milliseconds * patience;
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
  readonly #estimates = new Map<string, LatencyEstimate>();
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
    const estimate = this.#estimates.get(kind) ?? new LatencyEstimate();
    this.#estimates.set(kind, estimate);
    let isProbe = false;
    let began: number | undefined;
    let isFirst = true;
    const elapsed = (): number => this.clock.now() - (began ?? this.clock.now());
    return {
      delayUntilPoll: (asked) => {
        if (began === undefined) {
          began = this.clock.now();
          isProbe = estimate.join();
        }
        return Math.max(asked, Math.min(estimate.dueAfter(isProbe) - elapsed(), longestWait));
      },
      polled: (isOver) => {
        estimate.learn(elapsed(), isFirst, isOver);
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
