import * as l10n from "@vscode/l10n";
import { armPath } from "../azure/armRequest";
import { isJsonObject, stringAt, type JsonValue } from "../base/json";
import { normalizeLocation, parseResourceId, resourceIdOf } from "../azure/resourceId";
import { hoursAfter, toInstant, type DeletedResource } from "./deletedResource";
import type { SoftDeleteService } from "./service";
import type { Origin } from "./source";

const resourceType = "Microsoft.Automation/automationAccounts";

// "Permanently removed 30 days after the account is deleted by a user":
// learn.microsoft.com/azure/automation/automation-managing-data
const retentionHours = 30 * 24;

function read(item: JsonValue, { subscriptionId }: Origin): DeletedResource | undefined {
  const name = stringAt(item, "name");
  const region = normalizeLocation(
    stringAt(item, "properties", "location") ?? stringAt(item, "location") ?? "",
  );
  const resourceGroup = parseResourceId(
    stringAt(item, "properties", "automationAccountResourceId") ?? stringAt(item, "id") ?? "",
  )?.resourceGroup;
  if (!isJsonObject(item) || name === undefined || region === "" || resourceGroup === undefined) {
    return undefined;
  }
  // The published schema and the published example have had either name:
  // github.com/Azure/azure-rest-api-specs, deletedAutomationAccount.json
  const deletedAt = toInstant(
    stringAt(item, "properties", "deletionTime") ?? stringAt(item, "properties", "deletedTime"),
  );
  const accountId = stringAt(item, "properties", "automationAccountId");
  return {
    serviceId: "automation",
    subscriptionId,
    name,
    resourceGroup,
    location: region,
    kind: undefined,
    originalId: resourceIdOf({ subscriptionId, resourceGroup, resourceType, name }),
    deletedPath: armPath`/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}/providers/Microsoft.Automation/deletedAutomationAccounts/${name}`,
    deletedAt,
    purgeAt: deletedAt === undefined ? undefined : hoursAfter(deletedAt, retentionHours),
    purgeAtFrom: "retention",
    purgeProtected: false,
    tags: {},
    ...(deletedAt === undefined && accountId !== undefined ? { distinguishedBy: accountId } : {}),
    raw: item,
  };
}

/** Azure Automation accounts, which only the portal recovers. */
export const automation: SoftDeleteService = {
  id: "automation",
  get name() {
    return l10n.t("Automation accounts");
  },
  resourceType,
  icon: "gear",
  noun: () => l10n.t("Automation account"),

  availability: {},
  sources: [
    {
      kind: "collection",
      request: (subscriptionId) => ({
        method: "GET",
        path: armPath`/subscriptions/${subscriptionId}/providers/Microsoft.Automation/deletedAutomationAccounts`,
        apiVersion: "2024-10-23",
      }),
      read,
    },
  ],

  // learn.microsoft.com/azure/automation/delete-account#restore-a-deleted-automation-account
  recover: ({ resourceGroup }) => ({
    refused: l10n.t(
      'Microsoft documents no way but the portal\'s, within 30 days of the deletion: "Manage deleted accounts" on the list of Automation accounts. The resource group "{0}" must exist; create it again if it was deleted.',
      resourceGroup ?? "",
    ),
  }),
  purge: () => ({
    refused: l10n.t(
      "Azure has no way to purge a deleted Automation account: it is removed for good 30 days after its deletion.",
    ),
  }),
  prerequisites: () => [],
  consequences: () => ({ destroyed: [], freed: [], billed: [], notRestored: [] }),

  // learn.microsoft.com/azure/role-based-access-control/permissions/management-and-governance#microsoftautomation
  permissions: {
    list: {
      action: "Microsoft.Automation/deletedAutomationAccounts/read",
      scope: "subscription",
      role: "Reader",
    },
  },
  get retention() {
    return l10n.t("30 days after the deletion");
  },
  get limits() {
    return [
      l10n.t("It can be recovered in the portal only, into its own resource group."),
      l10n.t("It must have been created with the Azure Resource Manager deployment model."),
    ];
  },
  documentation:
    "https://learn.microsoft.com/azure/automation/delete-account#restore-a-deleted-automation-account",
  portal:
    "view/HubsExtension/BrowseResource/resourceType/Microsoft.Automation%2FAutomationAccounts",
};
