import { expect, it } from "vitest";
import type { JsonObject } from "../../src/base/json";
import { managedHsm } from "../../src/services/managedHsm";
import { isRefusal } from "../../src/services/service";
import { deletedHsm, liveHsm } from "../simulator/providers/managedHsmBodies";
import { checkProtection } from "../unit/catalogue/protectionChecks";
import { described } from "../unit/catalogue/reading";
import { readBy, subscriptionId, tenantId } from "../unit/services/samples";
import { officialParts } from "../unit/services/shapes";
import type { CatalogueCase } from "./case";

const subscription = `/subscriptions/${subscriptionId}`;
const provider = "providers/Microsoft.KeyVault";
const version = "?api-version=2026-02-01";
const deleted = `${subscription}/${provider}/locations/westus/deletedManagedHSMs/hsm1`;
const group = `${subscription}/resourceGroups/hsm-group/${provider}/managedHSMs`;
const published =
  "https://github.com/Azure/azure-rest-api-specs/blob/main/specification/keyvault/resource-manager/Microsoft.KeyVault/stable/2023-07-01/examples";

const item = {
  id: deleted,
  name: "hsm1",
  type: "Microsoft.KeyVault/deletedManagedHSMs",
  properties: {
    mhsmId: `${group}/hsm1`,
    location: "westus",
    deletionDate: "2021-04-01T00:00:59Z",
    scheduledPurgeDate: "2021-06-30T00:00:59Z",
    tags: { Dept: "hsm", Environment: "production" },
  },
} satisfies JsonObject;

const protectedItem = { ...item, properties: { ...item.properties, purgeProtectionEnabled: true } };

const there = `/${provider}/locations/swedencentral/deletedManagedHSMs`;
const live = `/resourceGroups/rg-platform/${provider}/managedHSMs`;

function put(createMode: string): JsonObject {
  return {
    location: "swedencentral",
    sku: { family: "B", name: "Standard_B1" },
    properties: { tenantId, createMode },
  };
}

