import { memoize } from "../base/memoize";
import { SharedAborts } from "../base/sharedAborts";
import type { RequestKind } from "./armRequest";
import type { Clock } from "../base/clock";

interface BucketSize {
  /** Burst size: requests that may be sent at once when the bucket is full. */
  readonly depth: number;
  /** Tokens per second. */
  readonly refill: number;
  /** Concurrent requests at most. */
  readonly parallel: number;
}

/** ARM's sustained rate of writes, and of deletions, per subscription and second. */
export const writesPerSecond = 10;

/**
 * Token buckets: ARM's per subscription and principal, and Resource Graph's per principal.
 * Source: learn.microsoft.com/azure/azure-resource-manager/management/request-limits-and-throttling
 * The concurrency limits are our own: sixteen allow ten writes a second at 1.5 s each, and nearly
 * all reads at 0.5 s each.
 */
const sizes: Readonly<Record<RequestKind, BucketSize>> = {
  read: { depth: 250, refill: 25, parallel: 16 },
  write: { depth: 200, refill: writesPerSecond, parallel: 16 },
  delete: { depth: 200, refill: writesPerSecond, parallel: 16 },
  // Fifteen in any window of five seconds, for all subscriptions together.
  // learn.microsoft.com/azure/governance/resource-graph/concepts/guidance-for-throttled-requests
  query: { depth: 10, refill: 1, parallel: 4 },
};

/**
 * Concurrent reads at most, over all subscriptions. Each needs a connection, and opening one costs
 * several times as much as a request over an open one (docs/performance.md).
 */
export const mostReads = 96;
/**
 * The initial limit of concurrent reads: opening all connections at once would delay the first
 * responses. Each response raises the limit by one.
 */
const firstReads = 16;

/**
 * Limits the request rate, so that a person's own tools aren't throttled. One limiter per
 * principal, with a bucket per subscription and kind of request.
 */
export class RateLimiter {
  readonly #buckets = new Map<string, Bucket>();
  readonly #aborts = new SharedAborts();
  readonly #places = new Places(firstReads, mostReads, this.#aborts);

  constructor(private readonly clock: Clock) {}

  /**
   * Waits for a permit and takes it.
   *
   * @returns a function that releases the permit; call it when the response has arrived.
   * @throws the signal's reason when it aborts while waiting.
   */
  async acquire(
    subscriptionId: string,
    kind: RequestKind,
    signal?: AbortSignal,
  ): Promise<() => void> {
    const bucket = this.#bucket(subscriptionId, kind);
    const release = await bucket.acquire(signal);
    if (kind !== "read") {
      return release;
    }
    try {
      await this.#places.take(bucket, signal);
    } catch (error) {
      release();
      throw error;
    }
    let isReleased = false;
    return () => {
      if (!isReleased) {
        isReleased = true;
        release();
        this.#places.leave();
      }
    };
  }

  /** Pauses the bucket after a 429. */
  pause(subscriptionId: string, kind: RequestKind, milliseconds: number): void {
    this.#bucket(subscriptionId, kind).pause(milliseconds);
  }

  #bucket(subscriptionId: string, kind: RequestKind): Bucket {
    return memoize(
      this.#buckets,
      `${subscriptionId}|${kind}`,
      () => new Bucket(sizes[kind], this.clock, this.#aborts),
    );
  }
}

/**
 * Permits, whose number grows with each release. Subscriptions are served in the order in which
 * they were first seen, so that the first are complete early. None starves, because each has a
 * limit of its own.
 */
class Places {
  /** Waiters by subscription in the order first seen; first come, first served within each. */
  readonly #waiting = new Map<Bucket, Set<() => void>>();
  #total: number;
  #free: number;

  constructor(
    first: number,
    private readonly most: number,
    private readonly aborts: SharedAborts,
  ) {
    this.#total = first;
    this.#free = first;
  }

  /** @throws the signal's reason when it aborts while waiting. */
  async take(of: Bucket, signal: AbortSignal | undefined): Promise<void> {
    signal?.throwIfAborted();
    const waiting = memoize(this.#waiting, of, () => new Set<() => void>());
    if (this.#free > 0) {
      this.#free -= 1;
      return;
    }
    await new Promise<void>((resolve, reject) => {
      const enter = (): void => {
        stopListening();
        resolve();
      };
      const stopListening = this.aborts.listen(signal, () => {
        waiting.delete(enter);
        reject(signal?.reason as Error);
      });
      waiting.add(enter);
    });
  }

  leave(): void {
    this.#open();
    if (this.#total < this.most) {
      this.#total += 1;
      this.#open();
    }
  }

  #open(): void {
    for (const waiting of this.#waiting.values()) {
      if (waiting.size > 0) {
        const [next] = waiting;
        if (next !== undefined) {
          waiting.delete(next);
          next();
          return;
        }
      }
    }
    this.#free += 1;
  }
}

class Bucket {
  #tokens: number;
  #filledAt: number;
  #closedUntil = 0;
  #inFlight = 0;
  /** Waiters are served in order: each waits for the one before. */
  #turn: Promise<void> = Promise.resolve();
  #wakeForPlace: (() => void) | undefined;

  constructor(
    private readonly size: BucketSize,
    private readonly clock: Clock,
    private readonly aborts: SharedAborts,
  ) {
    this.#tokens = size.depth;
    this.#filledAt = clock.now();
  }

  async acquire(signal: AbortSignal | undefined): Promise<() => void> {
    const before = this.#turn;
    let passOn: () => void = () => undefined;
    this.#turn = new Promise((resolve) => {
      passOn = resolve;
    });
    try {
      await before;
      await this.#waitForPlace(signal);
      await this.#waitForToken(signal);
      this.#tokens -= 1;
      this.#inFlight += 1;
    } finally {
      passOn();
    }
    let released = false;
    return () => {
      if (!released) {
        released = true;
        this.#inFlight -= 1;
        this.#wakeForPlace?.();
      }
    };
  }

  pause(milliseconds: number): void {
    this.#closedUntil = Math.max(this.#closedUntil, this.clock.now() + milliseconds);
  }

  async #waitForPlace(signal: AbortSignal | undefined): Promise<void> {
    while (this.#inFlight >= this.size.parallel) {
      signal?.throwIfAborted();
      await new Promise<void>((resolve) => {
        const stopListening = this.aborts.listen(signal, resolve);
        this.#wakeForPlace = () => {
          stopListening();
          resolve();
        };
      });
    }
    signal?.throwIfAborted();
  }

  async #waitForToken(signal: AbortSignal | undefined): Promise<void> {
    for (;;) {
      const now = this.clock.now();
      const elapsed = Math.max(0, now - this.#filledAt) / 1000;
      this.#tokens = Math.min(this.size.depth, this.#tokens + elapsed * this.size.refill);
      this.#filledAt = now;
      const closedFor = this.#closedUntil - now;
      const shortFor = ((1 - this.#tokens) / this.size.refill) * 1000;
      const wait = Math.max(closedFor, shortFor);
      if (wait <= 0) {
        return;
      }
      await this.clock.sleep(Math.ceil(wait), signal);
    }
  }
}
