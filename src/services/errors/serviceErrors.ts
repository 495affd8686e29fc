import * as l10n from "@vscode/l10n";
import { reservedNames } from "../parts/machineLearningSettings";
import type { ErrorRow } from "./errorRow";

/** What the services' own errors mean, service by service in the order of the tree. */
export const serviceErrors: readonly ErrorRow[] = [
  {
    // The workspace behind a Foundry account: github.com/Azure/azure-cli/issues/33756
    services: ["cognitiveServices"],
    message: /soft-deleted workspace exists/i,
    say: () =>
      l10n.t(
        "A soft-deleted Machine Learning workspace, which Azure made for an account of this name, is in the way. Recover or purge it under Machine Learning, then try again: see {0}.",
        reservedNames,
      ),
  },
  {
    // github.com/Azure/terraform-azurerm-avm-ptn-aiml-landing-zone/pull/169
    codes: ["RequestConflict"],
    services: ["cognitiveServices"],
    say: () => l10n.t("Azure is still finishing the deletion. Try again in a few minutes."),
  },
  {
    codes: ["CanNotRestoreANonExistingResource"],
    say: () =>
      l10n.t(
        "Azure has no soft-deleted resource of this name in this resource group and region any more. Refresh to see what is there.",
      ),
  },
  {
    // github.com/Azure/azure-cli/issues/18146
    codes: ["FlagMustBeSetForRestore"],
    say: () => l10n.t("A soft-deleted resource holds this name. Recover it, or purge it first."),
  },
  {
    // github.com/Azure/terraform-provider-azapi/issues/894
    codes: ["CannotDeleteResource"],
    services: ["cognitiveServices"],
    say: () =>
      l10n.t(
        "The account still has projects or other things in it. Delete these first, then try again.",
      ),
  },
  {
    codes: ["SoftDeletedVaultDoesNotExist", "DeletedVaultNotFound"],
    say: () =>
      l10n.t(
        "Azure has no soft-deleted vault of this name there any more. Refresh to see what is there.",
      ),
  },
  {
    codes: ["MethodNotAllowed"],
    services: ["keyVault"],
    say: () =>
      l10n.t(
        "Azure does not allow to purge this vault: purge protection is on. It goes when its retention ends.",
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
    say: () => l10n.t("A soft-deleted service holds this name. Recover it, or purge it first."),
  },
  {
    // github.com/Azure/azure-rest-api-specs/issues/14961
    codes: ["ServiceNotFound"],
    services: ["apiManagement"],
    say: () =>
      l10n.t(
        "Azure does not find the service, as can happen straight after its deletion. Refresh, then try again in a few minutes.",
      ),
  },
  {
    // github.com/Azure/AppConfiguration/issues/677
    codes: ["NameUnavailable"],
    services: ["appConfiguration"],
    say: () =>
      l10n.t(
        "A store holds this name already, live, soft-deleted or just purged. Names of App Configuration stores are unique in all of Azure: see whether it is among your deleted resources.",
      ),
  },
  {
    // github.com/MicrosoftDocs/azure-docs/issues/41719
    codes: ["Conflict"],
    services: ["logAnalytics"],
    say: () =>
      l10n.t(
        "A workspace holds this name already, live or soft-deleted. A deleted one comes back only in the resource group and region it was in.",
      ),
  },
  {
    // With the code BadRequest, or inside ResourceProviderExtensionError:
    // github.com/Azure/ResourceModules/issues/3596
    message: /soft-deleted workspace exists/i,
    say: () =>
      l10n.t(
        "A soft-deleted workspace holds this name. Recover it, or purge it first: see {0}.",
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
        "The subscription has not registered the preview feature SIGSoftDelete of Microsoft.Compute. Register it, then try again.",
      ),
  },
  {
    // github.com/Azure/azure-rest-api-specs/issues/11559
    codes: ["CannotDeleteResource"],
    services: ["computeGallery"],
    say: () =>
      l10n.t(
        "Something is left in it, perhaps soft-deleted image versions: recover or purge them first.",
      ),
  },
  {
    // learn.microsoft.com/azure/azure-resource-manager/troubleshooting/error-storage-account-name
    codes: ["StorageAccountAlreadyExists", "StorageAccountAlreadyTaken"],
    say: () =>
      l10n.t(
        "Another storage account holds this name now. Names are unique in all of Azure, so the deleted account cannot be recovered while that one is there.",
      ),
  },
  {
    codes: ["StorageAccountInAnotherResourceGroup"],
    say: () =>
      l10n.t(
        "A storage account of this name is in another resource group of this subscription. The deleted account cannot be recovered while that one is there.",
      ),
  },
  {
    codes: ["ResourceNotFound", "ServerNotFound"],
    services: ["sqlServer"],
    say: () =>
      l10n.t(
        "Azure has no soft-deleted server of this name there any more. Refresh to see what is there.",
      ),
  },
  {
    codes: ["NameAlreadyExists", "ServerAlreadyExists"],
    services: ["sqlServer"],
    say: () =>
      l10n.t(
        "A server holds this name already. Names of SQL servers are unique in all of Azure: see whether it is one of yours.",
      ),
  },
  {
    codes: ["RemoteDatabaseExists", "ManagedDatabaseNameInUse", "DuplicateRestoreOperation"],
    say: () =>
      l10n.t(
        "A database of this name is there already, or is being restored. Choose another name.",
      ),
  },
  {
    codes: ["InvalidRestorableDroppedDatabaseId", "RestoreSourceDatabaseNotFound"],
    say: () =>
      l10n.t(
        "Azure has no backups of this deleted database any more. Refresh to see what is there.",
      ),
  },
  {
    codes: ["RestoreIneligibleDroppedDatabaseShortLifespan"],
    say: () =>
      l10n.t(
        "The database did not exist long enough to be restored: there is no backup of it. Create it anew.",
      ),
  },
  {
    codes: ["SubscriptionDoesNotHaveServer", "ServerNotInSubscriptionResourceGroup"],
    say: () =>
      l10n.t(
        "The server is not there any more. If it was soft-deleted, recover it first, then the database.",
      ),
  },
  {
    codes: ["IncorrectAccessToAzureKeyVault", "MissingKeyVaultUriForRestore"],
    say: () =>
      l10n.t(
        "The database was encrypted with a customer-managed key that the server cannot use now. Give the server access to the key, then try again.",
      ),
  },
  {
    // Quoted in github.com/OfficeDev/microsoft-teams-apps-callrecord-insights/issues/26
    message: /Dns record for .* is already taken/i,
    say: () =>
      l10n.t(
        "An account holds this name already. Names of Cosmos DB accounts are unique in all of Azure: choose another one.",
      ),
  },
  {
    // The code is BadRequest, which says nothing: CosmosDBSoftDeletedDatabaseAccountPurge.json of
    // 2026-04-01-preview, github.com/Azure/azure-rest-api-specs
    message: /minimum retention period has not elapsed/i,
    say: () =>
      l10n.t(
        "It cannot be purged yet: its account sets how long after the deletion that takes. Try again later; it can be recovered until then.",
      ),
  },
];

function vaultNameTaken(): string {
  return l10n.t(
    "A vault holds this name already, live or soft-deleted. Names of key vaults are unique in all of Azure: see whether it is among your deleted resources.",
  );
}

function nothingToPurge(): string {
  return l10n.t(
    "There is nothing to purge: Azure does not find the workspace. It may hold the name all the same: see {0}.",
    reservedNames,
  );
}
