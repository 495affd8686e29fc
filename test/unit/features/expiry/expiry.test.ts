import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { nextToExpire, summarizeExpiry, snoozeHours } from "../../../../src/features/expiry/expiry";
import { shortTimeLeft, textChangesIn } from "../../../../src/base/timeLeftShort";
import { describeTimeLeft } from "../../../../src/base/timeLeft";
import { anyList, hour, inHours, listed, now } from "../../inventory/listed";

const day = 24 * hour;

describe("a glance at what is deleted", () => {
  it("at nothing has nothing to tell", () => {
    expect(summarizeExpiry([], 24, now)).toEqual({
      count: 0,
      next: undefined,
      expiring: [],
      changesIn: undefined,
    });
  });

  it("counts all, and tells what is gone next and soon", () => {
    const [late, soon, sooner, due, unknown] = [
      listed({ name: "late", purgeAt: inHours(100) }),
      listed({ name: "soon", purgeAt: inHours(24) }),
      listed({ name: "sooner", purgeAt: inHours(3.5) }),
      listed({ name: "due", purgeAt: inHours(-1) }),
      listed({ name: "unknown", purgeAt: undefined }),
    ];
    const summary = summarizeExpiry([late, soon, sooner, due, unknown], 24, now);
    expect(summary.count).toBe(5);
    expect(summary.next).toBe(sooner);
    expect(summary.expiring).toEqual([sooner, soon]);
    expect(summary.changesIn).toBe(hour / 2 + 1);
  });

  it("shows what goes first that can still be recovered", () => {
    const [due, unknown, late, soon] = [
      listed({ name: "due", purgeAt: inHours(-1) }),
      listed({ name: "unknown", purgeAt: undefined }),
      listed({ name: "late", purgeAt: inHours(100) }),
      listed({ name: "soon", purgeAt: inHours(1) }),
    ];
    expect(nextToExpire([due, unknown, late, soon], now)).toEqual([soon, late, unknown]);
  });

  it("counts a deletion that two accounts show once", () => {
    const one = listed({ purgeAt: inHours(1) });
    const other = { ...one, subscription: { ...one.subscription, accountId: "omar" } };
    expect(summarizeExpiry([one, other], 24, now)).toMatchObject({ count: 1, expiring: [one] });
  });

  it("warns of nothing where nobody wants to be warned", () => {
    expect(summarizeExpiry([listed({ purgeAt: inHours(0.1) })], 0, now).expiring).toEqual([]);
  });

  it("says the same until it says that it changes", () => {
    fc.assert(
      fc.property(
        anyList,
        fc.nat(200),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (items, warnHours, share) => {
          const told = (at: number): unknown => {
            const { count, next, expiring } = summarizeExpiry(items, warnHours, at);
            return [count, describeTimeLeft(next?.resource.purgeAt, at), expiring.length];
          };
          const { changesIn } = summarizeExpiry(items, warnHours, now);
          if (changesIn === undefined) {
            expect(told(now + 1e12)).toEqual(told(now));
          } else {
            expect(told(now + Math.floor((changesIn - 1) * share))).toEqual(told(now));
            expect(told(now + changesIn)).not.toEqual(told(now));
          }
        },
      ),
    );
  });
});

describe("the time left in short", () => {
  it.each([
    [1, "< 1 min"],
    [59_999, "< 1 min"],
    [60_000, "1 min"],
    [hour - 1, "59 min"],
    [31.9 * hour, "31 h"],
    [2 * day, "48 h"],
    [2 * day + 1, "2 days"],
  ])("of %i ms is %s", (left, expected) => {
    expect(shortTimeLeft(left)).toBe(expected);
  });

  it("is what the long one says, and changes with it", () => {
    fc.assert(
      fc.property(fc.integer({ min: 60_000, max: 100 * day }), (left) => {
        expect(describeTimeLeft(new Date(now + left).toISOString(), now)).toBe(
          `${shortTimeLeft(left)} left`,
        );
        expect(shortTimeLeft(left - textChangesIn(left))).not.toBe(shortTimeLeft(left));
      }),
    );
  });
});

describe("being told can be put off", () => {
  it.each([
    [24 * hour, 12],
    [7 * hour, 3],
    [3 * hour, 1],
    [1.5 * hour, 1],
    [hour, undefined],
    [1, undefined],
  ])("with %i ms left for %s hours", (left, hours) => {
    expect(snoozeHours(left)).toBe(hours);
  });

  it("never until it is gone", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100 * day }), (left) => {
        expect((snoozeHours(left) ?? 0) * hour).toBeLessThan(left);
      }),
    );
  });
});
