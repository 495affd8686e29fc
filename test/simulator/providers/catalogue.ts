import { simulatedServices } from "../services/all";
import { withOlderVersions } from "./olderVersions";
import { regionsOf } from "./regions";

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

const authorization = "Microsoft.Authorization";

const own: readonly Provider[] = [
  provider("Microsoft.Resources", resourceManagerVersions, [
    "tenants",
    "subscriptions",
    "subscriptions/operationresults",
    "resourceGroups",
    "subscriptions/resourceGroups",
    "subscriptions/providers",
    "subscriptions/resources",
    "subscriptions/locations",
  ]),
  provider("Microsoft.ResourceGraph", ["2024-04-01", "2022-10-01", "2021-03-01"], ["resources"]),
  {
    namespace: authorization,
    resourceTypes: [
      ...types(authorization, ["2022-04-01", "2018-07-01", "2015-07-01"], ["permissions"]),
      ...types(authorization, ["2020-05-01", "2017-04-01", "2016-09-01", "2015-01-01"], ["locks"]),
      ...types(
        authorization,
        ["2022-04-01", "2020-10-01-preview", "2020-04-01-preview", "2015-07-01"],
        ["roleAssignments"],
      ),
    ],
  },
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
    "deletedVaults",
    "locations",
    "locations/deletedVaults",
    "locations/operationResults",
  ]),
];

/** What the simulator knows to exist; a namespace that several services share is one provider. */
export const catalogue: readonly Provider[] = simulatedServices.reduce(
  (known, { namespace, resourceTypes }) => withTypes(known, namespace, resourceTypes),
  own,
);

/** Always registered: Azure Resource Manager cannot do without them. */
export const everRegistered: readonly string[] = [
  "Microsoft.Resources",
  "Microsoft.Authorization",
  "Microsoft.Insights",
  "Microsoft.ResourceGraph",
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

function withTypes(
  known: readonly Provider[],
  namespace: string,
  added: Readonly<Record<string, readonly string[]>>,
): readonly Provider[] {
  const of = Object.entries(added).flatMap(([resourceType, apiVersions]) =>
    types(namespace, apiVersions, [resourceType]),
  );
  return known.some((one) => one.namespace === namespace)
    ? known.map((one) =>
        one.namespace === namespace
          ? { namespace, resourceTypes: [...one.resourceTypes, ...of] }
          : one,
      )
    : [...known, { namespace, resourceTypes: of }];
}

function provider(
  namespace: string,
  apiVersions: readonly string[],
  names: readonly string[],
): Provider {
  return { namespace, resourceTypes: types(namespace, apiVersions, names) };
}

function types(
  namespace: string,
  apiVersions: readonly string[],
  names: readonly string[],
): readonly ResourceType[] {
  return names.map((resourceType) => ({
    resourceType,
    apiVersions: withOlderVersions(namespace, resourceType, apiVersions),
    locations: regionsOf(namespace, resourceType),
  }));
}
