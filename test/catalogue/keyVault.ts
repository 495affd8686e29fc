import { expect, it } from "vitest";
import { keyVault } from "../../src/services/keyVault";
import { isRefusal } from "../../src/services/service";
import { checkProtection } from "../unit/catalogue/protectionChecks";
import { readBy, subscriptionId, vault } from "../unit/services/samples";
import { officialParts } from "../unit/services/shapes";
import type { CatalogueCase } from "./case";

const subscription = `/subscriptions/${subscriptionId}`;
const deleted = `${subscription}/providers/Microsoft.KeyVault/locations/westus/deletedVaults/kv-support`;
const live = `${subscription}/resourceGroups/rg-keys/providers/Microsoft.KeyVault/vaults/kv-support`;
const version = "?api-version=2026-02-01";
const example = {
  ...vault,
  id: deleted,
  name: "kv-support",
  properties: { ...vault.properties, vaultId: live },
};

/** Key vaults in the tests. */
export const entry: CatalogueCase = {
  service: keyVault,
  examples: [
    {
      from: "https://learn.microsoft.com/rest/api/keyvault/keyvault/vaults/list-deleted",
      item: example,
      read: {
        name: "kv-support",
        resourceGroup: "rg-keys",
        location: "westus",
        originalId: live,
        deletedPath: deleted,
        deletedAt: "2026-01-01T00:00:59.000Z",
        purgeAt: "2026-04-01T00:00:59.000Z",
        purgeAtFrom: "azure",
        purgeProtected: false,
        tags: { team: "keys" },
      },
    },
  ],
  shapes: officialParts.map(({ name, group, location: [display, region], ...rest }) => ({
    item: {
      id: `${subscription}/providers/Microsoft.KeyVault/locations/westus/deletedVaults/${name}`,
      name,
      type: "Microsoft.KeyVault/deletedVaults",
      properties: {
        vaultId: `${rest.slash}subscriptions/${subscriptionId}/${rest.groups}/${group}/providers/Microsoft.KeyVault/vaults/${name}`,
        location: display,
        tags: rest.tags,
        ...(rest.deleted === undefined ? {} : { deletionDate: rest.deleted.text }),
        ...(rest.purged === undefined ? {} : { scheduledPurgeDate: rest.purged.text }),
        ...(rest.isProtected === undefined ? {} : { purgeProtectionEnabled: rest.isProtected }),
      },
    },
    read: {
      name,
      resourceGroup: group,
      location: region,
      deletedAt: rest.deleted?.iso,
      purgeAt: rest.purged?.iso,
      purgeProtected: rest.isProtected ?? false,
      originalId: `${subscription}/resourceGroups/${group}/providers/Microsoft.KeyVault/vaults/${name}`,
    },
  })),
  required: [["name"], ["properties", "vaultId"], ["properties", "location"]],
  plans: {
    list: [`GET ${subscription}/providers/Microsoft.KeyVault/deletedVaults${version}`],
    recover: [
      `PUT ${live}${version} {"location":"westus","properties":{"tenantId":"11111111-1111-4111-8111-111111111111","sku":{"family":"A","name":"standard"},"createMode":"recover"}}`,
    ],
    purge: [`POST ${deleted}/purge${version}`],
    commands: {
      recover: [
        /^az keyvault recover --name kv-support --resource-group rg-keys --location westus --subscription \S+$/,
        /^Undo-AzKeyVaultRemoval -VaultName 'kv-support' -ResourceGroupName 'rg-keys' -Location 'westus' -SubscriptionId '\S+'$/,
      ],
      purge: [
        /^az keyvault purge --name kv-support --location westus --subscription \S+$/,
        /^Remove-AzKeyVault -VaultName 'kv-support' -Location 'westus' -InRemovedState -SubscriptionId '\S+'$/,
      ],
    },
  },
  recoversByName: true,
  roles: {
    "Key Vault Contributor": {
      actions: ["Microsoft.KeyVault/*"],
      notActions: [
        "Microsoft.KeyVault/locations/deletedVaults/purge/action",
        "Microsoft.KeyVault/hsmPools/*",
        "Microsoft.KeyVault/managedHsms/*",
      ],
    },
    "Key Vault Purge Operator": {
      actions: [
        "Microsoft.KeyVault/deletedVaults/read",
        "Microsoft.KeyVault/locations/deletedVaults/read",
        "Microsoft.KeyVault/locations/deletedVaults/purge/action",
        "Microsoft.KeyVault/locations/operationResults/read",
      ],
      notActions: [],
    },
  },
  contract: [
    {
      namespace: "Microsoft.KeyVault",
      inUse: "2026-02-01",
      inFile: "2023-07-01",
      file: "keyvault/resource-manager/Microsoft.KeyVault/stable/2023-07-01/keyvault.json",
      source:
        "https://learn.microsoft.com/azure/key-vault/general/access-control-default: versions before 2026-02-01 retire on 27 February 2027",
    },
  ],
  exchanges: [],
  window: {
    row: "kv-platform",
    description: /^6\d days left · rg-platform · swedencentral$/,
    recover: {
      asks: /Role assignments \(Azure RBAC\) on the vault/,
      isBack: (subscription) => subscription.vault("rg-platform", "kv-platform") !== undefined,
    },
    purge: {
      says: /All keys, secrets, and certificates in the vault are lost, with all their versions\./,
      isGone: (subscription) => subscription.deletedVault("kv-platform") === undefined,
    },
  },
  checks: () => {
    checkProtection(keyVault, vault);

    it("refuses the purge of a protected vault, with the reason", () => {
      const properties = { ...vault.properties, purgeProtectionEnabled: true };
      const answer = keyVault.purge(readBy(keyVault, { ...vault, properties }));
      expect(isRefusal(answer) ? answer.refused : "").toMatch(/^Purge protection is on/);
    });

    it("names what is encrypted with it, and what a recovery leaves out", () => {
      const resource = readBy(keyVault, vault);
      const { destroyed, freed, billed, notRestored } = keyVault.consequences(resource);
      expect(destroyed.join()).toMatch(/keys, secrets, and certificates.*can't be decrypted/);
      expect(freed).toEqual(['Anyone in Azure can use the name "kv" again.']);
      expect(billed).toEqual([]);
      expect(notRestored.join()).toMatch(/Role assignments.*Event Grid/);
      expect(keyVault.prerequisites(resource)).toEqual([]);
    });
  },
};
