/**
 * The api-versions that Azure answers besides those the services here are written from: older ones,
 * which clients of their time still send, each seen in a recording or a released client.
 * Source: the recordings of Azure/azure-cli, Azure/azure-powershell and Azure/azure-service-operator,
 * and https://learn.microsoft.com/azure/templates
 */
const olderVersions: Readonly<Record<string, readonly string[]>> = {
  "Microsoft.Resources": ["2022-01-01", "2021-10-01", "2020-08-01", "2018-02-01", "2016-09-01"],
  "Microsoft.ResourceGraph": ["2019-04-01", "2018-09-01-preview"],
  "Microsoft.Authorization": ["2018-01-01-preview", "2016-09-01"],
  "Microsoft.CognitiveServices": ["2017-04-18"],
  "Microsoft.KeyVault": [
    "2024-12-01-preview",
    "2024-04-01-preview",
    "2022-02-01-preview",
    "2021-11-01-preview",
    "2021-06-01-preview",
    "2021-04-01-preview",
    "2020-04-01-preview",
    "2018-02-14",
    "2018-02-14-preview",
    "2016-10-01",
    "2015-06-01",
  ],
  "Microsoft.ApiManagement": [
    "2022-09-01-preview",
    "2022-08-01",
    "2022-04-01-preview",
    "2021-12-01-preview",
    "2021-08-01",
    "2021-04-01-preview",
    "2021-01-01-preview",
    "2020-06-01-preview",
  ],
  "Microsoft.AppConfiguration": ["2022-03-01-preview", "2021-10-01-preview"],
  "Microsoft.Web": [
    "2022-03-01",
    "2021-03-01",
    "2021-02-01",
    "2021-01-15",
    "2021-01-01",
    "2020-12-01",
    "2020-10-01",
    "2020-09-01",
    "2020-06-01",
    "2019-08-01",
    "2018-11-01",
    "2018-02-01",
  ],
  "Microsoft.Automation": [],
  "Microsoft.DataProtection": [
    "2025-01-01",
    "2024-04-01",
    "2024-03-01",
    "2023-12-01",
    "2023-11-01",
    "2023-05-01",
    "2023-01-01",
    "2022-12-01",
    "2022-05-01",
    "2022-04-01",
  ],
  "Microsoft.Compute": ["2022-03-03", "2022-01-03", "2021-10-01", "2021-07-01"],
  "Microsoft.ContainerRegistry": ["2022-12-01", "2021-09-01", "2019-05-01"],
  "Microsoft.DocumentDB": [
    "2024-09-01-preview",
    "2024-08-15",
    "2024-05-15-preview",
    "2024-05-15",
    "2024-02-15-preview",
    "2023-09-15-preview",
    "2023-09-15",
    "2023-04-15",
    "2023-03-15-preview",
    "2023-03-15",
    "2023-03-01-preview",
    "2022-11-15",
    "2022-08-15-preview",
    "2022-08-15",
    "2022-05-15",
    "2022-02-15-preview",
    "2021-10-15",
    "2021-03-01-preview",
    "2020-06-01-preview",
  ],
  "Microsoft.OperationalInsights": [
    "2021-12-01-preview",
    "2020-10-01",
    "2020-08-01",
    "2020-03-01-preview",
    "2015-11-01-preview",
  ],
  "Microsoft.MachineLearningServices": ["2021-07-01"],
  "Microsoft.RecoveryServices": [
    "2024-04-01",
    "2023-08-01",
    "2023-06-01",
    "2023-04-01",
    "2023-02-01",
    "2023-01-01",
    "2022-10-01",
    "2016-06-01",
  ],
  "Microsoft.Sql": [
    "2024-11-01-preview",
    "2022-08-01-preview",
    "2022-05-01-preview",
    "2022-02-01-preview",
    "2021-05-01-preview",
    "2021-02-01-preview",
    "2020-11-01-preview",
    "2020-08-01-preview",
    "2020-02-02-preview",
    "2019-06-01-preview",
    "2017-10-01-preview",
    "2017-03-01-preview",
    "2015-05-01-preview",
    "2014-04-01",
  ],
  "Microsoft.Storage": ["2019-06-01", "2018-07-01", "2017-10-01", "2017-06-01"],
  "Microsoft.Synapse": ["2021-06-01-preview", "2021-05-01", "2019-06-01-preview"],
};

/**
 * Types of resources that came with one of the versions that a service here lists: earlier ones do
 * not have them.
 */
const withoutOlder = [
  "locations/softDeletedDatabaseAccounts",
  "galleries/softDeletedArtifactTypes/artifacts/versions",
];

/** What a type answers, newest first: the versions a service lists, and the older ones. */
export function withOlderVersions(
  namespace: string,
  resourceType: string,
  listed: readonly string[],
): readonly string[] {
  const isRecent =
    withoutOlder.includes(resourceType) ||
    (namespace !== "Microsoft.KeyVault" && resourceType === "locations/deletedVaults");
  const older = isRecent ? [] : (olderVersions[namespace] ?? []);
  return [...new Set([...listed, ...older])].toSorted().toReversed();
}
