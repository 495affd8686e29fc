import { randomUUID } from "node:crypto";
import { invalidRequestContent, ok, type ArmResponse } from "../armResponse";
import { isJsonObject, jsonAt, objectAt, textAt, type Json, type JsonObject } from "../json";
import type { Route, RouteContext } from "../route";
import type { SubscriptionState } from "../subscriptionState";
import { readableRows } from "./graphTables";
import { parseQuery, type Query } from "./kqlQuery";
import { isLimited, runQuery } from "./kqlRun";
import { KqlError } from "./kqlTokens";

const mostRows = 1000;
const mostSubscriptions = 1000;

/**
 * Resource Graph, with as much of its query language as clients of deleted resources need.
 * Source: Azure/azure-rest-api-specs, Microsoft.ResourceGraph, resourcegraph.json, and
 * https://learn.microsoft.com/azure/governance/resource-graph/concepts/paging-results
 */
export const resourceGraphRoutes: readonly Route[] = [
  {
    level: "tenant",
    method: "POST",
    template: "/providers/Microsoft.ResourceGraph/resources",
    namespace: "Microsoft.ResourceGraph",
    resourceType: "resources",
    handle: answerQuery,
  },
];

/** A problem as one of the details of Resource Graph's answer. */
type Detail = JsonObject & { readonly code: string; readonly message: string };

function answerQuery(context: RouteContext): ArmResponse {
  const { body, caller, state } = context;
  const quota = state.throttling
    ? state.graphQuota.draw(caller.objectId, state.time.now())
    : { isAllowed: true, headers: {} };
  const answer = quota.isAllowed
    ? isJsonObject(body)
      ? answerBody(context, body)
      : invalidRequestContent()
    : refused(429, "RateLimiting", {
        code: "RateLimiting",
        message:
          "Client application has been throttled and should not attempt to repeat the request until an amount of time has elapsed. Please see https://aka.ms/resourcegraph-throttling for help.",
      });
  return { ...answer, headers: { ...quota.headers, ...answer.headers } };
}

function answerBody(context: RouteContext, body: JsonObject): ArmResponse {
  const text = textAt(body, "query");
  if (text === undefined) {
    return invalidRequestContent();
  }
  const subscriptions = subscriptionsOf(context, jsonAt(body, "subscriptions"));
  if (!Array.isArray(subscriptions)) {
    return subscriptions;
  }
  try {
    const query = parseQuery(text);
    const rows = runQuery(query, (table) => tableOf(context, subscriptions, table));
    return pageOf(context, body, query, rows);
  } catch (error) {
    if (error instanceof KqlError) {
      return invalidQuery(error);
    }
    throw error;
  }
}

/** Those of the token's tenant in which the caller has a role; all others are passed over. */
function subscriptionsOf(
  { state, caller }: RouteContext,
  named: Json | undefined,
): SubscriptionState[] | ArmResponse {
  const wanted = Array.isArray(named) ? named.map(String) : undefined;
  if (wanted !== undefined && wanted.length > mostSubscriptions) {
    return refused(400, "BadRequest", {
      code: "TooManySubscriptions",
      message: `The number of subscriptions must not exceed ${String(mostSubscriptions)}.`,
    });
  }
  const ids = new Set(wanted?.map((id) => id.toLowerCase()));
  const found = state.subscriptions
    .filter(({ tenantId }) => tenantId === caller.tenantId)
    .filter(({ roles }) => roles.includes(caller.person.username))
    .filter(({ id }) => ids.size === 0 || ids.has(id.toLowerCase()));
  return found.length > 0
    ? found
    : refused(400, "BadRequest", {
        code: "NoValidSubscriptionsInQueryRequest",
        message: `There must be at least one subscription that is eligible to contain resources. Given: '${wanted?.join("','") ?? ""}'.`,
      });
}

function tableOf(
  context: RouteContext,
  subscriptions: readonly SubscriptionState[],
  table: string,
): readonly JsonObject[] | undefined {
  const parts = subscriptions.map((subscription) => readableRows(context, subscription, table));
  return parts.every((part) => part !== undefined) ? parts.flat() : undefined;
}

/**
 * One page. "resultTruncated" is true only where there is no going on: while there is a token, it
 * stays false.
 */
function pageOf(
  { state }: RouteContext,
  body: JsonObject,
  query: Query,
  rows: readonly JsonObject[],
): ArmResponse {
  const options = objectAt(body, "options");
  const top = jsonAt(options, "$top") ?? mostRows;
  const from = startOf(options, body);
  if (typeof top !== "number" || top < 1 || top > mostRows || from === undefined) {
    return refused(400, "BadRequest", {
      code: "InvalidQueryOptions",
      message: "The options of the query are not valid.",
    });
  }
  const next = from + Math.min(top, state.pageSize);
  const page = rows.slice(from, next);
  const hasMore = next < rows.length;
  const canPage = !isLimited(query) && rows.some(hasPlainColumn);
  return ok({
    totalRecords: rows.length,
    count: page.length,
    data: textAt(options, "resultFormat") === "table" ? tableFrom(page) : page,
    facets: [],
    resultTruncated: hasMore && !canPage ? "true" : "false",
    ...(hasMore && canPage ? { $skipToken: skipToken(next, body) } : {}),
  });
}

/** Pages are found again by a column that is neither an object nor null. */
function hasPlainColumn(row: JsonObject): boolean {
  return Object.values(row).some((value) => typeof value !== "object");
}

/** Where the page begins; undefined where the token is none of ours or of another query. */
function startOf(options: JsonObject, body: JsonObject): number | undefined {
  const skip = jsonAt(options, "$skip");
  if (typeof skip === "number") {
    return skip;
  }
  const token = textAt(options, "$skipToken");
  if (token === undefined) {
    return 0;
  }
  const [next, context] = Buffer.from(token, "base64").toString("utf8").split("\n");
  return context === contextOf(body) && /^\d+$/.test(next ?? "") ? Number(next) : undefined;
}

function skipToken(next: number, body: JsonObject): string {
  return Buffer.from(`${String(next)}\n${contextOf(body)}`).toString("base64");
}

/** What must stay the same from page to page. */
function contextOf(body: JsonObject): string {
  return JSON.stringify([jsonAt(body, "query"), jsonAt(body, "subscriptions") ?? null]);
}

function tableFrom(rows: readonly JsonObject[]): JsonObject {
  const names = Object.keys(rows[0] ?? {});
  return {
    columns: names.map((name) => ({ name, type: typeOf(rows[0]?.[name]) })),
    rows: rows.map((row) => names.map((name) => row[name] ?? null)),
  };
}

function typeOf(value: Json | undefined): string {
  const type = typeof value;
  return type === "number" ? "integer" : type;
}

/** Source: https://github.com/Azure/aztfexport/issues/485 */
function invalidQuery({ code, message, at }: KqlError): ArmResponse {
  if (code === "DisallowedLogicalTableName") {
    return refused(400, "BadRequest", { code, message });
  }
  const where =
    at === undefined
      ? {}
      : { line: at.line, characterPositionInLine: at.position, token: at.token };
  return refused(
    400,
    "BadRequest",
    {
      code: "InvalidQuery",
      message:
        "Query is invalid. Please refer to the documentation for the Azure Resource Graph service and fix the error before retrying.",
    },
    { code, message, ...where },
  );
}

function refused(status: number, code: string, ...details: readonly Detail[]): ArmResponse {
  const now = new Date().toISOString();
  const message = `Please provide below info when asking for support: timestamp = ${now}, correlationId = ${randomUUID()}.`;
  return { status, body: { error: { code, message, details } } };
}
