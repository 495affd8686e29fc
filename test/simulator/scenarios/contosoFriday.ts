import type { Scenario, ScenarioSubscription } from "../scenario";
import { liveStorage } from "../seeds/storage";
import { contoso, dana, danaAs, fabrikam, northwind } from "./people";

/** The pipeline that empties Development every night, as the Activity Log names it. */
const nightlyCleanup = "5c0b1d2e-0000-4000-8000-00000000c1ea";

/**
 * Last night's clean-up at Contoso took the support assistant with it. The account still has a
 * day; the research team's resource group is gone altogether; and the vision account cannot come
 * back before the vault that holds its key.
 */
const production: ScenarioSubscription = {
  id: "aaaaaaaa-0000-4000-8000-000000000001",
  name: "Contoso Production",
  tenantId: contoso.id,
  roleAssignments: [danaAs("Owner")],
  registeredProviders: ["Microsoft.CognitiveServices", "Microsoft.KeyVault", "Microsoft.Storage"],
  resourceGroups: [
    { name: "rg-support", location: "swedencentral", tags: { team: "support" } },
    { name: "rg-payments", location: "westeurope", tags: { team: "payments" } },
    { name: "rg-security", location: "swedencentral" },
  ],
  accounts: [
    {
      name: "aoai-payments-prod",
      kind: "OpenAI",
      sku: "S0",
      resourceGroup: "rg-payments",
      location: "westeurope",
      tags: { team: "payments" },
    },
  ],
  vaults: [
    {
      name: "kv-platform-prod",
      resourceGroup: "rg-security",
      location: "swedencentral",
      purgeProtected: true,
      rbac: true,
    },
  ],
  deletedAccounts: [
    {
      name: "aoai-support-prod",
      kind: "OpenAI",
      sku: "S0",
      resourceGroup: "rg-support",
      location: "swedencentral",
      deletedHoursAgo: 18,
      tags: { team: "support", environment: "production", costCenter: "4711" },
      properties: { customSubDomainName: "aoai-support-prod", publicNetworkAccess: "Enabled" },
    },
    {
      name: "foundry-research",
      kind: "AIServices",
      sku: "S0",
      resourceGroup: "rg-research",
      location: "eastus2",
      locationAs: "East US 2",
      idShape: "deletedAccounts",
      deletedHoursAgo: 20,
      tags: { team: "research" },
      properties: { customSubDomainName: "foundry-research", publicNetworkAccess: "Disabled" },
    },
    {
      name: "vision-labels",
      kind: "ComputerVision",
      sku: "S1",
      resourceGroup: "rg-support",
      location: "swedencentral",
      deletedHoursAgo: 26,
      properties: {
        encryption: {
          keySource: "Microsoft.KeyVault",
          keyVaultProperties: {
            keyName: "labels",
            keyVersion: "0b1c2d3e4f5061728394a5b6c7d8e9f0",
            keyVaultUri: "https://kv-cmk-prod.vault.azure.net/",
          },
        },
        userOwnedStorage: [
          {
            resourceId:
              "/subscriptions/aaaaaaaa-0000-4000-8000-000000000001/resourceGroups/rg-support/providers/Microsoft.Storage/storageAccounts/stlabelsprod",
          },
        ],
        publicNetworkAccess: "Enabled",
      },
    },
  ],
  deletedVaults: [
    {
      name: "kv-support-prod",
      resourceGroup: "rg-support",
      location: "swedencentral",
      deletedDaysAgo: 78,
      tags: { team: "support" },
    },
    {
      name: "kv-payments-prod",
      resourceGroup: "rg-payments",
      location: "westeurope",
      purgeProtected: true,
      deletedDaysAgo: 7,
      tags: { team: "payments" },
    },
    {
      name: "kv-cmk-prod",
      resourceGroup: "rg-security",
      location: "swedencentral",
      deletedDaysAgo: 70,
    },
  ],
  seeds: [
    liveStorage({ name: "stlabelsprod", resourceGroup: "rg-support", location: "swedencentral" }),
  ],
};

