import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { withoutNames } from "../../../src/base/logger";

describe("a path in the log", () => {
  it.each([
    [
      "/subscriptions/S/resourceGroups/G/providers/Microsoft.KeyVault/vaults/N",
      "Microsoft.KeyVault/vaults",
    ],
    [
      "/subscriptions/S/providers/Microsoft.KeyVault/locations/L/deletedVaults/N/purge",
      "Microsoft.KeyVault/locations/deletedVaults/purge",
    ],
    ["/subscriptions/S/resourcegroups/G", "subscriptions/resourcegroups"],
    ["/subscriptions", "subscriptions"],
    ["", ""],
  ])("%s is written %j", (path, written) => {
    expect(withoutNames(path)).toBe(written);
  });

  it("names nobody's subscription, group or resource", () => {
    const secret = fc.uuid();
    fc.assert(
      fc.property(secret, secret, secret, (subscription, group, name) => {
        const written = withoutNames(
          `/subscriptions/${subscription}/resourceGroups/${group}/providers/Microsoft.CognitiveServices/accounts/${name}`,
        );
        expect(written).toBe("Microsoft.CognitiveServices/accounts");
      }),
    );
  });
});
