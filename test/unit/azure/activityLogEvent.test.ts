import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  callerIn,
  activityLogEventIn,
  eventProperties,
  isDeletion,
} from "../../../src/azure/activityLogEvent";
import type { JsonObject, JsonValue } from "../../../src/base/json";
import { anyText } from "./arbitraries";

const objectId = "0b1c2d3e-4f50-4617-8293-a4b5c6d7e8f9";
const appId = "11111111-2222-4333-8444-555555555555";
const claimTypes = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/";

describe("the caller of an event", () => {
  it.each<[string, JsonObject, unknown]>([
    [
      "is the sign-in name of a person",
      { caller: "dana@contoso.example", claims: { name: "Dana Demo", appid: appId } },
      { by: "name", value: "dana@contoso.example" },
    ],
    [
      "is the name in the claims where the caller is an id",
      { caller: objectId, claims: { name: "Dana Demo", appid: appId } },
      { by: "name", value: "Dana Demo" },
    ],
    [
      "is the sign-in name in the claims where there is no caller",
      { claims: { name: "Dana Demo", [`${claimTypes}upn`]: "dana@contoso.example" } },
      { by: "name", value: "dana@contoso.example" },
    ],
    [
      "is an application where the claims have nobody",
      { caller: objectId, claims: { appid: appId, [`${claimTypes}name`]: objectId } },
      { by: "application", value: appId },
    ],
    [
      "is an id where nothing else is told",
      { caller: objectId },
      { by: "object", value: objectId },
    ],
    ["is nobody where nothing is told", { caller: "", claims: {} }, undefined],
    ["is nobody where it is blank", { caller: "  " }, undefined],
    ["is nobody where it is no text", { caller: 7, claims: "none" }, undefined],
  ])("%s", (_, event, caller) => {
    expect(callerIn(event)).toEqual(caller);
  });

  it("keeps whatever text there is as it is", () => {
    fc.assert(
      fc.property(anyText, (caller) => {
        expect(callerIn({ caller })?.value).toBe(caller.trim() === "" ? undefined : caller.trim());
      }),
    );
  });
});

describe("a deletion in the log", () => {
  const event = {
    caller: "dana@contoso.example",
    correlationId: "c",
    eventTimestamp: "2026-03-01T12:00:00.1234567Z",
    operationName: { value: "Microsoft.KeyVault/vaults/delete" },
    resourceId: "/subscriptions/S/resourceGroups/G/providers/Microsoft.KeyVault/vaults/KV/",
    status: { value: "Succeeded" },
  };

  it("is read from the properties that are asked for, and no others", () => {
    const asked = Object.fromEntries(
      Object.entries(event).filter(([name]) => eventProperties.includes(name)),
    );
    const read = activityLogEventIn(asked);
    expect(read).toEqual({
      resourceId: "/subscriptions/S/resourceGroups/G/providers/Microsoft.KeyVault/vaults/KV/",
      operation: "microsoft.keyvault/vaults/delete",
      status: "succeeded",
      at: Date.parse("2026-03-01T12:00:00.123Z"),
      caller: { by: "name", value: "dana@contoso.example" },
      correlationId: "c",
    });
    expect(read && isDeletion(read)).toBe(true);
  });

  it.each<[string, JsonValue]>([
    [
      "another operation",
      { ...event, operationName: { value: "Microsoft.KeyVault/vaults/write" } },
    ],
    ["an action", { ...event, operationName: { value: "x/vaults/delete/action" } }],
    ["what has begun only", { ...event, status: { value: "Accepted" } }],
    ["what failed", { ...event, status: { value: "Failed" } }],
    ["what has no time", { ...event, eventTimestamp: "soon" }],
    ["what has no resource", { ...event, resourceId: null }],
    ["nonsense", [event]],
  ])("is not %s", (_, other) => {
    expect([activityLogEventIn(other)].some((one) => one !== undefined && isDeletion(one))).toBe(
      false,
    );
  });
});
