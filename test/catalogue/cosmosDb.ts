import { expect, it } from "vitest";
import type { JsonObject, JsonValue } from "../../src/base/json";
import { cosmosDb } from "../../src/services/cosmosDb";
import type { DeletedResource } from "../../src/services/deletedResource";
import type { Question } from "../../src/services/question";
import { allRequired, isRefusal, recoverRefusal } from "../../src/services/service";
import { liveCosmos } from "../simulator/providers/cosmosState";
import { described, readFrom } from "../unit/catalogue/reading";
import { readBy, subscriptionId, tenantId } from "../unit/services/samples";
import { officialParts } from "../unit/services/shapes";
import type { CatalogueCase } from "./case";

const subscription = `/subscriptions/${subscriptionId}`;
const provider = "providers/Microsoft.DocumentDB";
const version = "?api-version=2025-10-15";
const instance = "d9b26648-2f53-4541-b3d8-3044f4f9810d";
const id = `${subscription}/${provider}/locations/West US/restorableDatabaseAccounts/${instance}`;
const day = 24 * 60 * 60 * 1000;

const item = {
  id,
  name: instance,
  location: "West US",
  type: "Microsoft.DocumentDB/locations/restorableDatabaseAccounts",
  properties: {
    accountName: "ddb1",
    creationTime: "2020-04-11T21:56:15Z",
    deletionTime: "2021-03-12T22:05:09Z",
    // In the published example the time of the deletion, which means that nothing is left.
    oldestRestorableTime: "2021-02-18T22:05:09Z",
    apiType: "Sql",
    restorableLocations: [
      {
        locationName: "South Central US",
        regionalDatabaseAccountInstanceId: "d7a01f78-606f-45c6-9dac-0df32f433bb5",
        creationTime: "2020-10-30T21:13:10Z",
        deletionTime: "2020-10-30T21:13:35Z",
      },
      {
        locationName: "West US",
        regionalDatabaseAccountInstanceId: "fdb43d84-1572-4697-b6e7-2bcda0c51b2c",
        creationTime: "2020-10-30T21:13:10Z",
      },
    ],
  },
} satisfies JsonObject;

const answers = {
  name: "ddb1-restored",
  resourceGroup: `${subscription}/resourceGroups/rg1`,
  pointInTime: "2021-03-12T22:05:08.000Z",
};

function itemWith(properties: JsonObject): JsonObject {
  return { ...item, properties: { ...item.properties, ...properties } };
}

function recover(resource: DeletedResource, given: Readonly<Record<string, string>> = answers) {
  return cosmosDb.recover(resource, { tenantId, answers: given });
}

function question<Kind extends Question["kind"]>(
  kind: Kind,
): Extract<Question, { readonly kind: Kind }> {
  const found = cosmosDb
    .questions?.(readBy(cosmosDb, item))
    .find((one): one is Extract<Question, { readonly kind: Kind }> => one.kind === kind);
  if (found === undefined) {
    throw new Error(`There is no question of kind ${kind}.`);
  }
  return found;
}

/** The account of the scenario "everyService" that is restored, as the contract test asks for it. */
const there = "/subscriptions/aaaaaaaa-0000-4000-8000-000000000005";
const live = `/resourceGroups/rg-platform/${provider}/databaseAccounts`;

function restoreOf(
  instanceId: string,
  restoreTimestampInUtc: string,
  region = "swedencentral",
): JsonObject {
  return {
    location: "swedencentral",
    kind: "GlobalDocumentDB",
    properties: {
      createMode: "Restore",
      databaseAccountOfferType: "Standard",
      locations: [{ locationName: region, failoverPriority: 0 }],
      restoreParameters: {
        restoreMode: "PointInTime",
        restoreSource: `${there}/${provider}/locations/Sweden Central/restorableDatabaseAccounts/${instanceId}`,
        restoreTimestampInUtc,
      },
    },
  };
}

const platform = "c0500000-0000-4000-8000-000000000001";
const orders = "c0500000-0000-4000-8000-000000000003";

function daysAgo(days: number): string {
  return new Date(Date.now() - days * day).toISOString();
}

