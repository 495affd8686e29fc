import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  canonicalId,
  normalizeLocation,
  parseResourceId,
  resourceIdOf,
  sameResource,
} from "../../../src/azure/resourceId";
import { anyCase, anyCharacter, azureName } from "./arbitraries";

const subscriptionId = fc.uuid();

describe("an ARM id", () => {
  it("of a live resource comes apart into what it was made of, in any case and with or without slashes around it", () => {
    fc.assert(
      fc.property(
        subscriptionId,
        azureName,
        azureName,
        fc.constantFrom("", "/"),
        fc.constantFrom("", "/"),
        anyCase("subscriptions"),
        anyCase("resourceGroups"),
        anyCase("providers"),
        (subscription, resourceGroup, name, before, after, subscriptions, groups, providers) => {
          const id = `${before}${subscriptions}/${subscription}/${groups}/${resourceGroup}/${providers}/Microsoft.KeyVault/vaults/${name}${after}`;
          expect(parseResourceId(id)).toEqual({
            subscriptionId: subscription,
            resourceGroup,
            provider: "Microsoft.KeyVault",
            location: undefined,
            resources: [{ type: "vaults", name }],
          });
        },
      ),
    );
  });

  it("survives a round trip through its parts", () => {
    fc.assert(
      fc.property(subscriptionId, azureName, azureName, (subscription, resourceGroup, name) => {
        const parts = {
          subscriptionId: subscription,
          resourceGroup,
          resourceType: "Microsoft.CognitiveServices/accounts",
          name,
        };
        const parsed = parseResourceId(resourceIdOf(parts));
        expect(parsed?.subscriptionId).toBe(subscription);
        expect(parsed?.resourceGroup).toBe(resourceGroup);
        expect(parsed?.provider).toBe("Microsoft.CognitiveServices");
        expect(parsed?.resources).toEqual([{ type: "accounts", name }]);
      }),
    );
  });

  it("of a deleted account gives the group that comes after the location", () => {
    fc.assert(
      fc.property(
        azureName,
        azureName,
        azureName,
        anyCase("locations"),
        (location, group, name, locations) => {
          const id = `/subscriptions/s/providers/Microsoft.CognitiveServices/${locations}/${location}/resourceGroups/${group}/deletedAccounts/${name}`;
          expect(parseResourceId(id)).toEqual({
            subscriptionId: "s",
            resourceGroup: group,
            provider: "Microsoft.CognitiveServices",
            location,
            resources: [{ type: "deletedAccounts", name }],
          });
        },
      ),
    );
  });

  it("of a nested resource keeps every level", () => {
    expect(
      parseResourceId(
        "/subscriptions/s/resourceGroups/g/providers/Microsoft.Sql/servers/one/databases/two",
      )?.resources,
    ).toEqual([
      { type: "servers", name: "one" },
      { type: "databases", name: "two" },
    ]);
  });

  it("of a subscription has neither group nor provider", () => {
    expect(parseResourceId("/subscriptions/s")).toEqual({
      subscriptionId: "s",
      resourceGroup: undefined,
      provider: undefined,
      location: undefined,
      resources: [],
    });
  });

  it.each([
    "",
    "/",
    "subscriptions",
    "/subscriptions/",
    "/providers/Microsoft.Management/managementGroups/g",
    "/subscriptions/s/resourceGroups",
    "/subscriptions/s/resourceGroups/g/providers/Microsoft.KeyVault/vaults",
    "https://management.azure.com/subscriptions/s",
  ])("is not what %j is", (text) => {
    expect(parseResourceId(text)).toBeUndefined();
  });

  it("never throws, whatever text it is", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: anyCharacter }), idLike), (text) => {
        const parsed = parseResourceId(text);
        if (parsed !== undefined) {
          expect(text.toLowerCase()).toContain("subscriptions/");
          expect(parsed.subscriptionId).not.toBe("");
        }
      }),
    );
  });

  const idLike = fc
    .array(fc.constantFrom("subscriptions", "resourceGroups", "providers", "x", ""))
    .map((segments) => segments.join("/"));
});

describe("two ARM ids", () => {
  it("mean the same resource whatever their case and outer slashes", () => {
    fc.assert(
      fc.property(azureName, azureName.chain(anyCase), (group, name) => {
        const id = `/subscriptions/s/resourceGroups/${group}/providers/Microsoft.KeyVault/vaults/${name}`;
        expect(sameResource(id, `${id.slice(1).toUpperCase()}/`)).toBe(true);
        expect(canonicalId(canonicalId(id))).toBe(canonicalId(id));
        expect(sameResource(id, `${id}x`)).toBe(false);
      }),
    );
  });
});

describe("a region", () => {
  it.each([
    ["West Europe", "westeurope"],
    ["westeurope", "westeurope"],
    ["  East US 2 ", "eastus2"],
    ["GLOBAL", "global"],
  ])("written %j is %j in a path", (written, inPath) => {
    expect(normalizeLocation(written)).toBe(inPath);
  });
});
