/**
 * The regions of public Azure that provider metadata names, as people read them: 55, as many as it
 * had of Microsoft.DocumentDB in 2024.
 * Source: https://learn.microsoft.com/azure/reliability/regions-list and, for the regions that only
 * Microsoft's own subscriptions are in, recorded lists of Azure/azure-cli
 */
const regions: readonly string[] = [
  "West US",
  "West US 2",
  "West US 3",
  "West Central US",
  "Central US",
  "North Central US",
  "South Central US",
  "East US",
  "East US 2",
  "Canada Central",
  "Canada East",
  "Mexico Central",
  "Brazil South",
  "Brazil Southeast",
  "North Europe",
  "West Europe",
  "UK South",
  "UK West",
  "France Central",
  "France South",
  "Germany North",
  "Germany West Central",
  "Switzerland North",
  "Switzerland West",
  "Norway East",
  "Norway West",
  "Sweden Central",
  "Sweden South",
  "Poland Central",
  "Italy North",
  "Spain Central",
  "Israel Central",
  "Qatar Central",
  "UAE North",
  "UAE Central",
  "South Africa North",
  "South Africa West",
  "East Asia",
  "Southeast Asia",
  "Australia East",
  "Australia Southeast",
  "Australia Central",
  "Australia Central 2",
  "Japan East",
  "Japan West",
  "Korea Central",
  "Korea South",
  "Central India",
  "South India",
  "West India",
  "Jio India West",
  "Jio India Central",
  "East Asia STG",
  "Central US EUAP",
  "East US 2 EUAP",
];

/** Named in metadata, and in no subscription's locations. */
const unlisted = ["East Asia STG", "Sweden South"];

/** What a subscription's locations name. */
export const subscriptionRegions: readonly string[] = regions.filter(
  (region) => !unlisted.includes(region),
);

/**
 * Regions that a subscription's locations name, and that take no resource groups all the same.
 * Source: the refusals quoted in https://github.com/MicrosoftDocs/executable-docs/issues/74 and
 * https://github.com/microsoft/vscode-azureresourcegroups/issues/33
 */
const withoutGroups = [
  "Brazil Southeast",
  "France South",
  "Germany North",
  "Norway West",
  "South Africa West",
  "Switzerland West",
  "UAE Central",
  "Jio India Central",
];

/** Where resource groups can be. */
export const groupRegions: readonly string[] = subscriptionRegions.filter(
  (region) => !withoutGroups.includes(region),
);

/** The newest ones, which a provider that was registered earlier does not have: 36 are left. */
const newer = [
  "Mexico Central",
  "Brazil Southeast",
  "France South",
  "Germany North",
  "Switzerland West",
  "Norway West",
  "Sweden South",
  "Poland Central",
  "Italy North",
  "Spain Central",
  "Israel Central",
  "Qatar Central",
  "UAE Central",
  "South Africa West",
  "Australia Central 2",
  "Jio India West",
  "Jio India Central",
  "East Asia STG",
  "West US 3",
];

const olderRegions: readonly string[] = regions.filter((region) => !newer.includes(region));

/** The regions that the metadata of a type names, as many as in recorded answers. */
export function regionsOf(namespace: string, resourceType: string): readonly string[] {
  if (/^(?:subscriptions\/)?resourceGroups$/.test(resourceType)) {
    return groupRegions;
  }
  return namespace === "Microsoft.RecoveryServices" ? olderRegions : regions;
}

/** "Sweden Central" is swedencentral. */
export function regionCode(region: string): string {
  return region.replace(/\s/g, "").toLowerCase();
}
