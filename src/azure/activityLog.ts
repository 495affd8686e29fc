import type { ArmClient } from "./armClient";
import { armPath, type ArmRequest } from "./armRequest";
import { stringAt, type JsonValue } from "../base/json";
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

/** A successful deletion. */
export interface LoggedDeletion {
  /** The resource id, in the log's spelling. */
  readonly resourceId: string;
  /** ISO 8601 instant. */
  readonly at: string;
  readonly caller: string | undefined;
  /** The resource was already deleted and not written since: this entry is a purge. */
  readonly repeated?: true;
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
  const events: JsonValue[] = [];
  await arm.list(activityRequest({ ...asked, provider }), (page) => events.push(...page), signal);
  return lastDeletions(events, operation);
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

interface LoggedChange {
  readonly what: "deleted" | "written";
  readonly resourceId: string;
  readonly at: number;
  readonly caller: string | undefined;
  /** Shared by all events of one request. */
  readonly correlationId: string | undefined;
}

function lastDeletions(events: readonly JsonValue[], operation: string): readonly LoggedDeletion[] {
  const changes = events
    .flatMap((event) => changeIn(event, operation.toLowerCase()) ?? [])
    .sort((left, right) => left.at - right.at);
  const latest = new Map<string, LoggedChange>();
  const deletions = new Map<string, LoggedDeletion>();
  for (const change of changes) {
    const key = canonicalId(change.resourceId);
    const before = latest.get(key);
    if (change.what === "deleted" && !isSameRequest(before, change)) {
      const { resourceId, at, caller } = change;
      deletions.set(key, {
        resourceId,
        at: new Date(at).toISOString(),
        caller,
        ...(before?.what === "deleted" ? { repeated: true } : {}),
      });
    }
    latest.set(key, change);
  }
  return [...deletions.values()].sort((left, right) => right.at.localeCompare(left.at));
}

/** One request can be logged as succeeded more than once. */
function isSameRequest(before: LoggedChange | undefined, change: LoggedChange): boolean {
  return (
    before?.what === change.what &&
    change.correlationId !== undefined &&
    before.correlationId === change.correlationId
  );
}

function changeIn(event: JsonValue, deleteOperation: string): LoggedChange | undefined {
  const operation = stringAt(event, "operationName", "value")?.toLowerCase();
  const resourceId = stringAt(event, "resourceId");
  const at = Date.parse(stringAt(event, "eventTimestamp") ?? "");
  const isDeletion = operation === deleteOperation;
  if (
    (!isDeletion && operation !== deleteOperation.replace(/\/delete$/, "/write")) ||
    stringAt(event, "status", "value")?.toLowerCase() !== "succeeded" ||
    resourceId === undefined ||
    Number.isNaN(at)
  ) {
    return undefined;
  }
  return {
    what: isDeletion ? "deleted" : "written",
    resourceId,
    at,
    caller: stringAt(event, "caller"),
    correlationId: stringAt(event, "correlationId"),
  };
}
