import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  grants,
  matchesAction,
  permissionsRequest,
  readPermission,
} from "../../../src/azure/permissions";
import { leastCpuTime } from "../cpuTime";

/** What a wildcard means, written down without any thought for time. */
function means(pattern: string, action: string): boolean {
  const [first] = pattern;
  if (first === undefined) {
    return action === "";
  }
  if (first === "*") {
    return means(pattern.slice(1), action) || (action !== "" && means(pattern, action.slice(1)));
  }
  return (
    action !== "" &&
    first.toLowerCase() === action.charAt(0).toLowerCase() &&
    means(pattern.slice(1), action.slice(1))
  );
}

const of = (letters: string): fc.Arbitrary<string> =>
  fc.string({ unit: fc.constantFrom(...letters.split("")), maxLength: 9 });

describe("a permission's pattern", () => {
  it("matches just what its wildcards mean", () => {
    fc.assert(
      fc.property(of("aB*/"), of("Ab/"), (pattern, action) => {
        expect(matchesAction(pattern, action)).toBe(means(pattern, action));
      }),
      { numRuns: 3000 },
    );
  });

  it.each([
    ["*", "Microsoft.KeyVault/vaults/write", true],
    ["*/read", "Microsoft.KeyVault/deletedVaults/read", true],
    ["*/read", "Microsoft.KeyVault/vaults/write", false],
    ["microsoft.keyvault/*", "Microsoft.KeyVault/locations/deletedVaults/purge/action", true],
    ["Microsoft.KeyVault/*/action", "Microsoft.KeyVault/action", false],
    ["Microsoft.KeyVault", "Microsoft.KeyVault/vaults/write", false],
    ["a.c", "abc", false],
  ])("%s for %s: %s", (pattern, action, expected) => {
    expect(matchesAction(pattern, action)).toBe(expected);
  });

  it("takes no more than a moment for a hostile pattern", () => {
    const took = leastCpuTime(() => {
      expect(matchesAction("*a".repeat(20_000) + "*b", "a".repeat(50_000))).toBe(false);
    }, 500);
    expect(took).toBeLessThan(500);
  });
});

describe("a list of permissions", () => {
  const purge = "Microsoft.KeyVault/locations/deletedVaults/purge/action";

  it("grants what one entry gives although another excludes it", () => {
    const contributor = {
      actions: ["Microsoft.KeyVault/*"],
      notActions: ["Microsoft.KeyVault/locations/deletedVaults/purge/action"],
    };
    const purger = { actions: [purge], notActions: [] };
    expect(grants([contributor], purge)).toBe(false);
    expect(grants([contributor, purger], purge)).toBe(true);
    expect(grants([contributor], "Microsoft.KeyVault/vaults/write")).toBe(true);
  });

  it("takes an exclusion in any case and with wildcards", () => {
    expect(grants([{ actions: ["*"], notActions: ["microsoft.keyvault/*/PURGE/*"] }], purge)).toBe(
      false,
    );
  });

  it("that is empty grants nothing", () => {
    expect(grants([], purge)).toBe(false);
    expect(grants([{ actions: [], notActions: [] }], purge)).toBe(false);
  });

  it("is read whatever else stands in it", () => {
    expect(readPermission({ actions: ["*", 1, null], notActions: "no" })).toEqual({
      actions: ["*"],
      notActions: [],
    });
    expect(readPermission(null)).toEqual({ actions: [], notActions: [] });
  });

  it("is asked for below its scope", () => {
    expect(permissionsRequest("/subscriptions/s/resourceGroups/g")).toEqual({
      method: "GET",
      path: "/subscriptions/s/resourceGroups/g/providers/Microsoft.Authorization/permissions",
      apiVersion: "2022-04-01",
    });
  });
});
