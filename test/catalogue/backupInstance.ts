import * as fc from "fast-check";
import { expect, it } from "vitest";
import type { JsonObject } from "../../src/base/json";
import { backupInstance } from "../../src/services/backupInstance";
import type { DeletedResource } from "../../src/services/deletedResource";
import { isRefusal } from "../../src/services/service";
import { liveBackupInstance, liveBackupVault } from "../simulator/providers/dataProtectionState";
import { described, readFrom } from "../unit/catalogue/reading";
import { subscriptionId, tenantId } from "../unit/services/samples";
import { officialParts } from "../unit/services/shapes";
import type { CatalogueCase } from "./case";

const subscription = `/subscriptions/${subscriptionId}`;
const provider = "providers/Microsoft.DataProtection";
const version = "?api-version=2025-09-01";
const vault = `${subscription}/resourceGroups/rg-backup/${provider}/backupVaults/bv-shop`;
const deletedName = "orders-orders-4b7d9a2e-6c1f-4f58-8a3b-2e9d0c5f7a14";
const deleted = `${vault}/deletedBackupInstances/${deletedName}`;
const origin = { parent: { id: vault, name: "bv-shop", location: "westus" } };

const item = {
  id: deleted,
  name: deletedName,
  type: "Microsoft.DataProtection/backupVaults/deletedBackupInstances",
  properties: {
    friendlyName: "orders",
    objectType: "DeletedBackupInstance",
    dataSourceInfo: {
      datasourceType: "Microsoft.DBforPostgreSQL/servers/databases",
      objectType: "Datasource",
      resourceID: `${subscription}/resourceGroups/rg-shop/providers/Microsoft.DBforPostgreSQL/servers/pg/databases/orders-db`,
      resourceLocation: "",
      resourceName: "orders-db",
      resourceType: "Microsoft.DBforPostgreSQL/servers/databases",
    },
    deletionInfo: {
      billingEndDate: "2022-05-06T00:00:36.6660445Z",
      deleteActivityID: "d0a6f3c2-8b1e-4c7d-9f25-1e4b7a9c6d38",
      deletionTime: "2022-05-04T00:00:36.6660445Z",
      scheduledPurgeTime: "2022-05-20T00:00:36.6660445Z",
    },
    protectionStatus: { status: "SoftDeleted" },
    provisioningState: "Succeeded",
  },
} satisfies JsonObject;

function read(from: JsonObject): DeletedResource {
  const found = readFrom(backupInstance, { item: from, origin });
  if (found === undefined || found === "live") {
    throw new Error("The sample could not be read.");
  }
  return found;
}

const simulated = "disk-platform-disk-platform-8d116ece-1738-47d9-bd9c-172411e20b8f";
const liveVault = `/resourceGroups/rg-platform/${provider}/backupVaults/bvault-live`;
const there = `${liveVault}/deletedBackupInstances`;
const liveThere = `${liveVault}/backupInstances/${simulated}`;

