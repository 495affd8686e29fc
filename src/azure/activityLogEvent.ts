import { stringAt, valueAt, type JsonValue } from "../base/json";
import { canonicalId } from "./resourceId";

/** Who did something, according to the Activity Log. Plain data. */
export interface Caller {
  /**
   * - `name`: a sign-in name, or the name a token gave.
   * - `application`: the application (client) id of who signed in without a person.
   * - `object`: the object id of an application or identity, of which nothing else is known.
   */
  readonly by: "name" | "application" | "object";
  /** Untrusted text from the log. */
  readonly value: string;
}

/** A successful deletion from one event of the Activity Log. */
export interface DeletionEvent {
  /** From `canonicalId`. */
  readonly resourceId: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly caller: Caller | undefined;
  /** Shared by all events of one request; resources deleted with their group have the group's. */
  readonly correlationId: string | undefined;
}

/**
 * The properties that {@link deletionEventIn} reads, for `$select`. The reference doesn't list
 * "caller", but responses contain it; where it is missing, "claims" has the same information.
 * Source: learn.microsoft.com/rest/api/monitor/activity-logs/list
 */
export const deletionEventProperties = [
  "caller",
  "claims",
  "correlationId",
  "eventTimestamp",
  "operationName",
  "resourceId",
  "status",
];

/** Undefined for events that aren't successful deletions or can't be parsed. */
export function deletionEventIn(event: JsonValue): DeletionEvent | undefined {
  const resourceId = stringAt(event, "resourceId");
  const at = Date.parse(stringAt(event, "eventTimestamp") ?? "");
  if (
    resourceId === undefined ||
    Number.isNaN(at) ||
    !/\/delete$/i.test(stringAt(event, "operationName", "value") ?? "") ||
    stringAt(event, "status", "value")?.toLowerCase() !== "succeeded"
  ) {
    return undefined;
  }
  return {
    resourceId: canonicalId(resourceId),
    at,
    caller: callerIn(event),
    correlationId: stringAt(event, "correlationId"),
  };
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
