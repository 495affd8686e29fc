import { describe, expect, it } from "vitest";
import type { ArmFailure } from "../../../src/azure/errors";
import type { JsonObject } from "../../../src/azure/json";
import { cognitiveServices } from "../../../src/services/cognitiveServices";
import { services } from "../../../src/services/index";
import { keyVault } from "../../../src/services/keyVault";
import { account, readBy, vault } from "./samples";

function prerequisitesOf(properties: JsonObject): readonly (readonly [string, string])[] {
  return cognitiveServices
    .prerequisites(readBy(cognitiveServices, { ...account, properties }))
    .map(({ resourceType, name }) => [resourceType, name]);
}

const encryptedWith = (keyVaultUri: string): JsonObject => ({
  encryption: { keySource: "Microsoft.KeyVault", keyVaultProperties: { keyVaultUri } },
});

describe("a recovery of an account", () => {
  it.each([
    ["https://kv-cmk-prod.vault.azure.net/", "kv-cmk-prod"],
    ["HTTPS://KV-CMK.vault.azure.cn", "KV-CMK"],
  ])("with its key at %s needs the vault %s", (uri, name) => {
    expect(prerequisitesOf(encryptedWith(uri))).toEqual([["Microsoft.KeyVault/vaults", name]]);
  });

  it.each(["", "http://kv.vault.azure.net", "kv", "https:///x"])(
    "with its key at %j names no vault",
    (uri) => {
      expect(prerequisitesOf(encryptedWith(uri))).toEqual([]);
    },
  );

  it("needs each storage account of its owner", () => {
    const storage = (name: string): JsonObject => ({
      resourceId: `/subscriptions/s/resourceGroups/g/providers/Microsoft.Storage/storageAccounts/${name}`,
    });
    const userOwnedStorage = [storage("one"), {}, "text", { resourceId: "none" }, storage("two")];
    expect(prerequisitesOf({ ...encryptedWith("https://kv.x/"), userOwnedStorage })).toEqual([
      ["Microsoft.KeyVault/vaults", "kv"],
      ["Microsoft.Storage/storageAccounts", "one"],
      ["Microsoft.Storage/storageAccounts", "two"],
    ]);
  });

  it("that has neither needs nothing", () => {
    expect(prerequisitesOf({})).toEqual([]);
    expect(keyVault.prerequisites(readBy(keyVault, vault))).toEqual([]);
  });
});

describe("the consequences for an account", () => {
  it.each([
    ["OpenAI", true],
    ["AIServices", true],
    ["aiservices", true],
    ["SpeechServices", false],
    [null, false],
  ])("of kind %s name deployments and their cost: %s", (kind, expected) => {
    const resource = readBy(cognitiveServices, { ...account, kind });
    const { destroyed, billed } = cognitiveServices.consequences(resource);
    expect(destroyed.join().includes("Model deployments")).toBe(expected);
    expect(billed.join().includes("Provisioned deployments")).toBe(expected);
    expect(destroyed[0]).toMatch(/All data and keys/);
  });
});

describe("the consequences for a vault", () => {
  it("name what is encrypted with it, and what a recovery leaves out", () => {
    const { destroyed, freed, billed, notRestored } = keyVault.consequences(
      readBy(keyVault, vault),
    );
    expect(destroyed.join()).toMatch(/keys, secrets and certificates.*cannot be decrypted/);
    expect(freed).toEqual(['The name "kv" can be used again, by anyone in Azure.']);
    expect(billed).toEqual([]);
    expect(notRestored.join()).toMatch(/Role assignments.*Event Grid/);
  });
});

describe("the permissions", () => {
  it("are the ones Azure checks, a purge's at the subscription", () => {
    const actions = services.map(({ permissions }) =>
      [permissions.list, permissions.recover, permissions.purge].map(
        ({ action, scope }) => `${action} ${scope}`,
      ),
    );
    expect(actions).toEqual([
      [
        "Microsoft.CognitiveServices/deletedAccounts/read subscription",
        "Microsoft.CognitiveServices/accounts/write resourceGroup",
        "Microsoft.CognitiveServices/locations/resourceGroups/deletedAccounts/delete subscription",
      ],
      [
        "Microsoft.KeyVault/deletedVaults/read subscription",
        "Microsoft.KeyVault/vaults/write resourceGroup",
        "Microsoft.KeyVault/locations/deletedVaults/purge/action subscription",
      ],
    ]);
  });
});

describe("an error code", () => {
  const failure = (code: string): ArmFailure => ({
    kind: "refused",
    method: "PUT",
    path: "/",
    status: 409,
    code,
    message: "",
  });

  it.each([
    [cognitiveServices, "RequestConflict", /still finishing the deletion/],
    [cognitiveServices, "FlagMustBeSetForRestore", /soft-deleted resource holds this name/],
    [keyVault, "ConflictError", /vault holds this name/],
    [keyVault, "VaultAlreadyExists", /vault holds this name/],
  ])("of a service has its own sentence (%#)", (service, code, expected) => {
    expect(service.explain(failure(code))).toMatch(expected);
  });

  it("that the service does not know is left to Azure Resource Manager's sentence", () => {
    for (const service of services) {
      expect(service.explain(failure("SomethingElse"))).toBeUndefined();
    }
  });
});

describe("the catalogue", () => {
  it("names each service once, with what the tree shows of it", () => {
    expect(services.map(({ id }) => id)).toEqual(["cognitiveServices", "keyVault"]);
    for (const { name, icon, retention, resourceType } of services) {
      expect([name, icon, retention].every((text) => text !== "")).toBe(true);
      expect(resourceType).toMatch(/^Microsoft\.\w+\/\w+$/);
    }
  });
});
