import * as fc from "fast-check";
import { expect, it } from "vitest";
import type { JsonObject } from "../../src/base/json";
import { cognitiveServices } from "../../src/services/cognitiveServices";
import { azureName } from "../unit/azure/arbitraries";
import { account, readBy, subscriptionId } from "../unit/services/samples";
import { officialParts } from "../unit/services/shapes";
import type { CatalogueCase } from "./case";

const subscription = `/subscriptions/${subscriptionId}`;
const provider = "providers/Microsoft.CognitiveServices";
const version = "?api-version=2025-06-01";
const deleted = `${subscription}/${provider}/locations/swedencentral/resourceGroups/rg-support/deletedAccounts/aoai`;
const live = `${subscription}/resourceGroups/rg-support/${provider}/accounts/aoai`;

function prerequisitesOf(
  properties: JsonObject,
): readonly (readonly [string, string | undefined])[] {
  return cognitiveServices
    .prerequisites(readBy(cognitiveServices, { ...account, properties }))
    .map(({ resourceType, name }) => [resourceType, name]);
}

const encryptedWith = (keyVaultUri: string): JsonObject => ({
  encryption: { keySource: "Microsoft.KeyVault", keyVaultProperties: { keyVaultUri } },
});

/** AI services accounts in the tests. */
export const entry: CatalogueCase = {
  service: cognitiveServices,
  examples: [
    {
      from: "https://learn.microsoft.com/rest/api/aiservices/accountmanagement/deleted-accounts/list",
      item: account,
      read: {
        name: "aoai",
        resourceGroup: "rg-support",
        location: "swedencentral",
        kind: "OpenAI",
        originalId: live,
        deletedPath: deleted,
        deletedAt: "2026-03-01T12:00:00.123Z",
        purgeAt: "2026-03-03T12:00:00.000Z",
        purgeAtFrom: "azure",
        purgeProtected: false,
        tags: { team: "support" },
      },
    },
    {
      from: "https://learn.microsoft.com/rest/api/aiservices/accountmanagement/deleted-accounts/get",
      item: { ...account, id: deleted },
      read: { resourceGroup: "rg-support", originalId: live, deletedPath: deleted },
    },
  ],
  // With either of the two ids that Microsoft's own examples have.
  shapes: fc
    .record({
      parts: officialParts,
      ofLiveResource: fc.boolean(),
      kind: fc.option(azureName, { nil: undefined }),
    })
    .map(({ parts, ofLiveResource, kind }) => {
      const { name, group, groups, slash, location, deleted: gone, purged, tags } = parts;
      const [display, region] = location;
      const scope = `${slash}subscriptions/${subscriptionId}`;
      return {
        item: {
          id: ofLiveResource
            ? `${scope}/${groups}/${group}/${provider}/accounts/${name}`
            : `${scope}/${provider}/locations/westus/${groups}/${group}/deletedAccounts/${name}`,
          name,
          type: "Microsoft.CognitiveServices/accounts",
          location: display,
          ...(kind === undefined ? {} : { kind }),
          tags,
          properties: {
            ...(gone === undefined ? {} : { deletionDate: gone.text }),
            ...(purged === undefined ? {} : { scheduledPurgeDate: purged.text }),
          },
        },
        read: {
          name,
          resourceGroup: group,
          location: region,
          deletedAt: gone?.iso,
          ...(purged === undefined ? {} : { purgeAt: purged.iso, purgeAtFrom: "azure" as const }),
          originalId: `${subscription}/resourceGroups/${group}/${provider}/accounts/${name}`,
        },
      };
    }),
  required: [["id"], ["name"], ["location"]],
  plans: {
    list: [`GET ${subscription}/${provider}/deletedAccounts${version}`],
    recover: [`PUT ${live}${version} {"location":"swedencentral","properties":{"restore":true}}`],
    purge: [`DELETE ${deleted}${version}`],
    commands: {
      recover: [
        /^az cognitiveservices account recover --name \S+ --resource-group \S+ --location \S+ --subscription \S+$/,
        /^New-AzResource -ResourceId '\/subscriptions\/[^']+\/accounts\/[^']+' -Location '\w+' -Properties @\{restore=\$true\} -ApiVersion '[\d-]+' -Force$/,
      ],
      purge: [
        /^az cognitiveservices account purge --name \S+ --resource-group \S+ --location \S+ --subscription \S+$/,
        /^Remove-AzResource -ResourceId '\/subscriptions\/[^']+\/deletedAccounts\/[^']+' -ApiVersion '[\d-]+'$/,
      ],
    },
  },
  recoversByName: true,
  roles: {
    "Cognitive Services Contributor": {
      actions: ["Microsoft.CognitiveServices/*"],
      notActions: [],
    },
  },
  contract: [
    {
      namespace: "Microsoft.CognitiveServices",
      inUse: "2025-06-01",
      inFile: "2023-05-01",
      file: "cognitiveservices/resource-manager/Microsoft.CognitiveServices/stable/2023-05-01/cognitiveservices.json",
      source:
        "https://github.com/hashicorp/terraform-provider-azurerm vendors 2025-06-01; the four operations on deleted accounts are unchanged from 2021-04-30 on",
    },
  ],
  exchanges: [],
  window: {
    row: "aoai-platform",
    description: /^3[56] h left · rg-platform · swedencentral$/,
    recover: {
      asks: /The resource can take a few minutes to appear in lists again\./,
      isBack: (subscription) => subscription.account("rg-platform", "aoai-platform") !== undefined,
    },
    purge: {
      says: /Model deployments, fine-tuned models, and uploaded files are lost, too\./,
      isGone: (subscription) =>
        subscription.deletedAccount("rg-platform", "aoai-platform") === undefined,
    },
  },
  checks: () => {
    it("without a purge date is kept 48 hours, and without any date has no known end", () => {
      const dated = { ...account, properties: { deletionDate: "2026-03-01T12:00:00Z" } };
      const { purgeAt, purgeAtFrom } = readBy(cognitiveServices, dated);
      expect([purgeAt, purgeAtFrom]).toEqual(["2026-03-03T12:00:00.000Z", "retention"]);
      const undated = readBy(cognitiveServices, { ...account, properties: {} });
      expect([undated.deletedAt, undated.purgeAt]).toEqual([undefined, undefined]);
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

    it.each([
      ["OpenAI", true],
      ["aiservices", true],
      ["SpeechServices", false],
      [null, false],
    ])("of kind %s names deployments and their cost: %s", (kind, expected) => {
      const resource = readBy(cognitiveServices, { ...account, kind });
      const { destroyed, billed } = cognitiveServices.consequences(resource);
      expect(destroyed.join().includes("Model deployments")).toBe(expected);
      expect(
        billed
          .join()
          .includes("Any provisioned deployments are charged until the resource is purged."),
      ).toBe(expected);
      expect(destroyed[0]).toMatch(/All data and keys/);
    });
  },
};
