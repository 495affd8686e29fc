import {
  activityLogEventIn,
  isDeletion,
  isSameRequest,
  type ActivityLogEvent,
  type LoggedDeletion,
} from "./activityLogEvent";
import type { ArmClient } from "./armClient";
import { armPath, type ArmRequest } from "./armRequest";
import type { JsonValue } from "../base/json";
import { canonicalId } from "./resourceId";
import { day, minute } from "../base/durations";

/** A period of a subscription's Activity Log. */
export interface ActivityPeriod {
  readonly subscriptionId: string;
  /** Milliseconds since the epoch. */
  readonly since: number;
  /** Milliseconds since the epoch. */
  readonly until: number;
}

/**
 * A query of the log. Its $filter supports few conditions and no "or", so callers filter
 * operations.
 * Source: learn.microsoft.com/rest/api/monitor/activity-logs/list
 */
export function activityRequest(
  asked: ActivityPeriod & {
    /** A namespace, as in "Microsoft.KeyVault"; all when omitted. */
    readonly provider?: string;
    /** Only operations on this resource. */
    readonly resourceId?: string;
    /** Names of the properties to return; all when omitted. */
    readonly select?: readonly string[];
  },
): ArmRequest {
  const { subscriptionId, since, until, provider, resourceId, select } = asked;
  const conditions = [
    `eventTimestamp ge '${new Date(firstLogged(since, until)).toISOString()}'`,
    `eventTimestamp le '${new Date(until).toISOString()}'`,
    ...(provider === undefined ? [] : [`resourceProvider eq ${quoted(provider)}`]),
    ...(resourceId === undefined ? [] : [`resourceUri eq ${quoted(resourceId)}`]),
  ];
  return {
    method: "GET",
    path: armPath`/subscriptions/${subscriptionId}/providers/Microsoft.Insights/eventtypes/management/values`,
    apiVersion: "2015-04-01",
    query: {
      $filter: conditions.join(" and "),
      ...(select === undefined ? {} : { $select: select.join(",") }),
    },
  };
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/**
 * The latest successful deletion of each resource of one type, newest first.
 *
 * @param asked with the operation, as in "Microsoft.KeyVault/vaults/delete".
 * @throws ArmError when the log can't be read.
 */
export async function readDeletions(
  arm: Pick<ArmClient, "list">,
  asked: ActivityPeriod & { readonly operation: string },
  signal?: AbortSignal,
): Promise<readonly LoggedDeletion[]> {
  const { operation } = asked;
  const provider = operation.slice(0, operation.indexOf("/"));
  const entries: JsonValue[] = [];
  await arm.list(activityRequest({ ...asked, provider }), (page) => entries.push(...page), signal);
  return lastDeletions(entries, operation);
}

/**
 * The earliest start of a query, in milliseconds since the epoch: the log keeps 90 days and refuses
 * an earlier start. One minute is a margin for the request itself.
 * Source: learn.microsoft.com/azure/azure-monitor/essentials/activity-log#retention-period and
 * github.com/Azure/azure-cli/issues/4885
 */
export function firstLogged(since: number, until: number): number {
  return Math.max(since, until - 90 * day + minute);
}

function lastDeletions(
  entries: readonly JsonValue[],
  operation: string,
): readonly LoggedDeletion[] {
  const deletion = operation.toLowerCase();
  const operations = [deletion, deletion.replace(/\/delete$/, "/write")];
  const events = entries
    .flatMap((entry) => activityLogEventIn(entry) ?? [])
    .filter((event) => operations.includes(event.operation) && event.status === "succeeded")
    .sort((left, right) => left.at - right.at);
  const latest = new Map<string, ActivityLogEvent>();
  const deletions = new Map<string, LoggedDeletion>();
  for (const event of events) {
    const key = canonicalId(event.resourceId);
    const before = latest.get(key);
    if (isDeletion(event) && !isLoggedAgain(before, event)) {
      const { resourceId, at, caller } = event;
      deletions.set(key, {
        resourceId,
        at: new Date(at).toISOString(),
        caller,
        ...(before !== undefined && isDeletion(before) ? { repeated: true } : {}),
      });
    }
    latest.set(key, event);
  }
  return [...deletions.values()].sort((left, right) => right.at.localeCompare(left.at));
}

/** One request can be logged as succeeded more than once. */
function isLoggedAgain(before: ActivityLogEvent | undefined, event: ActivityLogEvent): boolean {
  return before?.operation === event.operation && isSameRequest(before, event);
}
