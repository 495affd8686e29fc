import * as fc from "fast-check";
import { afterEach, describe, expect, it, vi } from "vitest";
import { cognitiveServices } from "../../../src/services/cognitiveServices";
import { deletionKey, hoursAfter, inUtc, toInstant } from "../../../src/services/deletedResource";
import { preconditionOn } from "../../../src/services/preconditions";
import { keyVault } from "../../../src/services/keyVault";
import { account, readBy, vault } from "./samples";

afterEach(() => {
  vi.unstubAllEnvs();
});

describe("a time from Azure", () => {
  it.each([
    ["2026-03-01T12:00:00Z", "2026-03-01T12:00:00.000Z"],
    ["2026-03-01T12:00:00.1234567Z", "2026-03-01T12:00:00.123Z"],
    ["2026-03-01T12:00:00", "2026-03-01T12:00:00.000Z"],
    ["2026-03-01T12:00:00+02:00", "2026-03-01T10:00:00.000Z"],
    ["2026-03-01T12:00:00-0530", "2026-03-01T17:30:00.000Z"],
    [" 2026-03-01T12:00:00z ", "2026-03-01T12:00:00.000Z"],
    ["2026-03-01", "2026-03-01T00:00:00.000Z"],
    ["Sun, 01 Mar 2026 12:00:00 GMT", "2026-03-01T12:00:00.000Z"],
    ["3/1/2026 12:00:00 PM", "2026-03-01T12:00:00.000Z"],
    ["03/01/2026 12:00:00", "2026-03-01T12:00:00.000Z"],
  ])("%j is %s wherever the person lives", (text, expected) => {
    for (const zone of ["America/New_York", "UTC", "Asia/Tokyo"]) {
      vi.stubEnv("TZ", zone);
      expect(toInstant(text)).toBe(expected);
    }
  });

  it.each([undefined, "", " ", "soon", "Z", "store-1", "workspace 2026", "2026-13-01T00:00:00Z"])(
    "is not %j",
    (text) => {
      expect(toInstant(text)).toBeUndefined();
    },
  );

  it("once read reads the same again", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const instant = toInstant(text);
        expect(toInstant(instant)).toBe(instant);
      }),
    );
  });

  it("at the end of time is kept no longer than time", () => {
    const properties = { deletionDate: "+275760-09-13T00:00:00Z" };
    const { purgeAt } = readBy(cognitiveServices, { ...account, properties });
    expect(purgeAt).toBe("+275760-09-13T00:00:00.000Z");
  });

  it("moves by hours over the end of a month", () => {
    expect(hoursAfter("2026-02-27T12:00:00.000Z", 48)).toBe("2026-03-01T12:00:00.000Z");
  });
});

describe("a time for people", () => {
  it.each([
    ["2026-03-01T12:00:59.123Z", "2026-03-01 12:00 UTC"],
    ["2026-03-01T23:59:00Z", "2026-03-01 23:59 UTC"],
    ["+275760-09-13T00:00:00.000Z", "+275760-09-13 00:00 UTC"],
  ])("%s reads %s wherever they live", (instant, expected) => {
    for (const zone of ["America/New_York", "Asia/Tokyo"]) {
      vi.stubEnv("TZ", zone);
      expect(inUtc(instant)).toBe(expected);
    }
  });
});

describe("the key of a deletion", () => {
  const first = readBy(keyVault, vault);

  it("is the same however Azure spells the vault", () => {
    const again = readBy(keyVault, {
      ...vault,
      name: "KV",
      properties: { ...vault.properties, location: "West US" },
    });
    expect(deletionKey(again)).toBe(deletionKey(first));
  });

  it("is another for the next deletion of the same name", () => {
    const next = readBy(keyVault, {
      ...vault,
      properties: { ...vault.properties, deletionDate: "2026-02-01T00:00:00Z" },
    });
    expect(deletionKey(next)).not.toBe(deletionKey(first));
  });

  it("is another for another service", () => {
    expect(deletionKey(readBy(cognitiveServices, account))).not.toBe(deletionKey(first));
  });
});

describe("a guard", () => {
  const request = { method: "GET", path: "/x", apiVersion: "1" } as const;

  it("holds the values that the item had, and only those", () => {
    const precondition = preconditionOn(readBy(keyVault, vault), { request }, "stop", [
      ["properties", "deletionDate"],
      ["properties", "missing"],
    ]);
    expect(precondition).toEqual({
      request,
      ifForbidden: "stop",
      unchanged: [{ path: ["properties", "deletionDate"], value: "2026-01-01T00:00:59Z" }],
    });
  });
});
