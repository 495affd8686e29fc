import { armError, type ArmResponse } from "../armResponse";
import type { JsonObject } from "../json";
import { pageOf } from "../paging";
import type { Route, SubscriptionContext } from "../route";
import type { ActivityEvent } from "../service";
import { simulatedServices } from "../services/all";
import { same } from "../subscriptionState";
import { eventBody, groupOf, providerOf } from "./activity";
import { accountId } from "./cognitiveBodies";
import { vaultId } from "./keyVaultBodies";

const subscriptionPath = "/subscriptions/{subscriptionId}";

/**
 * The activity log, as far as it tells who deleted something, and what somebody wrote.
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
  const correlation = /correlationId eq '([^']+)'/i.exec(filter)?.[1];
  const bodyOf = (event: ActivityEvent): JsonObject =>
    eventBody(event, context.subscription, context.caller.person.username);
  const events = allEvents(context)
    .filter(({ at }) => at >= Date.parse(since))
    .filter(({ at }) => until === undefined || at <= Date.parse(until))
    .filter(({ resourceId }) => wanted === undefined || same(resourceId, wanted))
    .filter(({ operation }) => provider === undefined || same(providerOf(operation), provider))
    .filter(({ resourceId }) => group === undefined || same(groupOf(resourceId), group))
    .filter((event) => correlation === undefined || bodyOf(event)["correlationId"] === correlation);
  const select = context.query.get("$select");
  return pageOf(context, events, (event) => selected(bodyOf(event), select));
}

/** "$select" names properties, separated by commas. */
function selected(body: JsonObject, select: string | null): JsonObject {
  const names = select?.split(",").map((name) => name.trim().toLowerCase());
  return names === undefined
    ? body
    : Object.fromEntries(
        Object.entries(body).filter(([name]) => names.includes(name.toLowerCase())),
      );
}

function allEvents(context: SubscriptionContext): readonly ActivityEvent[] {
  const { subscription } = context;
  return [
    ...subscription.activity,
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
