import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  describeAgo,
  describeTimeLeft,
  expiresWithin,
  millisecondsLeft,
} from "../../../src/base/timeLeft";

const now = Date.parse("2026-03-01T12:00:00Z");
const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

function after(milliseconds: number): string {
  return new Date(now + milliseconds).toISOString();
}

describe("the time until Azure purges", () => {
  it.each([
    [-day, "purge due"],
    [0, "purge due"],
    [1, "less than 1 min left"],
    [minute - 1, "less than 1 min left"],
    [minute, "1 min left"],
    [hour - 1, "59 min left"],
    [hour, "1 h left"],
    [31.9 * hour, "31 h left"],
    [2 * day - 1, "47 h left"],
    [2 * day, "48 h left"],
    [2 * day + 1, "2 days left"],
    [3 * day - 1, "2 days left"],
    [90 * day, "90 days left"],
  ])("of %i ms is %s", (left, expected) => {
    expect(describeTimeLeft(after(left), now)).toBe(expected);
  });

  it.each([undefined, "", "soon"])("that Azure gives as %j is unknown", (purgeAt) => {
    expect(describeTimeLeft(purgeAt, now)).toBe("time left unknown");
    expect(millisecondsLeft(purgeAt, now)).toBeUndefined();
    expect(expiresWithin(purgeAt, 1e9, now)).toBe(false);
  });

  it("is never promised longer than it is", () => {
    const units: Readonly<Record<string, number>> = { min: minute, h: hour, days: day };
    fc.assert(
      fc.property(fc.integer({ min: minute, max: 100 * day }), (left) => {
        const [number, unit] = describeTimeLeft(after(left), now).split(" ");
        const size = units[unit ?? ""] ?? Infinity;
        expect(Number(number) * size).toBeLessThanOrEqual(left);
        expect((Number(number) + 1) * size).toBeGreaterThan(left);
      }),
    );
  });

  it("never gets longer as time passes", () => {
    fc.assert(
      fc.property(fc.nat(100 * day), fc.nat(100 * day), (left, passed) => {
        const before = millisecondsLeft(after(left), now) ?? -1;
        const later = millisecondsLeft(after(left), now + passed) ?? -1;
        expect(later).toBeLessThanOrEqual(before);
        expect(later).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  it.each([
    [24 * hour, 24, true],
    [24 * hour + 1, 24, false],
    [0, 0, true],
    [1, 0, false],
    [-day, 24, true],
  ])("of %i ms is within %i hours: %s", (left, hours, expected) => {
    expect(expiresWithin(after(left), hours, now)).toBe(expected);
  });
});

describe("the time since a deletion", () => {
  it.each([
    [0, "0 min ago"],
    [hour - 1, "59 min ago"],
    [hour, "1 h ago"],
    [2 * day, "48 h ago"],
    [2 * day + 1, "2 days ago"],
    [-hour, "0 min ago"],
  ])("of %i ms is %s", (passed, expected) => {
    expect(describeAgo(after(-passed), now)).toBe(expected);
  });
});
