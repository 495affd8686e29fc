import type { Subscription } from "../account/account";
import type { ArmClient } from "../azure/armClient";
import { armPath, type ArmRequest } from "../azure/armRequest";
import { ArmError } from "../azure/errors";
import { isJsonObject, stringAt, type JsonObject } from "../base/json";
import type { Logger } from "../base/logger";
import { queryGraph } from "../azure/resourceGraph";
import { normalizeLocation, parseResourceId } from "../azure/resourceId";
import type { SoftDeleteService } from "../services/service";
import type { LiveRow } from "../services/source";
import { memoize } from "../base/memoize";

export const resourceGroupType = "microsoft.resources/subscriptions/resourcegroups";
export const subscriptionType = "microsoft.resources/subscriptions";

/**
 * Resource Graph's rows for the subscriptions of one account and tenant, queried once on first use.
 * Undefined where Resource Graph doesn't answer for any reason: callers then use lists.
 */
export class ResourceGraphReader {
  readonly #queries = new Map<
    string,
    Promise<ReadonlyMap<string, readonly JsonObject[]> | undefined>
  >();

  readonly #liveQuery: string;
  /** By subscription; shared by all services that read below parents. */
  readonly #live = new Map<string, Promise<readonly LiveRow[] | undefined>>();

  constructor(
    private readonly subscriptions: readonly Subscription[],
    services: readonly SoftDeleteService[],
    private readonly connect: (subscription: Subscription) => Promise<ArmClient>,
    private readonly logger: Logger,
    private readonly signal: AbortSignal,
  ) {
    this.#liveQuery = liveQuery(services);
  }

  /**
   * The live parent resources and resource groups of a subscription. Resource Graph silently omits
   * subscriptions it can't read; for the others, the row of the subscription itself is always
   * there.
   */
  live(subscriptionId: string): Promise<readonly LiveRow[] | undefined> {
    return memoize(this.#live, subscriptionId, () => this.#readLive(subscriptionId));
  }

  /** Rows of a service's own query. */
  async rows(query: string, subscriptionId: string): Promise<readonly JsonObject[] | undefined> {
    const [live, rows] = await Promise.all([
      this.live(subscriptionId),
      this.#rows(query, subscriptionId),
    ]);
    return live === undefined ? undefined : rows;
  }

  async #readLive(subscriptionId: string): Promise<readonly LiveRow[] | undefined> {
    const rows = (await this.#rows(this.#liveQuery, subscriptionId))?.flatMap(
      (row) => liveRow(row) ?? [],
    );
    return rows?.some(({ type }) => type === subscriptionType) === true ? rows : undefined;
  }

  async #rows(query: string, subscriptionId: string): Promise<readonly JsonObject[] | undefined> {
    const known = this.#queries.get(query) ?? this.#ask(query);
    this.#queries.set(query, known);
    const bySubscription = await known;
    return bySubscription === undefined
      ? undefined
      : (bySubscription.get(subscriptionId.toLowerCase()) ?? []);
  }

  async #ask(query: string): Promise<ReadonlyMap<string, readonly JsonObject[]> | undefined> {
    const [first] = this.subscriptions;
    if (first === undefined) {
      return undefined;
    }
    const found = new Map<string, JsonObject[]>();
    try {
      await queryGraph(
        await this.connect(first),
        query,
        this.subscriptions.map(({ subscriptionId }) => subscriptionId),
        (rows) => {
          for (const row of rows) {
            const id = stringAt(row, "subscriptionId")?.toLowerCase() ?? "";
            const of = found.get(id) ?? [];
            of.push(row);
            found.set(id, of);
          }
        },
        this.signal,
      );
      return found;
    } catch (error) {
      // Also without a connection: the lists used instead report the error.
      const { code, kind, status } =
        error instanceof ArmError
          ? error.failure
          : { code: undefined, kind: "notSent", status: undefined };
      if (!this.signal.aborted) {
        this.logger.info(
          `Resource Graph does not answer (${code ?? kind}, status ${String(status ?? "none")}); lists are read instead.`,
        );
      }
      return undefined;
    }
  }
}

