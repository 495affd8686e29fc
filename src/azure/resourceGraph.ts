import * as l10n from "@vscode/l10n";
import type { ArmClient } from "./armClient";
import { resourceGraphPath, type ArmRequest } from "./armRequest";
import { unreadable } from "./errors";
import { isJsonObject, stringAt, valueAt, type JsonObject } from "../base/json";
import type { ArmResponse } from "./armResponse";

// learn.microsoft.com/rest/api/azureresourcegraph/resourcegraph/resources/resources
const apiVersion = "2022-10-01";
const mostRows = 1000;

/**
 * Subscriptions per query. Resource Graph accepts a thousand
 * (learn.microsoft.com/azure/governance/resource-graph/troubleshoot/general#toomanysubscription)
 * and recommends less than 300 (.../resource-graph/concepts/guidance-for-throttled-requests).
 */
const mostSubscriptions = 250;
const mostPages = 1000;

/** One page of a query's rows, as objects. */
export function graphRequest(
  query: string,
  subscriptionIds: readonly string[],
  skipToken?: string,
): ArmRequest {
  return {
    method: "POST",
    path: resourceGraphPath,
    apiVersion,
    body: {
      subscriptions: subscriptionIds,
      query,
      options: {
        resultFormat: "objectArray",
        $top: mostRows,
        ...(skipToken === undefined ? {} : { $skipToken: skipToken }),
      },
    },
  };
}

/**
 * Queries any number of subscriptions of one tenant page by page. Azure silently omits
 * subscriptions that the caller can't read. For paging, the query needs a string column and neither
 * "take" nor "limit".
 * Source: learn.microsoft.com/azure/governance/resource-graph/concepts/paging-results
 *
 * @throws ArmError, "unreadable" also where Azure truncates the result; rows already handed over
 *   stay valid.
 */
export async function queryGraph(
  arm: Pick<ArmClient, "send">,
  query: string,
  subscriptionIds: readonly string[],
  onRows: (rows: readonly JsonObject[]) => void,
  signal?: AbortSignal,
): Promise<void> {
  // An empty list of subscriptions would query the whole tenant.
  for (let from = 0; from < subscriptionIds.length; from += mostSubscriptions) {
    const some = subscriptionIds.slice(from, from + mostSubscriptions);
    await queryPages(arm, query, some, onRows, signal);
  }
}

async function queryPages(
  arm: Pick<ArmClient, "send">,
  query: string,
  subscriptionIds: readonly string[],
  onRows: (rows: readonly JsonObject[]) => void,
  signal: AbortSignal | undefined,
): Promise<void> {
  const seen = new Set<string>();
  let token: string | undefined;
  do {
    const response = await arm.send(graphRequest(query, subscriptionIds, token), signal);
    onRows(rowsIn(response));
    token = stringAt(response.body, "$skipToken");
    if (token === undefined && isTruncated(response)) {
      throw unreadable(response, l10n.t("the results are incomplete"));
    }
    if (token !== undefined && (seen.has(token) || seen.size >= mostPages)) {
      throw unreadable(response, l10n.t("the list has too many pages"));
    }
    seen.add(token ?? "");
  } while (token !== undefined);
}

function rowsIn(response: ArmResponse): readonly JsonObject[] {
  const data = valueAt(response.body, ["data"]);
  if (!Array.isArray(data) || !data.every(isJsonObject)) {
    throw unreadable(response, l10n.t("expected an array of objects"));
  }
  return data;
}

/** Documented as a string; early versions returned a boolean. */
function isTruncated({ body }: ArmResponse): boolean {
  const truncated = valueAt(body, ["resultTruncated"]);
  return truncated === "true" || truncated === true;
}
