import * as l10n from "@vscode/l10n";
import type { JsonValue } from "../base/json";
import { armPath, pathOfId, type ArmRequest } from "../azure/armRequest";
import type { DeletedResource } from "./deletedResource";
import {
  protectedItemUnchanged,
  purgeProtectedItem,
  readProtectedItem,
} from "./parts/protectedItem";
import { nameCheck } from "./parts/nameCheck";
import { customerManagedKeyVault } from "./parts/prerequisites";
import type { WaitAfter } from "./plan";
import { quotedAfter } from "./nameConflicts";
import { isRefusal, type SoftDeleteService } from "./service";
import type { Origin } from "./source";

// Operations and shapes: learn.microsoft.com/rest/api/appconfiguration/configuration-stores
const apiVersion = "2024-06-01";
const resourceType = "Microsoft.AppConfiguration/configurationStores";

function liveStore({ originalId }: DeletedResource): ArmRequest {
  return { method: "GET", path: pathOfId(originalId), apiVersion };
}

// The name stays taken "for about several minutes" after the purge:
// github.com/Azure/AppConfiguration/issues/677
function nameReleased({ subscriptionId, name }: DeletedResource): WaitAfter {
  return {
    ...nameCheck(resourceType, apiVersion, name, subscriptionId),
    giveUpAfterSeconds: 600,
    timeoutMessage: l10n.t(
      'The store is purged, but Azure hasn\'t released the name "{0}" yet. This can take a few more minutes.',
      name,
    ),
  };
}

function read(item: JsonValue, origin: Origin): DeletedResource | undefined {
  return readProtectedItem(item, origin, {
    serviceId: "appConfiguration",
    resourceType,
    original: "configurationStoreId",
    // As people wrote it; the original's id has it in lower case, in 621 of 782 recorded items:
    // github.com/Azure/azure-cli, command_modules/appconfig
    ownName: true,
    deletedPath: (subscriptionId, region, name) =>
      armPath`/subscriptions/${subscriptionId}/providers/Microsoft.AppConfiguration/locations/${region}/deletedConfigurationStores/${name}`,
  });
}

