import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  bodyIn,
  readLastWrite,
  writtenBodies,
  type LoggedWrite,
} from "../../../src/azure/activityWrites";
import type { JsonObject, JsonValue } from "../../../src/base/json";
import { PagedArm } from "../operations/stepping";
import { refusal } from "../operations/scriptedArm";

const resourceId = "/subscriptions/s/resourceGroups/rg/providers/Contoso.Boxes/boxes/red";
const operation = "Contoso.Boxes/boxes/write";
const now = Date.parse("2026-03-10T00:00:00Z");

interface Told {
  readonly at?: string;
  readonly status?: string;
  readonly id?: string;
  readonly of?: string;
  readonly request?: string;
  readonly body?: JsonValue;
  readonly text?: string;
}

function event(told: Told): JsonObject {
  const { at = "2026-03-01T12:00:00Z", status = "Succeeded", id = resourceId } = told;
  const text = told.text ?? (told.body === undefined ? undefined : JSON.stringify(told.body));
  return {
    resourceId: id,
    operationName: { value: told.of ?? operation },
    status: { value: status },
    eventTimestamp: at,
    ...(told.request === undefined ? {} : { correlationId: told.request }),
    ...(text === undefined ? {} : { properties: { requestbody: text } }),
  };
}

function lastOf(...events: readonly JsonValue[]): Promise<JsonObject | undefined> {
  const arm = new PagedArm(() => ({ status: 200, body: events }));
  return readLastWrite(arm, { subscriptionId: "s", resourceId, operation, now });
}

