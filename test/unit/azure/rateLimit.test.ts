import { getEventListeners } from "node:events";
import { describe, expect, it } from "vitest";
import { RateLimiter } from "../../../src/azure/rateLimit";
import { FakeClock, ManualClock, settled } from "../base/fakeClock";

async function takeAndRelease(limiter: RateLimiter, subscription = "s"): Promise<void> {
  (await limiter.acquire(subscription, "read"))();
}

describe("ARM's read bucket of one subscription", () => {
  it("lets 250 reads out at once and then 25 a second", async () => {
    const clock = new FakeClock(0);
    const limiter = new RateLimiter(clock);
    for (let sent = 0; sent < 250; sent += 1) {
      await takeAndRelease(limiter);
    }
    expect(clock.time).toBe(0);
    for (let sent = 0; sent < 100; sent += 1) {
      await takeAndRelease(limiter);
    }
    expect(clock.time).toBeGreaterThanOrEqual(4000);
    expect(clock.time).toBeLessThan(4200);
  });

  it("never holds more than 250, however long nobody reads", async () => {
    const clock = new FakeClock(0);
    const limiter = new RateLimiter(clock);
    await takeAndRelease(limiter);
    clock.time += 3_600_000;
    for (let sent = 0; sent < 250; sent += 1) {
      await takeAndRelease(limiter);
    }
    expect(clock.sleeps).toEqual([]);
    await takeAndRelease(limiter);
    expect(clock.sleeps).toEqual([40]);
  });

  it.each(["write", "delete"] as const)("is 200 and 10 a second for each %s", async (kind) => {
    const clock = new FakeClock(0);
    const limiter = new RateLimiter(clock);
    for (let sent = 0; sent < 210; sent += 1) {
      (await limiter.acquire("s", kind))();
    }
    expect(clock.time).toBeGreaterThanOrEqual(1000);
    expect(clock.time).toBeLessThan(1100);
  });

  it("is Resource Graph's for queries: never more than fifteen in five seconds", async () => {
    const clock = new FakeClock(0);
    const limiter = new RateLimiter(clock);
    const sent: number[] = [];
    for (let index = 0; index < 60; index += 1) {
      (await limiter.acquire("", "query"))();
      sent.push(clock.time);
    }
    const inWindow = sent.map(
      (from) => sent.filter((at) => at >= from && at <= from + 5000).length,
    );
    expect(Math.max(...inWindow)).toBe(15);
  });

  it("is not drawn from by other subscriptions or by writes", async () => {
    const clock = new FakeClock(0);
    const limiter = new RateLimiter(clock);
    limiter.pause("s", "read", 60_000);
    await takeAndRelease(limiter, "t");
    (await limiter.acquire("s", "write"))();
    expect(clock.time).toBe(0);
  });

  it("stays closed for as long as a 429 asked", async () => {
    const clock = new FakeClock(0);
    const limiter = new RateLimiter(clock);
    limiter.pause("s", "read", 17_000);
    limiter.pause("s", "read", 3000);
    await takeAndRelease(limiter);
    expect(clock.time).toBe(17_000);
  });
});

describe("reads in flight", () => {
  it("are sixteen at most, served in the order they came", async () => {
    const limiter = new RateLimiter(new FakeClock(0));
    const served: number[] = [];
    const releases: (() => void)[] = [];
    const all = Array.from({ length: 20 }, async (_, index) => {
      const release = await limiter.acquire("s", "read");
      served.push(index);
      releases.push(release);
    });
    await settled();
    expect(served).toHaveLength(16);
    releases[3]?.();
    releases[3]?.();
    await settled();
    expect(served).toHaveLength(17);
    for (let freed = 0; freed < 4; freed += 1) {
      releases[4 + freed]?.();
      await settled();
    }
    await Promise.all(all);
    expect(served).toEqual([...Array(20).keys()]);
  });
});

