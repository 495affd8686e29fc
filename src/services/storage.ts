import * as l10n from "@vscode/l10n";
import { armPath, pathOfId, type ArmRequest } from "../azure/armRequest";
import { isJsonObject, stringAt, valueAt, type JsonValue } from "../base/json";
import { normalizeLocation, parseResourceId, resourceIdOf } from "../azure/resourceId";
import { retentionTimes, toInstant, type DeletedResource } from "./deletedResource";
import { preconditionOn } from "./preconditions";
import { nameCheck } from "./parts/nameCheck";
import { customerManagedKeyVault } from "./parts/prerequisites";
import type { Precondition } from "./plan";
import type { SoftDeleteService } from "./service";
import type { Origin } from "./source";

// Operations and shapes: github.com/Azure/azure-rest-api-specs,
// Microsoft.Storage/stable/2023-05-01/storage.json
const apiVersion = "2023-05-01";
// The version in which scripts recover accounts: see the request below.
const recoverApiVersion = "2022-09-01";
const resourceType = "Microsoft.Storage/storageAccounts";

// "deleted within the past 14 days": learn.microsoft.com/azure/storage/common/storage-account-recover
const retentionHours = 14 * 24;

/**
 * The account's description in an item. "properties" is documented, but the service has been seen
 * to answer without: github.com/Azure/azure-rest-api-specs/pull/11617 and issues/17373
 */
function at(item: JsonValue | undefined, name: string): readonly string[] {
  return isJsonObject(valueAt(item, ["properties"])) ? ["properties", name] : [name];
}

function creationTimeOf({ raw }: DeletedResource): string | undefined {
  return stringAt(raw, ...at(raw, "creationTime"));
}

function deletedAccounts(subscriptionId: string): ArmRequest {
  return {
    method: "GET",
    path: armPath`/subscriptions/${subscriptionId}/providers/Microsoft.Storage/deletedAccounts`,
    apiVersion,
  };
}

function liveAccount({ originalId }: DeletedResource): ArmRequest {
  return { method: "GET", path: pathOfId(originalId), apiVersion };
}

/**
 * Checks that it is still the deletion that was shown, in the list because a name can occur twice;
 * and that no other account uses the name, because the request would update that account.
 */
function stillDeleted(resource: DeletedResource, creationTime: string): Precondition {
  const { name, raw, subscriptionId } = resource;
  const created = { path: at(raw, "creationTime"), value: creationTime };
  const listed = {
    request: deletedAccounts(subscriptionId),
    entry: { path: ["name"], value: name, and: [created] },
  };
  return {
    ...preconditionOn(resource, listed, "proceed", [created.path, at(raw, "deletionTime")]),
    and: {
      request: liveAccount(resource),
      unchanged: [{ path: ["properties", "creationTime"], value: creationTime }],
      ifForbidden: "stop",
      allowMissing: true,
    },
  };
}

function read(item: JsonValue, { subscriptionId }: Origin): DeletedResource | undefined {
  const name = stringAt(item, "name");
  const region = normalizeLocation(stringAt(item, ...at(item, "location")) ?? "");
  // The item's own id has no group; the original id does.
  const resourceGroup =
    parseResourceId(stringAt(item, ...at(item, "storageAccountResourceId")) ?? "")?.resourceGroup ??
    stringAt(item, ...at(item, "resourceGroupName"));
  if (!isJsonObject(item) || name === undefined || region === "" || resourceGroup === undefined) {
    return undefined;
  }
  const deletedAt = toInstant(stringAt(item, ...at(item, "deletionTime")));
  return {
    serviceId: "storage",
    subscriptionId,
    name,
    resourceGroup,
    location: region,
    kind: undefined,
    originalId: resourceIdOf({ subscriptionId, resourceGroup, resourceType, name }),
    deletedPath: armPath`/subscriptions/${subscriptionId}/providers/Microsoft.Storage/locations/${region}/deletedAccounts/${name}`,
    ...retentionTimes(deletedAt, retentionHours),
    purgeProtected: false,
    tags: {},
    raw: item,
  };
}

