import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../../../src/base/json";
import { regionAt, restorableTimes } from "../../../../src/services/parts/cosmosRestore";

describe("the points in time a deleted Cosmos DB account can be restored to", () => {
  const deletedAt = "2026-03-12T22:05:09.000Z";

  it.each<[string, JsonObject, string, readonly (string | undefined)[]]>([
    [
      "end one second before the deletion",
      { creationTime: "2026-03-01T00:00:00Z", oldestRestorableTime: "2026-03-05T00:00:00Z" },
      deletedAt,
      ["2026-03-05T00:00:00.000Z", "2026-03-12T22:05:08.000Z"],
    ],
    [
      "begin with the account, where the backup reaches back to before it",
      { creationTime: "2026-03-11T00:00:00Z", oldestRestorableTime: "2026-02-10T00:00:00Z" },
      deletedAt,
      ["2026-03-11T00:00:00.000Z", "2026-03-12T22:05:08.000Z"],
    ],
    [
      "begin with the account where nothing else is said",
      { creationTime: "2026-03-11T00:00:00Z" },
      deletedAt,
      ["2026-03-11T00:00:00.000Z", "2026-03-12T22:05:08.000Z"],
    ],
    ["begin nowhere where nothing is said", {}, deletedAt, [undefined, "2026-03-12T22:05:08.000Z"]],
    [
      "are one where the backup begins with the deletion, as in the published item",
      { creationTime: "2020-04-11T21:56:15Z", oldestRestorableTime: "2026-03-12T22:05:09Z" },
      deletedAt,
      [deletedAt, deletedAt],
    ],
    [
      "are one where the backup begins after the deletion",
      { oldestRestorableTime: "2026-04-01T00:00:00Z" },
      deletedAt,
      [deletedAt, deletedAt],
    ],
    ["have whole seconds", {}, "2026-03-12T22:05:09.070Z", [undefined, "2026-03-12T22:05:09.000Z"]],
    [
      "end with its last region, where that went before the account",
      {
        restorableLocations: [
          { locationName: "West US", deletionTime: "2026-03-12T22:05:00Z" },
          { locationName: "East US", deletionTime: "2026-03-01T00:00:00Z" },
        ],
      },
      deletedAt,
      [undefined, "2026-03-12T22:04:59.000Z"],
    ],
    [
      "end with the account where a region is said to have gone later",
      { restorableLocations: [{ locationName: "West US", deletionTime: "2026-03-12T22:06:00Z" }] },
      deletedAt,
      [undefined, "2026-03-12T22:05:08.000Z"],
    ],
  ])("%s", (_what, properties, at, [earliest, suggested]) => {
    expect(restorableTimes({ deletedAt: at, raw: { properties } })).toEqual({
      earliest,
      suggested,
      latest: at,
    });
  });

  it("are not known where the deletion is not", () => {
    expect(restorableTimes({ deletedAt: undefined, raw: {} })).toBeUndefined();
  });

  it("do not go beyond the first instant there is", () => {
    const first = new Date(-8_640_000_000_000_000).toISOString();
    expect(restorableTimes({ deletedAt: first, raw: {} })?.suggested).toBe(first);
  });
});

describe("the region a deleted Cosmos DB account is restored in", () => {
  const regions = [
    { locationName: "East US", creationTime: "2026-03-01T00:00:00Z" },
    {
      locationName: "West US",
      creationTime: "2026-02-01T00:00:00Z",
      deletionTime: "2026-03-05T00:00:00Z",
    },
  ];

  it.each<[string, readonly JsonObject[], string]>([
    ["2026-03-02T00:00:00.000Z", regions, "westus"],
    ["2026-03-06T00:00:00.000Z", regions, "eastus"],
    ["2026-02-02T00:00:00.000Z", regions, "westus"],
    ["2026-01-01T00:00:00.000Z", regions, "westus"],
    ["2026-03-02T00:00:00.000Z", [], "westus"],
    [
      "2026-03-02T00:00:00.000Z",
      [{ locationName: " " }, {}, { locationName: "East US" }],
      "eastus",
    ],
  ])("at %s, of %j, is %s", (instant, restorableLocations, expected) => {
    const raw = { properties: { restorableLocations } };
    expect(regionAt({ location: "westus", raw }, instant)).toBe(expected);
  });
});
