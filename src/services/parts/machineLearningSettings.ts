import * as l10n from "@vscode/l10n";
import { isJsonObject, stringAt, valueAt, type JsonObject } from "../../base/json";
import type { DeletedResource } from "../deletedResource";
import type { Prerequisite } from "../service";
import { customerManagedKeyVault, prerequisiteAt, unnamedPrerequisite } from "./prerequisites";

/**
 * The only version that has the flag: github.com/Azure/azure-rest-api-specs,
 * Microsoft.MachineLearningServices/preview/2022-01-01-preview
 */
export const recoverVersion = "2022-01-01-preview";

/** Microsoft's explanation of names that soft-deleted workspaces hold. */
export const reservedNames = "https://aka.ms/wsoftdelete";

// The settings that this version accepts.
const settings = [
  "allowPublicAccessWhenBehindVnet",
  "applicationInsights",
  "containerRegistry",
  "description",
  "encryption",
  "friendlyName",
  "hbiWorkspace",
  "imageBuildCompute",
  "keyVault",
  "primaryUserAssignedIdentity",
  "publicNetworkAccess",
  "serviceManagedResourcesSettings",
  "sharedPrivateLinkResources",
  "storageAccount",
];

/** Creates a workspace with these settings, with the flag that recovers the deleted one. */
export function recoverBody(raw: JsonObject, location: string): JsonObject {
  const identity = stringAt(raw, "identity", "type");
  const assigned = valueAt(raw, ["identity", "userAssignedIdentities"]);
  const properties = valueAt(raw, ["properties"]);
  return {
    location,
    ...pick(raw, ["kind", "sku", "tags"]),
    ...(identity === undefined
      ? {}
      : {
          identity: {
            type: identity,
            ...(isJsonObject(assigned)
              ? {
                  userAssignedIdentities: Object.fromEntries(
                    Object.keys(assigned).map((id) => [id, {}]),
                  ),
                }
              : {}),
          },
        }),
    properties: {
      ...pick(isJsonObject(properties) ? properties : {}, settings),
      // A string, not a boolean.
      allowRecoverSoftDeletedWorkspace: "True",
    },
  };
}

/**
 * The dependencies of a workspace. Vault and storage account always exist.
 * Source: learn.microsoft.com/azure/machine-learning/concept-soft-delete
 */
export function prerequisitesOf(
  { raw, subscriptionId }: DeletedResource,
  settings: JsonObject = raw,
): readonly Prerequisite[] {
  const parts = [
    {
      property: "keyVault",
      resourceType: "Microsoft.KeyVault/vaults",
      neededFor: l10n.t("the workspace's secrets"),
      without: l10n.t("Azure can't recover a workspace without its key vault."),
    },
    {
      property: "storageAccount",
      resourceType: "Microsoft.Storage/storageAccounts",
      neededFor: l10n.t("the workspace's data"),
      without: l10n.t("Azure can't recover a workspace without its storage account."),
    },
    {
      property: "applicationInsights",
      resourceType: "Microsoft.Insights/components",
      neededFor: l10n.t("the workspace's logs"),
      without: l10n.t("The workspace doesn't log anything until you assign another component."),
      optional: true,
    },
    {
      property: "containerRegistry",
      resourceType: "Microsoft.ContainerRegistry/registries",
      neededFor: l10n.t("the workspace's images"),
      without: l10n.t(
        "Registries aren't soft-deleted. Assign another registry to the workspace to rebuild environment images.",
      ),
      optional: true,
    },
  ] as const;
  const named = parts.flatMap(({ property, resourceType, ...meaning }) => {
    const id = stringAt(settings, "properties", property);
    const isCertain = !("optional" in meaning);
    return id === undefined
      ? isCertain
        ? [unnamedPrerequisite(resourceType, meaning)]
        : []
      : [prerequisiteAt(resourceType, id, meaning) ?? []].flat();
  });
  return [...named, ...customerManagedKeyVault(settings, subscriptionId)];
}

function pick(from: JsonObject, names: readonly string[]): JsonObject {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = valueAt(from, [name]);
      return value === undefined || value === null ? [] : [[name, value]];
    }),
  );
}
