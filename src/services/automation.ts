import * as l10n from "@vscode/l10n";
import { armPath } from "../azure/armRequest";
import { isJsonObject, stringAt, type JsonValue } from "../base/json";
import { normalizeLocation, parseResourceId, resourceIdOf } from "../azure/resourceId";
import { retentionTimes, toInstant, type DeletedResource } from "./deletedResource";
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
  // The published schema and the published example use different names:
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
    ...retentionTimes(deletedAt, retentionHours),
    purgeProtected: false,
    tags: {},
    ...(deletedAt === undefined && accountId !== undefined ? { distinguishedBy: accountId } : {}),
    raw: item,
  };
}

/** Azure Automation accounts, which can be recovered only in the portal. */
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
      'An Automation account can be recovered only in the portal, within 30 days of the deletion: select "Manage deleted accounts" in the list of Automation accounts. The resource group "{0}" must exist; if it was deleted, create it again first.',
      resourceGroup ?? "",
    ),
  }),
  purge: () => ({
    refused: l10n.t(
      "A deleted Automation account can't be purged. Azure removes it 30 days after the deletion.",
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
      l10n.t(
        "An Automation account can be recovered only in the portal, to its original resource group.",
      ),
      l10n.t(
        "Only accounts created with the Azure Resource Manager deployment model can be recovered.",
      ),
    ];
  },
  documentation:
    "https://learn.microsoft.com/azure/automation/delete-account#restore-a-deleted-automation-account",
  portal:
    "view/HubsExtension/BrowseResource/resourceType/Microsoft.Automation%2FAutomationAccounts",
};