/** Managed HSMs in the tests. */
export const entry: CatalogueCase = {
  service: managedHsm,
  examples: [
    {
      from: `${published}/DeletedManagedHsm_Get.json`,
      item,
      read: {
        name: "hsm1",
        resourceGroup: "hsm-group",
        location: "westus",
        originalId: `${group}/hsm1`,
        deletedPath: deleted,
        deletedAt: "2021-04-01T00:00:59.000Z",
        purgeAt: "2021-06-30T00:00:59.000Z",
        purgeAtFrom: "azure",
        purgeProtected: false,
        tags: { Dept: "hsm", Environment: "production" },
      },
    },
    {
      // There the name is another than the one in both ids.
      from: `${published}/DeletedManagedHsm_List.json`,
      item: { ...protectedItem, name: "vault-agile-drawer-6404" },
      read: {
        name: "hsm1",
        originalId: `${group}/hsm1`,
        deletedPath: deleted,
        purgeProtected: true,
      },
    },
  ],
  shapes: officialParts.map(
    ({ name, group: resourceGroup, location: [display, region], ...rest }) => ({
      item: {
        id: `${rest.slash}subscriptions/${subscriptionId}/${provider}/locations/${region}/deletedManagedHSMs/${name}`,
        name,
        type: "Microsoft.KeyVault/deletedManagedHSMs",
        properties: {
          mhsmId: `${rest.slash}subscriptions/${subscriptionId}/${rest.groups}/${resourceGroup}/${provider}/managedHSMs/${name}`,
          location: display,
          tags: rest.tags,
          ...(rest.deleted === undefined ? {} : { deletionDate: rest.deleted.text }),
          ...(rest.purged === undefined ? {} : { scheduledPurgeDate: rest.purged.text }),
          ...(rest.isProtected === undefined ? {} : { purgeProtectionEnabled: rest.isProtected }),
        },
      },
      read: {
        name,
        resourceGroup,
        location: region,
        originalId: `${subscription}/resourceGroups/${resourceGroup}/${provider}/managedHSMs/${name}`,
        deletedPath: `${subscription}/${provider}/locations/${region}/deletedManagedHSMs/${name}`,
        deletedAt: rest.deleted?.iso,
        purgeAt: rest.purged?.iso,
        purgeAtFrom: "azure",
        purgeProtected: rest.isProtected === true,
        tags: rest.tags,
      },
    }),
  ),
  required: [
    ["properties", "mhsmId"],
    ["properties", "location"],
  ],
  plans: {
    list: [`GET ${subscription}/${provider}/deletedManagedHSMs${version}`],
    recover: [
      `PUT ${group}/hsm1${version} {"location":"westus","sku":{"family":"B","name":"Standard_B1"},"properties":{"tenantId":"${tenantId}","createMode":"Recover"}}`,
    ],
    purge: [`POST ${deleted}/purge${version}`],
    commands: {
      recover: [
        /^az keyvault recover --hsm-name hsm1 .*--location westus /,
        /^Undo-AzKeyVaultManagedHsmRemoval /,
      ],
      purge: [
        /^az keyvault purge --hsm-name hsm1 --location westus /,
        /^Remove-AzKeyVaultManagedHsm .*-InRemovedState /,
      ],
    },
  },
  recoversByName: true,
  roles: {
    "Managed HSM contributor": {
      actions: [
        "Microsoft.KeyVault/managedHSMs/*",
        "Microsoft.KeyVault/deletedManagedHsms/read",
        "Microsoft.KeyVault/locations/deletedManagedHsms/read",
        "Microsoft.KeyVault/locations/deletedManagedHsms/purge/action",
        "Microsoft.KeyVault/locations/managedHsmOperationResults/read",
      ],
      notActions: [],
    },
  },
  contract: [
    {
      namespace: "Microsoft.KeyVault",
      inUse: "2026-02-01",
      inFile: "2023-07-01",
      file: "keyvault/resource-manager/Microsoft.KeyVault/stable/2023-07-01/managedHsm.json",
      source:
        "https://learn.microsoft.com/azure/key-vault/general/access-control-default: versions before 2026-02-01 retire on 27 February 2027",
    },
  ],
  disputed: [
    [
      /^ENUM_CASE_MISMATCH: .*\(\/properties\/createMode\)$/,
      "https://github.com/Azure/azure-cli, keyvault/custom.py, recover_vault_or_hsm: the service takes it with a capital letter only",
    ],
  ],
  exchanges: [
    ["GET", `/${provider}/deletedManagedHSMs${version}`, 200],
    ["GET", `${there}/hsm-platform${version}`, 200],
    ["GET", `${there}/never-was${version}`, 404],
    ["GET", `${live}/hsm-platform${version}`, 204],
    ["PUT", `${live}/hsm-platform${version}`, 400, put("recover")],
    ["PUT", `${live}/never-was${version}`, 400, put("Recover")],
    ["PUT", `${live}/hsm-platform${version}`, 202, put("Recover")],
    ["PUT", `${live}/hsm-platform${version}`, 400, put("Recover")],
    ["GET", `${live}/hsm-platform${version}`, 200],
    ["GET", `${live}${version}`, 200],
    ["GET", `/${provider}/managedHSMs${version}`, 200],
    ["GET", `${there}/hsm-platform${version}`, 404],
    ["DELETE", `${live}/hsm-platform${version}`, 202],
    ["DELETE", `${live}/hsm-platform${version}`, 204],
    ["POST", `${there}/hsm-platform-ledger/purge${version}`, 405],
    ["POST", `${there}/hsm-platform-test/purge${version}`, 202],
    ["POST", `${there}/hsm-platform-test/purge${version}`, 409],
    ["POST", `${there}/never-was/purge${version}`, 404],
  ],
  window: {
    row: "hsm-platform",
    description: /^(69|70) days left · rg-platform · swedencentral$/,
    recover: {
      asks: /Role assignments \(Azure RBAC\) and private endpoints: check them afterward, because Microsoft doesn't document whether they come back\./,
      isBack: (state) => liveHsm(state, "rg-platform", "hsm-platform") !== undefined,
    },
    purge: {
      says: /billed at its full hourly rate until it's purged/,
      isGone: (state) => deletedHsm(state, "hsm-platform") === undefined,
    },
  },
  checks: () => {
    checkProtection(managedHsm, item);

    it("refuses the purge of a protected HSM, and says that it goes on costing", () => {
      const answer = managedHsm.purge(readBy(managedHsm, protectedItem));
      expect(isRefusal(answer) ? answer.refused : "").toMatch(/^Purge protection is on.*billed/);
    });

    it("is looked for in a list once recovered, since its GET may answer 204 for nothing", () => {
      const steps = managedHsm.recover(readBy(managedHsm, item), { tenantId, answers: {} });
      const postcondition = isRefusal(steps) ? undefined : steps[0]?.postcondition;
      expect(postcondition && described(postcondition.request)).toBe(`GET ${group}${version}`);
      expect([postcondition?.entry, postcondition?.expects]).toEqual([
        { path: ["name"], value: "hsm1" },
        "present",
      ]);
    });

    it("needs besides the purge to read what is purged", () => {
      expect(managedHsm.permissions.purge?.also?.map(({ action }) => action)).toEqual([
        "Microsoft.KeyVault/locations/deletedManagedHsms/read",
      ]);
      const { recover, purge } = managedHsm.permissions;
      expect(new Set([recover?.follow, purge?.follow])).toEqual(
        new Set(["Microsoft.KeyVault/locations/managedHsmOperationResults/read"]),
      );
    });

    it("tells what it costs and destroys", () => {
      const { destroyed, freed, billed } = managedHsm.consequences(readBy(managedHsm, item));
      expect(destroyed.join()).toMatch(/All keys.*can't be decrypted/);
      expect(freed).toEqual(['Anyone in Azure can use the name "hsm1" again.']);
      expect(billed.join()).toMatch(/full hourly rate/);
    });
  },
};
