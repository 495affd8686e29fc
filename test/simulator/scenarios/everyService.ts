import { catalogue } from "../providers/catalogue";
import type { Scenario } from "../scenario";
import { simulatedServices } from "../services/all";
import { contoso, dana, danaAs } from "./people";

/** One subscription in which something of every service was deleted. */
export const everyService: Scenario = {
  name: "everyService",
  tenants: [contoso],
  people: [dana],
  subscriptions: [
    {
      id: "aaaaaaaa-0000-4000-8000-000000000005",
      name: "Contoso Platform",
      tenantId: contoso.id,
      roleAssignments: [danaAs("Owner")],
      registeredProviders: catalogue.map(({ namespace }) => namespace),
      resourceGroups: [{ name: "rg-platform", location: "swedencentral" }],
      deletedAccounts: [
        {
          name: "aoai-platform",
          kind: "OpenAI",
          sku: "S0",
          resourceGroup: "rg-platform",
          location: "swedencentral",
          deletedHoursAgo: 12,
        },
      ],
      deletedVaults: [
        {
          name: "kv-platform",
          resourceGroup: "rg-platform",
          location: "swedencentral",
          deletedDaysAgo: 20,
        },
      ],
      seeds: simulatedServices.map(({ example }) => example),
    },
  ],
};
