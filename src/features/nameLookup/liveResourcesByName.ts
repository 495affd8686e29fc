import type { ArmClient } from "../../azure/armClient";
import { armPath } from "../../azure/armRequest";
import { ArmError, type ArmFailure } from "../../azure/errors";
import { isJsonObject, type JsonObject } from "../../base/json";
import { queryGraph } from "../../azure/resourceGraph";
import { canonicalId, parseResourceId } from "../../azure/resourceId";
import type { LiveRow } from "../../services/source";
import { mapConcurrently } from "../../base/mapConcurrently";
import { listApiVersion, liveRow, subscriptionType } from "../../inventory/resourceGraphReader";

/** The live resources of a name in subscriptions of one account and tenant. */
export interface LiveResourcesByName {
  readonly rows: readonly LiveRow[];
  /** Subscriptions that could not be searched, and why. */
  readonly unread: readonly { readonly subscriptionId: string; readonly failure: ArmFailure }[];
}

/**
 * The live resources with a name or subdomain, of all types or one; case-insensitive. Queries Resource Graph
 * first. Lists are read for the subscriptions it omits, and for all where it finds nothing, because
 * it lags behind.
 *
 * @param resourceType as in "Microsoft.KeyVault/vaults".
 */
export async function readLiveResourcesByName(
  arm: Pick<ArmClient, "send" | "list">,
  subscriptionIds: readonly string[],
  { name, resourceType }: { readonly name: string; readonly resourceType?: string },
  signal: AbortSignal,
): Promise<LiveResourcesByName> {
  const type = resourceType?.toLowerCase();
  const isWanted = (row: LiveRow): boolean =>
    row.type !== subscriptionType && (type === undefined || row.type === type);
  const isMeant = (row: LiveRow): boolean =>
    isWanted(row) && lastOf(row.name) === name.toLowerCase();
  const graph = await graphRows(arm, subscriptionIds, name, signal);
  const found = graph.filter(isWanted);
  const answered = new Set(
    graph
      .filter((row) => row.type === subscriptionType)
      .map(({ id }) => parseResourceId(id)?.subscriptionId.toLowerCase()),
  );
  const left = subscriptionIds.filter(
    (id) => found.length === 0 || !answered.has(id.toLowerCase()),
  );
  const unread: { readonly subscriptionId: string; readonly failure: ArmFailure }[] = [];
  const listed = await mapConcurrently(left, async (subscriptionId) => {
    try {
      return await listRows(arm, subscriptionId, name, signal);
    } catch (error) {
      if (!(error instanceof ArmError)) {
        throw error;
      }
      // Resource Graph covered this subscription; only the last minutes may be missing.
      if (!answered.has(subscriptionId.toLowerCase())) {
        unread.push({ subscriptionId, failure: error.failure });
      }
      return [];
    }
  });
  const all = [...found, ...listed.flat().filter(isMeant)];
  const byId = new Map(all.map((row) => [canonicalId(row.id), row]));
  return {
    rows: [...byId.values()].toSorted((left, right) => left.id.localeCompare(right.id)),
    unread,
  };
}

/** The list includes parents in a child's name, Resource Graph doesn't. */
function lastOf(name: string): string {
  return name.slice(name.lastIndexOf("/") + 1).toLowerCase();
}

/** Empty where Resource Graph doesn't answer. */
async function graphRows(
  arm: Pick<ArmClient, "send">,
  subscriptionIds: readonly string[],
  name: string,
  signal: AbortSignal,
): Promise<readonly LiveRow[]> {
  const rows: JsonObject[] = [];
  const project = "project id, name, type, location, subscriptionId";
  const query = [
    "resources",
    `where name =~ ${kqlText(name)} or properties.customSubDomainName =~ ${kqlText(name)}`,
    project,
    `union (resourcecontainers | where type =~ '${subscriptionType}' | ${project})`,
    "order by id asc",
  ].join(" | ");
  try {
    await queryGraph(arm, query, subscriptionIds, (page) => rows.push(...page), signal);
  } catch (error) {
    if (!(error instanceof ArmError)) {
      throw error;
    }
    return [];
  }
  return rows.flatMap((row) => liveRow(row) ?? []);
}

async function listRows(
  arm: Pick<ArmClient, "list">,
  subscriptionId: string,
  name: string,
  signal: AbortSignal,
): Promise<readonly LiveRow[]> {
  const rows: JsonObject[] = [];
  await arm.list(
    {
      method: "GET",
      path: armPath`/subscriptions/${subscriptionId}/resources`,
      apiVersion: listApiVersion,
      // learn.microsoft.com/rest/api/resources/resources/list#uri-parameters; a quote is doubled:
      // docs.oasis-open.org/odata/odata/v4.01/odata-v4.01-part2-url-conventions.html
      query: { $filter: `name eq '${name.replaceAll("'", "''")}'` },
    },
    (page) => rows.push(...page.filter(isJsonObject)),
    signal,
  );
  return rows.flatMap((row) => liveRow(row) ?? []);
}

/** learn.microsoft.com/kusto/query/scalar-data-types/string#string-literals */
function kqlText(text: string): string {
  return `'${text.replace(/[\\']/g, "\\$&").replace(/\p{Cc}/gu, " ")}'`;
}
