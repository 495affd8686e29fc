import * as fc from "fast-check";
import { expect, it } from "vitest";
import type { JsonObject } from "../../src/base/json";
import { isRefusal } from "../../src/services/service";
import { sqlDatabase } from "../../src/services/sqlDatabase";
import type { DeletedResource } from "../../src/services/deletedResource";
import { sqlOf } from "../simulator/providers/sqlState";
import { described, readFrom } from "../unit/catalogue/reading";
import { subscriptionId, tenantId } from "../unit/services/samples";
import { officialParts } from "../unit/services/shapes";
import type { CatalogueCase, Shape } from "./case";

const subscription = `/subscriptions/${subscriptionId}`;
const provider = "providers/Microsoft.Sql";
const version = "?api-version=2025-01-01";
const server = `${subscription}/resourceGroups/Default-SQL-SouthEastAsia/${provider}/servers/testsvr`;
const instance = `${subscription}/resourceGroups/Test1/${provider}/managedInstances/managedInstance`;
const ticks = "testdb,131403269876900000";
const dropped = "restorableDroppedDatabases";
const specification =
  "https://github.com/Azure/azure-rest-api-specs/blob/main/specification/sql/resource-manager/Microsoft.Sql/stable";

// Microsoft's example has the id without the ticks.
const item = {
  sku: { name: "BC_Gen4_2", tier: "BusinessCritical" },
  properties: {
    databaseName: "testdb",
    maxSizeBytes: 268435456000,
    creationDate: "2017-06-07T04:41:33.937Z",
    deletionDate: "2017-05-27T02:49:47.69Z",
    backupStorageRedundancy: "Geo",
  },
  location: "southeastasia",
  id: `${server}/${dropped}/testdb`,
  name: ticks,
  type: "Microsoft.Sql/servers/restorableDroppedDatabases",
} satisfies JsonObject;

const itemOfInstance = {
  properties: {
    databaseName: "testdb",
    creationDate: "2017-05-07T04:41:33.937Z",
    deletionDate: "2017-05-27T02:49:47.69Z",
  },
  location: "southeastasia",
  id: `${instance}/${dropped}/${ticks}`,
  name: ticks,
  type: "Microsoft.Sql/managedInstances/restorableDroppedDatabases",
} satisfies JsonObject;

const origin = { parent: { id: server, name: "testsvr", location: "southeastasia" } };
const originOfInstance = {
  parent: { id: instance, name: "managedInstance", location: "southeastasia" },
};

const shapes: fc.Arbitrary<Shape> = fc
  .tuple(officialParts, fc.record({ isNamed: fc.boolean(), hasOwnRegion: fc.boolean() }))
  .map(
    ([
      {
        name,
        group,
        location: [display, region],
        ...rest
      },
      { isNamed, hasOwnRegion },
    ]) => {
      const below = `${provider}/servers/srv-${name}`;
      const plain = `${subscription}/resourceGroups/${group}/${below}`;
      return {
        origin: {
          parent: {
            id: `${rest.slash}subscriptions/${subscriptionId}/${rest.groups}/${group}/${below}`,
            name: `srv-${name}`,
            location: hasOwnRegion ? "elsewhere" : region,
          },
        },
        item: {
          name: `${name},131403269876900000`,
          id: `${rest.slash}subscriptions/${subscriptionId}/${rest.groups}/${group}/${below}/${dropped}/${name}`,
          ...(hasOwnRegion ? { location: display } : {}),
          tags: rest.tags,
          properties: {
            ...(isNamed ? { databaseName: name } : {}),
            ...(rest.deleted === undefined ? {} : { deletionDate: rest.deleted.text }),
          },
        },
        read: {
          name: `srv-${name}/${name}`,
          resourceGroup: group,
          location: region,
          originalId: `${plain}/databases/${name}`,
          deletedPath: `${plain}/${dropped}/${name}%2C131403269876900000`,
          deletedAt: rest.deleted?.iso,
          purgeAt: undefined,
          tags: rest.tags,
        },
      };
    },
  );

function readOne(raw: JsonObject, source = 0): DeletedResource {
  const resource = readFrom(sqlDatabase, {
    source,
    item: raw,
    origin: source === 0 ? origin : originOfInstance,
  });
  if (resource === undefined || resource === "live") {
    throw new Error("The sample could not be read.");
  }
  return resource;
}

function planned(resource: DeletedResource, name = "restored"): string {
  const plan = sqlDatabase.recover(resource, { tenantId, answers: { name } });
  return isRefusal(plan) ? plan.refused : plan.map(({ request }) => described(request)).join();
}

const shop = `/resourceGroups/rg-platform/${provider}/servers/sql-shop-platform`;
const platformInstance = `/resourceGroups/rg-platform/${provider}/managedInstances/sqlmi-platform`;

