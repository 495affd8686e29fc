import * as fc from "fast-check";
import { expect, it } from "vitest";
import type { JsonObject, JsonValue } from "../../src/base/json";
import { cosmosDbSoftDeleted } from "../../src/services/cosmosDbSoftDeleted";
import type { PlanStep } from "../../src/services/plan";
import { isRefusal, type Refusal } from "../../src/services/service";
import { assertIntent, WrongIntentError } from "../../src/services/softDeleteAction";
import { liveCosmos, softDeletedCosmos } from "../simulator/providers/cosmosState";
import { readFrom } from "../unit/catalogue/reading";
import { readBy, subscriptionId, tenantId } from "../unit/services/samples";
import { officialParts } from "../unit/services/shapes";
import type { CatalogueCase } from "./case";

const subscription = `/subscriptions/${subscriptionId}`;
const provider = "providers/Microsoft.DocumentDB";
const version = "?api-version=2026-04-01-preview";
const group = `${subscription}/resourceGroups/rg1/${provider}`;
const deleted = `${group}/locations/westus/softDeletedDatabaseAccounts/softdeleted-cosmosdb-1`;
const published =
  "https://github.com/Azure/azure-rest-api-specs/blob/main/specification/cosmos-db/resource-manager/Microsoft.DocumentDB/DocumentDB/preview/2026-04-01-preview/examples";

const metadata = {
  isSoftDeleted: true,
  softDeletionStartTimestamp: 1729000530,
  softDeletionResourceExpirationTimestamp: 1731592530,
};

/** As the list has it: the id and the name of an instance, not of the account. */
const item = {
  id: `${group}/locations/westus/softDeletedDatabaseAccounts/a1b2c3d4-5678-90ab-cdef-1234567890ab`,
  name: "a1b2c3d4-5678-90ab-cdef-1234567890ab",
  type: "Microsoft.DocumentDB/locations/softDeletedDatabaseAccounts",
  properties: { accountName: "softdeleted-cosmosdb-1", softDeletionMetadata: metadata },
} satisfies JsonObject;

const read = {
  name: "softdeleted-cosmosdb-1",
  resourceGroup: "rg1",
  location: "westus",
  originalId: `${group}/databaseAccounts/softdeleted-cosmosdb-1`,
  deletedPath: deleted,
  deletedAt: "2024-10-15T13:55:30.000Z",
  purgeAt: "2024-11-14T13:55:30.000Z",
  purgeAtFrom: "azure",
  purgeProtected: false,
} as const;

function deletedAgo(minutes: number, configuration: JsonObject): JsonObject {
  const start = Math.floor(Date.now() / 1000) - minutes * 60;
  return {
    ...item,
    properties: {
      ...item.properties,
      softDeletionMetadata: { isSoftDeleted: true, softDeletionStartTimestamp: start },
      softDeleteConfiguration: configuration,
    },
  };
}

function stepsOf(plan: readonly PlanStep[] | Refusal): readonly PlanStep[] {
  return isRefusal(plan) ? [] : plan;
}

function purgeOf(found: JsonObject) {
  return cosmosDbSoftDeleted.purge(readBy(cosmosDbSoftDeleted, found));
}

const there = `/resourceGroups/rg-platform/${provider}/locations/swedencentral/softDeletedDatabaseAccounts`;
const live = `/resourceGroups/rg-platform/${provider}/databaseAccounts`;
const restore = "&softDeleteActionKind=RestoreSoftDeletedResource";
const purge = "&softDeleteActionKind=PermanentDeleteResource";
const platform = {
  resourceGroup: "rg-platform",
  location: "swedencentral",
  name: "cosmos-soft-platform",
};

