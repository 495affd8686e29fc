import { armError, type ArmResponse } from "../armResponse";
import { textAt } from "../json";
import { page } from "../paging";
import type { Route, SubscriptionContext } from "../route";
import { same } from "../subscriptionState";
import { readableRows } from "./graphTables";

/**
 * The live resources that the caller may read, of all types or of those that are asked for.
 * Source: https://learn.microsoft.com/rest/api/resources/resources/list
 */
export const resourceListRoutes: readonly Route[] = [
  {
    level: "subscription",
    method: "GET",
    template: "/subscriptions/{subscriptionId}/resources",
    namespace: "Microsoft.Resources",
    resourceType: "subscriptions/resources",
    handle: listResources,
  },
];

function listResources(context: SubscriptionContext): ArmResponse {
  const filter = context.query.get("$filter");
  const fits = filter === null || filter.trim() === "" ? () => true : fitsIn(filter);
  if (fits === undefined) {
    return armError(400, "InvalidFilterInQueryString", `Invalid $filter '${filter}' specified.`);
  }
  const rows = readableRows(context, context.subscription, "resources") ?? [];
  const items = rows
    .map((row) => ({
      ...spelled(textAt(row, "id") ?? ""),
      location: row["location"] ?? "",
      tags: row["tags"] ?? {},
    }))
    .filter(fits);
  return page(context, items);
}

/** Type and name as this list has them, which is as the id does: a child has its parent's too. */
function spelled(id: string): {
  readonly id: string;
  readonly name: string;
  readonly type: string;
} {
  const [namespace = "", ...pairs] = id.slice(id.lastIndexOf("/providers/") + 11).split("/");
  const types = pairs.filter((_, index) => index % 2 === 0);
  const names = pairs.filter((_, index) => index % 2 === 1);
  return { id, name: names.join("/"), type: [namespace, ...types].join("/") };
}

type Fits = (item: { readonly name: string; readonly type: string }) => boolean;

/**
 * "resourceType eq 'A' or resourceType eq 'B'", or "name eq 'x'", in which a quote is doubled: the
 * only filters known here.
 */
function fitsIn(filter: string): Fits | undefined {
  const name = /^\s*name eq '((?:[^']|'')+)'\s*$/i.exec(filter)?.[1];
  if (name !== undefined) {
    return (item) => same(item.name, name.replaceAll("''", "'"));
  }
  const types = filter
    .split(/ or /i)
    .map((part) => /^\s*resourceType eq '([^']+)'\s*$/i.exec(part)?.[1]);
  return types.every((type) => type !== undefined)
    ? (item) => types.some((type) => same(type, item.type))
    : undefined;
}