/** Cosmos DB accounts with continuous backup in the tests. */
export const entry: CatalogueCase = {
  service: cosmosDb,
  examples: [
    {
      from: "https://github.com/Azure/azure-rest-api-specs/blob/main/specification/cosmos-db/resource-manager/Microsoft.DocumentDB/DocumentDB/stable/2025-10-15/examples/CosmosDBRestorableDatabaseAccountNoLocationList.json",
      item,
      read: {
        name: "ddb1",
        resourceGroup: undefined,
        location: "westus",
        kind: "Sql",
        originalId: id,
        deletedPath: id.replace("West US", "West%20US"),
        deletedAt: "2021-03-12T22:05:09.000Z",
        purgeAt: undefined,
        purgeProtected: false,
      },
    },
    {
      // What clients get: microseconds, an offset, and times of regions a moment apart.
      from: "https://learn.microsoft.com/azure/cosmos-db/restore-account-continuous-backup",
      item: itemWith({
        creationTime: "2020-08-08T01:04:52.070190+00:00",
        deletionTime: "2020-08-09T01:04:52.070190+00:00",
        apiType: "MongoDB",
        restorableLocations: [
          {
            location: "West US",
            creationTime: "2020-08-08T01:04:52.945185+00:00",
            deletionTime: null,
          },
        ],
      }),
      read: { name: "ddb1", kind: "MongoDB", deletedAt: "2020-08-09T01:04:52.070Z" },
    },
  ],
  shapes: officialParts
    .filter(({ deleted }) => deleted !== undefined)
    .map(({ name, group, location: [display, region], slash, deleted, purged, isProtected }) => ({
      item: {
        id: `${slash}subscriptions/${subscriptionId}/${provider}/locations/${display}/restorableDatabaseAccounts/${group}`,
        name: group,
        ...(isProtected === true ? {} : { location: display }),
        type: "Microsoft.DocumentDB/locations/restorableDatabaseAccounts",
        properties: {
          accountName: name,
          deletionTime: deleted?.text ?? "",
          ...(purged === undefined ? {} : { creationTime: purged.text }),
        },
      },
      read: {
        name,
        resourceGroup: undefined,
        location: region,
        originalId: `${slash}subscriptions/${subscriptionId}/${provider}/locations/${display}/restorableDatabaseAccounts/${group}`,
        deletedAt: deleted?.iso,
        purgeAt: undefined,
      },
    })),
  required: [["id"], ["properties", "accountName"]],
  plans: {
    list: [`GET ${subscription}/${provider}/restorableDatabaseAccounts${version}`],
    answers,
    recover: [
      `PUT ${subscription}/resourceGroups/rg1/${provider}/databaseAccounts/ddb1-restored${version} {"location":"westus","kind":"GlobalDocumentDB","properties":{"createMode":"Restore","databaseAccountOfferType":"Standard","locations":[{"locationName":"westus","failoverPriority":0}],"restoreParameters":{"restoreMode":"PointInTime","restoreSource":"${id}","restoreTimestampInUtc":"2021-03-12T22:05:08Z"}}}`,
    ],
    purge: /backup of a deleted account can't be purged.*7 or 30 days/,
    commands: {
      recover: [/^az rest --method put /, /^Invoke-AzRestMethod -Method PUT /],
    },
  },
  roles: {
    "Cosmos DB Operator": {
      actions: ["Microsoft.DocumentDb/databaseAccounts/*"],
      notActions: [
        "Microsoft.DocumentDB/databaseAccounts/dataTransferJobs/*",
        "Microsoft.DocumentDB/databaseAccounts/readonlyKeys/*",
        "Microsoft.DocumentDB/databaseAccounts/regenerateKey/*",
        "Microsoft.DocumentDB/databaseAccounts/listKeys/*",
        "Microsoft.DocumentDB/databaseAccounts/listConnectionStrings/*",
      ],
    },
    CosmosRestoreOperator: {
      actions: [
        "Microsoft.DocumentDB/locations/restorableDatabaseAccounts/restore/action",
        "Microsoft.DocumentDB/locations/restorableDatabaseAccounts/*/read",
        "Microsoft.DocumentDB/locations/restorableDatabaseAccounts/read",
      ],
      notActions: [],
    },
  },
  contract: [
    {
      namespace: "Microsoft.DocumentDB",
      inUse: "2025-10-15",
      source:
        "https://github.com/Azure/azure-rest-api-specs, Microsoft.DocumentDB/DocumentDB/stable/2025-10-15: no file of this provider is at hand",
    },
  ],
  exchanges: [
    ["GET", `/${provider}/restorableDatabaseAccounts${version}`, 200],
    ["GET", `/${provider}/locations/swedencentral/restorableDatabaseAccounts${version}`, 200],
    [
      "GET",
      `/${provider}/locations/Sweden%20Central/restorableDatabaseAccounts/${platform}${version}`,
      200,
    ],
    [
      "GET",
      `/${provider}/locations/westeurope/restorableDatabaseAccounts/${platform}${version}`,
      404,
    ],
    ["GET", `${live}/cosmos-platform${version}`, 404],
    ["GET", `${live}/cosmos-platform-live${version}`, 200],
    // Too late, too early, in a region it had left, from an unknown one, into one that is there.
    ["PUT", `${live}/cosmos-a${version}`, 400, restoreOf(platform, daysAgo(2))],
    ["PUT", `${live}/cosmos-a${version}`, 400, restoreOf(platform, daysAgo(31))],
    ["PUT", `${live}/cosmos-a${version}`, 400, restoreOf(orders, daysAgo(5))],
    ["PUT", `${live}/cosmos-a${version}`, 400, restoreOf("never-was", daysAgo(5))],
    ["PUT", `${live}/cosmos-platform-live${version}`, 400, restoreOf(platform, daysAgo(5))],
    ["PUT", `${live}/cosmos-soft-platform-week${version}`, 400, restoreOf(platform, daysAgo(5))],
    ["PUT", `${live}/C${version}`, 400, restoreOf(platform, daysAgo(5))],
    ["PUT", `${live}/cosmos-a${version}`, 200, restoreOf(orders, daysAgo(5), "West Europe")],
    ["PUT", `${live}/cosmos-platform${version}`, 200, restoreOf(platform, daysAgo(5))],
    ["GET", `${live}/cosmos-platform${version}`, 200],
    ["GET", `${live}${version}`, 200],
    ["DELETE", `${live}/cosmos-a${version}`, 202],
    ["DELETE", `${live}/cosmos-a${version}`, 204],
    ["GET", `/${provider}/databaseAccounts${version}`, 200],
  ],
  window: {
    row: "cosmos-platform",
    description: /^(26|27) days left · swedencentral$/,
    recover: {
      answers: [{ type: "cosmos-restored" }, { pick: "rg-platform" }, { type: daysAgo(4) }],
      asks: /Firewall, virtual network, and private endpoint settings: the new account is reachable from public networks until you configure these settings again\./,
      stays: true,
      isBack: (state) => liveCosmos(state, "rg-platform", "cosmos-restored") !== undefined,
    },
    purge: {
      refused:
        /The backup of a deleted account can't be purged\. Azure removes the backup when its retention period ends, 7 or 30 days after the deletion\./,
    },
  },
  checks: () => {
    const listed = {
      creationTime: "2023-11-01T00:00:00Z",
      deletionTime: "2023-11-19T00:00:00Z",
      oldestRestorableTime: "2023-10-21T18:35:14Z",
    };
    const readAt = (listedAt: string, properties: JsonObject = {}): DeletedResource => {
      const found = readFrom(cosmosDb, {
        item: itemWith({ ...listed, ...properties }),
        origin: { listedAt: Date.parse(listedAt) },
      });
      if (typeof found !== "object") {
        throw new Error("It is deleted.");
      }
      return found;
    };

    it.each<[string, string, string | undefined]>([
      ["2023-10-21T18:35:14Z", "2023-11-20T18:35:14Z", "2023-12-19T00:00:00.000Z"],
      ["2023-11-13T18:35:14Z", "2023-11-20T18:35:14Z", "2023-11-26T00:00:00.000Z"],
      ["2023-11-01T00:00:00Z", "2023-11-20T18:35:14Z", undefined],
    ])("that reaches back to %s when listed at %s goes at %s", (oldest, listedAt, purgeAt) => {
      expect(readAt(listedAt, { oldestRestorableTime: oldest }).purgeAt).toBe(purgeAt);
    });

    it("has nothing left to restore where it reaches back no further than its deletion", () => {
      const over = readAt("2023-12-20T00:00:00Z", { oldestRestorableTime: "2023-11-20T00:00:00Z" });
      expect(over.remarks?.join()).toMatch(/its backup has expired/);
      expect(cosmosDb.questions?.(over)).toEqual([]);
      expect(JSON.stringify(recover(over))).toMatch(/^\{"refused":"[^"]*its backup has expired/);
    });

    it("says that its region is a guess where Azure names none", () => {
      const found = readAt("2023-11-20T18:35:14Z", { restorableLocations: [] });
      expect(found.remarks?.join()).toMatch(/is a guess/);
      expect(readAt("2023-11-20T18:35:14Z").remarks).toBeUndefined();
    });

    it.each<[JsonValue, string]>([
      [null, "live"],
      ["", "live"],
      ["2021-03-12T22:05:09Z", "deleted"],
      ["in March", "deleted"],
      [5, "deleted"],
    ])("with the deletion time %j is %s", (deletionTime, expected) => {
      const found = readFrom(cosmosDb, { item: itemWith({ deletionTime }) });
      expect(typeof found === "object" ? "deleted" : found).toBe(expected);
    });

    it("is live without a deletion time, as in the second item of the published list", () => {
      const { deletionTime: _, ...properties } = item.properties;
      expect(readFrom(cosmosDb, { item: { ...item, properties } })).toBe("live");
    });

    it("has its region from its id where it does not say", () => {
      const { location: _, ...rest } = item;
      expect(readBy(cosmosDb, rest).location).toBe("westus");
    });

    it("cannot be restored from here where Azure does not report when it was deleted", () => {
      const resource = readBy(cosmosDb, itemWith({ deletionTime: "in March" }));
      expect(cosmosDb.questions?.(resource)).toEqual([]);
      expect(recoverRefusal(cosmosDb, resource)).toMatch(
        /doesn't report when this account was deleted/,
      );
    });

    it.each([
      ["abc", true],
      ["a-1", true],
      ["1a2", true],
      ["a".repeat(44), true],
      ["a".repeat(45), false],
      ["ab", false],
      ["Abc", false],
      ["-abc", false],
      ["abc-", false],
      ["a_c", false],
      ["abc\n", false],
      ["", false],
    ])("may be named %j: %s", (name, expected) => {
      expect(question("name").refuse(name) === undefined).toBe(expected);
      const plan = recover(readBy(cosmosDb, item), { ...answers, name });
      expect(isRefusal(plan)).toBe(!expected);
    });

    it("is asked for the old name first, and for a resource group that is there", () => {
      expect(question("name").suggested).toBe("ddb1");
      expect(question("live").types).toEqual(["microsoft.resources/subscriptions/resourcegroups"]);
      expect(question("live").none).toMatch(
        /This subscription has no resource group to restore to\. Create a resource group, then try again\./,
      );
    });

    it.each([
      [{ name: "ddb1" }],
      [{ ...answers, resourceGroup: "rg1" }],
      [{ ...answers, pointInTime: "yesterday" }],
    ])("makes no plan of %j", (given) => {
      expect(isRefusal(recover(readBy(cosmosDb, item), given))).toBe(true);
    });

    it("comes back to the resource group that was picked", () => {
      const resource = readBy(cosmosDb, item);
      expect(cosmosDb.home?.(resource, answers)).toEqual({
        resourceGroup: "rg1",
        location: "westus",
      });
    });

    it.each([
      ["MongoDB", "MongoDB"],
      ["Sql", "GlobalDocumentDB"],
      ["Gremlin, Sql", "GlobalDocumentDB"],
      ["Table, Sql", "GlobalDocumentDB"],
    ])("of the API %s is made with the kind %s", (apiType, kind) => {
      const plan = recover(readBy(cosmosDb, itemWith({ apiType })));
      expect(isRefusal(plan) ? plan : plan[0]?.request.body?.["kind"]).toBe(kind);
    });

    it("is sent only while no account of the new name is there, which it would change", () => {
      const plan = recover(readBy(cosmosDb, item));
      const precondition = isRefusal(plan) ? undefined : plan[0]?.precondition;
      expect(precondition && described(precondition.request)).toBe(`GET ${id}${version}`);
      expect(precondition?.unchanged.map(({ value }) => value)).toEqual([
        "2021-03-12T22:05:09Z",
        "2020-04-11T21:56:15Z",
      ]);
      const nothing = precondition?.and;
      expect(nothing && described(nothing.request)).toBe(
        `GET ${subscription}/resourceGroups/rg1/${provider}/databaseAccounts/ddb1-restored${version}`,
      );
      expect(nothing).toMatchObject({
        unchanged: [{ path: ["id"], value: null }],
        ifForbidden: "stop",
        allowMissing: true,
      });
      expect(nothing?.message).toMatch(/"ddb1-restored" already exists in this resource group/);
    });

    it("takes the right to restore, and to make an account where it is restored to", () => {
      const { recover: permission } = cosmosDb.permissions;
      expect(
        permission && allRequired(permission).map(({ action, scope }) => [action, scope]),
      ).toEqual([
        [
          "Microsoft.DocumentDB/locations/restorableDatabaseAccounts/restore/action",
          "subscription",
        ],
        ["Microsoft.DocumentDB/databaseAccounts/write", "resourceGroup"],
      ]);
    });

    it("is there once an account of this name has been made by a restore", () => {
      const plan = recover(readBy(cosmosDb, item));
      expect(isRefusal(plan) ? plan : plan[0]?.postcondition).toMatchObject({
        expects: "present",
        where: { path: ["properties", "createMode"], value: "Restore" },
      });
    });

    it("says what a restore leaves out, and what it costs", () => {
      const { notRestored } = cosmosDb.consequences(readBy(cosmosDb, item));
      expect(notRestored.join()).toMatch(
        /Firewall.*Role assignments.*Stored procedures.*managed identities.*charges for each restore/,
      );
    });
  },
};
