import * as l10n from "@vscode/l10n";
import { reservedNames } from "../parts/machineLearningSettings";
import type { ErrorRow } from "./errorRow";

/** Service-specific errors, in the order of the services in the tree. */
export const serviceErrors: readonly ErrorRow[] = [
  {
    // The workspace behind a Foundry account: github.com/Azure/azure-cli/issues/33756
    services: ["cognitiveServices"],
    message: /soft-deleted workspace exists/i,
    say: () =>
      l10n.t(
        "A soft-deleted Machine Learning workspace that Azure created for an account with this name is in the way. Recover or purge that workspace under Machine Learning, then try again: see {0}.",
        reservedNames,
      ),
  },
  {
    // github.com/Azure/terraform-azurerm-avm-ptn-aiml-landing-zone/pull/169
    codes: ["RequestConflict"],
    services: ["cognitiveServices"],
    say: () => l10n.t("The deletion is still in progress. Try again in a few minutes."),
  },
  {
    codes: ["CanNotRestoreANonExistingResource"],
    say: () =>
      l10n.t(
        "Azure no longer has a soft-deleted resource with this name in this resource group and region. Refresh to see the current list.",
      ),
  },
  {
    // github.com/Azure/azure-cli/issues/18146
    codes: ["FlagMustBeSetForRestore"],
    say: () =>
      l10n.t("A soft-deleted resource holds this name. Recover or purge that resource first."),
  },
  {
    // github.com/Azure/terraform-provider-azapi/issues/894
    codes: ["CannotDeleteResource"],
    services: ["cognitiveServices"],
    say: () =>
      l10n.t(
        "The account still contains projects or other resources. Delete these resources first, then try again.",
      ),
  },
  {
    codes: ["SoftDeletedVaultDoesNotExist", "DeletedVaultNotFound"],
    say: () =>
      l10n.t(
        "Azure no longer has a soft-deleted vault with this name. Refresh to see the current list.",
      ),
  },
  {
    codes: ["MethodNotAllowed"],
    services: ["keyVault"],
    say: () =>
      l10n.t(
        "Purge protection is on, so this vault can't be purged. Azure removes it when its retention period ends.",
      ),
  },
  {
    // learn.microsoft.com/azure/key-vault/general/key-vault-recovery
    codes: ["ConflictError"],
    message: /vault with the same name/i,
    say: vaultNameTaken,
  },
  { codes: ["ConflictError"], services: ["keyVault"], say: vaultNameTaken },
  { codes: ["VaultAlreadyExists"], say: vaultNameTaken },
  {
    // github.com/hashicorp/terraform-provider-azurerm/issues/11580
    codes: ["ServiceAlreadyExistsInSoftDeletedState"],
    say: () =>
      l10n.t("A soft-deleted service holds this name. Recover or purge that service first."),
  },
  {
    // github.com/Azure/azure-rest-api-specs/issues/14961
    codes: ["ServiceNotFound"],
    services: ["apiManagement"],
    say: () =>
      l10n.t(
        "Azure can't find the service, perhaps because it was just deleted. Refresh, then try again in a few minutes.",
      ),
  },
  {
    // github.com/Azure/AppConfiguration/issues/677
    codes: ["NameUnavailable"],
    services: ["appConfiguration"],
    say: () =>
      l10n.t(
        "A live, soft-deleted, or just purged store holds this name, and names of App Configuration stores are unique across Azure. Check whether the store is among your deleted resources.",
      ),
  },
  {
    // github.com/MicrosoftDocs/azure-docs/issues/41719
    codes: ["Conflict"],
    services: ["logAnalytics"],
    say: () =>
      l10n.t(
        "A live or soft-deleted workspace already holds this name. A deleted workspace can be recovered only to its original resource group and region.",
      ),
  },
  {
    // With the code BadRequest, or inside ResourceProviderExtensionError:
    // github.com/Azure/ResourceModules/issues/3596
    message: /soft-deleted workspace exists/i,
    say: () =>
      l10n.t(
        "A soft-deleted workspace holds this name. Recover or purge that workspace first: see {0}.",
        reservedNames,
      ),
  },
  {
    // github.com/Azure/azure-cli/issues/33756
    services: ["machineLearning"],
    message: /unable to find workspace/i,
    say: nothingToPurge,
  },
  {
    services: ["machineLearning"],
    fits: ({ method, status, code }) =>
      method === "DELETE" && status === 404 && code !== "ResourceGroupNotFound",
    say: nothingToPurge,
  },
  {
    // The sentence, without its code, is quoted in github.com/Azure/azure-cli/issues/27017
    message: /not registered with the feature Microsoft\.Compute\/SigSoftDelete/i,
    say: () =>
      l10n.t(
        "The preview feature SIGSoftDelete of Microsoft.Compute isn't registered in the subscription. Register the feature, then try again.",
      ),
  },
  {
    // github.com/Azure/azure-rest-api-specs/issues/11559
    codes: ["CannotDeleteResource"],
    services: ["computeGallery"],
    say: () =>
      l10n.t(
        "This resource isn't empty and may contain soft-deleted image versions. Recover or purge these versions first.",
      ),
  },
  {
    // learn.microsoft.com/azure/azure-resource-manager/troubleshooting/error-storage-account-name
    codes: ["StorageAccountAlreadyExists", "StorageAccountAlreadyTaken"],
    say: () =>
      l10n.t(
        "Another storage account now holds this name, and names are unique across Azure. The deleted account can't be recovered while the other account exists.",
      ),
  },
  {
    codes: ["StorageAccountInAnotherResourceGroup"],
    say: () =>
      l10n.t(
        "A storage account with this name exists in another resource group of this subscription. The deleted account can't be recovered while the other account exists.",
      ),
  },
  {
    codes: ["ResourceNotFound", "ServerNotFound"],
    services: ["sqlServer"],
    say: () =>
      l10n.t(
        "Azure no longer has a soft-deleted server with this name. Refresh to see the current list.",
      ),
  },
  {
    codes: ["NameAlreadyExists", "ServerAlreadyExists"],
    services: ["sqlServer"],
    say: () =>
      l10n.t(
        "A server already holds this name, and names of SQL servers are unique across Azure. Check whether the server is one of yours.",
      ),
  },
  {
    codes: ["RemoteDatabaseExists", "ManagedDatabaseNameInUse", "DuplicateRestoreOperation"],
    say: () =>
      l10n.t("A database with this name already exists or is being restored. Choose another name."),
  },
  {
    codes: ["InvalidRestorableDroppedDatabaseId", "RestoreSourceDatabaseNotFound"],
    say: () =>
      l10n.t(
        "Azure no longer has backups of this deleted database. Refresh to see the current list.",
      ),
  },
  {
    codes: ["RestoreIneligibleDroppedDatabaseShortLifespan"],
    say: () =>
      l10n.t(
        "The database was deleted before its first backup, so it can't be restored. Create a new database.",
      ),
  },
  {
    codes: ["SubscriptionDoesNotHaveServer", "ServerNotInSubscriptionResourceGroup"],
    say: () =>
      l10n.t(
        "The server no longer exists. If the server was soft-deleted, recover it first, then restore the database.",
      ),
  },
  {
    codes: ["IncorrectAccessToAzureKeyVault", "MissingKeyVaultUriForRestore"],
    say: () =>
      l10n.t(
        "The server can't use the customer-managed key that the database was encrypted with. Give the server access to the key, then try again.",
      ),
  },
  {
    // Quoted in github.com/OfficeDev/microsoft-teams-apps-callrecord-insights/issues/26
    message: /Dns record for .* is already taken/i,
    say: () =>
      l10n.t(
        "An account already holds this name, and names of Cosmos DB accounts are unique across Azure. Choose another name.",
      ),
  },
  {
    // The code is BadRequest, which says nothing: CosmosDBSoftDeletedDatabaseAccountPurge.json of
    // 2026-04-01-preview, github.com/Azure/azure-rest-api-specs
    message: /minimum retention period has not elapsed/i,
    say: () =>
      l10n.t(
        "This account can't be purged yet, because its settings require a wait after the deletion. Try again later; you can recover the account until then.",
      ),
  },
];

function vaultNameTaken(): string {
  return l10n.t(
    "A live or soft-deleted vault already holds this name, and names of key vaults are unique across Azure. Check whether the vault is among your deleted resources.",
  );
}

function nothingToPurge(): string {
  return l10n.t(
    "Azure can't find the workspace, so there's nothing to purge. Azure may still reserve the name: see {0}.",
    reservedNames,
  );
}
