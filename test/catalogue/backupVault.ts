import * as fc from "fast-check";
import { expect, it } from "vitest";
import type { JsonObject } from "../../src/base/json";
import { backupVault } from "../../src/services/backupVault";
import { isRefusal } from "../../src/services/service";
import { liveBackupVault } from "../simulator/providers/dataProtectionState";
import { everyService } from "../simulator/scenarios/everyService";
import { startSimulator } from "../simulator/simulator";
import { described } from "../unit/catalogue/reading";
import { readBy, subscriptionId, tenantId } from "../unit/services/samples";
import { officialParts } from "../unit/services/shapes";
import { ArmClient, errorOf, fetchFrom, json, names } from "../unit/simulator/client";
import type { CatalogueCase } from "./case";

const subscription = `/subscriptions/${subscriptionId}`;
const provider = "providers/Microsoft.DataProtection";
const version = "?api-version=2025-09-01";
const guid = "e2b6a3d4-1c5f-4f0e-9a77-5d3c8b1f2a60";
const deleted = `${subscription}/${provider}/locations/eastasia/deletedVaults/${guid}`;
const live = `${subscription}/resourceGroups/rg-backup/${provider}/backupVaults/bv-shop`;
const storageSettings = [{ datastoreType: "VaultStore", type: "LocallyRedundant" }];

/** As Azure answers: the original id is a GUID, only the path is one. */
const item = {
  id: deleted,
  name: guid,
  type: "Microsoft.DataProtection/locations/deletedVaults",
  location: "eastasia",
  tags: { team: "shop" },
  properties: {
    originalBackupVaultId: "7f0d1c7e-2f0b-4f4c-8f39-8a4f7a0f5b11",
    originalBackupVaultName: "bv-shop",
    originalBackupVaultResourcePath: `${subscription}/resourcegroups/rg-backup/${provider}/BackupVaults/bv-shop`,
    resourceDeletionInfo: {
      deletionTime: "2026-08-30T18:04:59.7624806Z",
      scheduledPurgeTime: "2026-09-13T18:04:59.7624806Z",
      deleteActivityID: "5a0cbe0e-93a4-4b4f-9d1e-0a4b6a8b3c55",
    },
    provisioningState: "Succeeded",
    storageSettings,
    securitySettings: { softDeleteSettings: { state: "AlwaysOn", retentionDurationInDays: 14 } },
  },
} satisfies JsonObject;

/** As it is published: another segment in the id, and the same path twice. */
const published = {
  id: `${subscription}/${provider}/locations/westus/deletedBackupVaults/deleted-vault-01`,
  name: "deleted-vault-01",
  type: "Microsoft.DataProtection/deletedBackupVaults",
  properties: {
    originalBackupVaultId: `${subscription}/resourceGroups/sample-rg/${provider}/backupVaults/sample-vault`,
    originalBackupVaultName: "sample-vault",
    originalBackupVaultResourcePath: `${subscription}/resourceGroups/sample-rg/${provider}/backupVaults/sample-vault`,
    resourceDeletionInfo: {
      deletionTime: "2025-09-18T10:00:00.000Z",
      scheduledPurgeTime: "2025-10-18T10:00:00.000Z",
      deleteActivityId: "00000000-0000-0000-0000-000000000000",
    },
    storageSettings,
  },
} satisfies JsonObject;

const there = `/${provider}/locations/swedencentral/deletedVaults`;
const simulatedGuid = "9531985d-5d9d-49f8-9818-e811892f902b";
const platform = `/subscriptions/${everyService.subscriptions[0]?.id ?? ""}`;
const liveThere = `/resourceGroups/rg-platform/${provider}/backupVaults/bvault-platform`;

function stepOf(from: JsonObject) {
  const steps = backupVault.recover(readBy(backupVault, from), { tenantId, answers: {} });
  const step = (isRefusal(steps) ? [] : steps)[0];
  if (step === undefined) {
    throw new Error("There is no plan.");
  }
  return step;
}

