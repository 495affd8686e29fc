/** What tools print where something soft-deleted holds a name, as people have posted it. */
export interface CapturedMessage {
  readonly tool: string;
  /** Where it was posted; names and ids are changed. */
  readonly from: string;
  readonly text: string;
  /** What is linked, line by line as it comes: the words, the name and the type. */
  readonly links: readonly (readonly [words: string, name: string | undefined, type: string])[];
}

const subscription = "/subscriptions/aaaaaaaa-0000-4000-8000-000000000001";
export const accountId = `${subscription}/resourceGroups/rg-support/providers/Microsoft.CognitiveServices/accounts/aoai-support-prod`;
export const visionId = accountId.replace("aoai-support-prod", "vision-labels");

export const accounts = "Microsoft.CognitiveServices/accounts";
export const vaults = "Microsoft.KeyVault/vaults";
const apim = "Microsoft.ApiManagement/service";
const stores = "Microsoft.AppConfiguration/configurationStores";
const workspaces = "Microsoft.MachineLearningServices/workspaces";

const restore =
  "To restore the resource, you must specify 'restore' to be 'true' in the property. If you don't want to restore existing resource, please purge it first.";
const vaultDeleted =
  "A vault with the same name already exists in deleted state. You need to either recover or purge existing key vault. Follow this link https://go.microsoft.com/fwlink/?linkid=2149745 for more information on soft delete.";
const inUse =
  "Vault names are globally unique so it is possible that the name is already taken. If you are sure that the vault name was not taken then it is possible that a vault with the same name was recently deleted but not purged after being placed in a recoverable state.";

