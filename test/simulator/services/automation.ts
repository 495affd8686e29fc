import { ok, type ArmResponse } from "../armResponse";
import type { JsonObject } from "../json";
import { DeletedItems, type Deleted } from "../providers/deletedItems";
import { day } from "../retention";
import type { SubscriptionContext } from "../route";
import { StateKey, type SimulatedService } from "../service";
import type { SubscriptionState } from "../subscriptionState";

const namespace = "Microsoft.Automation";
const subscriptionPath = "/subscriptions/{subscriptionId}";
const versions = ["2024-10-23", "2023-11-01", "2022-08-08", "2022-01-31"];

interface AutomationAccount {
  readonly name: string;
  readonly resourceGroup: string;
  readonly location: string;
  readonly accountId: string;
}

const deletedAccounts = new StateKey<DeletedItems<AutomationAccount>>(() => new DeletedItems());

function allDeleted(subscription: SubscriptionState): readonly Deleted<AutomationAccount>[] {
  return subscription.of(deletedAccounts).at(subscription.time.now());
}

function idOf(
  subscriptionId: string,
  type: "automationAccounts" | "deletedAutomationAccounts",
  { resourceGroup, name }: AutomationAccount,
): string {
  return `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}/providers/${namespace}/${type}/${name}`;
}

function bodyOf(subscriptionId: string, item: Deleted<AutomationAccount>): JsonObject {
  const { resource, deletedAt } = item;
  return {
    id: idOf(subscriptionId, "deletedAutomationAccounts", resource),
    name: resource.name,
    type: `${namespace}/deletedAutomationAccounts`,
    location: resource.location,
    properties: {
      automationAccountResourceId: idOf(subscriptionId, "automationAccounts", resource),
      automationAccountId: resource.accountId,
      location: resource.location,
      deletionTime: new Date(deletedAt).toISOString().replace(/\.\d+Z$/, "+00:00"),
    },
  };
}

/** All of them at once: the list has no pages. */
function list({ subscription }: SubscriptionContext): ArmResponse {
  return ok({ value: allDeleted(subscription).map((item) => bodyOf(subscription.id, item)) });
}

/**
 * Deleted Automation accounts, which can be listed and nothing else.
 * Source: Azure/azure-rest-api-specs, Microsoft.Automation, deletedAutomationAccount.json, and
 * https://learn.microsoft.com/azure/automation/delete-account
 */
export const service: SimulatedService = {
  namespace,
  resourceTypes: { automationAccounts: versions, deletedAutomationAccounts: versions },
  routes: [
    {
      level: "subscription",
      method: "GET",
      template: `${subscriptionPath}/providers/${namespace}/deletedAutomationAccounts`,
      namespace,
      resourceType: "deletedAutomationAccounts",
      action: `${namespace}/deletedAutomationAccounts/read`,
      scope: subscriptionPath,
      handle: list,
    },
  ],
  deletions: (subscription) =>
    allDeleted(subscription).map((item) => ({
      resourceId: idOf(subscription.id, "automationAccounts", item.resource),
      operation: "Microsoft.Automation/automationAccounts/delete",
      at: item.deletedAt,
      caller: item.deletedBy,
    })),
  example: (subscription) => {
    const now = subscription.time.now();
    const accounts = subscription.of(deletedAccounts);
    const add = (name: string, resourceGroup: string, accountId: string, daysAgo: number) => {
      const account = { name, resourceGroup, location: "swedencentral", accountId };
      accounts.add(account, now - daysAgo * day, 30 * day);
    };
    add("aa-platform", "rg-platform", "cb855f13-0223-4fe4-8260-9e6583dfef24", 9);
    // "Though the resource group isn't present, you can see the Automation account in the deleted
    // list": learn.microsoft.com/azure/automation/delete-account
    add("aa-platform-old", "rg-platform-old", "cb855f13-0223-4fe4-8260-9e6583dfef25", 25);
  },
};