/** Azure App Configuration stores. */
export const appConfiguration: SoftDeleteService = {
  id: "appConfiguration",
  get name() {
    return l10n.t("App Configuration stores");
  },
  resourceType,
  icon: "settings-gear",
  noun: () => l10n.t("App Configuration store"),
  // learn.microsoft.com/azure/azure-app-configuration/concept-soft-delete. For Terraform:
  // registry.terraform.io/providers/hashicorp/azurerm/latest/docs/guides/features-block
  deployment: {
    outcome: "fails",
    terraform: ["azurerm_app_configuration"],
    terraformRecovers: true,
    recoverProperty: { name: "createMode", value: "Recover" },
    variables: ["APP_CONFIG", "APPCONFIG", "APP_CONFIGURATION"],
  },
  conflicts: {
    names: [
      quotedAfter(/Configuration Store Name:? /),
      quotedAfter(/(?:App Configuration|Configuration Store):? \(Name /),
      quotedAfter(/\bThe name /),
      quotedAfter(/with the Name /),
    ],
    messages: [
      // A resource of github.com/hashicorp/terraform-provider-azurerm whose recovery is turned off
      { words: /existing soft-deleted App Configuration exists/ },
      // github.com/Azure/azure-cli/issues/22714
      { words: /NameUnavailable/, with: /specified name|configuration ?store|appconfig/i },
    ],
  },
  // learn.microsoft.com/azure/security/fundamentals/azure-domains
  hosts: [".azconfig.io"],

  availability: {},
  sources: [
    {
      kind: "collection",
      request: (subscriptionId) => ({
        method: "GET",
        path: armPath`/subscriptions/${subscriptionId}/providers/Microsoft.AppConfiguration/deletedConfigurationStores`,
        apiVersion,
      }),
      read,
    },
  ],

  recover: (resource) => [
    {
      id: "recover",
      title: l10n.t("Recover App Configuration store"),
      target: resource.name,
      request: {
        ...liveStore(resource),
        method: "PUT",
        // The schema requires a sku, which the deleted item does not have. The Azure CLI sends
        // this one for every store: github.com/Azure/azure-cli, appconfig/custom.py
        body: {
          location: resource.location,
          sku: { name: "standard" },
          properties: { createMode: "Recover" },
        },
      },
      postcondition: { request: liveStore(resource), expects: "present" },
      precondition: protectedItemUnchanged(resource, apiVersion, "proceed"),
    },
  ],
  // Answers 200 at once, with nothing to follow, and goes on behind that:
  // github.com/hashicorp/terraform-provider-azurerm, app_configuration_resource.go
  purge: (resource) => {
    const purge = purgeProtectedItem(resource, apiVersion, {
      title: l10n.t("Purge App Configuration store"),
      refused: l10n.t(
        "Purge protection is on, so this store can't be purged before its retention period ends. You can recover the store until then.",
      ),
    });
    return isRefusal(purge)
      ? purge
      : purge.map((step) => ({ ...step, waitAfter: nameReleased(resource) }));
  },
  // learn.microsoft.com/rest/api/appconfiguration/operations/check-name-availability
  nameCheck: (name, subscriptionId) => nameCheck(resourceType, apiVersion, name, subscriptionId),
  // A deleted item doesn't tell how it was encrypted.
  prerequisites: ({ raw, subscriptionId }, settings = raw) =>
    customerManagedKeyVault(settings, subscriptionId),
  isDescribedByLog: () => true,
  // learn.microsoft.com/azure/azure-app-configuration/concept-soft-delete
  consequences: ({ name }) => ({
    destroyed: [
      l10n.t(
        "All key-values and feature flags in the store are lost, with their revision history.",
      ),
    ],
    freed: [
      l10n.t('Anyone in Azure can use the name "{0}" again a few minutes after the purge.', name),
    ],
    billed: [],
    notRestored: [
      l10n.t("Role assignments (Azure RBAC) on the store: assign them again."),
      // .../howto-recover-deleted-stores-in-azure-app-configuration
      l10n.t(
        "The managed identity: assign one again, and give this identity access to any customer-managed key.",
      ),
      l10n.t("Event Grid subscriptions and private endpoints of the store: create them again."),
      l10n.t("The pricing tier: the store is recovered as Standard. Check the tier afterward."),
    ],
  }),

  // learn.microsoft.com/azure/role-based-access-control/permissions/integration#microsoftappconfiguration
  permissions: {
    list: {
      action: "Microsoft.AppConfiguration/locations/deletedConfigurationStores/read",
      scope: "subscription",
      role: "Reader",
    },
    recover: {
      action: "Microsoft.AppConfiguration/configurationStores/write",
      scope: "resourceGroup",
      role: "App Configuration Contributor",
    },
    purge: {
      action: "Microsoft.AppConfiguration/locations/deletedConfigurationStores/purge/action",
      scope: "subscription",
      // "App Configuration Contributor" has all but this.
      role: "Contributor",
    },
  },
  get retention() {
    return l10n.t(
      "7 days after the deletion, unless a different period was set when the store was created",
    );
  },
  get limits() {
    return [l10n.t("Stores in the Free tier aren't soft-deleted.")];
  },
  documentation: "https://learn.microsoft.com/azure/azure-app-configuration/concept-soft-delete",
  errors: [
    {
      // github.com/Azure/AppConfiguration/issues/677
      codes: ["NameUnavailable"],
      say: () =>
        l10n.t(
          "A live, soft-deleted, or just purged store holds this name, and names of App Configuration stores are unique across Azure. Check whether the store is among your deleted resources.",
        ),
    },
  ],
  // learn.microsoft.com/cli/azure/appconfig, .../powershell/module/az.appconfiguration
  commands: [
    {
      request:
        "PUT /subscriptions/{subscription}/resourceGroups/{group}/providers/Microsoft.AppConfiguration/configurationStores/{name}",
      body: { location: "{location}", "properties.createMode": "Recover" },
      azureCli:
        "az appconfig recover --name {name} --resource-group {group} --location {location} --yes --subscription {subscription}",
    },
    {
      request:
        "POST /subscriptions/{subscription}/providers/Microsoft.AppConfiguration/locations/{location}/deletedConfigurationStores/{name}/purge",
      azureCli:
        "az appconfig purge --name {name} --location {location} --subscription {subscription}",
      powershell:
        "Clear-AzAppConfigurationDeletedStore -Name {name} -Location {location} -Confirm -SubscriptionId {subscription}",
    },
  ],
};
