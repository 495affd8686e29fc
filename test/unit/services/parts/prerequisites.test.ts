import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { JsonObject, JsonValue } from "../../../../src/base/json";
import {
  customerManagedKeyVault,
  isNameFree,
  keyVaultAt,
  prerequisiteAt,
  prerequisiteNamed,
  unnamedPrerequisite,
} from "../../../../src/services/parts/prerequisites";
import { anyCase, anyText } from "../../azure/arbitraries";
import { subscriptionId } from "../samples";

const group = `/subscriptions/${subscriptionId}/resourceGroups/rg/providers`;
const vaultId = `${group}/Microsoft.KeyVault/vaults/kv-data`;
const hsmId = `${group}/Microsoft.KeyVault/managedHSMs/hsm-data`;
const meaning = { neededFor: "its data", without: "It stays empty." };

function vaultIn(properties: JsonValue): readonly (string | undefined)[] {
  return customerManagedKeyVault({ properties }, subscriptionId).map(({ name }) => name);
}

describe("the vault of a customer-managed key", () => {
  const vault = "https://kv-data.vault.azure.net";
  // As Microsoft's own examples have them: github.com/Azure/azure-rest-api-specs
  it.each<readonly [service: string, properties: JsonObject]>([
    [
      "AI services",
      {
        encryption: {
          keySource: "Microsoft.KeyVault",
          keyVaultProperties: { keyName: "k", keyVersion: "1", keyVaultUri: `${vault}/` },
        },
      },
    ],
    [
      "storage",
      {
        encryption: {
          services: { blob: { enabled: true, keyType: "Account" } },
          keySource: "Microsoft.Keyvault",
          keyvaultproperties: { keyname: "k", keyversion: "", keyvaulturi: vault },
          identity: { userAssignedIdentity: `${group}/Microsoft.ManagedIdentity/x/y` },
        },
      },
    ],
    [
      "App Configuration",
      {
        encryption: {
          keyVaultProperties: { identityClientId: null, keyIdentifier: `${vault}/keys/k/1` },
        },
      },
    ],
    [
      "Recovery Services vaults",
      { encryption: { keyVaultProperties: { keyUri: `${vault}/keys/k` }, kekIdentity: {} } },
    ],
    [
      "Backup vaults",
      {
        securitySettings: {
          encryptionSettings: {
            state: "Enabled",
            keyVaultProperties: { keyUri: `${vault}/keys/k/1` },
            kekIdentity: { identityType: "SystemAssigned" },
          },
        },
      },
    ],
    [
      "Machine Learning",
      {
        encryption: {
          status: "Enabled",
          keyVaultProperties: { keyVaultArmId: vaultId, keyIdentifier: `${vault}/keys/k/1` },
        },
      },
    ],
    ["SQL servers", { keyId: `${vault}/keys/k/1` }],
  ])("of %s is found", (_, properties) => {
    expect(vaultIn(properties)).toEqual(["kv-data"]);
  });

  it("is found whatever the case of the names, in every cloud", () => {
    const suffix = fc.constantFrom("vault.azure.net", "vault.azure.cn", "vault.usgovcloudapi.net");
    fc.assert(
      fc.property(
        fc.tuple(anyCase("keyVaultProperties"), anyCase("keyVaultUri"), anyCase("https")),
        suffix,
        fc.constantFrom("", "/", ":443", ":443/keys/k/1", "/keys/k"),
        ([outer, inner, https], host, rest) => {
          const address = `${https}://kv-data.${host}${rest}`;
          expect(vaultIn({ encryption: { [outer]: { [inner]: address } } })).toEqual(["kv-data"]);
        },
      ),
    );
  });

  it("is a managed HSM where the address or the id says so", () => {
    const [byAddress] = keyVaultAt("https://hsm-data.managedhsm.azure.net/keys/k", subscriptionId);
    expect(byAddress).toMatchObject({
      resourceType: "Microsoft.KeyVault/managedHSMs",
      noun: "managed HSM",
      name: "hsm-data",
    });
    expect(byAddress?.nameCheck).toBeUndefined();
    expect(keyVaultAt(hsmId, subscriptionId)).toMatchObject([
      { resourceType: "Microsoft.KeyVault/managedHSMs", name: "hsm-data", id: hsmId },
    ]);
  });

  it("comes with a question whether anybody has its name", () => {
    expect(keyVaultAt(vault, subscriptionId)[0]?.nameCheck).toEqual({
      method: "POST",
      path: `/subscriptions/${subscriptionId}/providers/Microsoft.KeyVault/checkNameAvailability`,
      apiVersion: "2026-02-01",
      body: { name: "kv-data", type: "Microsoft.KeyVault/vaults" },
    });
  });

  it.each<readonly [why: string, properties: JsonValue]>([
    ["there is no encryption", {}],
    ["Azure has the key", { encryption: { keySource: "Microsoft.Storage", services: {} } }],
    [
      "Azure has the key by now",
      {
        encryption: {
          keySource: "Microsoft.Storage",
          keyvaultproperties: { keyvaulturi: "https://kv-old.vault.azure.net" },
        },
      },
    ],
    ["the address is empty", { encryption: { keyVaultProperties: { keyVaultUri: "" } } }],
    ["it is null", { encryption: { keyVaultProperties: null } }],
    [
      "it is not encrypted with https",
      { encryption: { keyVaultUri: "http://kv.vault.azure.net" } },
    ],
    ["the settings are a list", [1]],
  ])("is none where %s", (_, properties) => {
    expect(vaultIn(properties)).toEqual([]);
  });

  const hostileText = fc.oneof(
    anyText,
    fc.constantFrom(
      "/",
      "//",
      `${group}/Microsoft.KeyVault/vaults/..`,
      `${group}//Microsoft.KeyVault/vaults/kv`,
      "/subscriptions/s/resourceGroups/../providers/Microsoft.KeyVault/vaults/kv",
      "/subscriptions/s/resourceGroups/rg/providers/Microsoft.KeyVault/vaults/\ud800",
      "https://",
      "https://.vault.azure.net",
      "https://' or name != '.vault.azure.net",
      "https://kv-\u202e.vault.azure.net",
    ),
  );
  const hostile = fc.letrec<{ value: JsonValue }>((tie) => ({
    value: fc.oneof(
      { depthSize: "small" },
      hostileText,
      fc.constantFrom(null, 0, true),
      fc.array(tie("value"), { maxLength: 2 }),
      fc.dictionary(
        fc.constantFrom("keyVaultProperties", "keyvaulturi", "keyVaultArmId", "keyId", "__proto__"),
        tie("value"),
        { maxKeys: 3 },
      ),
    ),
  })).value;

  it("is read from anything without an error, and has a name that a query can hold", () => {
    fc.assert(
      fc.property(hostile, hostile, hostile, (encryption, securitySettings, keyId) => {
        const found = customerManagedKeyVault(
          { properties: { encryption, securitySettings, keyId } },
          subscriptionId,
        );
        expect(found.length).toBeLessThan(2);
        for (const { id, name } of found) {
          expect(name).toMatch(id === undefined ? /^[a-z0-9-]+$/i : /./);
        }
        expect(customerManagedKeyVault(encryption, subscriptionId)).toEqual(expect.any(Array));
      }),
      { numRuns: 2000 },
    );
  });

  it("is read from any text as an address or an id without an error", () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        expect(keyVaultAt(text, subscriptionId).length).toBeLessThan(2);
        const asked = unnamedPrerequisite("Microsoft.KeyVault/vaults", meaning);
        expect(prerequisiteNamed(asked, text)?.id).toSatisfy(
          (id: string | undefined) => id === undefined || id === text,
        );
      }),
    );
  });
});

