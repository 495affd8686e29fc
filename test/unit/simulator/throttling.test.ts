import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Buckets, operationKind } from "../../simulator/throttling";

describe("token buckets", () => {
  it("are as deep and refill as fast as Azure's", () => {
    const buckets = new Buckets();
    const draw = (at: number) => buckets.draw("subscription", "dana", "reads", at);
    for (const taken of Array.from({ length: 250 }, (_, index) => index)) {
      expect(draw(0)).toEqual({ allowed: true, remaining: 249 - taken, retryAfterSeconds: 0 });
    }
    expect(draw(0)).toEqual({ allowed: false, remaining: 0, retryAfterSeconds: 1 });
    expect(draw(1000)).toMatchObject({ allowed: true, remaining: 24 });
    expect(draw(60_000)).toMatchObject({ allowed: true, remaining: 249 });
  });

  it("refill in scaled time where that is wanted", () => {
    const buckets = new Buckets(0.05);
    const draw = (at: number) => buckets.draw("subscription", "dana", "deletes", at);
    for (const _ of Array.from({ length: 200 })) {
      draw(0);
    }
    expect(draw(4)).toEqual({ allowed: false, remaining: 0, retryAfterSeconds: 1 });
    expect(draw(5)).toMatchObject({ allowed: true, remaining: 0 });
    expect(draw(505)).toMatchObject({ allowed: true, remaining: 99 });
    const at = new Buckets(0);
    for (const _ of Array.from({ length: 300 })) {
      expect(at.draw("subscription", "dana", "deletes", 0).remaining).toBe(199);
    }
    const slow = new Buckets(100);
    for (const _ of Array.from({ length: 200 })) {
      slow.draw("subscription", "dana", "deletes", 0);
    }
    expect(slow.draw("subscription", "dana", "deletes", 0).retryAfterSeconds).toBe(10);
  });

  it("are apart for each subscription, principal and kind", () => {
    const buckets = new Buckets();
    buckets.draw("one", "dana", "writes", 0);
    expect(buckets.draw("one", "dana", "deletes", 0).remaining).toBe(199);
    expect(buckets.draw("two", "dana", "writes", 0).remaining).toBe(199);
    expect(buckets.draw("one", "eve", "writes", 0).remaining).toBe(199);
    expect(buckets.draw("ONE", "dana", "writes", 0).remaining).toBe(198);
  });

  it("never let more through than depth and refill allow", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(200), { maxLength: 600 }), (gaps) => {
        const buckets = new Buckets();
        let now = 0;
        let allowed = 0;
        for (const gap of gaps) {
          now += gap;
          allowed += buckets.draw("subscription", "dana", "deletes", now).allowed ? 1 : 0;
        }
        expect(allowed).toBeLessThanOrEqual(200 + Math.ceil((now / 1000) * 10));
      }),
    );
  });

  it("count by method", () => {
    const methods = ["GET", "HEAD", "PUT", "POST", "PATCH", "DELETE"];
    expect(methods.map(operationKind)).toEqual([
      "reads",
      "reads",
      "writes",
      "writes",
      "writes",
      "deletes",
    ]);
  });
});