/** Backup instances in the tests. */
export const entry: CatalogueCase = {
  service: backupInstance,
  examples: [
    {
      from: "https://learn.microsoft.com/rest/api/dataprotection/deleted-backup-instances/list",
      item,
      origin,
      read: {
        name: "bv-shop/orders",
        resourceGroup: "rg-backup",
        location: "westus",
        kind: "Microsoft.DBforPostgreSQL/servers/databases",
        originalId: `${vault}/backupInstances/${deletedName}`,
        deletedPath: deleted,
        deletedAt: "2022-05-04T00:00:36.666Z",
        purgeAt: "2022-05-20T00:00:36.666Z",
        purgeAtFrom: "azure",
        purgeProtected: true,
        tags: {},
      },
    },
  ],
  shapes: fc
    .record({
      parts: officialParts,
      own: fc.uuid(),
      friendlyName: fc.option(fc.constantFrom("orders", "pg\\orders"), { nil: undefined }),
      resourceName: fc.option(fc.constantFrom("orders-db"), { nil: undefined }),
    })
    .map(({ parts, own, friendlyName, resourceName }) => {
      const { name, group, slash, groups, location } = parts;
      const [display, region] = location;
      const id = `${slash}subscriptions/${subscriptionId}/${groups}/${group}/${provider}/backupVaults/${name}`;
      const expected = `${subscription}/resourceGroups/${group}/${provider}/backupVaults/${name}`;
      return {
        item: {
          id: `${id}/deletedBackupInstances/${own}`,
          name: own,
          properties: {
            ...(friendlyName === undefined ? {} : { friendlyName }),
            ...(resourceName === undefined ? {} : { dataSourceInfo: { resourceName } }),
            deletionInfo: {
              ...(parts.deleted === undefined ? {} : { deletionTime: parts.deleted.text }),
              ...(parts.purged === undefined ? {} : { scheduledPurgeTime: parts.purged.text }),
            },
          },
        },
        origin: { parent: { id, name, location: display } },
        read: {
          name: `${name}/${friendlyName ?? resourceName ?? own}`,
          resourceGroup: group,
          location: region,
          originalId: `${expected}/backupInstances/${own}`,
          deletedPath: `${expected}/deletedBackupInstances/${own}`,
          deletedAt: parts.deleted?.iso,
          purgeAt: parts.purged?.iso,
        },
      };
    }),
  required: [["name"]],
  plans: {
    list: [`GET ${vault}/deletedBackupInstances${version}`],
    recover: [`POST ${deleted}/undelete${version}`],
    purge: /^Azure Backup doesn't support purging this resource.* after 2022-05-20 00:00 UTC\./,
    commands: {
      recover: [
        /^az dataprotection backup-instance deleted-backup-instance undelete /,
        /^Undo-AzDataProtectionBackupInstanceDeletion /,
      ],
    },
  },
  contract: [
    {
      namespace: "Microsoft.DataProtection",
      inUse: "2025-09-01",
      source:
        "https://learn.microsoft.com/rest/api/dataprotection/deleted-backup-instances: the version of deleted vaults, with which they go together",
    },
  ],
  exchanges: [
    ["GET", `/${provider}/backupVaults${version}`, 200],
    ["GET", `${liveVault}${version}`, 200],
    ["GET", `${there}${version}`, 200],
    ["GET", `${there}/${simulated}${version}`, 200],
    ["GET", `${there}/never-was${version}`, 404],
    [
      "GET",
      `/resourceGroups/rg-platform/${provider}/backupVaults/never-was/deletedBackupInstances${version}`,
      404,
    ],
    ["GET", `${liveThere}${version}`, 404],
    ["POST", `${there}/never-was/undelete${version}`, 404],
    ["POST", `${there}/${simulated}/undelete${version}`, 202],
    ["POST", `${there}/${simulated}/undelete${version}`, 409],
  ],
  window: {
    row: "bvault-live/disk-platform",
    description: /^(49|50) days left · rg-platform · swedencentral$/,
    recover: {
      asks: /Recovery points come back, but no new backups are made until you resume backup in the vault\./,
      isBack: (state) => {
        const found = liveBackupVault(state, "rg-platform", "bvault-live");
        return (
          found !== undefined &&
          liveBackupInstance(found, simulated, state.time.now()) !== undefined
        );
      },
    },
    purge: {
      refused: /doesn't support purging this resource.*You can recover the resource until then/,
    },
  },
  checks: () => {
    it("is looked for below every backup vault that Resource Graph or the list has", () => {
      const [source] = backupInstance.sources;
      const parents = source.kind === "parents" ? source.parents : undefined;
      const row = { ...origin.parent, type: "microsoft.dataprotection/backupvaults", raw: {} };
      expect(parents?.types).toEqual([row.type]);
      expect(parents?.select([row])).toEqual([row]);
      const [list, ...below] = parents?.walk ?? [];
      expect(list && described(list(subscriptionId).request)).toBe(
        `GET ${subscription}/${provider}/backupVaults${version}`,
      );
      expect(below).toEqual([]);
    });

    it.each([
      ["of no vault", undefined],
      ["of a vault in no resource group", { ...origin.parent, id: subscription }],
      ["of a vault in no region", { ...origin.parent, location: "" }],
    ])("is nothing %s", (_, parent) => {
      const from = { item, origin: parent === undefined ? {} : { parent } };
      expect(readFrom(backupInstance, from)).toBeUndefined();
    });

    it("has no name with a slash, which would be another address", () => {
      expect(readFrom(backupInstance, { item: { ...item, name: "a/b" }, origin })).toBeUndefined();
    });

    it("is recovered only while it is this deletion, until it is live", () => {
      const steps = backupInstance.recover(read(item), { tenantId, answers: {} });
      const { precondition, postcondition } = (isRefusal(steps) ? [] : steps)[0] ?? {};
      expect(precondition && described(precondition.request)).toBe(`GET ${deleted}${version}`);
      expect(precondition?.unchanged.map(({ value }) => value)).toEqual([
        "2022-05-04T00:00:36.6660445Z",
        "d0a6f3c2-8b1e-4c7d-9f25-1e4b7a9c6d38",
      ]);
      expect(postcondition && [postcondition.expects, described(postcondition.request)]).toEqual([
        "present",
        `GET ${vault}/backupInstances/${deletedName}${version}`,
      ]);
    });

    it.each([
      ["2022-05-06T00:00:36.6660445Z", /until 2022-05-06 00:00 UTC/],
      [null, /except in the last 14 days of its retention/],
    ])("with the end of billing at %s says what it costs", (billingEndDate, expected) => {
      const deletionInfo = { ...item.properties.deletionInfo, billingEndDate };
      const properties = { ...item.properties, deletionInfo };
      expect(backupInstance.consequences(read({ ...item, properties })).billed.join()).toMatch(
        expected,
      );
    });

    it("comes back stopped", () => {
      const { destroyed, freed, notRestored } = backupInstance.consequences(read(item));
      expect([destroyed, freed]).toEqual([[], []]);
      expect(notRestored.join()).toMatch(/until you resume.*recovery points that have expired/);
      expect(backupInstance.prerequisites(read(item))).toEqual([]);
    });
  },
};