/** One query for the parents of all services and for the resource groups. */
function liveQuery(services: readonly SoftDeleteService[]): string {
  const parents = services.flatMap(({ sources }) =>
    sources.flatMap((source) => (source.kind === "parents" ? [source.parents] : [])),
  );
  const types = [...new Set(parents.flatMap((one) => one.types))].sort();
  const columns = Object.entries(
    Object.assign({}, ...parents.map((one) => one.columns ?? {})) as Record<string, string>,
  ).map(([name, expression]) => `${name} = ${expression}`);
  const project = "id, name, type, location, subscriptionId";
  const groups = `resourcecontainers | where type in~ ('${subscriptionType}', '${resourceGroupType}') | project ${project}`;
  const order = "order by id asc";
  return types.length === 0
    ? [groups, order].join(" | ")
    : [
        "resources",
        `where type in~ (${types.map((type) => `'${type}'`).join(", ")})`,
        `project ${[project, ...columns].join(", ")}`,
        `union (${groups})`,
        order,
      ].join(" | ");
}

/** A row of Resource Graph or an item of ARM's resource list; undefined for others. */
export function liveRow(raw: JsonObject): LiveRow | undefined {
  const id = stringAt(raw, "id");
  const name = stringAt(raw, "name");
  const type = stringAt(raw, "type");
  if (id === undefined || name === undefined || type === undefined) {
    return undefined;
  }
  const location = normalizeLocation(stringAt(raw, "location") ?? "");
  return { id, name, type: type.toLowerCase(), location, raw };
}

// learn.microsoft.com/rest/api/resources/resources/list
export const listApiVersion = "2021-04-01";

/**
 * The live resources of some types in subscriptions of one account and tenant. Lists are read for
 * the subscriptions that Resource Graph omits, and for all where it finds nothing, because it lags
 * behind.
 *
 * @throws ArmError where nothing answers.
 */
export async function readLiveResources(
  arm: ArmClient,
  subscriptionIds: readonly string[],
  types: readonly string[],
  signal?: AbortSignal,
): Promise<readonly LiveRow[]> {
  const graph = await graphRows(arm, subscriptionIds, types, signal);
  const found = graph.filter(({ type }) => types.includes(type));
  const answered = new Set(
    graph
      .filter(({ type }) => type === subscriptionType)
      .map(({ id }) => parseResourceId(id)?.subscriptionId.toLowerCase()),
  );
  const left = subscriptionIds.filter(
    (id) => found.length === 0 || !answered.has(id.toLowerCase()),
  );
  const lists = await Promise.allSettled(left.map((id) => listRows(arm, id, types, signal)));
  const listed = lists.flatMap((list) => (list.status === "fulfilled" ? list.value : []));
  const failed = lists.find((list) => list.status === "rejected");
  if (failed !== undefined && found.length + listed.length === 0) {
    throw failed.reason;
  }
  return [...found, ...listed].toSorted((left, right) => left.id.localeCompare(right.id));
}

/** Empty where Resource Graph doesn't answer. */
async function graphRows(
  arm: ArmClient,
  subscriptionIds: readonly string[],
  types: readonly string[],
  signal: AbortSignal | undefined,
): Promise<readonly LiveRow[]> {
  const rows: JsonObject[] = [];
  const project = "project id, name, type, location, subscriptionId";
  const among = (wanted: readonly string[]): string =>
    `where type in~ (${wanted.map((type) => `'${type}'`).join(", ")}) | ${project}`;
  const query = types.includes(resourceGroupType)
    ? `resourcecontainers | ${among([...types, subscriptionType])}`
    : `resources | ${among(types)} | union (resourcecontainers | ${among([subscriptionType])})`;
  try {
    await queryGraph(
      arm,
      `${query} | order by id asc`,
      subscriptionIds,
      (page) => rows.push(...page),
      signal,
    );
  } catch (error) {
    if (!(error instanceof ArmError)) {
      throw error;
    }
    return [];
  }
  return rows.flatMap((row) => liveRow(row) ?? []);
}

async function listRows(
  arm: ArmClient,
  subscriptionId: string,
  types: readonly string[],
  signal: AbortSignal | undefined,
): Promise<readonly LiveRow[]> {
  const rows: JsonObject[] = [];
  await arm.list(
    listRequest(subscriptionId, types),
    (page) => rows.push(...page.filter(isJsonObject)),
    signal,
  );
  return rows.flatMap((row) => liveRow(row) ?? []);
}

function listRequest(subscriptionId: string, types: readonly string[]): ArmRequest {
  const of = armPath`/subscriptions/${subscriptionId}`;
  return types.includes(resourceGroupType)
    ? { method: "GET", path: `${of}/resourcegroups`, apiVersion: listApiVersion }
    : {
        method: "GET",
        path: `${of}/resources`,
        apiVersion: listApiVersion,
        query: { $filter: types.map((type) => `resourceType eq '${type}'`).join(" or ") },
      };
}
