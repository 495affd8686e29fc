import { armError, type ArmResponse } from "../armResponse";
import type { JsonObject } from "../json";
import { page } from "../paging";
import type { Route, SubscriptionContext } from "../route";
import type { ActivityEvent } from "../service";
import { simulatedServices } from "../services/all";
import { same } from "../subscriptionState";
import { accountId } from "./cognitiveBodies";
import { vaultId } from "./keyVaultBodies";

const subscriptionPath = "/subscriptions/{subscriptionId}";

/**
 * The activity log, as far as it tells who deleted something.
 * Source: https://learn.microsoft.com/rest/api/monitor/activity-logs/list
 */
export const insightsRoutes: readonly Route[] = [
  {
    level: "subscription",
    method: "GET",
    template: `${subscriptionPath}/providers/Microsoft.Insights/eventtypes/management/values`,
    namespace: "Microsoft.Insights",
    resourceType: "eventtypes",
    action: "Microsoft.Insights/eventtypes/values/read",
    scope: subscriptionPath,
    handle: listEvents,
  },
];

function listEvents(context: SubscriptionContext): ArmResponse {
  const filter = context.query.get("$filter");
  const since = /eventTimestamp ge '([^']+)'/i.exec(filter ?? "")?.[1];
  if (filter === null || since === undefined) {
    return armError(400, "BadRequest", "The $filter with a start time is required.");
  }
  const wanted = /resourceUri eq '([^']+)'/i.exec(filter)?.[1];
  const until = /eventTimestamp le '([^']+)'/i.exec(filter)?.[1];
  const provider = /resourceProvider eq '([^']+)'/i.exec(filter)?.[1];
  const group = /resourceGroupName eq '([^']+)'/i.exec(filter)?.[1];
  const events = deletions(context)
    .filter(({ at }) => at >= Date.parse(since))
    .filter(({ at }) => until === undefined || at <= Date.parse(until))
    .filter(({ resourceId }) => wanted === undefined || same(resourceId, wanted))
    .filter(({ operation }) => provider === undefined || same(providerOf(operation), provider))
    .filter(({ resourceId }) => group === undefined || same(groupOf(resourceId), group));
  return page(
    context,
    events.map((event) => eventBody(event, context.caller.person.username)),
  );
}

function deletions(context: SubscriptionContext): readonly ActivityEvent[] {
  const { subscription } = context;
  return [
    ...subscription.deletedAccounts.map((item) => ({
      resourceId: accountId(subscription.id, item.account),
      operation: "Microsoft.CognitiveServices/accounts/delete",
      at: item.deletedAt,
      caller: item.deletedBy,
    })),
    ...subscription.deletedVaults.map((item) => ({
      resourceId: vaultId(subscription.id, item.vault),
      operation: "Microsoft.KeyVault/vaults/delete",
      at: item.deletedAt,
      caller: item.deletedBy,
    })),
    ...simulatedServices.flatMap((service) => service.deletions?.(subscription) ?? []),
  ];
}

function providerOf(operation: string): string {
  return operation.split("/")[0] ?? "";
}

function groupOf(resourceId: string): string {
  return /\/resourceGroups\/([^/]+)/i.exec(resourceId)?.[1] ?? "";
}

function eventBody(event: ActivityEvent, nobody: string): JsonObject {
  return {
    caller: event.caller ?? nobody,
    eventTimestamp: new Date(event.at).toISOString(),
    operationName: { value: event.operation, localizedValue: event.operation },
    status: { value: "Succeeded", localizedValue: "Succeeded" },
    resourceId: event.resourceId,
    ...(event.properties === undefined ? {} : { properties: event.properties }),
  };
}