/** Backup vaults in the tests. */
export const entry: CatalogueCase = {
  service: backupVault,
  examples: [
    {
      from: "https://github.com/Azure/azure-powershell/blob/main/src/DataProtection/DataProtection.Autorest/test/Undo-AzDataProtectionVaultDeletion.Recording.json",
      item,
      read: {
        name: "bv-shop",
        resourceGroup: "rg-backup",
        location: "eastasia",
        kind: undefined,
        originalId: live,
        deletedPath: deleted,
        deletedAt: "2026-08-30T18:04:59.762Z",
        purgeAt: "2026-09-13T18:04:59.762Z",
        purgeAtFrom: "azure",
        purgeProtected: true,
        tags: { team: "shop" },
      },
    },
    {
      from: "https://github.com/Azure/azure-sdk-for-go/blob/main/sdk/resourcemanager/dataprotection/armdataprotection/deletedbackupvaults_client_example_test.go",
      item: published,
      read: {
        name: "sample-vault",
        resourceGroup: "sample-rg",
        location: "westus",
        deletedPath: `${subscription}/${provider}/locations/westus/deletedVaults/deleted-vault-01`,
        deletedAt: "2025-09-18T10:00:00.000Z",
        purgeAt: "2025-10-18T10:00:00.000Z",
        tags: {},
      },
    },
  ],
  shapes: fc
    .record({
      parts: officialParts,
      own: fc.uuid(),
      original: fc.option(fc.uuid(), { nil: undefined }),
      segment: fc.constantFrom("deletedVaults", "deletedBackupVaults"),
      type: fc.constantFrom("backupVaults", "BackupVaults"),
      hasPath: fc.boolean(),
    })
    .map(({ parts, own, original, segment, type, hasPath }) => {
      const { name, group: resourceGroup, slash, groups, tags } = parts;
      const [display, region] = parts.location;
      const path = `${slash}subscriptions/${subscriptionId}/${groups}/${resourceGroup}/${provider}/${type}/${name}`;
      return {
        item: {
          id: `${slash}subscriptions/${subscriptionId}/${provider}/locations/${display}/${segment}/${own}`,
          name: own,
          tags,
          properties: {
            originalBackupVaultId: hasPath ? (original ?? path) : path,
            ...(hasPath ? { originalBackupVaultResourcePath: path } : {}),
            resourceDeletionInfo: {
              ...(parts.deleted === undefined ? {} : { deletionTime: parts.deleted.text }),
              ...(parts.purged === undefined ? {} : { scheduledPurgeTime: parts.purged.text }),
            },
          },
        },
        read: {
          name,
          resourceGroup,
          location: region,
          originalId: `${subscription}/resourceGroups/${resourceGroup}/${provider}/backupVaults/${name}`,
          deletedPath: `${subscription}/${provider}/locations/${region}/deletedVaults/${own}`,
          deletedAt: parts.deleted?.iso,
          purgeAt: parts.purged?.iso,
          tags,
        },
      };
    }),
  required: [["name"], ["properties", "originalBackupVaultResourcePath"]],
  plans: {
    list: [`GET ${subscription}/${provider}/locations/swedencentral/deletedVaults${version}`],
    recover: [
      `PUT ${live}${version} {"x-ms-deleted-vault-id":"${guid}"} {"location":"eastasia","properties":{"storageSettings":${JSON.stringify(storageSettings)}}}`,
    ],
    purge: /^Azure Backup doesn't support purging this resource.* after 2026-09-13 18:04 UTC\./,
    commands: {
      recover: [
        /^az rest --method put .*--headers x-ms-deleted-vault-id=/,
        /^Undo-AzDataProtectionVaultDeletion .*-DeletedVaultName '[\da-f-]{36}' -Location 'eastasia' /,
      ],
    },
  },
  contract: [
    {
      namespace: "Microsoft.DataProtection",
      inUse: "2025-09-01",
      source:
        "https://github.com/Azure/azure-rest-api-specs/pull/37561: the first version that has deleted vaults",
    },
  ],
  exchanges: [
    ["GET", `${there}${version}`, 200],
    ["GET", `/${provider}/locations/westeurope/deletedVaults${version}`, 200],
    ["GET", `${there}/${simulatedGuid}${version}`, 200],
    ["GET", `${there}/never-was${version}`, 404],
    ["GET", `/${provider}/backupVaults${version}`, 200],
    ["GET", `${liveThere}${version}`, 404],
    ["PUT", `${liveThere}${version}`, 400, { properties: { storageSettings } }],
  ],
  window: {
    row: "bvault-platform",
    description: /^2[56] days left · rg-platform · swedencentral$/,
    recover: {
      asks: /Backup instances stay soft-deleted: recover each one as well\./,
      isBack: (state) => liveBackupVault(state, "rg-platform", "bvault-platform") !== undefined,
    },
    purge: {
      refused: /doesn't support purging this resource.*You can recover the resource until then/,
    },
  },
  checks: () => {
    it("is named by its own name, or else by its whole id", () => {
      const { request, fallbackRequest } = stepOf(published);
      const own = `${subscription}/${provider}/locations/westus/deletedVaults/deleted-vault-01`;
      expect(request.headers).toEqual({ "x-ms-deleted-vault-id": "deleted-vault-01" });
      expect(fallbackRequest).toEqual({ ...request, headers: { "x-ms-deleted-vault-id": own } });
    });

    it("is recovered without storage settings where Azure does not tell them", () => {
      const { storageSettings: _, ...properties } = item.properties;
      expect(stepOf({ ...item, properties }).request.body).toEqual({ location: "eastasia" });
    });

    it("is recovered only while it is this deletion and no live vault has its name", () => {
      const { precondition, postcondition } = stepOf(item);
      expect(precondition && described(precondition.request)).toBe(`GET ${deleted}${version}`);
      expect(precondition?.unchanged).toEqual([
        {
          path: ["properties", "resourceDeletionInfo", "deletionTime"],
          value: "2026-08-30T18:04:59.7624806Z",
        },
        {
          path: ["properties", "resourceDeletionInfo", "deleteActivityID"],
          value: "5a0cbe0e-93a4-4b4f-9d1e-0a4b6a8b3c55",
        },
      ]);
      expect(precondition?.and && described(precondition.and.request)).toBe(
        `GET ${live}${version}`,
      );
      expect(precondition?.and).toMatchObject({
        unchanged: [{ path: ["id"], value: null }],
        ifForbidden: "stop",
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

    it("takes the region it was listed in where the id does not tell", () => {
      const [source] = backupVault.sources;
      const { location: _, ...without } = { ...item, id: null };
      const found =
        source.kind === "regions"
          ? source.read(without, { subscriptionId, region: "eastasia" })
          : undefined;
      expect(found).toMatchObject({ location: "eastasia", deletedPath: deleted });
    });

    it.each([
      ["https://kv-backup.vault.azure.net/keys/main/1", ["kv-backup"]],
      ["kv-backup", []],
      [undefined, []],
    ])("with its key at %s needs the key vaults %j", (keyUri, expected) => {
      const encryptionSettings = { keyVaultProperties: keyUri === undefined ? {} : { keyUri } };
      const properties = { ...item.properties, securitySettings: { encryptionSettings } };
      const found = backupVault.prerequisites(readBy(backupVault, { ...item, properties }));
      expect(found.map(({ name }) => name)).toEqual(expected);
    });

    it("says that it is a preview, what comes back apart from it, and what is charged", () => {
      const { billed, notRestored } = backupVault.consequences(readBy(backupVault, item));
      expect(backupVault.availability).toEqual({ preview: true });
      expect(billed.join()).toMatch(/last 14 days.*Snapshots of operational backups/);
      expect(notRestored.join()).toMatch(/instances stay soft-deleted.*managed identity/);
    });

    it.each([
      ["its name", simulatedGuid],
      ["its id", `${platform}${there}/${simulatedGuid}`],
    ])("comes back in the simulator by a header with %s", async (_, named) => {
      const simulator = await startSimulator({ timeScale: 1, scenario: everyService });
      try {
        const dana = await ArmClient.signIn(simulator);
        const put = (id: string, location: string) =>
          fetchFrom(simulator, `${platform}${liveThere}${version}`, {
            method: "PUT",
            headers: { Authorization: `Bearer ${dana.token}`, "x-ms-deleted-vault-id": id },
            body: { location, properties: { storageSettings } },
          });
        expect(errorOf(await put("never-was", "swedencentral")).code).toBe("DeletedVaultNotFound");
        expect((await put(named, "westeurope")).status).toBe(400);
        const begun = await put(named, "swedencentral");
        expect([begun.status, json(begun)]).toMatchObject([
          201,
          { properties: { provisioningState: "Provisioning" } },
        ]);
        const operation = begun.headers["azure-asyncoperation"] ?? "";
        expect(json(await dana.get(operation))["status"]).toBe("InProgress");
        simulator.state.time.advance(10);
        expect(json(await dana.get(operation))["status"]).toBe("Succeeded");
        expect(json(await dana.get(`${platform}${liveThere}${version}`))).toMatchObject({
          tags: { team: "platform" },
          properties: { provisioningState: "Succeeded" },
        });
        expect(names(await dana.list(`${platform}${there}${version}`))).toEqual([]);
        expect((await put(named, "swedencentral")).status).toBe(409);
      } finally {
        await simulator.close();
      }
    });
  },
};
