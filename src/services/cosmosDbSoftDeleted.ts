import * as l10n from "@vscode/l10n";
import { armPath, pathOfId, type ArmRequest } from "../azure/armRequest";
import { isJsonObject, stringAt, valueAt, type JsonObject, type JsonValue } from "../base/json";
import { normalizeLocation, parseResourceId, resourceIdOf } from "../azure/resourceId";
import { inUtc, hoursAfter, type DeletedResource } from "./deletedResource";
import { preconditionOn } from "./preconditions";
import type { Refusal, RequiredPermission, SoftDeleteService } from "./service";
import {
  permanentDeleteResource,
  restoreSoftDeletedResource,
  softDeleteActionKind,
} from "./softDeleteAction";
import type { Origin } from "./source";

// Operations and shapes: github.com/Azure/azure-rest-api-specs, Microsoft.DocumentDB/DocumentDB,
// SoftDeletedResources.tsp; no other version has them.
const apiVersion = "2026-04-01-preview";
const resourceType = "Microsoft.DocumentDB/databaseAccounts";
const startPath = ["properties", "softDeletionMetadata", "softDeletionStartTimestamp"];
const endPath = ["properties", "softDeletionMetadata", "softDeletionResourceExpirationTimestamp"];

// Distinguishes one deletion of a name from the next. Its own name doesn't: the list can have a
// GUID where the account itself has the account's name.
const identity = [startPath, endPath];

function softDeleted({ deletedPath }: DeletedResource): ArmRequest {
  return { method: "GET", path: deletedPath, apiVersion };
}

function liveAccount({ originalId }: DeletedResource): ArmRequest {
  return { method: "GET", path: pathOfId(originalId), apiVersion };
}

/** Dates as numbers: seconds since 1970. */
function instantAt(item: JsonValue, path: readonly string[]): string | undefined {
  const seconds = valueAt(item, path);
  return typeof seconds === "number" && seconds > 0 && seconds <= 8_640_000_000_000
    ? new Date(seconds * 1000).toISOString()
    : undefined;
}

/** The deletion time plus a setting in minutes. */
function minutesAfterDeletion(
  item: JsonObject,
  deletedAt: string | undefined,
  setting: "minMinutesBeforePermanentDeletionAllowed" | "softDeleteRetentionPeriodInMinutes",
): string | undefined {
  const minutes = valueAt(item, ["properties", "softDeleteConfiguration", setting]);
  return deletedAt === undefined || typeof minutes !== "number" || minutes < 0
    ? undefined
    : hoursAfter(deletedAt, minutes / 60);
}

function purgeableFrom({ raw, deletedAt }: DeletedResource): string | undefined {
  return minutesAfterDeletion(raw, deletedAt, "minMinutesBeforePermanentDeletionAllowed");
}

function read(
  item: JsonValue,
  { subscriptionId, region }: Origin,
): DeletedResource | "live" | undefined {
  const id = stringAt(item, "id");
  const parsed = parseResourceId(id ?? "");
  const name = stringAt(item, "properties", "accountName") ?? stringAt(item, "name");
  const location = normalizeLocation(
    region ?? parsed?.location ?? stringAt(item, "location") ?? "",
  );
  if (
    !isJsonObject(item) ||
    id === undefined ||
    parsed === undefined ||
    name === undefined ||
    location === ""
  ) {
    return undefined;
  }
  if (valueAt(item, ["properties", "softDeletionMetadata", "isSoftDeleted"]) === false) {
    return "live";
  }
  const { resourceGroup } = parsed;
  const deletedAt = instantAt(item, startPath);
  const expiresAt = instantAt(item, endPath);
  const purgeAt =
    expiresAt ?? minutesAfterDeletion(item, deletedAt, "softDeleteRetentionPeriodInMinutes");
  const resource: DeletedResource = {
    serviceId: "cosmosDbSoftDeleted",
    subscriptionId,
    name,
    resourceGroup,
    location,
    kind: undefined,
    originalId:
      resourceGroup === undefined
        ? id
        : resourceIdOf({ subscriptionId, resourceGroup, resourceType, name }),
    deletedPath:
      resourceGroup === undefined
        ? pathOfId(id)
        : armPath`/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}/providers/Microsoft.DocumentDB/locations/${location}/softDeletedDatabaseAccounts/${name}`,
    deletedAt,
    purgeAt,
    purgeAtFrom: expiresAt === undefined ? "retention" : "azure",
    purgeProtected: false,
    tags: {},
    raw: item,
  };
  const from = purgeableFrom(resource);
  return {
    ...resource,
    purgeProtected: from !== undefined && purgeAt !== undefined && from >= purgeAt,
  };
}

/** Published items had ids without the group once: github.com/Azure/azure-rest-api-specs/pull/41475 */
function withoutGroup(): Refusal {
  return {
    refused: l10n.t(
      "Azure doesn't report this account's resource group, so the extension can't send the request. Use the Azure CLI: az cosmosdb softdeleted-account.",
    ),
  };
}

// One permission for both, because a DELETE needs "delete"; it is undocumented.
const act: RequiredPermission = {
  action: "Microsoft.DocumentDB/locations/softDeletedDatabaseAccounts/delete",
  scope: "resourceGroup",
  role: "Contributor",
};

