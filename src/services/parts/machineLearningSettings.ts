import * as l10n from "@vscode/l10n";
import { isJsonObject, stringAt, valueAt, type JsonObject } from "../../azure/json";
import { parseResourceId } from "../../azure/resourceId";
import type { DeletedResource } from "../deletedResource";
import type { Prerequisite } from "../service";

/**
 * The only version that has the flag: github.com/Azure/azure-rest-api-specs,
 * Microsoft.MachineLearningServices/preview/2022-01-01-preview
 */
export const recoverVersion = "2022-01-01-preview";

// What that version takes when a workspace is made; the rest is Azure's to say.
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

/** What makes a workspace with these settings, and brings back the deleted one instead. */
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
      // A text, not a boolean.
      allowRecoverSoftDeletedWorkspace: "True",
    },
  };
}

/** What it was made with. learn.microsoft.com/azure/machine-learning/concept-soft-delete */
export function prerequisitesOf({ raw }: DeletedResource): readonly Prerequisite[] {
  const parts = [
    {
      property: "keyVault",
      resourceType: "Microsoft.KeyVault/vaults",
      noun: l10n.t("key vault"),
      neededFor: l10n.t("its secrets; without it the workspace may not come back"),
    },
    {
      property: "storageAccount",
      resourceType: "Microsoft.Storage/storageAccounts",
      noun: l10n.t("storage account"),
      neededFor: l10n.t("its data; without it the workspace may not come back"),
    },
    {
      property: "applicationInsights",
      resourceType: "Microsoft.Insights/components",
      noun: l10n.t("Application Insights component"),
      neededFor: l10n.t(
        "its logs; where it is gone, recover its Log Analytics workspace, then create it again under its old name",
      ),
    },
    {
      property: "containerRegistry",
      resourceType: "Microsoft.ContainerRegistry/registries",
      noun: l10n.t("container registry"),
      neededFor: l10n.t("its images, which Azure can also make anew"),
    },
  ];
  return parts.flatMap(({ property, ...prerequisite }) => {
    const id = stringAt(raw, "properties", property) ?? "";
    const name = parseResourceId(id)?.resources.at(-1)?.name;
    return name === undefined ? [] : [{ ...prerequisite, name }];
  });
}

function pick(from: JsonObject, names: readonly string[]): JsonObject {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = valueAt(from, [name]);
      return value === undefined || value === null ? [] : [[name, value]];
    }),
  );
}