/** Soft-deleted Cosmos DB accounts in the tests. */
export const entry: CatalogueCase = {
  service: cosmosDbSoftDeleted,
  examples: [
    {
      from: `${published}/CosmosDBSoftDeletedDatabaseAccountListByLocation.json`,
      origin: { region: "westus" },
      item,
      read,
    },
    {
      from: `${published}/CosmosDBSoftDeletedDatabaseAccountGet.json`,
      origin: { region: "westus" },
      item: { ...item, id: deleted, name: "softdeleted-cosmosdb-1" },
      read,
    },
    {
      // What clients get beside it, with the expiry left out.
      from: "https://github.com/Azure/azure-cli-extensions/blob/main/src/cosmosdb-preview/azext_cosmosdb_preview/tests/latest/test_cosmosdb_softdelete_scenario.py",
      item: {
        ...item,
        properties: {
          accountName: "softdeleted-cosmosdb-1",
          softDeletionMetadata: { isSoftDeleted: true, softDeletionStartTimestamp: 1729000530 },
          softDeleteConfiguration: {
            softDeletionEnabled: true,
            softDeleteRetentionPeriodInMinutes: 2,
            minMinutesBeforePermanentDeletionAllowed: 1,
          },
        },
      },
      read: { ...read, purgeAt: "2024-10-15T13:57:30.000Z", purgeAtFrom: "retention" },
    },
  ],
  shapes: fc
    .record({
      parts: officialParts,
      guid: fc.option(fc.uuid(), { nil: undefined }),
      inRegion: fc.boolean(),
    })
    .map(({ parts, guid, inRegion }) => {
      const { name, group: resourceGroup, location, groups, slash, deleted: at, purged } = parts;
      const [display, region] = location;
      const seconds = (iso: string): number => Math.floor(Date.parse(iso) / 1000);
      const second = (iso: string): string => iso.replace(/\.\d+Z$/, ".000Z");
      return {
        ...(inRegion ? { origin: { region } } : {}),
        item: {
          id: `${slash}subscriptions/${subscriptionId}/${groups}/${resourceGroup}/${provider}/locations/${display}/softDeletedDatabaseAccounts/${guid ?? name}`,
          name: guid ?? name,
          type: "Microsoft.DocumentDB/locations/softDeletedDatabaseAccounts",
          properties: {
            ...(guid === undefined ? {} : { accountName: name }),
            softDeletionMetadata: {
              isSoftDeleted: true,
              ...(at === undefined ? {} : { softDeletionStartTimestamp: seconds(at.iso) }),
              ...(purged === undefined
                ? {}
                : { softDeletionResourceExpirationTimestamp: seconds(purged.iso) }),
            },
          },
        },
        read: {
          name,
          resourceGroup,
          location: region,
          originalId: `${subscription}/resourceGroups/${resourceGroup}/${provider}/databaseAccounts/${name}`,
          deletedPath: `${subscription}/resourceGroups/${resourceGroup}/${provider}/locations/${region}/softDeletedDatabaseAccounts/${name}`,
          deletedAt: at && second(at.iso),
          purgeAt: purged && second(purged.iso),
        },
      };
    }),
  required: [["id"]],
  plans: {
    list: [
      `GET ${subscription}/${provider}/locations/swedencentral/softDeletedDatabaseAccounts${version}`,
    ],
    recover: [`DELETE ${deleted}${version}&softDeleteActionKind=RestoreSoftDeletedResource`],
    purge: [`DELETE ${deleted}${version}&softDeleteActionKind=PermanentDeleteResource`],
    commands: {
      recover: [
        /^az cosmosdb softdeleted-account recover /,
        /^Invoke-AzRestMethod -Method DELETE .*RestoreSoftDeletedResource/,
      ],
      purge: [
        /^az cosmosdb softdeleted-account delete /,
        /^Invoke-AzRestMethod -Method DELETE .*PermanentDeleteResource/,
      ],
    },
  },
  contract: [
    {
      namespace: "Microsoft.DocumentDB",
      inUse: "2026-04-01-preview",
      source:
        "https://github.com/Azure/azure-rest-api-specs, Microsoft.DocumentDB/DocumentDB/preview/2026-04-01-preview: the only version that has it; no file of this provider is at hand",
    },
  ],
  exchanges: [
    ["GET", `/${provider}/locations/swedencentral/softDeletedDatabaseAccounts${version}`, 200],
    ["GET", `${there}${version}`, 200],
    ["GET", `${there}/cosmos-soft-platform${version}`, 200],
    ["GET", `${there}/never-was${version}`, 404],
    ["GET", `${live}/cosmos-soft-platform${version}`, 404],
    ["DELETE", `${there}/cosmos-soft-platform${version}`, 400],
    ["DELETE", `${there}/cosmos-soft-platform${version}&softDeleteActionKind=Delete`, 400],
    ["DELETE", `${there}/never-was${version}${restore}`, 204],
    ["DELETE", `${there}/never-was${version}${purge}`, 204],
    ["DELETE", `${there}/cosmos-soft-platform-week${version}${purge}`, 400],
    ["DELETE", `${there}/cosmos-soft-platform-bare${version}${purge}`, 400],
    ["DELETE", `${there}/cosmos-soft-platform${version}${purge}`, 202],
    ["DELETE", `${there}/cosmos-soft-platform${version}${restore}`, 409],
    ["DELETE", `${there}/cosmos-soft-platform-week${version}${restore}`, 202],
    ["GET", `${there}/cosmos-soft-platform-week${version}`, 404],
  ],
  window: {
    row: "cosmos-soft-platform",
    description: /^2[67] days left · rg-platform · swedencentral$/,
    recover: {
      asks: /The account's databases and containers come back, too\. Azure can take a few minutes to show the account again\./,
      isBack: (state) =>
        liveCosmos(state, "rg-platform", "cosmos-soft-platform") !== undefined &&
        softDeletedCosmos(state, platform) === undefined,
    },
    purge: {
      says: /All databases and containers in the account are lost, with all their data\./,
      isGone: (state) =>
        softDeletedCosmos(state, platform) === undefined &&
        liveCosmos(state, "rg-platform", "cosmos-soft-platform") === undefined,
    },
  },
  checks: () => {
    it("keeps recovery and purge apart by one value, each checked against its intent", () => {
      const resource = readBy(cosmosDbSoftDeleted, item);
      const restoring = stepsOf(cosmosDbSoftDeleted.recover(resource, { tenantId, answers: {} }));
      const purging = stepsOf(cosmosDbSoftDeleted.purge(resource));
      expect([restoring.length, purging.length]).toEqual([1, 1]);
      for (const [right, wrong, steps] of [
        ["recover", "purge", restoring],
        ["purge", "recover", purging],
      ] as const) {
        for (const step of steps) {
          assertIntent(right, step);
          expect(() => {
            assertIntent(wrong, step);
          }).toThrow(WrongIntentError);
        }
      }
    });

    it.each<[JsonValue, string]>([
      [false, "live"],
      [true, "deleted"],
      [null, "deleted"],
    ])("with isSoftDeleted %j is %s", (isSoftDeleted, expected) => {
      const properties = { ...item.properties, softDeletionMetadata: { isSoftDeleted } };
      const found = readFrom(cosmosDbSoftDeleted, { item: { ...item, properties } });
      expect(typeof found === "object" ? "deleted" : found).toBe(expected);
    });

    it.each<[JsonValue, string | undefined]>([
      [1729000530, "2024-10-15T13:55:30.000Z"],
      [0, undefined],
      [-1, undefined],
      [1e300, undefined],
      ["1729000530", undefined],
      [null, undefined],
    ])("with the start %j was deleted at %s", (softDeletionStartTimestamp, expected) => {
      const properties = {
        ...item.properties,
        softDeletionMetadata: { softDeletionStartTimestamp },
      };
      expect(readBy(cosmosDbSoftDeleted, { ...item, properties }).deletedAt).toBe(expected);
    });

    it("cannot be recovered nor purged where its id has no resource group", () => {
      const id = `${subscription}/${provider}/locations/westus/softDeletedDatabaseAccounts/softdeleted-cosmosdb-1`;
      const resource = readBy(cosmosDbSoftDeleted, { ...item, id });
      expect([resource.name, resource.resourceGroup, resource.deletedPath]).toEqual([
        "softdeleted-cosmosdb-1",
        undefined,
        id,
      ]);
      for (const plan of [
        cosmosDbSoftDeleted.recover(resource, { tenantId, answers: {} }),
        cosmosDbSoftDeleted.purge(resource),
      ]) {
        expect(isRefusal(plan) ? plan.refused : "").toMatch(
          /Azure doesn't report this account's resource group, so the extension can't send the request\. Use the Azure CLI: az cosmosdb softdeleted-account\./,
        );
      }
    });

    it("is not purged before its account allows it, and says from when on", () => {
      const configuration = {
        minMinutesBeforePermanentDeletionAllowed: 60,
        softDeleteRetentionPeriodInMinutes: 120,
      };
      const tooEarly = purgeOf(deletedAgo(30, configuration));
      expect(isRefusal(tooEarly) ? tooEarly.refused : "").toMatch(
        /can't be purged before \d{4}-\d\d-\d\d \d\d:\d\d UTC\. You can recover/,
      );
      expect(isRefusal(purgeOf(deletedAgo(61, configuration)))).toBe(false);
      expect(isRefusal(purgeOf(deletedAgo(0, {})))).toBe(false);
    });

    it("is purge-protected where it is never allowed before the retention ends", () => {
      const found = deletedAgo(30, {
        minMinutesBeforePermanentDeletionAllowed: 120,
        softDeleteRetentionPeriodInMinutes: 120,
      });
      expect(readBy(cosmosDbSoftDeleted, found).purgeProtected).toBe(true);
      const refused = purgeOf(found);
      expect(isRefusal(refused) ? refused.refused : "").toMatch(/before its retention period ends/);
    });

    it("is a preview that is asked only where it is wanted", () => {
      expect(cosmosDbSoftDeleted.availability).toEqual({ preview: true, offByDefault: true });
    });
  },
};
