import type { Scenario, ScenarioSubscription } from "../simulator/scenario";
import { contoso, dana, danaAs, fabrikam } from "../simulator/scenarios/people";
import { service as computeGallery } from "../simulator/services/computeGallery";

const production: ScenarioSubscription = {
  id: "aaaaaaaa-0000-4000-8000-00000000000a",
  name: "Contoso Production",
  tenantId: contoso.id,
  roleAssignments: [danaAs("Owner")],
  registeredProviders: [
    "Microsoft.CognitiveServices",
    "Microsoft.KeyVault",
    "Microsoft.Compute",
    "Microsoft.Storage",
  ],
  resourceGroups: [
    { name: "rg-support", location: "swedencentral" },
    { name: "rg-platform", location: "swedencentral" },
  ],
  deletedVaults: ["kv-first", "kv-second", "kv-third"].map((name, index) => ({
    name,
    resourceGroup: "rg-support",
    location: "swedencentral",
    deletedDaysAgo: 10 + index,
  })),
  deletedAccounts: [
    {
      name: "aoai-support",
      kind: "OpenAI",
      sku: "S0",
      resourceGroup: "rg-support",
      location: "swedencentral",
      deletedHoursAgo: 12,
    },
  ],
  seeds: [computeGallery.example],
};

const partner: ScenarioSubscription = {
  id: "bbbbbbbb-0000-4000-8000-00000000000b",
  name: "Fabrikam Shared",
  tenantId: fabrikam.id,
  roleAssignments: [danaAs("Owner")],
  resourceGroups: [{ name: "rg-shared", location: "westeurope" }],
  deletedVaults: [
    {
      name: "kv-partner",
      resourceGroup: "rg-shared",
      location: "westeurope",
      deletedDaysAgo: 3,
    },
  ],
};

/** Two subscriptions in two tenants; a list of two pages, and one below live parents. */
export const twoTenants: Scenario = {
  name: "twoTenants",
  tenants: [contoso, fabrikam],
  people: [{ ...dana, guestOf: [fabrikam.id] }],
  subscriptions: [production, partner],
  pageSize: 2,
};

/** The subscription whose requests go wrong. */
export const struck = production.id;
