import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { stringAt, type JsonValue } from "../../../src/base/json";
import { readProviders, type ProviderList } from "../../../src/azure/providers";
import { anyCase } from "./arbitraries";
import { armWithPages } from "./pages";

async function providers(...pages: readonly (readonly JsonValue[])[]): Promise<ProviderList> {
  const namespaces = pages.flat().map((item) => stringAt(item, "namespace") ?? "");
  return readProviders(armWithPages(...pages), "s", namespaces);
}

const keyVault = {
  id: "/subscriptions/s/providers/Microsoft.KeyVault",
  namespace: "Microsoft.KeyVault",
  registrationState: "Registered",
  resourceTypes: [
    {
      resourceType: "locations/deletedVaults",
      locations: ["West Europe", "westeurope", "East US 2", "Global", ""],
      apiVersions: ["2024-11-01", "2026-02-01", "2025-05-01-preview", "2026-02-01-preview"],
    },
    { resourceType: "operations", locations: [], apiVersions: ["2024-11-01"] },
  ],
};

describe("the providers of a subscription", () => {
  it("are asked for in one list", async () => {
    const arm = armWithPages();
    await readProviders(arm, "a b", ["Microsoft.Web"]);
    expect(arm.asked).toEqual([
      { method: "GET", path: "/subscriptions/a%20b/providers", apiVersion: "2024-07-01" },
    ]);
  });

  it.each([
    ["Registered", true],
    ["Registering", true],
    ["Unregistering", true],
    ["registered", true],
    ["NotRegistered", false],
    ["Unregistered", false],
    ["", false],
  ])("are registered in the state %j: %s", async (registrationState, expected) => {
    const list = await providers([{ namespace: "Microsoft.Web", registrationState }]);
    expect(list.isRegistered("Microsoft.Web")).toBe(expected);
  });

  it("are read where they are wanted, in whatever case", async () => {
    const web = { namespace: "Microsoft.Web", registrationState: "Registered" };
    const list = await readProviders(armWithPages([keyVault, web]), "s", ["microsoft.WEB"]);
    expect(list.isRegistered("Microsoft.Web")).toBe(true);
    expect(list.isRegistered("Microsoft.KeyVault")).toBe(false);
    expect(list.regions("Microsoft.KeyVault", "locations/deletedVaults")).toEqual([]);
  });

  it("come from all pages", async () => {
    const list = await providers(
      [keyVault],
      [{ ...keyVault, namespace: "Microsoft.Web", registrationState: "NotRegistered" }],
    );
    expect(list.isRegistered("Microsoft.KeyVault")).toBe(true);
    expect(list.isRegistered("Microsoft.Web")).toBe(false);
  });

  it("have regions as addresses spell them, each once, and no place that is none", async () => {
    const list = await providers([keyVault]);
    expect(list.regions("Microsoft.KeyVault", "locations/deletedVaults")).toEqual([
      "westeurope",
      "eastus2",
    ]);
  });

  it("have api-versions, newest first and stable before preview", async () => {
    const list = await providers([keyVault]);
    expect(list.apiVersions("Microsoft.KeyVault", "locations/deletedVaults")).toEqual([
      "2026-02-01",
      "2026-02-01-preview",
      "2025-05-01-preview",
      "2024-11-01",
    ]);
  });

  it("that this cloud lacks, or whose type it lacks, are just not there", async () => {
    const list = await providers([keyVault]);
    for (const [namespace, type] of [
      ["Microsoft.Purview", "accounts"],
      ["Microsoft.KeyVault", "vaults"],
    ] as const) {
      expect(list.regions(namespace, type)).toEqual([]);
      expect(list.apiVersions(namespace, type)).toEqual([]);
    }
    expect(list.isRegistered("Microsoft.Purview")).toBe(false);
  });

  it("are found in any case", async () => {
    const list = await providers([keyVault]);
    fc.assert(
      fc.property(
        anyCase("microsoft.keyvault"),
        anyCase("locations/deletedvaults"),
        (namespace, type) => {
          expect(list.isRegistered(namespace)).toBe(true);
          expect(list.regions(namespace, type)).toHaveLength(2);
        },
      ),
    );
  });

  it("are read whatever else stands among them", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.jsonValue()), fc.jsonValue(), async (junk, inside) => {
        const list = await providers([
          ...(junk as JsonValue[]),
          { namespace: "Microsoft.Odd", resourceTypes: inside as JsonValue },
          { namespace: "Microsoft.Odder", resourceTypes: [inside as JsonValue] },
          keyVault,
        ]);
        expect(list.isRegistered("Microsoft.Odd")).toBe(false);
        expect(list.isRegistered("Microsoft.KeyVault")).toBe(true);
      }),
    );
  });
});