describe("a read that is given up while it waits", () => {
  it("for time to pass rejects with the reason and lets the next one go", async () => {
    const clock = new ManualClock();
    const limiter = new RateLimiter(clock);
    limiter.pause("s", "read", 60_000);
    const abort = new AbortController();
    const first = limiter.acquire("s", "read", abort.signal);
    const second = limiter.acquire("s", "read");
    await settled();
    const rejection = expect(first).rejects.toThrow("enough");
    abort.abort(new Error("enough"));
    await rejection;
    await settled();
    expect(clock.sleeping).toBe(1);
    await clock.advance(60_000);
    (await second)();
  });

  it("for a place rejects with the reason and takes none", async () => {
    const limiter = new RateLimiter(new ManualClock());
    const held = await Promise.all(Array.from({ length: 16 }, () => limiter.acquire("s", "read")));
    const abort = new AbortController();
    const waiting = limiter.acquire("s", "read", abort.signal);
    const next = limiter.acquire("s", "read");
    await settled();
    const rejection = expect(waiting).rejects.toThrow("enough");
    abort.abort(new Error("enough"));
    await rejection;
    held[0]?.();
    (await next)();
  });
});

describe("reads in flight in all subscriptions", () => {
  it("begin with sixteen; each answer makes room for one more, up to ninety-six", async () => {
    const limiter = new RateLimiter(new ManualClock());
    const releases: (() => void)[] = [];
    const all = Array.from({ length: 300 }, async (_, index) => {
      releases.push(await limiter.acquire(`s${String(index)}`, "read"));
    });
    await settled();
    expect(releases).toHaveLength(16);
    // Writes do not wait for what is only looked at.
    (await limiter.acquire("s", "write"))();
    let answered = 0;
    const most: number[] = [];
    while (answered < releases.length) {
      releases[answered]?.();
      // Once is enough.
      releases[answered]?.();
      answered += 1;
      await settled();
      most.push(releases.length - answered);
    }
    await Promise.all(all);
    expect(releases).toHaveLength(300);
    expect(most.slice(0, 3)).toEqual([17, 18, 19]);
    expect(Math.max(...most)).toBe(96);
  });

  it("go to the subscription that was met first, so that the first is soon complete", async () => {
    const limiter = new RateLimiter(new ManualClock());
    const held = await Promise.all(
      Array.from({ length: 16 }, (_, index) => limiter.acquire(`s${String(index)}`, "read")),
    );
    const served: string[] = [];
    for (const subscription of ["s16", "s17", "s0", "s17", "s1", "s0"]) {
      void limiter.acquire(subscription, "read").then(() => served.push(subscription));
    }
    await settled();
    expect(served).toEqual([]);
    for (const release of held.slice(5, 8)) {
      release();
      await settled();
    }
    expect(served).toEqual(["s0", "s0", "s1", "s16", "s17", "s17"]);
  });

  it("listen once to the signal that they have in common", async () => {
    const limiter = new RateLimiter(new ManualClock());
    const held = await Promise.all(Array.from({ length: 16 }, () => limiter.acquire("s", "read")));
    const { signal } = new AbortController();
    const waiting = Array.from({ length: 100 }, async (_, index) => {
      (await limiter.acquire(`s${String(index % 20)}`, "read", signal))();
    });
    await settled();
    expect(getEventListeners(signal, "abort")).toHaveLength(1);
    for (const release of held) {
      release();
    }
    await Promise.all(waiting);
    expect(getEventListeners(signal, "abort")).toEqual([]);
  });

  it("wait no longer once they are given up, and take no place", async () => {
    const limiter = new RateLimiter(new ManualClock());
    const held = await Promise.all(
      Array.from({ length: 16 }, (_, index) => limiter.acquire(`s${String(index)}`, "read")),
    );
    const abort = new AbortController();
    const given = limiter.acquire("other", "read", abort.signal);
    const next = limiter.acquire("another", "read");
    await settled();
    const rejection = expect(given).rejects.toThrow("enough");
    abort.abort(new Error("enough"));
    await rejection;
    held[0]?.();
    (await next)();
  });
});