/** Dropped databases of SQL servers and managed instances in the tests. */
export const entry: CatalogueCase = {
  service: sqlDatabase,
  examples: [
    {
      from: `${specification}/2021-11-01/examples/ListRestorableDroppedDatabasesByServer.json`,
      origin,
      item,
      read: {
        name: "testsvr/testdb",
        resourceGroup: "Default-SQL-SouthEastAsia",
        location: "southeastasia",
        kind: "BusinessCritical",
        originalId: `${server}/databases/testdb`,
        deletedPath: `${server}/${dropped}/testdb%2C131403269876900000`,
        deletedAt: "2017-05-27T02:49:47.690Z",
        purgeAt: undefined,
      },
    },
    {
      from: `${specification}/2021-11-01/examples/RestorableDroppedManagedDatabaseListByManagedInstance.json`,
      source: 1,
      origin: originOfInstance,
      item: itemOfInstance,
      read: {
        name: "managedInstance/testdb",
        resourceGroup: "Test1",
        kind: undefined,
        originalId: `${instance}/databases/testdb`,
        deletedPath: `${instance}/${dropped}/testdb%2C131403269876900000`,
        deletedAt: "2017-05-27T02:49:47.690Z",
        purgeAt: undefined,
      },
    },
  ],
  shapes,
  required: [["name"]],
  plans: {
    // Both sources make their request below whatever parent they are given.
    list: [`GET ${server}/${dropped}${version}`, `GET ${server}/${dropped}${version}`],
    answers: { name: "testdb" },
    recover: [
      `PUT ${server}/databases/testdb${version} {"location":"southeastasia","properties":{"createMode":"Restore","restorableDroppedDatabaseId":"${server}/${dropped}/${ticks}","requestedBackupStorageRedundancy":"Geo"}}`,
    ],
    purge: /deleted database can't be purged.*by default 7 and at most 35 days after the deletion/,
    commands: {
      recover: [/^az rest --method put /, /^Invoke-AzRestMethod -Method PUT /],
    },
  },
  roles: {
    "SQL Managed Instance Contributor": {
      actions: ["Microsoft.Sql/locations/*/read", "Microsoft.Sql/managedInstances/*"],
      notActions: [
        "Microsoft.Sql/managedInstances/azureADOnlyAuthentications/delete",
        "Microsoft.Sql/managedInstances/azureADOnlyAuthentications/write",
      ],
    },
  },
  contract: [
    {
      namespace: "Microsoft.Sql",
      inUse: "2025-01-01",
      inFile: "2021-11-01",
      file: "sql/resource-manager/Microsoft.Sql/stable/2021-11-01/RestorableDroppedDatabases.json",
      source: `${specification}/2025-01-01/RestorableDroppedDatabases.json: the list is that of 2021-11-01, the get has two further parameters that can be left out`,
    },
  ],
  unpublished: [
    [
      /^(GET|PUT) \S+\/servers\/[^/]+\/databases\/[^/]+$/,
      `${specification}/2025-01-01/Databases.json`,
    ],
    [
      /^(GET|PUT) \S+\/managedInstances\/[^/]+\/databases\/[^/]+$/,
      `${specification}/2025-01-01/ManagedDatabases.json`,
    ],
    [
      /^GET \S+\/managedInstances\/[^/]+\/restorableDroppedDatabases(\/[^/]+)?$/,
      `${specification}/2025-01-01/RestorableDroppedManagedDatabases.json`,
    ],
  ],
  exchanges: [
    ["GET", `${shop}/${dropped}${version}`, 200],
    ["GET", `${shop}/${dropped}/sqldb-platform${version}`, 400],
    ["GET", `${shop}/${dropped}/sqldb-platform%2C1${version}`, 404],
    ["GET", `${shop}-not/${dropped}${version}`, 404],
    ["GET", `${platformInstance}/${dropped}${version}`, 200],
    ["GET", `${shop}/databases/sqldb-platform${version}`, 404],
    ["PUT", `${shop}/databases/sqldb-new${version}`, 400, { location: "swedencentral" }],
    [
      "PUT",
      `${platformInstance}/databases/midb-new${version}`,
      400,
      { location: "swedencentral", properties: { createMode: "Restore" } },
    ],
  ],
  window: {
    row: "sql-shop-platform/sqldb-platform",
    description: /^time left unknown · rg-platform · swedencentral$/,
    recover: {
      answers: [{ type: "sqldb-platform-2" }],
      asks: /Cost: the restored database is a new database, charged at normal rates\./,
      stays: true,
      isBack: (state) => {
        const now = state.time.now();
        const found = sqlOf(state)
          .parent("servers", "rg-platform", "sql-shop-platform", now)
          ?.databases.find(({ name }) => name === "sqldb-platform-2");
        return (
          found !== undefined &&
          found.onlineAt <= now &&
          found.redundancy === "Zone" &&
          found.tags["team"] === "shop"
        );
      },
    },
    purge: { refused: /deleted database can't be purged/ },
  },
  checks: () => {
    it("tells databases of servers and of managed instances apart", () => {
      const nouns = [readOne(item), readOne(itemOfInstance, 1)].map((resource) => [
        sqlDatabase.noun(resource),
        sqlDatabase.recoverPermission?.(resource).action,
      ]);
      expect(nouns).toEqual([
        ["SQL database", "Microsoft.Sql/servers/databases/write"],
        ["managed instance database", "Microsoft.Sql/managedInstances/databases/write"],
      ]);
    });

    it("restores one of a managed instance to the time of its deletion, with its own id", () => {
      expect(planned(readOne(itemOfInstance, 1))).toBe(
        `PUT ${instance}/databases/restored${version} {"location":"southeastasia","properties":{"createMode":"PointInTimeRestore","restorableDroppedDatabaseId":"${instance}/${dropped}/${ticks}","restorePointInTime":"2017-05-27T02:49:47.690Z"}}`,
      );
    });

    it("asks nothing and refuses where a managed instance's database has no deletion time", () => {
      const { deletionDate: _, ...properties } = itemOfInstance.properties;
      const resource = readOne({ ...itemOfInstance, properties }, 1);
      expect(sqlDatabase.questions?.(resource)).toEqual([]);
      expect(planned(resource)).toMatch(/^Azure doesn't report when/);
    });

    it("takes a database out of its elastic pool, gives it its tags and says so", () => {
      const resource = readOne({
        ...item,
        id: `${server}/${dropped}/${ticks}`.slice(1),
        sku: { name: "ElasticPool", tier: "Standard" },
        tags: { team: "shop" },
        properties: { databaseName: "testdb" },
      });
      expect(planned(resource)).toBe(
        `PUT ${server}/databases/restored${version} {"location":"southeastasia","tags":{"team":"shop"},"properties":{"createMode":"Restore","restorableDroppedDatabaseId":"${server}/${dropped}/${ticks}"}}`,
      );
      expect(sqlDatabase.consequences(resource).notRestored[0]).toMatch(
        /Elastic pool membership: the database comes back as a single database\./,
      );
      expect(sqlDatabase.consequences(readOne(item)).notRestored.join()).not.toMatch(/elastic/);
    });

    it("is there once it is online, and guarded by the time of the deletion", () => {
      const plan = sqlDatabase.recover(readOne(item), { tenantId, answers: { name: "again" } });
      const [step] = isRefusal(plan) ? [] : plan;
      expect(step?.postcondition).toMatchObject({
        expects: "present",
        where: { path: ["properties", "status"], value: "Online" },
      });
      expect(step?.precondition).toMatchObject({
        request: { path: `${server}/${dropped}/testdb%2C131403269876900000` },
        unchanged: [{ path: ["properties", "deletionDate"], value: "2017-05-27T02:49:47.69Z" }],
        ifForbidden: "proceed",
      });
    });

    it.each([
      ["a server", readOne(item), server],
      ["a managed instance", readOne(itemOfInstance, 1), instance],
    ])("is sent only while %s has no database of the new name", (_, resource, parent) => {
      const plan = sqlDatabase.recover(resource, { tenantId, answers: { name: "again" } });
      const nothing = isRefusal(plan) ? undefined : plan[0]?.precondition?.and;
      expect(nothing && described(nothing.request)).toBe(`GET ${parent}/databases/again${version}`);
      expect(nothing).toMatchObject({
        unchanged: [{ path: ["id"], value: null }],
        ifForbidden: "stop",
        allowMissing: true,
      });
      expect(nothing?.message).toMatch(/^A database named "again" already exists/);
    });

    it("suggests the old name, for the server it is restored to", () => {
      const [question] = sqlDatabase.questions?.(readOne(item)) ?? [];
      expect(question?.prompt).toMatch(/on "testsvr"/);
      expect(question?.kind === "name" && question.suggested).toBe("testdb");
    });

    it.each([
      ["orders 2 (restored)-é", undefined],
      ["a".repeat(128), undefined],
      ["", /1 to 128 characters/],
      ["a".repeat(129), /1 to 128 characters/],
      ["orders.", /can't end with a period or a space/],
      ["..", /can't end with a period or a space/],
      ["orders ", /can't end with a period or a space/],
      ["a<b", /can't contain any of these characters/],
      ["a/b", /can't contain any of these characters/],
      ["a\\b", /can't contain any of these characters/],
      ["a\u0007b", /can't contain any of these characters/],
      ["a\ud800b", /can't contain any of these characters/],
    ])("as the name %j is refused as %s", (name, expected) => {
      const [question] = sqlDatabase.questions?.(readOne(item)) ?? [];
      const refused = question?.kind === "name" ? question.refuse(name) : "no question";
      if (expected === undefined) {
        expect(refused).toBeUndefined();
        expect(planned(readOne(item), name)).toMatch(/^PUT /);
      } else {
        expect(refused).toMatch(expected);
        expect(planned(readOne(item), name)).toBe(refused);
      }
    });

    it("keeps two deletions of one name apart in their paths and restores", () => {
      const other = readOne({ ...item, name: "testdb,131403269876900001" });
      expect(other.originalId).toBe(readOne(item).originalId);
      expect(other.deletedPath).not.toBe(readOne(item).deletedPath);
      expect(planned(other)).toContain("testdb,131403269876900001");
    });
  },
};
