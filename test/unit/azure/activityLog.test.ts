import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { activityRequest, readDeletions } from "../../../src/azure/activityLog";
import type { LoggedDeletion } from "../../../src/azure/activityLogEvent";
import type { JsonObject, JsonValue } from "../../../src/base/json";
import { anyCase } from "./arbitraries";
import { armWithPages } from "./pages";

const operation = "Microsoft.KeyVault/vaults/delete";
const now = Date.parse("2026-03-01T12:00:00Z");
const day = 24 * 3_600_000;

async function deletions(
  ...pages: readonly (readonly JsonValue[])[]
): Promise<readonly LoggedDeletion[]> {
  const asked = { subscriptionId: "s", operation, since: now - 30 * day, until: now };
  return readDeletions(armWithPages(...pages), asked);
}

function event(name: string, time: string, more: JsonObject = {}): JsonObject {
  return {
    caller: "dana@contoso.example",
    eventTimestamp: `2026-02-${time}`,
    operationName: { value: operation, localizedValue: "Delete" },
    status: { value: "Succeeded", localizedValue: "Succeeded" },
    resourceId: `/subscriptions/s/resourceGroups/g/providers/Microsoft.KeyVault/vaults/${name}`,
    ...more,
  };
}

const dana = { by: "name", value: "dana@contoso.example" };

const written = { operationName: { value: "Microsoft.KeyVault/vaults/write" } };

describe("a request for the Activity Log", () => {
  it("asks about a period, and a provider where one is wanted", () => {
    const asked = { subscriptionId: "a b", since: now - 7 * day, until: now };
    expect(activityRequest({ ...asked, provider: "Microsoft.KeyVault" })).toEqual({
      method: "GET",
      path: "/subscriptions/a%20b/providers/Microsoft.Insights/eventtypes/management/values",
      apiVersion: "2015-04-01",
      query: {
        $filter:
          "eventTimestamp ge '2026-02-22T12:00:00.000Z' and eventTimestamp le '2026-03-01T12:00:00.000Z' and resourceProvider eq 'Microsoft.KeyVault'",
      },
    });
    expect(activityRequest(asked).query?.["$filter"]).not.toContain("resourceProvider");
  });

  it("never begins before the log does, which Azure refuses", () => {
    const asked = { subscriptionId: "s", since: now - 365 * day, until: now };
    expect(activityRequest(asked).query?.["$filter"]).toContain(
      "eventTimestamp ge '2025-12-01T12:01:00.000Z'",
    );
  });

  it("cannot be talked into another condition", () => {
    const asked = { subscriptionId: "s", since: 0, until: 1, provider: "a' or 'b" };
    expect(activityRequest(asked).query?.["$filter"]).toMatch(/resourceProvider eq 'a'' or ''b'$/);
  });
});

describe("the deletions in the Activity Log", () => {
  it("are asked for by their provider", async () => {
    const arm = armWithPages();
    await readDeletions(arm, { subscriptionId: "s", operation, since: 0, until: now });
    expect(arm.asked[0]?.query?.["$filter"]).toMatch(
      / and resourceProvider eq 'Microsoft.KeyVault'$/,
    );
  });

  it("are those that succeeded, newest first", async () => {
    const found = await deletions(
      [
        event("old", "03T08:00:00.1234567Z"),
        event("started", "04T08:00:00Z", { status: { value: "Started" } }),
        event("failed", "04T08:00:00Z", { status: { value: "Failed" } }),
        event("other", "04T08:00:00Z", {
          operationName: { value: "Microsoft.KeyVault/vaults/secrets/delete" },
        }),
      ],
      [event("new", "05T08:00:00Z"), event("made", "06T08:00:00Z", written)],
    );
    expect(found).toEqual([
      {
        resourceId: "/subscriptions/s/resourceGroups/g/providers/Microsoft.KeyVault/vaults/new",
        at: "2026-02-05T08:00:00.000Z",
        caller: dana,
      },
      {
        resourceId: "/subscriptions/s/resourceGroups/g/providers/Microsoft.KeyVault/vaults/old",
        at: "2026-02-03T08:00:00.123Z",
        caller: dana,
      },
    ]);
  });

  it("are the last one of each resource, in whatever case it is spelled", async () => {
    const found = await deletions([
      event("kv", "10T08:00:00Z", { caller: "lee@contoso.example" }),
      event("made again", "09T08:00:00Z", {
        ...written,
        resourceId: event("kv", "")["resourceId"] ?? "",
      }),
      event("KV", "08T08:00:00Z"),
    ]);
    expect(found.map(({ at, caller, repeated }) => [at, caller, repeated])).toEqual([
      ["2026-02-10T08:00:00.000Z", { by: "name", value: "lee@contoso.example" }, undefined],
    ]);
  });

  it("are repeated where nothing was written between two of them", async () => {
    const [kv] = await deletions([
      event("kv", "10T08:00:00Z"),
      event("kv", "09T08:00:00Z", { ...written, status: { value: "Failed" } }),
      event("kv", "08T08:00:00Z"),
      event("kv", "07T08:00:00Z", written),
    ]);
    expect(kv).toMatchObject({ at: "2026-02-10T08:00:00.000Z", repeated: true });
  });

  it("are one deletion where one request is logged twice", async () => {
    const correlationId = "11111111-0000-4000-8000-000000000000";
    const [kv] = await deletions([
      event("kv", "10T08:00:00Z", { correlationId }),
      event("kv", "10T08:00:30Z", { correlationId }),
    ]);
    expect(kv).toEqual(expect.not.objectContaining({ repeated: true }));
    expect(kv?.at).toBe("2026-02-10T08:00:00.000Z");
  });

  it("may have no caller", async () => {
    const [kv] = await deletions([event("kv", "10T08:00:00Z", { caller: "" })]);
    expect(kv?.caller).toBeUndefined();
  });

  it("are read in any case and order, whatever else stands among them", async () => {
    const whole = fc.record({
      name: fc.constantFrom("a", "b", "A"),
      day: fc.integer({ min: 10, max: 28 }),
      operation: anyCase(operation),
      status: anyCase("Succeeded"),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(whole), fc.array(fc.jsonValue()), async (events, junk) => {
        const items: readonly JsonValue[] = [
          ...(junk as JsonValue[]),
          ...(junk as JsonValue[]).map((value) => event("junk", "01T00:00:00Z", { status: value })),
          ...events.map((one) =>
            event(one.name, `${String(one.day)}T00:00:00Z`, {
              operationName: { value: one.operation },
              status: { value: one.status },
            }),
          ),
        ];
        const expected = new Map<string, number>();
        for (const one of events) {
          const key = one.name.toLowerCase();
          expected.set(key, Math.max(one.day, expected.get(key) ?? 0));
        }
        const found = await deletions(items);
        expect(
          Object.fromEntries(
            found.map(({ resourceId, at }) => [
              resourceId.slice(-1).toLowerCase(),
              Number(at.slice(8, 10)),
            ]),
          ),
        ).toEqual(Object.fromEntries(expected));
        expect(found.map(({ at }) => at)).toEqual(
          found
            .map(({ at }) => at)
            .toSorted()
            .reverse(),
        );
      }),
    );
  });
});
