import { expect, it } from "vitest";
import type { JsonObject } from "../../src/base/json";
import { isRefusal } from "../../src/services/service";
import { sqlServer } from "../../src/services/sqlServer";
import { sqlOf } from "../simulator/providers/sqlState";
import { readBy, subscriptionId, tenantId } from "../unit/services/samples";
import { officialParts } from "../unit/services/shapes";
import type { CatalogueCase } from "./case";

const subscription = `/subscriptions/${subscriptionId}`;
const provider = "providers/Microsoft.Sql";
const version = "?api-version=2025-01-01";
const deleted = `${subscription}/${provider}/locations/japaneast/deletedServers/sqlcrudtest-d-1414`;
const live = `${subscription}/resourceGroups/Default/${provider}/servers/sqlcrudtest-d-1414`;
const file = "sql/resource-manager/Microsoft.Sql/stable/2021-11-01/DeletedServers.json";
const specification =
  "https://github.com/Azure/azure-rest-api-specs/blob/main/specification/sql/resource-manager/Microsoft.Sql";

const item = {
  id: deleted,
  name: "sqlcrudtest-d-1414",
  type: "Microsoft.Sql/deletedServers",
  properties: {
    fullyQualifiedDomainName: "sqlcrudtest-d-1414.database.windows.net",
    version: "12.0",
    deletionTime: "2017-06-15T11:20:00.345Z",
    originalId: live,
  },
} satisfies JsonObject;

const read = {
  name: "sqlcrudtest-d-1414",
  resourceGroup: "Default",
  location: "japaneast",
  originalId: live,
  deletedPath: deleted,
  deletedAt: "2017-06-15T11:20:00.345Z",
};

const there = `/${provider}/locations/swedencentral/deletedServers`;
const servers = `/resourceGroups/rg-platform/${provider}/servers`;
const restore = { location: "swedencentral", properties: { createMode: "Restore" } };