/** Where names are reused all week, so what was deleted on Monday is in the way on Friday. */
const development: ScenarioSubscription = {
  id: "aaaaaaaa-0000-4000-8000-000000000002",
  name: "Contoso Development",
  tenantId: contoso.id,
  roleAssignments: [danaAs("Owner")],
  resourceGroups: [{ name: "rg-dev", location: "westeurope" }],
  accounts: [
    {
      name: "aoai-dev",
      kind: "OpenAI",
      sku: "S0",
      resourceGroup: "rg-dev",
      location: "westeurope",
    },
  ],
  deletedAccounts: [
    {
      name: "aoai-dev-tonight",
      kind: "OpenAI",
      sku: "S0",
      resourceGroup: "rg-dev",
      location: "westeurope",
      deletedHoursAgo: 43,
      deletedBy: nightlyCleanup,
      properties: { customSubDomainName: "aoai-dev-tonight" },
    },
    {
      name: "speech-dev",
      kind: "SpeechServices",
      sku: "F0",
      resourceGroup: "rg-dev",
      location: "westeurope",
      locationAs: "westEurope",
      idShape: "deletedAccounts",
      deletedBy: "kim@contoso.example",
      deletedHoursAgo: 2,
    },
  ],
  deletedVaults: [
    {
      name: "kv-dev-old",
      resourceGroup: "rg-dev",
      location: "westeurope",
      deletedDaysAgo: 87,
    },
    {
      name: "kv-dev-scratch",
      resourceGroup: "rg-dev",
      location: "westeurope",
      deletedDaysAgo: 30,
    },
  ],
};

/**
 * Dana looks after one resource group here and may look around in the rest. Recovering is a write
 * in the group; purging is a delete in the subscription, and there Dana has none.
 */
const sandbox: ScenarioSubscription = {
  id: "aaaaaaaa-0000-4000-8000-000000000003",
  name: "Contoso Sandbox",
  tenantId: contoso.id,
  roleAssignments: [danaAs("Contoso Observer"), danaAs("Contributor", "rg-sandbox")],
  resourceGroups: [
    { name: "rg-sandbox", location: "northeurope" },
    { name: "rg-sandbox-shared", location: "northeurope" },
  ],
  deletedAccounts: [
    {
      name: "aoai-sandbox",
      kind: "OpenAI",
      sku: "S0",
      resourceGroup: "rg-sandbox",
      location: "northeurope",
      deletedHoursAgo: 10,
    },
  ],
  deletedVaults: [
    {
      name: "kv-sandbox-hidden",
      resourceGroup: "rg-sandbox-shared",
      location: "northeurope",
      deletedDaysAgo: 1,
    },
  ],
};

/** Made last week; nobody has used Cognitive Services in it yet. */
const empty: ScenarioSubscription = {
  id: "aaaaaaaa-0000-4000-8000-000000000004",
  name: "Contoso Empty",
  tenantId: contoso.id,
  roleAssignments: [danaAs("Owner")],
  registeredProviders: ["Microsoft.KeyVault"],
  resourceGroups: [],
};

/** Fabrikam's region is having an outage. */
const fabrikamShared: ScenarioSubscription = {
  id: "bbbbbbbb-0000-4000-8000-000000000001",
  name: "Fabrikam Shared",
  tenantId: fabrikam.id,
  roleAssignments: [danaAs("Contributor")],
  resourceGroups: [{ name: "rg-shared", location: "westus" }],
};

/** Readable once Dana has passed Northwind's second factor, not before. */
const northwindLegacy: ScenarioSubscription = {
  id: "cccccccc-0000-4000-8000-000000000001",
  name: "Northwind Legacy",
  tenantId: northwind.id,
  roleAssignments: [danaAs("Owner")],
  resourceGroups: [{ name: "rg-legacy", location: "westus2" }],
  deletedVaults: [
    {
      name: "kv-northwind",
      resourceGroup: "rg-legacy",
      location: "westus2",
      deletedDaysAgo: 45,
    },
  ],
};

/** A Friday at Contoso: three tenants, six subscriptions, and something wrong in most of them. */
export const contosoFriday: Scenario = {
  name: "contosoFriday",
  tenants: [contoso, fabrikam, northwind],
  people: [dana],
  customRoles: [
    {
      name: "Contoso Observer",
      actions: [
        "Microsoft.Authorization/*/read",
        "Microsoft.CognitiveServices/*/read",
        "Microsoft.Insights/eventtypes/*/read",
        "Microsoft.KeyVault/vaults/read",
        "Microsoft.Resources/subscriptions/read",
        "Microsoft.Resources/subscriptions/providers/read",
        "Microsoft.Resources/subscriptions/resourceGroups/read",
      ],
      notActions: [],
    },
  ],
  subscriptions: [production, development, sandbox, empty, fabrikamShared, northwindLegacy],
  standingFaults: [
    {
      match: {
        method: "GET",
        path: `/subscriptions/${fabrikamShared.id}/providers/[^/]+/deleted(Accounts|Vaults)\\b`,
      },
      effect: {
        kind: "status",
        status: 500,
        code: "InternalServerError",
        message: "The server encountered an internal error. Please retry the request.",
      },
    },
  ],
};
