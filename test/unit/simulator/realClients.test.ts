import { describe, expect, it } from "vitest";
import { everyService } from "../../simulator/scenarios/everyService";
import { errorOf, json, names } from "./client";
import { useSimulator } from "./useSimulator";

const subscription = "/subscriptions/aaaaaaaa-0000-4000-8000-000000000005";
const group = `${subscription}/resourceGroups/rg-platform`;

interface Metadata {
  readonly resourceTypes: readonly {
    readonly resourceType: string;
    readonly locations: readonly string[];
  }[];
}

describe("what real clients send", () => {
  const azure = useSimulator({ scenario: everyService });

  it("may have two slashes where a resource has no parent, and Api-Version", async () => {
    const address = `${group}/providers/Microsoft.CognitiveServices//accounts/aoai-platform`;
    const restored = await azure.dana.send("PUT", `${address}?Api-Version=2021-04-30`, {
      location: "swedencentral",
      properties: { restore: true },
    });
    expect(restored.status).toBe(201);
    expect(
      (await azure.dana.get(`${azure.simulator.url}/${address}?api-version=2021-04-30`)).status,
    ).toBe(200);
  });

  it.each([
    "Microsoft.KeyVault/deletedVaults?api-version=2018-02-14",
    "Microsoft.Web/deletedSites?api-version=2018-02-01",
    "Microsoft.DocumentDB/restorableDatabaseAccounts?api-version=2021-03-01-preview",
  ])("may be as old as %s", async (rest) => {
    expect((await azure.dana.get(`${subscription}/providers/${rest}`)).status).toBe(200);
  });

  it("asks which regions the subscription has", async () => {
    const answer = await azure.dana.get(`${subscription}/locations?api-version=2022-12-01`);
    const listed = names(json(answer)["value"] as readonly unknown[]);
    expect(listed).toContain("swedencentral");
    expect(listed).toContain("switzerlandwest");
    expect(listed).toContain("global");
  });

  it.each(["mars", "global", "switzerlandwest"])("makes no group in %s", async (location) => {
    const answer = await azure.dana.send(
      "PUT",
      `${subscription}/resourcegroups/rg-new?api-version=2021-04-01`,
      { location },
    );
    expect([answer.status, errorOf(answer).code]).toEqual([
      400,
      "LocationNotAvailableForResourceGroup",
    ]);
    expect(errorOf(answer).message).toContain("eastus2,");
  });

  it.each([
    ["Microsoft.DocumentDB", "databaseAccounts", 55],
    ["Microsoft.RecoveryServices", "vaults", 36],
    ["Microsoft.Resources", "resourceGroups", 45],
  ])("finds as many regions for %s/%s as there are", async (namespace, type, count) => {
    const answer = await azure.dana.get(
      `${subscription}/providers/${namespace}?api-version=2022-09-01`,
    );
    const { resourceTypes } = json(answer) as unknown as Metadata;
    const found = resourceTypes.find(({ resourceType }) => resourceType === type);
    expect(new Set(found?.locations).size).toBe(count);
  });
});