/** SQL servers in the tests. */
export const entry: CatalogueCase = {
  service: sqlServer,
  examples: [
    {
      from: `${specification}/stable/2025-01-01/examples/DeletedServerListBySubscription.json`,
      item,
      read: { ...read, purgeAt: undefined },
    },
    {
      from: `${specification}/SQL/preview/2025-08-01-preview/examples/DeletedServerGet.json`,
      item: {
        ...item,
        properties: {
          ...item.properties,
          originalResourceGroup: "Default",
          scheduledPurgeTime: "2017-06-22T11:20:00.345Z",
        },
      },
      read: { ...read, purgeAt: "2017-06-22T11:20:00.345Z", purgeAtFrom: "azure" },
    },
  ],
  // The list of the whole subscription has the region's display name in the id:
  // github.com/Azure/azure-powershell, AzureSqlDeletedServerAdapter.cs
  shapes: officialParts.map(({ name, group, location: [display, region], ...rest }) => ({
    item: {
      id: `${rest.slash}subscriptions/${subscriptionId}/${provider}/locations/${display}/deletedServers/${name}`,
      name,
      type: "Microsoft.Sql/deletedServers",
      ...(rest.isProtected === true ? { location: display } : {}),
      properties: {
        originalId: `${rest.slash}subscriptions/${subscriptionId}/${rest.groups}/${group}/${provider}/servers/${name}`,
        ...(rest.deleted === undefined ? {} : { deletionTime: rest.deleted.text }),
        ...(rest.purged === undefined ? {} : { scheduledPurgeTime: rest.purged.text }),
      },
    },
    read: {
      name,
      resourceGroup: group,
      location: region,
      originalId: `${subscription}/resourceGroups/${group}/${provider}/servers/${name}`,
      deletedPath: `${subscription}/${provider}/locations/${region}/deletedServers/${name}`,
      deletedAt: rest.deleted?.iso,
      purgeAt: rest.purged?.iso,
    },
  })),
  required: [["name"], ["id"], ["properties", "originalId"]],
  plans: {
    list: [
      `GET ${subscription}/${provider}/deletedServers?api-version=2025-08-01-preview`,
      `GET ${subscription}/${provider}/deletedServers${version}`,
    ],
    recover: [
      `PUT ${live}${version} {"location":"japaneast","properties":{"createMode":"Restore"}}`,
    ],
    purge: [
      `PUT ${live}${version} {"location":"japaneast","properties":{"createMode":"Restore"}}`,
      `PATCH ${live}${version} {"properties":{"retentionDays":0}}`,
      `DELETE ${live}${version}`,
    ],
    commands: {
      recover: [/^az sql server restore .*--location japaneast /, /^Restore-AzSqlServer /],
      purge: [
        /^az sql server restore .*\naz rest --method patch .*\naz sql server delete --name /,
        /^Restore-AzSqlServer .*\nRemove-AzSqlServer /,
      ],
    },
  },
  contract: [
    {
      namespace: "Microsoft.Sql",
      inUse: "2025-01-01",
      inFile: "2021-11-01",
      file,
      source: `${specification}/stable/2025-01-01/DeletedServers.json: the four operations are those of 2021-11-01`,
    },
    {
      namespace: "Microsoft.Sql",
      inUse: "2025-08-01-preview",
      inFile: "2021-11-01",
      file,
      source:
        "https://github.com/Azure/azure-rest-api-specs/pull/44532 adds location, originalResourceGroup and scheduledPurgeTime to a deleted server, and nothing else",
    },
  ],
  unpublished: [
    [
      /^(GET|PUT|PATCH|DELETE) \S+\/Microsoft\.Sql\/servers\/[^/]+$/,
      `${specification}/stable/2025-01-01/Servers.json`,
    ],
  ],
  newer: ["location", "properties/originalResourceGroup", "properties/scheduledPurgeTime"].map(
    (property) => [
      `/value/0/${property}`,
      "https://github.com/Azure/azure-rest-api-specs/pull/44532: since 2025-08-01-preview",
    ],
  ),
  exchanges: [
    ["GET", `/${provider}/deletedServers${version}`, 200],
    ["GET", `/${provider}/deletedServers?api-version=2025-08-01-preview`, 200],
    ["GET", `${there}${version}`, 200],
    ["GET", `${there}/sql-platform${version}`, 200],
    ["GET", `${there}/never-was${version}`, 404],
    ["GET", `${servers}/sql-platform${version}`, 404],
    ["PUT", `${servers}/never-was${version}`, 400, restore],
    ["PUT", `${servers}/sql-platform${version}`, 400, { location: "swedencentral" }],
    ["POST", `${there}/never-was/recover${version}`, 404],
    ["POST", `${there}/sql-platform/recover${version}`, 202],
    ["GET", `${there}/sql-platform${version}`, 404],
    ["PATCH", `${servers}/never-was${version}`, 404, { properties: { retentionDays: 0 } }],
    ["DELETE", `${servers}/never-was${version}`, 404],
  ],
  window: {
    row: "sql-platform",
    description: /^[45] days left · rg-platform · swedencentral$/,
    recover: {
      asks: /Databases: restore each one afterward, under SQL databases\./,
      isBack: (state) =>
        sqlOf(state).parent("servers", "rg-platform", "sql-platform", state.time.now()) !==
        undefined,
    },
    purge: {
      says: /Azure can't purge a soft-deleted server, so the server is recovered first and then permanently deleted\. If a later step fails, the server is live again\./,
      isGone: (state) => {
        const { parents, deletedServers } = sqlOf(state);
        return (
          !parents.some(({ name }) => name === "sql-platform") &&
          deletedServers.named("sql-platform", state.time.now()) === undefined
        );
      },
    },
  },
  checks: () => {
    it("is guarded by the time of its deletion, and waits for what goes on with the server", () => {
      const steps = sqlServer.recover(readBy(sqlServer, item), { tenantId, answers: {} });
      const [step] = isRefusal(steps) ? [] : steps;
      expect(step?.precondition?.unchanged).toEqual([
        { path: ["properties", "deletionTime"], value: "2017-06-15T11:20:00.345Z" },
      ]);
      expect(step?.precondition?.ifForbidden).toBe("proceed");
      expect(step?.precondition?.and).toMatchObject({
        request: { method: "GET", path: live },
        ifForbidden: "stop",
        allowMissing: true,
      });
      expect(step?.retryOn?.codes).toContain("ConflictingServerOperation");
    });

    it("is deleted permanently only with a retention of 0 days, and never unseen", () => {
      const steps = sqlServer.purge(readBy(sqlServer, item));
      const [recover, disable, purge] = isRefusal(steps) ? [] : steps;
      const noRetention = { path: ["properties", "retentionDays"], value: 0 };
      expect(recover?.precondition).toMatchObject({
        unchanged: [{ path: ["properties", "deletionTime"], value: "2017-06-15T11:20:00.345Z" }],
        ifForbidden: "stop",
        and: { request: { method: "GET", path: live }, allowMissing: true },
      });
      expect(disable?.postcondition).toMatchObject({ expects: "present", where: noRetention });
      expect(purge?.precondition).toMatchObject({
        request: { method: "GET", path: live },
        unchanged: [noRetention],
        ifForbidden: "stop",
      });
    });

    it("says that the databases and the firewall do not come back with it", () => {
      const { notRestored } = sqlServer.consequences(readBy(sqlServer, item));
      expect(notRestored.join()).toMatch(/Databases.*Firewall rules.*Managed identities/);
    });
  },
};
