/** Words in a tool's output that report a soft-delete name conflict. */
export interface ConflictPattern {
  /** A regular expression without groups. */
  readonly words: string;
  /** The type they refer to; undefined where only an id nearby tells. */
  readonly resourceType?: string;
  /** The resource type that the message is about, where no id names another one. */
  readonly usually?: string;
  /** What must be near them, since other services use the same words; an id will do, too. */
  readonly with?: RegExp;
  /** Finds the name, as the first group. */
  readonly names: readonly RegExp[];
}

const vaults = "Microsoft.KeyVault/vaults";
const hsms = "Microsoft.KeyVault/managedHSMs";
const accounts = "Microsoft.CognitiveServices/accounts";
const apiManagement = "Microsoft.ApiManagement/service";
const stores = "Microsoft.AppConfiguration/configurationStores";
const machineLearning = "Microsoft.MachineLearningServices/workspaces";
const logAnalytics = "Microsoft.OperationalInsights/workspaces";

// A quote can be escaped: the message may be in a JSON text.
const quoted = String.raw`\\?["']([^"'\\\s]{1,127})\\?["']`;
function named(before: string): RegExp {
  return new RegExp(`${before}${quoted}`, "dgi");
}

// github.com/hashicorp/go-azure-helpers writes ids as `Key Vault Name: "x"`, older versions of the
// provider as `(Name "x" / Resource Group "y")`:
// github.com/hashicorp/terraform-provider-azurerm/issues/15127, .../issues/11580
const vaultNames = [
  named("Vault Name:? "),
  named(String.raw`Vault:? \(Name `),
  named("with the Name "),
];
const hsmNames = [named("HSM Name:? "), named("with the Name ")];
const serviceNames = [
  /Api service ([^\s"'\\]{1,100}) was soft-deleted/dg,
  named("Service Name:? "),
  named("API Management Service "),
  named("with the Name "),
];
const accountNames = [named("Account Name:? "), named("creating (?:Account )?")];
const storeNames = [
  named("Configuration Store Name:? "),
  named(String.raw`App Configuration:? \(Name `),
  named("with the Name "),
];
const workspaceNames = [named("workspace name "), named("Workspace Name:? ")];

/** Earlier patterns win at the same position. */
export const conflictPatterns: readonly ConflictPattern[] = [
  // github.com/Azure/azure-cli/issues/18146; that the code is of AI services where no id says
  // otherwise, github.com/Azure/azure-search-openai-demo/issues/734
  { words: "FlagMustBeSetForRestore", usually: accounts, names: accountNames },
  { words: "has been soft-deleted", with: /(?!)/, names: [] },
  // github.com/Azure/azure-dev/issues/1431
  {
    words: "vault with the same name",
    resourceType: vaults,
    with: /deleted|same name already/i,
    names: vaultNames,
  },
  { words: "purge existing key vault", resourceType: vaults, names: vaultNames },
  // github.com/Azure/azure-rest-api-specs/issues/18732
  { words: "MHSM with the same name", resourceType: hsms, names: hsmNames },
  { words: "purge existing KV MHSM", resourceType: hsms, names: hsmNames },
  // Experiments and notes of other products use these words too.
  { words: "exists in deleted state", usually: vaults, with: /vault/i, names: vaultNames },
  // The same code says that a live vault is changed by two at once: .../terraform-provider-azurerm/issues/15127
  { words: "ConflictError", usually: vaults, with: /deleted state/i, names: vaultNames },
  // github.com/Azure/ARO-Landing-Zone-Accelerator/issues/28
  { words: "VaultAlreadyExists", resourceType: vaults, names: vaultNames },
  {
    words: "[Tt]he vault name [\"'\\\\]{1,2}[^\"'\\\\\\s]{1,127}[\"'\\\\]{1,2} is already in use",
    resourceType: vaults,
    names: vaultNames,
  },
  // github.com/hashicorp/terraform-provider-azurerm/issues/11580
  {
    words: "ServiceAlreadyExistsInSoftDeletedState",
    resourceType: apiManagement,
    names: serviceNames,
  },
  {
    words: "was soft-deleted\\. In order to create",
    resourceType: apiManagement,
    names: serviceNames,
  },
  // github.com/Azure/ResourceModules/issues/3596, where PowerShell has broken the sentence in two
  { words: "[Ss]oft-deleted workspace exists", resourceType: machineLearning, names: [] },
  {
    words: "Please purge or recover it",
    resourceType: machineLearning,
    with: /workspace|wsoftdelete/i,
    names: [],
  },
  // The resources of github.com/hashicorp/terraform-provider-azurerm whose recovery is turned off
  { words: "existing soft-deleted Key Vault exists", resourceType: vaults, names: vaultNames },
  {
    words: "existing soft-deleted API Management exists",
    resourceType: apiManagement,
    names: serviceNames,
  },
  {
    words: "existing soft-deleted App Configuration exists",
    resourceType: stores,
    names: storeNames,
  },
  // github.com/Azure/azure-cli/issues/22714
  {
    words: "NameUnavailable",
    resourceType: stores,
    with: /specified name|configuration ?store|appconfig/i,
    names: storeNames,
  },
  // github.com/MicrosoftDocs/azure-docs/issues/41719
  {
    words: "[Tt]he workspace name [\"'\\\\]{1,2}[^\"'\\\\\\s]{1,127}[\"'\\\\]{1,2} is not unique",
    resourceType: logAnalytics,
    names: workspaceNames,
  },
  { words: "workspace name is already in use", resourceType: logAnalytics, names: workspaceNames },
];

/** Resource types of the catalogue, whose ids are recognized in texts. */
export const softDeletedTypes: readonly string[] = [
  accounts,
  vaults,
  hsms,
  apiManagement,
  stores,
  logAnalytics,
  machineLearning,
  "Microsoft.Compute/galleries/images/versions",
  "Microsoft.Storage/storageAccounts",
  "Microsoft.Web/sites",
  "Microsoft.Sql/servers",
  "Microsoft.Sql/servers/databases",
  "Microsoft.RecoveryServices/vaults",
  "Microsoft.DataProtection/backupVaults",
  "Microsoft.DataProtection/backupVaults/backupInstances",
  "Microsoft.DocumentDB/databaseAccounts",
  "Microsoft.Synapse/workspaces/sqlPools",
  "Microsoft.Automation/automationAccounts",
];

/**
 * The host suffix of a resource's address, and its type.
 * Source: learn.microsoft.com/azure/security/fundamentals/azure-domains
 */
export const hostsOfTypes: readonly (readonly [string, string])[] = [
  [".vault.azure.net", vaults],
  [".vault.azure.cn", vaults],
  [".vault.usgovcloudapi.net", vaults],
  [".managedhsm.azure.net", hsms],
  [".openai.azure.com", accounts],
  [".cognitiveservices.azure.com", accounts],
  [".services.ai.azure.com", accounts],
  [".azure-api.net", apiManagement],
  [".azconfig.io", stores],
  [".blob.core.windows.net", "Microsoft.Storage/storageAccounts"],
  [".dfs.core.windows.net", "Microsoft.Storage/storageAccounts"],
  [".file.core.windows.net", "Microsoft.Storage/storageAccounts"],
  [".azurewebsites.net", "Microsoft.Web/sites"],
  [".database.windows.net", "Microsoft.Sql/servers"],
  [".documents.azure.com", "Microsoft.DocumentDB/databaseAccounts"],
];