export const capturedMessages: readonly CapturedMessage[] = [
  {
    tool: "azd",
    from: "github.com/Azure-Samples/azure-search-openai-demo/issues/734",
    text: `ERROR: deployment failed: failing invoking action 'provision', error deploying infrastructure: deploying to subscription:

Deployment Error Details:
InvalidTemplateDeployment: The template deployment 'formrecognizer' is not valid according to the validation procedure. The tracking id is '7240ccfd-b825-4210-b9d1-c158b564719c'. See inner errors for details.
FlagMustBeSetForRestore: An existing resource with ID '${visionId}' has been soft-deleted. ${restore}
InvalidTemplateDeployment: The template deployment 'openai' is not valid according to the validation procedure. See inner errors for details.
FlagMustBeSetForRestore: An existing resource with ID '${accountId}' has been soft-deleted. ${restore}`,
    links: [
      ["vision-labels", "vision-labels", accounts],
      ["aoai-support-prod", "aoai-support-prod", accounts],
    ],
  },
  {
    tool: "azd, which does not say the vault's name",
    from: "github.com/Azure/azure-dev/issues/1431",
    text: `ERROR: deployment failed: error deploying infrastructure: failed deploying: deploying to subscription:

Deployment Error Details:
ConflictError: ${vaultDeleted}`,
    links: [["ConflictError", undefined, vaults]],
  },
  {
    tool: "Terraform with azurerm 2",
    from: "github.com/Azure/azure-cli/issues/18146",
    text: `Error: creating "aoai-support-prod" (Resource Group "rg-support"): cognitiveservices.AccountsClient#Create: Failure sending request: StatusCode=409 -- Original Error: autorest/azure: Service returned an error. Status=<nil> Code="FlagMustBeSetForRestore" Message="An existing resource with ID '${accountId.replace("aaaaaaaa-0000-4000-8000-000000000001", "****")}' has been soft-deleted. ${restore}"`,
    links: [["aoai-support-prod", "aoai-support-prod", accounts]],
  },
  {
    tool: "Terraform with azurerm 3, a vault whose name is in use",
    from: "github.com/Azure/ARO-Landing-Zone-Accelerator/issues/28",
    text: `╷
│ Error: creating Vault: (Name "kv-hub" / Resource Group "rg-hub"): keyvault.VaultsClient#CreateOrUpdate: Failure sending request: StatusCode=0 -- Original Error: autorest/azure: Service returned an error. Status=<nil> Code="VaultAlreadyExists" Message="The vault name 'kv-hub' is already in use. ${inUse}"
│
│   with module.kv.azurerm_key_vault.kv,
│   on modules\\keyvault\\kv.tf line 5, in resource "azurerm_key_vault" "kv":
│    5: resource "azurerm_key_vault" "kv" {`,
    links: [["kv-hub", "kv-hub", vaults]],
  },
  {
    tool: "Terraform, told not to recover",
    from: "github.com/hashicorp/terraform-provider-azurerm, key_vault_resource.go",
    text: `╷
│ Error: 
│ An existing soft-deleted Key Vault exists with the Name "kv-support-prod" in the location "eastus", however
│ automatically recovering this KeyVault has been disabled via the "features" block.
│ 
│ Terraform can automatically recover the soft-deleted Key Vault when this behaviour is
│ enabled within the "features" block (located within the "provider" block) - more`,
    links: [["kv-support-prod", "kv-support-prod", vaults]],
  },
  {
    tool: "Terraform, told not to recover a store",
    from: "github.com/hashicorp/terraform-provider-azurerm, app_configuration_resource.go",
    text: `│ An existing soft-deleted App Configuration exists with the Name "appcs-flags" in the location "westeurope", however`,
    links: [["appcs-flags", "appcs-flags", stores]],
  },
  {
    tool: "Terraform, whose ids stand over several lines",
    from: "github.com/hashicorp/go-azure-sdk, KeyVaultId.String",
    text: `│ Error: creating Key Vault (Subscription: "aaaaaaaa-0000-4000-8000-000000000001"
│ Resource Group Name: "rg-support"
│ Key Vault Name: "kv-support-prod"): performing CreateOrUpdate: unexpected status 409 (409 Conflict) with error: ConflictError: ${vaultDeleted}`,
    links: [["kv-support-prod", "kv-support-prod", vaults]],
  },
  {
    tool: "Terraform, API Management",
    from: "github.com/hashicorp/terraform-provider-azurerm/issues/11580",
    text: `Error: creating/updating API Management Service "apim-platform" (Resource Group "xyz"):
apimanagement.ServiceClient#CreateOrUpdate: Failure sending request: StatusCode=0 -- 
Original Error: autorest/azure: Service returned an error. Status=<nil> Code="ServiceAlreadyExistsInSoftDeletedState" 
Message="Api service apim-platform was soft-deleted. In order to create the new service with the same name, you have to either undelete the service or purge it. See https://aka.ms/apimsoftdelete."`,
    links: [
      ["ServiceAlreadyExistsInSoftDeletedState", undefined, apim],
      ["apim-platform", "apim-platform", apim],
    ],
  },
  {
    tool: "az deployment group create",
    from: "github.com/Azure/azure-cli, the whole answer in one line",
    text: `ERROR: {"status":"Failed","error":{"code":"DeploymentFailed","target":"${subscription}/resourceGroups/rg-support/providers/Microsoft.Resources/deployments/main","message":"At least one resource deployment operation failed. Please list deployment operations for details. Please see https://aka.ms/arm-deployment-operations for usage details.","details":[{"code":"ConflictError","message":"${vaultDeleted}"}]}}`,
    links: [["ConflictError", undefined, vaults]],
  },
  {
    tool: "az deployment sub create, with two in one line",
    from: "learn.microsoft.com/azure/azure-resource-manager/troubleshooting/common-deployment-errors",
    text: `{"code": "InvalidTemplateDeployment", "message": "The template deployment 'main' is not valid.", "details": [{"code": "FlagMustBeSetForRestore", "message": "An existing resource with ID '${accountId}' has been soft-deleted. ${restore}"}, {"code": "FlagMustBeSetForRestore", "message": "An existing resource with ID '${visionId}' has been soft-deleted. ${restore}"}]}`,
    links: [
      ["aoai-support-prod", "aoai-support-prod", accounts],
      ["vision-labels", "vision-labels", accounts],
    ],
  },
  {
    tool: "Bicep, an answer within the answer",
    from: "learn.microsoft.com/azure/azure-resource-manager/troubleshooting/common-deployment-errors",
    text: String.raw`"details":[{"code":"Conflict","message":"{\r\n  \"error\": {\r\n    \"code\": \"FlagMustBeSetForRestore\",\r\n    \"message\": \"An existing resource with ID '${accountId}' has been soft-deleted. ${restore}\"\r\n  }\r\n}"}]`,
    links: [["aoai-support-prod", "aoai-support-prod", accounts]],
  },
  {
    tool: "Pulumi",
    from: "github.com/alan-turing-institute/data-safe-haven/issues/2523",
    text: ` +  azure-native:keyvault:Vault sre_data_kv_secrets creating (66s) error: Status=409 Code="ConflictError" Message="${vaultDeleted}"`,
    links: [["ConflictError", undefined, vaults]],
  },
  {
    tool: "Pulumi, a vault whose name is in use",
    from: "github.com/pulumi/pulumi-azure-native/issues/2722",
    text: `Diagnostics:
  azure-native:keyvault:Vault (vault):
    error: autorest/azure: Service returned an error. Status=<nil> Code="VaultAlreadyExists" Message="The vault name 'kv-hub' is already in use. ${inUse}"`,
    links: [["kv-hub", "kv-hub", vaults]],
  },
  {
    tool: "az appconfig create",
    from: "github.com/Azure/azure-cli/issues/22714",
    text: `(NameUnavailable) The specified name is already in use.
Code: NameUnavailable
Message: The specified name is already in use.`,
    links: [["NameUnavailable", undefined, stores]],
  },
  {
    tool: "az cognitiveservices account create",
    from: "github.com/Azure/azure-cli/issues/18146",
    text: `(FlagMustBeSetForRestore) An existing resource with ID '${accountId}' has been soft-deleted. ${restore}
Code: FlagMustBeSetForRestore
Message: An existing resource with ID '${accountId}' has been soft-deleted. ${restore}`,
    links: [
      ["aoai-support-prod", "aoai-support-prod", accounts],
      ["FlagMustBeSetForRestore", undefined, accounts],
      ["aoai-support-prod", "aoai-support-prod", accounts],
    ],
  },
  {
    tool: "az keyvault create for a managed HSM",
    from: "github.com/Azure/azure-rest-api-specs/issues/18732",
    text: `(ConflictError) A KV MHSM with the same name already exists in deleted state. You need to either recover or purge existing KV MHSM.`,
    links: [["ConflictError", undefined, "Microsoft.KeyVault/managedHSMs"]],
  },
  {
    tool: "Azure PowerShell, which breaks lines itself",
    from: "github.com/Azure/ResourceModules/issues/3596",
    text: `18:20:29 - The deployment 'min-t3-20230820T1808300241Z' failed with
     | error(s). Showing 2 out of 2 error(s). Status Message: Soft-deleted
     | workspace exists. Please purge or recover it. https://aka.ms/wsoftdelete
     | (Code:BadRequest)  Status Message: At least one resource deployment
     | (Code: ResourceDeploymentFailure)    - Soft-deleted workspace exists.`,
    links: [
      ["Please purge or recover it", undefined, workspaces],
      ["Soft-deleted workspace exists", undefined, workspaces],
    ],
  },
  {
    tool: "Terraform, a subdomain that is in use",
    from: "github.com/Azure-Samples/azure-search-openai-demo/issues/1093",
    text: `│ Error: creating Account (Subscription: "aaaaaaaa-0000-4000-8000-000000000001"
│ Resource Group Name: "rg-support"
│ Account Name: "oai-b"): polling after AccountsCreate: unexpected status 409 (409 Conflict) with error: CustomDomainInUse: The subdomain name 'oai-sub' is not available as it's already used by a resource. If the resource using the name was deleted in the last 48 hours, you may need to purge the deleted resource.`,
    links: [["oai-sub", "oai-sub", accounts]],
  },
  {
    tool: "Bicep, a subdomain that is in use",
    from: "github.com/Azure/bicep/issues/17663",
    text: `{"code":"CustomDomainInUse","message":"The subdomain name 'oai-sub' is not available as it's already used by a resource. If the resource using the name was deleted in the last 48 hours, you may need to purge the deleted resource."}`,
    links: [["oai-sub", "oai-sub", accounts]],
  },
  {
    tool: "Log Analytics",
    from: "github.com/MicrosoftDocs/azure-docs/issues/41719",
    text: `Conflict: The workspace name 'log-platform' is not unique`,
    links: [["log-platform", "log-platform", "Microsoft.OperationalInsights/workspaces"]],
  },
];

/** What looks like it and is something else. */
export const otherMessages: readonly string[] = [
  // github.com/hashicorp/terraform-provider-azurerm/issues/15127: a live vault, changed by two at once
  `Code="ConflictError" Message="A conflict occurred that prevented the operation from completing. The operation failed because the Key Vault 'kv-live' changed from the point the operation began."`,
  // MLflow
  `Experiment "x" already exists in deleted state.`,
  "kubernetes.client.exceptions.ConflictError: (409) Reason: Conflict",
  "The user has been soft-deleted.",
  "Note 12 has been soft-deleted by /subscriptions/nobody",
  `ResourceNotFound: The Resource '${accountId}' was not found.`,
  `Creating ${accountId}... done`,
  "SoftDeletedVaultDoesNotExist: A soft deleted vault with the given name does not exist.",
  "Please purge or recover it from your inbox.",
];