describe("what a resource was last written with", () => {
  it("is the body of its write", async () => {
    expect(await lastOf(event({ body: { color: "red" } }))).toEqual({ color: "red" });
    expect(await lastOf()).toBeUndefined();
    expect(await lastOf(event({}))).toBeUndefined();
  });

  it("is found whatever the case of ids and operations", async () => {
    const shouted = event({
      id: resourceId.toUpperCase(),
      of: operation.toUpperCase(),
      body: { color: "red" },
    });
    expect(await lastOf(shouted)).toEqual({ color: "red" });
  });

  it("is not what was written to something else, or what was only asked for", async () => {
    const body = { color: "red" };
    expect(
      await lastOf(
        event({ id: `${resourceId}/lids/1`, body }),
        event({ id: `${resourceId}-2`, body }),
        event({ of: "Contoso.Boxes/boxes/listKeys/action", body }),
        event({ of: "Contoso.Boxes/boxes/lids/write", body }),
      ),
    ).toBeUndefined();
  });

  it("is the latest, however the log orders it and writes its times", async () => {
    const events = [
      event({ at: "2026-03-02T12:00:00Z", body: { color: "red" } }),
      event({ at: "2026-03-02T12:00:00.5Z", body: { color: "green" } }),
      event({ at: "2026-03-02T14:00:00.25+02:00", body: { color: "blue" } }),
    ];
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray(events, { minLength: events.length }),
        async (shuffled) => {
          expect(await lastOf(...shuffled)).toEqual({ color: "green" });
        },
      ),
    );
  });

  it("does not count what Azure refused, wherever the body is", async () => {
    const made = event({ at: "2026-03-01T00:00:00Z", body: { color: "red" } });
    const begun = { at: "2026-03-02T00:00:00Z", status: "Started", request: "2" };
    const refused = { at: "2026-03-02T00:00:01Z", status: "Failed", request: "2" };
    const body = { color: "green" };
    expect(await lastOf(made, event({ ...begun, body }), event(refused))).toEqual({ color: "red" });
    expect(await lastOf(made, event({ ...refused, body }))).toEqual({ color: "red" });
    const went = { ...refused, status: "Succeeded" };
    expect(await lastOf(made, event({ ...begun, body }), event(went))).toEqual(body);
    expect(await lastOf(made, event({ ...begun, body }))).toEqual(body);
  });

  it("is what was written before where the log has cut the latest body off", async () => {
    const whole = JSON.stringify({ color: "red", note: "x".repeat(100) });
    expect(
      await lastOf(
        event({ at: "2026-03-01T00:00:00Z", body: { color: "green" } }),
        event({ at: "2026-03-02T00:00:00Z", text: whole.slice(0, 60) }),
      ),
    ).toEqual({ color: "green" });
  });

  it("is all that was written, where a later write changes only a part", async () => {
    const encryption = {
      keySource: "Vault",
      keyVaultProperties: { keyName: "a", keyVaultUri: "u" },
    };
    expect(
      await lastOf(
        event({ at: "2026-03-01T00:00:00Z", body: { location: "w", properties: { encryption } } }),
        event({
          at: "2026-03-02T00:00:00Z",
          body: {
            properties: { encryption: { KEYVAULTPROPERTIES: { keyName: "b" } }, extra: [1] },
          },
        }),
        event({ at: "2026-03-03T00:00:00Z", body: { tags: { team: "x" } } }),
        event({ at: "2026-03-04T00:00:00Z", body: { tags: null, properties: { extra: [2] } } }),
      ),
    ).toEqual({
      location: "w",
      properties: {
        encryption: {
          keySource: "Vault",
          keyVaultProperties: { keyName: "b", keyVaultUri: "u" },
        },
        extra: [2],
      },
    });
  });

  it("is asked for no further back than the log goes, and only of this resource", async () => {
    const asked: string[] = [];
    const arm = new PagedArm(() => ({ status: 200, body: [] }));
    await readLastWrite(
      {
        list: (request, ...rest) => {
          asked.push(request.query?.["$filter"] ?? "");
          return arm.list(request, ...rest);
        },
      },
      { subscriptionId: "s", resourceId, operation, now },
    );
    expect(asked).toEqual([
      `eventTimestamp ge '2025-12-10T00:01:00.000Z' and eventTimestamp le '2026-03-10T00:00:00.000Z' and resourceUri eq '${resourceId}'`,
    ]);
  });

  it("is an error where the log cannot be read", async () => {
    const arm = new PagedArm(() => refusal(403, "AuthorizationFailed", "No."));
    await expect(
      readLastWrite(arm, { subscriptionId: "s", resourceId, operation, now }),
    ).rejects.toThrow("No.");
  });

  it("is read from any entries without an error", async () => {
    const anyJson = fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<JsonValue>;
    const properties = fc.oneof(
      anyJson,
      fc.record({ requestbody: fc.oneof(anyJson, fc.json({ maxDepth: 3 })) }),
    ) as fc.Arbitrary<JsonValue>;
    const entry = fc.tuple(properties, anyJson, fc.boolean()).map(([own, at, isIt]) => ({
      ...event({}),
      properties: own,
      ...(isIt ? {} : { eventTimestamp: at }),
    }));
    await fc.assert(
      fc.asyncProperty(fc.array(fc.oneof(anyJson, entry), { maxLength: 4 }), async (events) => {
        const found = await lastOf(...events);
        expect(found === undefined || typeof found === "object").toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});

describe("bodies of writes", () => {
  const write = (
    rest: Partial<LoggedWrite>,
  ): Pick<LoggedWrite, "status" | "correlationId" | "body"> => ({
    status: "succeeded",
    correlationId: undefined,
    body: undefined,
    ...rest,
  });

  it("belong to a refused operation only by its own id", () => {
    const body = { color: "red" };
    expect(writtenBodies([write({ status: "failed" }), write({ body })])).toEqual([body]);
    expect(
      writtenBodies([
        write({ status: "failed", correlationId: "1" }),
        write({ body, correlationId: "1" }),
        write({ body: { color: "green" }, correlationId: "2" }),
      ]),
    ).toEqual([{ color: "green" }]);
  });

  it.each<readonly [text: JsonValue, body: JsonObject | undefined]>([
    ['{"a":1}', { a: 1 }],
    ['{"a":1', undefined],
    ["[1]", undefined],
    ["", undefined],
    [{ a: 1 }, undefined],
    [null, undefined],
  ])("are read from %j as %j", (requestBody, body) => {
    expect(bodyIn({ properties: { requestBody } })).toEqual(body);
  });
});
