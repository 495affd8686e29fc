import { randomUUID } from "node:crypto";
import { guidOf } from "../guid";
import type { Json, JsonObject } from "../json";
import type { SubscriptionContext } from "../route";
import type { ActivityEvent } from "../service";
import { same, type SubscriptionState } from "../subscriptionState";

const groupDeletion = "Microsoft.Resources/subscriptions/resourceGroups/delete";

/**
 * A write as the Activity Log has it, the whole body as text among its properties.
 *
 * @param operation as in "Microsoft.Storage/storageAccounts/write".
 */
export function writeEvent(
  { body, caller, headers, state }: SubscriptionContext,
  resourceId: string,
  operation: string,
): ActivityEvent {
  const correlation = headers["x-ms-correlation-request-id"];
  return {
    resourceId,
    operation,
    at: state.time.now(),
    caller: caller.person.username,
    correlationId: typeof correlation === "string" ? correlation : randomUUID(),
    properties: { requestbody: JSON.stringify(body ?? null) },
  };
}

/** Notes that a group was deleted, with what was in it. */
export function noteGroupDeletion(
  subscription: SubscriptionState,
  name: string,
  at: number,
  caller: string | undefined,
): void {
  subscription.activity.push({
    resourceId: `/subscriptions/${subscription.id}/resourceGroups/${name}`,
    operation: groupDeletion,
    at,
    caller,
    correlationId: guidOf(`${subscription.id} ${name} ${String(at)}`),
  });
}

/**
 * An entry as the log's API has it. Deletions that a group's deletion brought about share its
 * correlation id: "shared among the events that belong to the same uber operation".
 * Source: Azure/azure-rest-api-specs, Microsoft.Insights, activityLogs_API.json
 *
 * @param nobody who is named where it is not known who did it.
 */
export function eventBody(
  event: ActivityEvent,
  subscription: SubscriptionState,
  nobody: string,
): JsonObject {
  const { resourceId, operation, at } = event;
  const eventDataId = guidOf(JSON.stringify([resourceId, operation, at, event.correlationId]));
  const correlationId = event.correlationId ?? ofGroup(event, subscription) ?? eventDataId;
  const when = new Date(at).toISOString();
  const properties: JsonObject = { ...event.properties, entity: resourceId, message: operation };
  return {
    authorization: { action: operation, scope: resourceId },
    caller: event.caller ?? nobody,
    category: localized("Administrative"),
    correlationId,
    eventDataId,
    eventName: localized("EndRequest"),
    eventTimestamp: when,
    id: `${resourceId}/events/${eventDataId}/ticks/${String(at)}0000`,
    level: "Informational",
    operationId: correlationId,
    operationName: localized(operation),
    properties,
    resourceGroupName: groupOf(resourceId),
    resourceId,
    resourceProviderName: localized(providerOf(operation)),
    resourceType: localized(operation.slice(0, operation.lastIndexOf("/"))),
    status: localized("Succeeded"),
    submissionTimestamp: when,
    subscriptionId: subscription.id,
    tenantId: subscription.tenantId,
  };
}

/** The namespace that an operation is of. */
export function providerOf(operation: string): string {
  return operation.split("/")[0] ?? "";
}

/** The resource group in an id; empty where there is none. */
export function groupOf(resourceId: string): string {
  return /\/resourceGroups\/([^/]+)/i.exec(resourceId)?.[1] ?? "";
}

/** A group's deletion takes its time, and what was in it goes within that. */
function ofGroup(
  { resourceId, operation, at }: ActivityEvent,
  { activity }: SubscriptionState,
): string | undefined {
  return operation.endsWith("/delete")
    ? activity.find(
        (event) =>
          event.operation === groupDeletion &&
          same(groupOf(event.resourceId), groupOf(resourceId)) &&
          Math.abs(event.at - at) < 60_000,
      )?.correlationId
    : undefined;
}

function localized(value: string): Json {
  return { value, localizedValue: value };
}
