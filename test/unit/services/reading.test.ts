import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { UnusableNameError } from "../../../src/azure/armRequest";
import { cognitiveServices } from "../../../src/services/cognitiveServices";
import { keyVault } from "../../../src/services/keyVault";
import {
  account,
  nearly,
  officialAccounts,
  officialVaults,
  readBy,
  subscriptionId,
  vault,
} from "./samples";

const services = [
  {
    service: cognitiveServices,
    shapes: officialAccounts,
    sample: account,
    deletedPath: (region: string, group: string, name: string) =>
      `/subscriptions/${subscriptionId}/providers/Microsoft.CognitiveServices/locations/${region}/resourceGroups/${group}/deletedAccounts/${name}`,
    required: ["id", "name", "location"],
    properties: [],
  },
  {
    service: keyVault,
    shapes: officialVaults,
    sample: vault,
    deletedPath: (region: string, _group: string, name: string) =>
      `/subscriptions/${subscriptionId}/providers/Microsoft.KeyVault/locations/${region}/deletedVaults/${name}`,
    required: ["name"],
    properties: ["vaultId", "location"],
  },
];

describe.each(services)("a deleted resource of $service.id", (entry) => {
  const { service, shapes, sample } = entry;

  it("is read from every official shape", () => {
    fc.assert(
      fc.property(shapes, ({ item, name, group, region, deletedAt, purgeAt }) => {
        const resource = readBy(service, item);
        expect(resource).toMatchObject({
          serviceId: service.id,
          subscriptionId,
          name,
          resourceGroup: group,
          location: region,
          originalId: `/subscriptions/${subscriptionId}/resourceGroups/${group}/providers/${service.resourceType}/${name}`,
          deletedPath: entry.deletedPath(region, group, name),
          purgeProtected: false,
          raw: item,
        });
        expect(resource.deletedAt).toBe(deletedAt);
        if (purgeAt !== undefined) {
          expect([resource.purgeAt, resource.purgeAtFrom]).toEqual([purgeAt, "azure"]);
        }
      }),
    );
  });

  it("is whole or none, whatever else Azure sends, and only an unusable name is an error", () => {
    fc.assert(
      fc.property(nearly(sample), (item) => {
        try {
          const resource = service.read(item, subscriptionId);
          if (resource === undefined) {
            return;
          }
          for (const part of [resource.name, resource.resourceGroup, resource.location]) {
            expect(part).not.toBe("");
          }
          expect(resource.originalId.endsWith(`/${resource.name}`)).toBe(true);
          for (const instant of [resource.deletedAt, resource.purgeAt]) {
            expect(instant === undefined || new Date(instant).toISOString() === instant).toBe(true);
          }
          expect(Object.values(resource.tags).every((tag) => typeof tag === "string")).toBe(true);
        } catch (error) {
          expect(error).toBeInstanceOf(UnusableNameError);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it.each(entry.required)("is none without its %s", (key) => {
    expect(service.read({ ...sample, [key]: "" }, subscriptionId)).toBeUndefined();
  });

  it.each(entry.properties)("is none without its property %s", (key) => {
    const properties = { ...sample.properties, [key]: null };
    expect(service.read({ ...sample, properties }, subscriptionId)).toBeUndefined();
  });

  it("named like a way out of its address is an error", () => {
    expect(() => service.read({ ...sample, name: ".." }, subscriptionId)).toThrow(
      UnusableNameError,
    );
  });
});

describe("a deleted account", () => {
  it("without a purge date is kept 48 hours", () => {
    const item = { ...account, properties: { deletionDate: "2026-03-01T12:00:00Z" } };
    const { purgeAt, purgeAtFrom } = readBy(cognitiveServices, item);
    expect([purgeAt, purgeAtFrom]).toEqual(["2026-03-03T12:00:00.000Z", "retention"]);
  });

  it("without any date has no known end", () => {
    const { deletedAt, purgeAt } = readBy(cognitiveServices, { ...account, properties: {} });
    expect([deletedAt, purgeAt]).toEqual([undefined, undefined]);
  });

  it.each([
    ["OpenAI", "Azure OpenAI resource"],
    ["openai", "Azure OpenAI resource"],
    ["AIServices", "Foundry resource"],
    ["SpeechServices", "AI services resource"],
    [null, "AI services resource"],
  ])("of kind %s is called %s", (kind, noun) => {
    expect(cognitiveServices.noun(readBy(cognitiveServices, { ...account, kind }))).toBe(noun);
  });
});

describe("a deleted vault", () => {
  it("without a purge date has no known end, because retention was chosen for it", () => {
    const { scheduledPurgeDate: _, ...properties } = vault.properties;
    expect(readBy(keyVault, { ...vault, properties }).purgeAt).toBeUndefined();
  });

  it.each([
    [true, true],
    [false, false],
    ["true", false],
    [null, false],
  ])("with purgeProtectionEnabled %j is protected: %s", (purgeProtectionEnabled, expected) => {
    const properties = { ...vault.properties, purgeProtectionEnabled };
    expect(readBy(keyVault, { ...vault, properties }).purgeProtected).toBe(expected);
  });
});
