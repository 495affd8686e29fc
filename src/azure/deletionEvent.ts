import { stringAt, valueAt, type JsonValue } from "../base/json";
import { canonicalId } from "./resourceId";

/** Who did something, as the Activity Log tells it. Plain data. */
export interface Caller {
  /**
   * - `name`: a sign-in name, or the name a token gave.
   * - `application`: the application (client) id of who signed in without a person.
   * - `object`: the object id of an application or identity, of which nothing else is known.
   */
  readonly by: "name" | "application" | "object";
  /** As the log has it: anybody's text. */
  readonly value: string;
}

/** A deletion that succeeded, as one event of the Activity Log tells it. */
export interface DeletionEvent {
  /** From `canonicalId`. */
  readonly resourceId: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly caller: Caller | undefined;
  /** The same for all events of one request; those of what went with its group have the group's. */
  readonly correlationId: string | undefined;
}

/**
 * The properties that {@link deletionEventIn} reads, for `$select`. That there is "caller" among
 * them only the answers show, not the reference; "claims" tells as much where it is left out.
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

/** Undefined for what is no deletion, or did not succeed, or cannot be understood. */
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
 * Whoever an event names. Of a person "caller" is the sign-in name, of an application or managed
 * identity its object id, which says nothing to anybody: then what the claims give goes before.
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
