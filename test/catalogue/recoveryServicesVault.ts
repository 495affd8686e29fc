import * as fc from "fast-check";
import { expect, it } from "vitest";
import type { JsonObject } from "../../src/base/json";
import { deletionKey } from "../../src/services/deletedResource";
import { recoveryServicesVault } from "../../src/services/recoveryServicesVault";
import { isRefusal } from "../../src/services/service";
import { liveRecoveryServicesVault } from "../simulator/providers/recoveryServicesState";
import { described } from "../unit/catalogue/reading";
import { readBy, subscriptionId, tenantId } from "../unit/services/samples";
import { officialParts } from "../unit/services/shapes";
import type { CatalogueCase } from "./case";

const subscription = `/subscriptions/${subscriptionId}`;
const provider = "providers/Microsoft.RecoveryServices";
const version = "?api-version=2025-08-01";
const deletedName = "rg-backup_3c1e5f0a-7a52-4a0e-8d4b-90f1c2b7d6e5";
const deleted = `${subscription}/${provider}/locations/westus/deletedVaults/${deletedName}`;
const group = `${subscription}/resourceGroups/rg-backup`;
const live = `${group}/${provider}/vaults/rsv-shop`;

/** As the lists of the regions have it. */
const listed = {
  id: deleted,
  name: deletedName,
  type: "Microsoft.RecoveryServices/locations/deletedVaults",
  location: "westus",
  properties: {
    vaultId: live,
    vaultDeletionTime: "2026-07-17T11:16:50.5066715Z",
    purgeAt: "2026-07-31T11:16:33.6657791Z",
  },
} satisfies JsonObject;

/** As Resource Graph has it. */
const row = {
  ...listed,
  type: "microsoft.recoveryservices/locations/deletedvaults",
  subscriptionId,
} satisfies JsonObject;

const there = `/${provider}/locations/swedencentral/deletedVaults`;
const platform = `${there}/rg-platform_6513270e-269e-4d37-b2a7-4de452e6b438`;
const liveThere = `/resourceGroups/rg-platform/${provider}/vaults/rsv-platform`;
const inGroup = (name: string): JsonObject => ({
  properties: {
    recoveryResourceGroupId: `/subscriptions/aaaaaaaa-0000-4000-8000-000000000005/resourceGroups/${name}`,
  },
});