/** Azure storage accounts. */
export const storage: SoftDeleteService = {
  id: "storage",
  get name() {
    return l10n.t("Storage accounts");
  },
  resourceType,
  icon: "database",
  noun: () => l10n.t("storage account"),
  // "A new storage account with the same name has not been created since":
  // learn.microsoft.com/azure/storage/common/storage-account-recover
  deployment: {
    outcome: "replaces",
    terraform: ["azurerm_storage_account"],
    variables: ["STORAGE"],
  },
  // learn.microsoft.com/azure/security/fundamentals/azure-domains
  hosts: [".blob.core.windows.net", ".dfs.core.windows.net", ".file.core.windows.net"],

  availability: { experimental: ["recover"] },
  sources: [{ kind: "collection", request: deletedAccounts, read }],

  recover: (resource) => {
    const creationTime = creationTimeOf(resource);
    if (creationTime === undefined) {
      return {
        refused: l10n.t(
          "Azure doesn't report when this account was created, but the recovery needs that time. Try to restore the account in the portal, from the list of storage accounts.",
        ),
      };
    }
    return [
      {
        id: "recover",
        title: l10n.t("Recover storage account"),
        target: resource.name,
        // In no published schema, although that of deleted accounts speaks of recovering them
        // "via PutStorageAccount API". The body is that of a script which recovers accounts, and one
        // client generated from the schemas has the property too; the time goes as Azure wrote it.
        request: {
          method: "PUT",
          path: pathOfId(resource.originalId),
          apiVersion: recoverApiVersion,
          body: {
            location: resource.location,
            properties: { deletedAccountCreationTime: creationTime },
          },
        },
        postcondition: { request: liveAccount(resource), expects: "present" },
        precondition: stillDeleted(resource, creationTime),
      },
    ];
  },
  purge: () => ({
    refused: l10n.t(
      "A deleted storage account can't be purged. Azure removes it 14 days after the deletion, but its name can be used again before that.",
    ),
  }),
  // learn.microsoft.com/rest/api/storagerp/storage-accounts/check-name-availability
  nameCheck: (name, subscriptionId) => nameCheck(resourceType, apiVersion, name, subscriptionId),
  // A deleted item doesn't tell how it was encrypted.
  prerequisites: ({ raw, subscriptionId }, settings = raw) =>
    customerManagedKeyVault(settings, subscriptionId),
  isDescribedByLog: () => true,
  // learn.microsoft.com/azure/storage/common/storage-account-recover
  consequences: () => ({
    destroyed: [],
    freed: [],
    billed: [],
    notRestored: [
      l10n.t(
        "Recovery is a best-effort attempt that Azure doesn't guarantee, and this request isn't documented. If the recovery fails, try the portal.",
      ),
      l10n.t(
        "If the account was encrypted with a customer-managed key and the key vault was deleted, too, recover the key vault first.",
      ),
      l10n.t("Private endpoints of the account: create them again."),
    ],
  }),

  // learn.microsoft.com/azure/role-based-access-control/permissions/storage#microsoftstorage
  permissions: {
    list: {
      action: "Microsoft.Storage/deletedAccounts/read",
      scope: "subscription",
      role: "Reader",
    },
    recover: {
      action: "Microsoft.Storage/storageAccounts/write",
      scope: "resourceGroup",
      role: "Storage Account Contributor",
    },
  },
  get retention() {
    return l10n.t("14 days after the deletion");
  },
  get limits() {
    return [
      l10n.t("Recovery is a best-effort attempt that Azure doesn't guarantee."),
      l10n.t("An account can't be recovered after another account takes its name."),
      l10n.t(
        "Only accounts created with the Azure Resource Manager deployment model can be recovered.",
      ),
      l10n.t(
        "Microsoft documents the recovery only in the portal. This extension sends a request that other tools are known to use.",
      ),
    ];
  },
  documentation: "https://learn.microsoft.com/azure/storage/common/storage-account-recover",
  portal: "view/HubsExtension/BrowseResource/resourceType/Microsoft.Storage%2FStorageAccounts",
  errors: [
    {
      // learn.microsoft.com/azure/azure-resource-manager/troubleshooting/error-storage-account-name
      codes: ["StorageAccountAlreadyExists", "StorageAccountAlreadyTaken"],
      anyService: true,
      say: () =>
        l10n.t(
          "Another storage account now holds this name, and names are unique across Azure. The deleted account can't be recovered while the other account exists.",
        ),
    },
    {
      codes: ["StorageAccountInAnotherResourceGroup"],
      anyService: true,
      say: () =>
        l10n.t(
          "A storage account with this name exists in another resource group of this subscription. The deleted account can't be recovered while the other account exists.",
        ),
    },
  ],
};
