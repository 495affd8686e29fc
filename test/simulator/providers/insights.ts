import { armError, type ArmResponse } from "../armResponse";
import type { JsonObject } from "../json";
import { page } from "../paging";
import type { Route, SubscriptionContext } from "../route";
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

interface Deletion {
  readonly resourceId: string;
  readonly operation: string;
  readonly at: number;
  readonly caller: string;
}

function listEvents(context: SubscriptionContext): ArmResponse {
  const filter = context.query.get("$filter");
  const since = /eventTimestamp ge '([^']+)'/i.exec(filter ?? "")?.[1];
  if (filter === null || since === undefined) {
    return armError(400, "BadRequest", "The $filter with a start time is required.");
  }
  const wanted = /resourceUri eq '([^']+)'/i.exec(filter)?.[1];
  const until = /eventTimestamp le '([^']+)'/i.exec(filter)?.[1];
  const events = deletions(context)
    .filter(({ at }) => at >= Date.parse(since))
    .filter(({ at }) => until === undefined || at <= Date.parse(until))
    .filter(({ resourceId }) => wanted === undefined || same(resourceId, wanted));
  return page(context, events.map(eventBody));
}

function deletions(context: SubscriptionContext): readonly Deletion[] {
  const { subscription } = context;
  const nobody = context.caller.person.username;
  return [
    ...subscription.deletedAccounts.map((item) => ({
      resourceId: accountId(subscription.id, item.account),
      operation: "Microsoft.CognitiveServices/accounts/delete",
      at: item.deletedAt,
      caller: item.deletedBy ?? nobody,
    })),
    ...subscription.deletedVaults.map((item) => ({
      resourceId: vaultId(subscription.id, item.vault),
      operation: "Microsoft.KeyVault/vaults/delete",
      at: item.deletedAt,
      caller: item.deletedBy ?? nobody,
    })),
  ];
}

function eventBody(deletion: Deletion): JsonObject {
  return {
    caller: deletion.caller,
    eventTimestamp: new Date(deletion.at).toISOString(),
    operationName: { value: deletion.operation, localizedValue: deletion.operation },
    status: { value: "Succeeded", localizedValue: "Succeeded" },
    resourceId: deletion.resourceId,
  };
}