/** Cosmos DB accounts for which soft delete was turned on: a preview. */
export const cosmosDbSoftDeleted: SoftDeleteService = {
  id: "cosmosDbSoftDeleted",
  get name() {
    return l10n.t("Cosmos DB accounts (soft delete)");
  },
  resourceType,
  icon: "symbol-misc",
  noun: () => l10n.t("Cosmos DB account"),
  // Its name stays taken until it is purged; how Azure answers a deployment with it is
  // undocumented.
  deployment: {
    outcome: "canFail",
    terraform: ["azurerm_cosmosdb_account"],
    variables: ["COSMOS"],
  },

  availability: { preview: true, offByDefault: true },
  sources: [
    {
      kind: "regions",
      resourceType: "locations/softDeletedDatabaseAccounts",
      request: (subscriptionId, region) => ({
        method: "GET",
        path: armPath`/subscriptions/${subscriptionId}/providers/Microsoft.DocumentDB/locations/${region}/softDeletedDatabaseAccounts`,
        apiVersion,
      }),
      read,
    },
  ],

  recover: (resource) =>
    resource.resourceGroup === undefined
      ? withoutGroup()
      : [
          {
            id: "recover",
            title: l10n.t("Recover Cosmos DB account"),
            target: resource.name,
            // The purge's request with another parameter value; see softDeleteAction.ts.
            request: {
              ...softDeleted(resource),
              method: "DELETE",
              query: { [softDeleteActionKind]: restoreSoftDeletedResource },
            },
            postcondition: { request: liveAccount(resource), expects: "present" },
            precondition: preconditionOn(
              resource,
              { request: softDeleted(resource) },
              "proceed",
              identity,
            ),
          },
        ],
  purge: (resource) => {
    if (resource.resourceGroup === undefined) {
      return withoutGroup();
    }
    const from = purgeableFrom(resource);
    if (from !== undefined && Date.parse(from) > Date.now()) {
      return {
        refused: resource.purgeProtected
          ? l10n.t(
              "This account can't be purged before its retention period ends. You can recover the account until then.",
            )
          : l10n.t(
              "This account can't be purged before {0}. You can recover the account until then.",
              inUtc(from),
            ),
      };
    }
    return [
      {
        id: "purge",
        title: l10n.t("Purge Cosmos DB account"),
        target: resource.name,
        request: {
          ...softDeleted(resource),
          method: "DELETE",
          query: { [softDeleteActionKind]: permanentDeleteResource },
        },
        postcondition: { request: softDeleted(resource), expects: "absent" },
        precondition: preconditionOn(
          resource,
          { request: softDeleted(resource) },
          "stop",
          identity,
        ),
      },
    ];
  },
  prerequisites: () => [],
  consequences: ({ name }) => ({
    destroyed: [
      l10n.t("All databases and containers in the account are lost, with all their data."),
      l10n.t("The account's keys and connection strings are lost, too."),
    ],
    freed: [l10n.t('Anyone in Azure can use the name "{0}" again.', name)],
    billed: [],
    notRestored: [
      // github.com/Azure/azure-cli-extensions, cosmosdb-preview, test_cosmosdb_softdelete_scenario.py
      l10n.t(
        "The account's databases and containers come back, too. Azure can take a few minutes to show the account again.",
      ),
      l10n.t(
        "Microsoft doesn't document what else comes back. Check the account's role assignments and network settings afterward.",
      ),
    ],
  }),

  permissions: {
    list: {
      action: "Microsoft.DocumentDB/locations/softDeletedDatabaseAccounts/read",
      scope: "subscription",
      role: "Reader",
    },
    recover: act,
    purge: act,
  },
  get retention() {
    return l10n.t("As set when soft delete was turned on for the account");
  },
  get limits() {
    return [
      l10n.t("Only accounts that had soft delete turned on before the deletion are kept."),
      l10n.t("An account can specify how long after its deletion it can't be purged."),
    ];
  },
  documentation: "https://learn.microsoft.com/cli/azure/cosmosdb/softdeleted-account",
  errors: [
    {
      // The code is BadRequest, which says nothing: CosmosDBSoftDeletedDatabaseAccountPurge.json of
      // 2026-04-01-preview, github.com/Azure/azure-rest-api-specs
      message: /minimum retention period has not elapsed/i,
      anyService: true,
      say: () =>
        l10n.t(
          "This account can't be purged yet, because its settings require a wait after the deletion. Try again later; you can recover the account until then.",
        ),
    },
  ],
  // learn.microsoft.com/cli/azure/cosmosdb/softdeleted-account, of the extension cosmosdb-preview
  commands: [
    {
      request:
        "DELETE /subscriptions/{subscription}/resourceGroups/{group}/providers/Microsoft.DocumentDB/locations/{location}/softDeletedDatabaseAccounts/{name}",
      query: { [softDeleteActionKind]: restoreSoftDeletedResource },
      azureCli:
        "az cosmosdb softdeleted-account recover --name {name} --resource-group {group} --location {location} --subscription {subscription}",
    },
    {
      request:
        "DELETE /subscriptions/{subscription}/resourceGroups/{group}/providers/Microsoft.DocumentDB/locations/{location}/softDeletedDatabaseAccounts/{name}",
      query: { [softDeleteActionKind]: permanentDeleteResource },
      azureCli:
        "az cosmosdb softdeleted-account delete --name {name} --resource-group {group} --location {location} --subscription {subscription}",
    },
  ],
};