/** Recovery Services vaults in the tests. */
export const entry: CatalogueCase = {
  service: recoveryServicesVault,
  examples: [
    {
      from: "https://github.com/Azure/azure-cli/blob/dev/src/azure-cli/azure/cli/command_modules/backup/tests/latest/recordings/test_vault_soft_delete_basic.yaml",
      item: row,
      read: {
        name: "rsv-shop",
        resourceGroup: "rg-backup",
        location: "westus",
        kind: undefined,
        originalId: live,
        deletedPath: deleted,
        deletedAt: "2026-07-17T11:16:50.506Z",
        purgeAt: "2026-07-31T11:16:33.665Z",
        purgeAtFrom: "azure",
        purgeProtected: true,
        tags: {},
      },
    },
    {
      // There it has the name of the vault it was, and no location of its own.
      from: "https://learn.microsoft.com/rest/api/recoveryservices/deleted-vaults/get",
      item: {
        id: `${subscription}/${provider}/locations/westus/deletedVaults/swaggerExample`,
        name: "swaggerExample",
        type: "Microsoft.RecoveryServices/locations/deletedVaults",
        properties: {
          vaultId: `${subscription}/resourceGroups/Default-RecoveryServices-ResourceGroup/${provider}/vaults/swaggerExample`,
          vaultDeletionTime: "2024-09-20T09:49:46Z",
          purgeAt: "2024-10-20T09:49:46Z",
        },
      },
      read: {
        name: "swaggerExample",
        resourceGroup: "Default-RecoveryServices-ResourceGroup",
        location: "westus",
        deletedAt: "2024-09-20T09:49:46.000Z",
        purgeAt: "2024-10-20T09:49:46.000Z",
      },
    },
  ],
  shapes: fc
    .record({ parts: officialParts, guid: fc.uuid(), ofGraph: fc.boolean() })
    .map(({ parts, guid, ofGraph }) => {
      const { name, group: resourceGroup, slash, groups } = parts;
      const [display, region] = parts.location;
      const ownName = `${resourceGroup}_${guid}`;
      return {
        item: {
          id: `${slash}subscriptions/${subscriptionId}/${provider}/locations/${display}/deletedVaults/${ownName}`,
          name: ownName,
          type: ofGraph ? row.type : listed.type,
          ...(ofGraph ? { location: region, subscriptionId } : {}),
          properties: {
            vaultId: `${slash}subscriptions/${subscriptionId}/${groups}/${resourceGroup}/${provider}/vaults/${name}`,
            ...(parts.deleted === undefined ? {} : { vaultDeletionTime: parts.deleted.text }),
            ...(parts.purged === undefined ? {} : { purgeAt: parts.purged.text }),
          },
        },
        read: {
          name,
          resourceGroup,
          location: region,
          originalId: `${subscription}/resourceGroups/${resourceGroup}/${provider}/vaults/${name}`,
          deletedPath: `${subscription}/${provider}/locations/${region}/deletedVaults/${ownName}`,
          deletedAt: parts.deleted?.iso,
          purgeAt: parts.purged?.iso,
        },
      };
    }),
  required: [["name"], ["properties", "vaultId"]],
  plans: {
    list: [`GET ${subscription}/${provider}/locations/swedencentral/deletedVaults${version}`],
    recover: [
      `POST ${deleted}/undelete${version} {"properties":{"recoveryResourceGroupId":"${group}"}}`,
    ],
    purge:
      /^Azure Backup doesn't support purging this resource and removes it after 2026-07-31 11:16 UTC\./,
    commands: {
      recover: [/^az rest --method post /, /^Invoke-AzRestMethod -Method POST /],
    },
  },
  contract: [
    {
      namespace: "Microsoft.RecoveryServices",
      inUse: "2025-08-01",
      source:
        "https://learn.microsoft.com/rest/api/recoveryservices/deleted-vaults: the first version that has them",
    },
  ],
  exchanges: [
    ["GET", `${there}${version}`, 200],
    ["GET", `/${provider}/locations/westeurope/deletedVaults${version}`, 200],
    ["GET", `${platform}${version}`, 200],
    ["GET", `${there}/never-was${version}`, 404],
    ["GET", `${liveThere}${version}`, 404],
    ["POST", `${platform}/undelete${version}`, 400],
    ["POST", `${platform}/undelete${version}`, 404, inGroup("rg-gone")],
    ["POST", `${there}/never-was/undelete${version}`, 404, inGroup("rg-platform")],
    ["POST", `${platform}/undelete${version}`, 202, inGroup("rg-platform")],
    ["POST", `${platform}/undelete${version}`, 409, inGroup("rg-platform")],
  ],
  window: {
    row: "rsv-platform",
    description: /^1[01] days left · rg-platform · swedencentral$/,
    recover: {
      asks: /Backup items stay soft-deleted: undelete each item in the vault, then resume its backup\./,
      isBack: (state) =>
        liveRecoveryServicesVault(state, "rg-platform", "rsv-platform") !== undefined,
    },
    purge: {
      refused: /doesn't support purging this resource.*You can recover the resource until then/,
    },
  },
  checks: () => {
    const read = (item: JsonObject) => readBy(recoveryServicesVault, item);

    it("asks Resource Graph for nothing but deleted vaults, with the columns that rows need", () => {
      const [source] = recoveryServicesVault.sources;
      expect(source).toMatchObject({
        kind: "graph",
        query:
          "recoveryservicesresources | where type =~ 'microsoft.recoveryservices/locations/deletedvaults' | project id, name, type, location, subscriptionId, properties | order by id asc",
        fallback: { kind: "regions", resourceType: "locations/deletedVaults" },
      });
    });

    it("reads the same from the list of a region, also where the id does not tell the region", () => {
      const [source] = recoveryServicesVault.sources;
      const otherwise = source.kind === "graph" ? source.fallback : undefined;
      const { raw: _, ...expected } = read(row);
      for (const item of [listed, { ...listed, id: null }]) {
        expect(otherwise?.read(item, { subscriptionId, region: "westus" })).toMatchObject(expected);
      }
      const { location: _location, ...without } = { ...listed, id: null };
      expect(otherwise?.read(without, { subscriptionId })).toBeUndefined();
    });

    it("shows several deletions of one vault, each of its own", () => {
      const other = { ...row, id: `${deleted}2`, name: `${deletedName}2` };
      expect(read(other).name).toBe(read(row).name);
      expect(deletionKey(read(other))).not.toBe(deletionKey(read(row)));
    });

    it.each([
      ["2026-07-17T11:16:50.2Z", 1],
      ["2026-07-17T11:16:50.5066715Z", 1],
      ["2026-07-31T11:16:33Z", 0],
      [null, 0],
    ])("due at %s has so many remarks: %i", (purgeAt, expected) => {
      const { remarks } = read({ ...row, properties: { ...row.properties, purgeAt } });
      expect(remarks ?? []).toHaveLength(expected);
    });

    it("is recovered only while it is deleted and no live vault has its name", () => {
      const steps = recoveryServicesVault.recover(read(row), { tenantId, answers: {} });
      const { precondition, postcondition } = (isRefusal(steps) ? [] : steps)[0] ?? {};
      expect(precondition && described(precondition.request)).toBe(`GET ${deleted}${version}`);
      expect([precondition?.unchanged, precondition?.ifForbidden]).toEqual([[], "proceed"]);
      expect(precondition?.and && described(precondition.and.request)).toBe(
        `GET ${live}${version}`,
      );
      expect(precondition?.and).toMatchObject({
        unchanged: [{ path: ["id"], value: null }],
        ifForbidden: "proceed",
        allowMissing: true,
      });
      expect(precondition?.and?.message).toMatch(
        /A live vault with this name exists in the resource group, so nothing was sent\. Delete the live vault, then recover this one\./,
      );
      expect(postcondition && [postcondition.expects, described(postcondition.request)]).toEqual([
        "present",
        `GET ${live}${version}`,
      ]);
    });

    it("without a purge date refuses the purge without one", () => {
      const { purgeAt: _, ...properties } = row.properties;
      const answer = recoveryServicesVault.purge(read({ ...row, properties }));
      expect(isRefusal(answer) ? answer.refused : "").toMatch(/when its retention period ends\./);
    });

    it("says what a recovery leaves to do and what the wait costs", () => {
      const { destroyed, freed, billed, notRestored } = recoveryServicesVault.consequences(
        read(row),
      );
      expect([destroyed, freed]).toEqual([[], []]);
      expect(billed.join()).toMatch(/except in the last 14 days/);
      expect(notRestored.join()).toMatch(/stay soft-deleted.*Site Recovery.*role assignments/);
      expect(recoveryServicesVault.prerequisites(read(row))).toEqual([]);
    });
  },
};