describe("a prerequisite of which the id is known", () => {
  it("is looked for where it is", () => {
    expect(prerequisiteAt("Microsoft.KeyVault/vaults", vaultId, meaning)).toEqual({
      resourceType: "Microsoft.KeyVault/vaults",
      noun: "key vault",
      name: "kv-data",
      id: vaultId,
      live: { method: "GET", path: vaultId, apiVersion: "2026-02-01" },
      ...meaning,
    });
  });

  it("is its type's, whatever the case, and no other's", () => {
    const id = vaultId.toUpperCase();
    expect(prerequisiteAt("Microsoft.KeyVault/vaults", id, meaning)?.name).toBe("KV-DATA");
    expect(prerequisiteAt("Microsoft.Storage/storageAccounts", vaultId, meaning)).toBeUndefined();
    expect(prerequisiteAt("Microsoft.KeyVault/vaults", `${vaultId}/keys/k`, meaning)).toBe(
      undefined,
    );
    const nowhere = `/subscriptions/${subscriptionId}/providers/Microsoft.KeyVault/vaults/kv`;
    expect(prerequisiteAt("Microsoft.KeyVault/vaults", nowhere, meaning)).toBeUndefined();
  });

  it("keeps what was said of it before its name was known", () => {
    const asked = unnamedPrerequisite("Microsoft.KeyVault/vaults", { ...meaning, optional: true });
    expect(asked).toMatchObject({ name: undefined, noun: "key vault", optional: true });
    expect(prerequisiteNamed(asked, vaultId)).toMatchObject({
      name: "kv-data",
      optional: true,
      ...meaning,
    });
  });
});

it("a name is free only where Azure says so", () => {
  expect([{ nameAvailable: true }, { nameAvailable: false }].map(isNameFree)).toEqual([
    true,
    false,
  ]);
  const others = [undefined, null, {}, { nameAvailable: "true" }, [true]];
  expect(others.map(isNameFree)).toEqual(others.map(() => undefined));
});
