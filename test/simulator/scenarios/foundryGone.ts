import type { JsonObject } from "../json";
import type { Scenario, ScenarioSubscription } from "../scenario";
import { deletedForGood, written } from "../seeds/activity";
import { deletedStorage } from "../seeds/storage";
import { deletedLogWorkspace, deletedMlWorkspace } from "../seeds/workspaces";
import { contoso, dana, danaAs } from "./people";

const id = "aaaaaaaa-0000-4000-8000-000000000006";
const there = { resourceGroup: "rg-gone", location: "swedencentral" };
const inGroup = `resourceGroups/${there.resourceGroup}/providers`;
const storageType = "Microsoft.Storage/storageAccounts";
const workspaceType = "Microsoft.MachineLearningServices/workspaces";

/** Erik tidied up on the way out: all at once, and nobody noticed for a day. */
const erik = "erik@contoso.example";
const deletion = { hoursAgo: 30, by: erik };
const deletedVault = { ...there, deletedDaysAgo: deletion.hoursAgo / 24, deletedBy: erik };
const made = { hoursAgo: 60 * 24, by: erik };

function idOf(type: string, name: string): string {
  return `/subscriptions/${id}/${inGroup}/${type}/${name}`;
}

const foundry: JsonObject = {
  customSubDomainName: "foundry-gone",
  allowProjectManagement: true,
  publicNetworkAccess: "Enabled",
  encryption: {
    keySource: "Microsoft.KeyVault",
    keyVaultProperties: {
      keyName: "foundry",
      keyVersion: "5d3f1a0c7b9e4d2f8a6c0e1b3d5f7a90",
      keyVaultUri: "https://kv-gone-cmk.vault.azure.net/",
    },
  },
  userOwnedStorage: [{ resourceId: idOf(storageType, "stgonedata") }],
};

/** The account's own data is encrypted with a key of the same vault. */
const dataEncryption: JsonObject = {
  keySource: "Microsoft.Keyvault",
  keyvaultproperties: {
    keyname: "data",
    keyversion: "",
    keyvaulturi: "https://kv-gone-cmk.vault.azure.net",
  },
  services: { blob: { enabled: true, keyType: "Account" } },
};

function workspace(friendlyName: string): JsonObject {
  return {
    friendlyName,
    keyVault: idOf("Microsoft.KeyVault/vaults", "kv-gone-ml"),
    storageAccount: idOf(storageType, "stgoneml"),
    applicationInsights: idOf("microsoft.insights/components", "appi-gone"),
    containerRegistry: idOf("Microsoft.ContainerRegistry/registries", "crgone"),
    hbiWorkspace: false,
    publicNetworkAccess: "Enabled",
  };
}

const research: ScenarioSubscription = {
  id,
  name: "Contoso Research",
  tenantId: contoso.id,
  roleAssignments: [danaAs("Owner")],
  registeredProviders: [
    "Microsoft.CognitiveServices",
    "Microsoft.ContainerRegistry",
    "Microsoft.KeyVault",
    "Microsoft.MachineLearningServices",
    "Microsoft.OperationalInsights",
    "Microsoft.Storage",
  ],
  resourceGroups: [{ name: "rg-lab", location: "swedencentral", tags: { team: "research" } }],
  deletedGroups: [{ name: "rg-gone", deletedHoursAgo: deletion.hoursAgo, deletedBy: erik }],
  deletedAccounts: [
    {
      ...there,
      name: "foundry-gone",
      kind: "AIServices",
      sku: "S0",
      tags: { team: "research", costCenter: "4711" },
      properties: foundry,
      deletedHoursAgo: deletion.hoursAgo,
      deletedBy: erik,
    },
  ],
  deletedVaults: [
    // Encryption with a customer's key demands the protection.
    { ...deletedVault, name: "kv-gone-cmk", purgeProtected: true },
    { ...deletedVault, name: "kv-gone-ml" },
  ],
  seeds: [
    deletedStorage({ ...there, name: "stgonedata", encryption: dataEncryption }, deletion),
    deletedStorage({ ...there, name: "stgoneml" }, deletion),
    deletedMlWorkspace(
      {
        ...there,
        name: "mlw-gone",
        tags: { team: "research" },
        properties: workspace("Gone"),
        listed: true,
        logged: true,
      },
      deletion,
    ),
    deletedMlWorkspace(
      {
        ...there,
        name: "mlw-log-only",
        properties: workspace("In the log only"),
        listed: false,
        logged: true,
      },
      deletion,
    ),
    // What Foundry keeps a project in, where people do not see it.
    deletedMlWorkspace(
      {
        ...there,
        name: "foundry-gone@research@AML",
        properties: { friendlyName: "research" },
        listed: true,
        logged: false,
      },
      deletion,
    ),
    deletedLogWorkspace({ ...there, name: "log-gone" }, deletion),
    written({
      ...made,
      path: `${inGroup}/Microsoft.CognitiveServices/accounts/foundry-gone`,
      type: "Microsoft.CognitiveServices/accounts",
      body: {
        location: there.location,
        kind: "AIServices",
        sku: { name: "S0" },
        properties: foundry,
      },
    }),
    written({
      ...made,
      path: `${inGroup}/${storageType}/stgonedata`,
      type: storageType,
      body: {
        location: there.location,
        kind: "StorageV2",
        sku: { name: "Standard_LRS" },
        properties: { encryption: dataEncryption },
      },
    }),
    ...["mlw-gone", "mlw-log-only"].map((name) =>
      written({
        ...made,
        path: `${inGroup}/${workspaceType}/${name}`,
        type: workspaceType,
        body: {
          location: there.location,
          identity: { type: "SystemAssigned" },
          properties: workspace(name),
        },
      }),
    ),
    written({
      ...made,
      path: `${inGroup}/microsoft.insights/components/appi-gone`,
      type: "Microsoft.Insights/components",
      body: {
        location: there.location,
        kind: "web",
        properties: {
          Application_Type: "web",
          WorkspaceResourceId: idOf("Microsoft.OperationalInsights/workspaces", "log-gone"),
        },
      },
    }),
    deletedForGood({
      ...deletion,
      path: `${inGroup}/microsoft.insights/components/appi-gone`,
      type: "Microsoft.Insights/components",
    }),
    deletedForGood({
      ...deletion,
      path: `${inGroup}/Microsoft.ContainerRegistry/registries/crgone`,
      type: "Microsoft.ContainerRegistry/registries",
    }),
  ],
};

/**
 * A resource group that went with all that was in it: a Foundry resource whose key vault and
 * storage account are deleted too, and workspaces that need more than that.
 */
export const foundryGone: Scenario = {
  name: "foundryGone",
  tenants: [contoso],
  people: [dana],
  subscriptions: [research],
};
