import { armError, ok, type ArmResponse } from "./armResponse";
import type { Json } from "./json";
import type { RouteContext } from "./route";

/**
 * One page of a list. The next page is where nextLink says, and only the service knows what its
 * skip token means.
 */
export function page(context: RouteContext, items: readonly Json[]): ArmResponse {
  return pageOf(context, items, (item) => item);
}

/** The same of things whose bodies are made only once they are on the page. */
export function pageOf<Item>(
  context: RouteContext,
  items: readonly Item[],
  bodyOf: (item: Item) => Json,
): ArmResponse {
  const from = position(context.query.get("$skiptoken"));
  if (from === undefined) {
    return armError(400, "InvalidSkipToken", "The provided skip token is invalid.");
  }
  const asked = Number(context.query.get("$top") ?? Number.NaN);
  const size = Number.isInteger(asked) && asked > 0 ? asked : context.state.pageSize;
  const next = from + size;
  const value = items.slice(from, next).map(bodyOf);
  return ok(next < items.length ? { value, nextLink: nextLink(context, next) } : { value });
}

/** The same question, further on. */
function nextLink(context: RouteContext, next: number): string {
  const token = Buffer.from(JSON.stringify({ next })).toString("base64");
  const asked = [...context.query].filter(
    ([name]) => !["api-version", "$skiptoken"].includes(name.toLowerCase()),
  );
  const query = [["api-version", context.apiVersion], ...asked, ["$skiptoken", token]]
    .map(([name = "", value = ""]) => `${name}=${encodeURIComponent(value)}`)
    .join("&");
  return `${context.armUrl}${context.path}?${query}`;
}

function position(token: string | null): number | undefined {
  if (token === null) {
    return 0;
  }
  const found = /^\{"next":(\d+)\}$/.exec(Buffer.from(token, "base64").toString("utf8"));
  return found === null ? undefined : Number(found[1]);
}
