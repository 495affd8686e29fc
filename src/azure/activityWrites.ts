import { activityLogEventIn, type ActivityLogEvent } from "./activityLogEvent";
import { activityRequest } from "./activityLog";
import type { ArmClient } from "./armClient";
import { isJsonObject, valueAt, type JsonObject, type JsonValue } from "../base/json";
import { sameResource } from "./resourceId";
import { day } from "../base/durations";

export interface LoggedWrite extends ActivityLogEvent {
  /** The written body, where the entry contains it. */
  readonly body: JsonObject | undefined;
}

/** Undefined for entries that aren't events. */
export function writeIn(entry: JsonValue): LoggedWrite | undefined {
  const event = activityLogEventIn(entry);
  return event && { ...event, body: bodyIn(entry) };
}

/**
 * The bodies that were written, latest first. The body is in the entry that starts an operation,
 * before its result is known; bodies of refused operations are dropped.
 *
 * @param latestFirst in that order.
 */
export function writtenBodies(
  latestFirst: readonly Pick<LoggedWrite, "status" | "correlationId" | "body">[],
): readonly JsonObject[] {
  const refused = new Set(
    latestFirst
      .filter(({ status }) => status === "failed")
      .map(({ correlationId }) => correlationId),
  );
  return latestFirst.flatMap(({ body, status, correlationId }) =>
    body === undefined ||
    status === "failed" ||
    (correlationId !== undefined && refused.has(correlationId))
      ? []
      : [body],
  );
}

/** The body of an entry: a JSON text in the log, truncated where it is long. */
export function bodyIn(event: JsonValue): JsonObject | undefined {
  const properties = valueAt(event, ["properties"]);
  const [, text] =
    Object.entries(isJsonObject(properties) ? properties : {}).find(
      ([key]) => key.toLowerCase() === "requestbody",
    ) ?? [];
  try {
    const body = JSON.parse(typeof text === "string" ? text : "null") as JsonValue;
    return isJsonObject(body) ? body : undefined;
  } catch {
    return undefined;
  }
}

/** The log's retention: learn.microsoft.com/azure/azure-monitor/essentials/activity-log */
const longestMemory = 90 * day;

/**
 * The settings a resource was last written with, from the 90-day log; undefined where the log
 * doesn't have them. Partial writes and recoveries keep what was written earlier.
 *
 * @param asked with the operation, as in "Microsoft.Storage/storageAccounts/write", and the present
 *   in milliseconds since the epoch.
 * @throws ArmError when the log can't be read.
 */
export async function readLastWrite(
  arm: Pick<ArmClient, "list">,
  asked: {
    readonly subscriptionId: string;
    readonly resourceId: string;
    readonly operation: string;
    readonly now: number;
  },
  signal?: AbortSignal,
): Promise<JsonObject | undefined> {
  const { subscriptionId, resourceId, operation, now } = asked;
  const writes: LoggedWrite[] = [];
  const request = activityRequest({
    subscriptionId,
    since: now - longestMemory,
    until: now,
    resourceId,
  });
  await arm.list(
    request,
    (page) => {
      writes.push(...page.flatMap((entry) => writeIn(entry) ?? []));
    },
    signal,
  );
  const own = writes.filter(
    (write) =>
      write.operation === operation.toLowerCase() && sameResource(write.resourceId, resourceId),
  );
  const bodies = writtenBodies(own.sort((left, right) => right.at - left.at));
  return bodies.length === 0 ? undefined : bodies.reduceRight(over, {});
}

/** Merges a later body into an earlier one, ignoring the case of names; null removes a value. */
function over(before: JsonObject, later: JsonObject): JsonObject {
  const members = new Map(Object.entries(before));
  const names = new Map([...members.keys()].map((key) => [key.toLowerCase(), key]));
  for (const [key, value] of Object.entries(later)) {
    const name = names.get(key.toLowerCase()) ?? key;
    const known = members.get(name);
    if (value === null) {
      members.delete(name);
    } else if (isJsonObject(value)) {
      members.set(name, over(isJsonObject(known) ? known : {}, value));
    } else {
      members.set(name, value);
    }
  }
  return Object.fromEntries(members);
}
