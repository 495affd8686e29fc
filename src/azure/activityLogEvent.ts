import { stringAt, valueAt, type JsonValue } from "../base/json";

/**
 * - `name`: a sign-in name, or the name a token gave.
 * - `application`: the application (client) id of who signed in without a person.
 * - `object`: the object id of an application or identity, of which nothing else is known.
 */
export const callerKinds = ["name", "application", "object"] as const;

/** Who did something, according to the Activity Log. Plain data. */
export interface Caller {
  readonly by: (typeof callerKinds)[number];
  /** Untrusted text from the log. */
  readonly value: string;
}

/** One entry of the Activity Log. Plain data. */
export interface ActivityLogEvent {
  /** In the log's spelling. */
  readonly resourceId: string;
  /** Lower-case, as in "microsoft.keyvault/vaults/delete". */
  readonly operation: string;
  /** Lower-case: "started", "accepted", "succeeded", "failed". */
  readonly status: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly caller: Caller | undefined;
  /** Shared by all events of one request; resources deleted with their group have the group's. */
  readonly correlationId: string | undefined;
}

/** A successful deletion. Plain data. */
export interface LoggedDeletion {
  /** The id of what was deleted, in the log's spelling. */
  readonly resourceId: string;
  /** ISO 8601 instant. */
  readonly at: string;
  readonly caller: Caller | undefined;
  /** The resource was already deleted and not written since: the log records a purge this way. */
  readonly repeated?: true;
}

/**
 * The properties that {@link activityLogEventIn} reads, for `$select`. The reference doesn't list
 * "caller", but responses contain it; where it is missing, "claims" has the same information.
 * Source: learn.microsoft.com/rest/api/monitor/activity-logs/list
 */
export const eventProperties = [
  "caller",
  "claims",
  "correlationId",
  "eventTimestamp",
  "operationName",
  "resourceId",
  "status",
];

/** Undefined for entries without an operation, a resource or a time. */
export function activityLogEventIn(entry: JsonValue): ActivityLogEvent | undefined {
  const resourceId = stringAt(entry, "resourceId");
  const operation = stringAt(entry, "operationName", "value")?.toLowerCase();
  const at = Date.parse(stringAt(entry, "eventTimestamp") ?? "");
  if (resourceId === undefined || operation === undefined || Number.isNaN(at)) {
    return undefined;
  }
  return {
    resourceId,
    operation,
    status: stringAt(entry, "status", "value")?.toLowerCase() ?? "",
    at,
    caller: callerIn(entry),
    correlationId: stringAt(entry, "correlationId"),
  };
}

export function isDeletion({ operation, status }: ActivityLogEvent): boolean {
  return operation.endsWith("/delete") && status === "succeeded";
}

/** Whether both belong to one request. */
export function isSameRequest(left: ActivityLogEvent, right: ActivityLogEvent): boolean {
  return left.correlationId !== undefined && left.correlationId === right.correlationId;
}

const claimTypes = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/";

/**
 * The caller of an event. For a person, "caller" is the sign-in name; for an application or managed
 * identity it is the object id, so a name from the claims is preferred.
 * Source: learn.microsoft.com/azure/azure-monitor/essentials/activity-log-schema
 */
export function callerIn(event: JsonValue): Caller | undefined {
  const caller = stringAt(event, "caller")?.trim();
  const claims = valueAt(event, ["claims"]);
  const names = [
    caller,
    ...[`${claimTypes}upn`, `${claimTypes}name`, "name"].map((type) => stringAt(claims, type)),
  ];
  const name = names.find((one) => one !== undefined && one !== "" && !isGuid(one));
  if (name !== undefined) {
    return { by: "name", value: name };
  }
  const application = stringAt(claims, "appid");
  if (application !== undefined) {
    return { by: "application", value: application };
  }
  return caller === undefined || caller === "" ? undefined : { by: "object", value: caller };
}

function isGuid(text: string): boolean {
  return /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(text);
}
