/** A resource type as the provider's metadata lists it. */
export interface ResourceType {
  readonly resourceType: string;
  readonly apiVersions: readonly string[];
  readonly locations: readonly string[];
}

export interface Provider {
  readonly namespace: string;
  readonly resourceTypes: readonly ResourceType[];
}

/** Metadata spells locations the way people read them. */
const regions = [
  "Sweden Central",
  "West Europe",
  "North Europe",
  "East US",
  "East US 2",
  "West US",
  "West US 2",
];

const resourceManagerVersions = [
  "2025-04-01",
  "2025-03-01",
  "2024-11-01",
  "2024-07-01",
  "2024-03-01",
  "2023-07-01",
  "2022-12-01",
  "2022-09-01",
  "2021-04-01",
  "2021-01-01",
  "2020-10-01",
  "2020-06-01",
  "2020-01-01",
  "2019-11-01",
  "2019-06-01",
  "2018-05-01",
  "2016-06-01",
];

const cognitiveServicesVersions = [
  "2026-03-01",
  "2025-12-01",
  "2025-09-01",
  "2025-06-01",
  "2024-10-01",
  "2023-05-01",
  "2022-12-01",
  "2022-10-01",
  "2022-03-01",
  "2021-10-01",
  "2021-04-30",
];

const keyVaultVersions = [
  "2026-02-01",
  "2025-05-01",
  "2024-11-01",
  "2023-07-01",
  "2023-02-01",
  "2022-11-01",
  "2022-07-01",
  "2021-10-01",
  "2019-09-01",
];

/**
 * What the simulator knows to exist. The providers at the end exist in Azure and are registered
 * nowhere here, so they answer as an unregistered provider does.
 */
export const catalogue: readonly Provider[] = [
  provider("Microsoft.Resources", resourceManagerVersions, [
    "tenants",
    "subscriptions",
    "subscriptions/resourceGroups",
    "subscriptions/providers",
  ]),
  provider(
    "Microsoft.Authorization",
    ["2022-04-01", "2020-05-01", "2018-07-01", "2015-07-01"],
    ["permissions", "locks"],
  ),
  provider("Microsoft.Insights", ["2015-04-01"], ["eventtypes"]),
  provider("Microsoft.CognitiveServices", cognitiveServicesVersions, [
    "accounts",
    "checkDomainAvailability",
    "deletedAccounts",
    "locations",
    "locations/operationResults",
    "locations/resourceGroups",
    "locations/resourceGroups/deletedAccounts",
  ]),
  provider("Microsoft.KeyVault", keyVaultVersions, [
    "vaults",
    "checkNameAvailability",
    "deletedManagedHSMs",
    "deletedVaults",
    "locations",
    "locations/deletedVaults",
    "locations/operationResults",
    "managedHSMs",
  ]),
  provider("Microsoft.ApiManagement", ["2024-05-01", "2022-08-01"], ["deletedServices", "service"]),
  provider("Microsoft.AppConfiguration", ["2024-05-01"], ["configurationStores"]),
  provider("Microsoft.Compute", ["2025-03-03", "2024-03-03"], ["galleries"]),
  provider("Microsoft.MachineLearningServices", ["2025-09-01", "2024-04-01"], ["workspaces"]),
  provider("Microsoft.OperationalInsights", ["2025-02-01", "2023-09-01"], ["deletedWorkspaces"]),
  provider("Microsoft.Storage", ["2024-01-01", "2023-05-01"], ["deletedAccounts"]),
];

/** Always registered: Azure Resource Manager cannot do without them. */
export const everRegistered: readonly string[] = [
  "Microsoft.Resources",
  "Microsoft.Authorization",
  "Microsoft.Insights",
];

/** The provider with this namespace, in any case. */
export function providerNamed(namespace: string): Provider | undefined {
  return catalogue.find((known) => known.namespace.toLowerCase() === namespace.toLowerCase());
}

/** The provider's resource type, in any case. */
export function typeNamed(known: Provider, resourceType: string): ResourceType | undefined {
  return known.resourceTypes.find(
    (candidate) => candidate.resourceType.toLowerCase() === resourceType.toLowerCase(),
  );
}

function provider(
  namespace: string,
  apiVersions: readonly string[],
  types: readonly string[],
): Provider {
  return {
    namespace,
    resourceTypes: types.map((resourceType) => ({ resourceType, apiVersions, locations: regions })),
  };
}
