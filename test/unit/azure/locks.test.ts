import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { JsonValue } from "../../../src/base/json";
import { forbids, locksRequest, readLock, type Lock } from "../../../src/azure/locks";
import { anyCase } from "./arbitraries";

const subscription = "/subscriptions/00000000-0000-4000-8000-000000000001";
const group = `${subscription}/resourceGroups/rg-a`;
const account = `${group}/providers/Microsoft.CognitiveServices/accounts/ai`;
const deleted = `${subscription}/providers/Microsoft.CognitiveServices/locations/westus/resourceGroups/rg-a/deletedAccounts/ai`;

function lockOn(scope: string, level: Lock["level"] = "ReadOnly"): Lock {
  return { name: "keep", level, scope };
}

describe("a lock", () => {
  // learn.microsoft.com/rest/api/resources/management-locks/list-at-subscription-level
  it("is read with what it lies on", () => {
    const read = readLock({
      id: `${group}/providers/Microsoft.Authorization/locks/keep`,
      name: "keep",
      properties: { level: "CanNotDelete", notes: "Ask the platform team." },
    });
    expect(read).toEqual(lockOn(group, "CanNotDelete"));
  });

  it("of a level that forbids nothing, or of no shape, is none", () => {
    const id = `${group}/providers/Microsoft.Authorization/locks/keep`;
    expect(readLock({ id, name: "keep", properties: { level: "NotSpecified" } })).toBeUndefined();
    fc.assert(
      fc.property(fc.jsonValue() as fc.Arbitrary<JsonValue>, (value) => {
        expect(readLock(value)).toBeUndefined();
      }),
    );
  });

  it("is asked for in the subscription, or in a group", () => {
    expect(locksRequest("s").path).toBe("/subscriptions/s/providers/Microsoft.Authorization/locks");
    expect(locksRequest("s", "rg").path).toBe(
      "/subscriptions/s/resourceGroups/rg/providers/Microsoft.Authorization/locks",
    );
  });

  it.each<[string, Lock, string, string, boolean]>([
    ["read-only on the group", lockOn(group), "PUT", account, true],
    ["read-only on the group", lockOn(group), "DELETE", account, true],
    ["read-only on the group", lockOn(group), "GET", account, false],
    ["read-only on the group", lockOn(group), "DELETE", deleted, false],
    ["read-only on the subscription", lockOn(subscription), "DELETE", deleted, true],
    ["against deletion on the group", lockOn(group, "CanNotDelete"), "PUT", account, false],
    ["against deletion on the group", lockOn(group, "CanNotDelete"), "DELETE", account, true],
    ["on another group", lockOn(`${subscription}/resourceGroups/rg`), "PUT", account, false],
    ["on another resource", lockOn(`${account}2`), "PUT", account, false],
    ["on the resource", lockOn(account), "PUT", account, true],
  ])("%s forbids %s %s %s: %s", (_, lock, method, path, expected) => {
    expect(forbids(lock, { method: method as "PUT", path })).toBe(expected);
  });

  it("is seen whatever the case and encoding of ids", () => {
    const odd = `${subscription}/resourceGroups/rg (a)/providers/Microsoft.KeyVault/vaults/kv`;
    fc.assert(
      fc.property(
        anyCase(`${subscription}/resourceGroups/rg (a)`),
        anyCase(odd),
        fc.boolean(),
        (scope, path, encoded) => {
          const sent = encoded ? path.split("/").map(encodeURIComponent).join("/") : path;
          expect(forbids(lockOn(scope), { method: "PUT", path: sent })).toBe(true);
        },
      ),
    );
  });
});
