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
 * What Resource Graph has of the subscriptions of one account and tenant: asked once for all of
 * them, when somebody first wants it. Undefined where Resource Graph does not answer, for whatever
 * reason: then lists have to do.
 */
export class ResourceGraphReader {
  readonly #queries = new Map<
    string,
    Promise<ReadonlyMap<string, readonly JsonObject[]> | undefined>
  >();

  readonly #liveQuery: string;
  /** By subscription: each service that looks below parents asks for the same. */
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
   * The live resources of a subscription that some service looks below, and its resource groups.
   * Resource Graph leaves out subscriptions that it does not read without a word; of those that it
   * does there is always the row of the subscription itself.
   */
  live(subscriptionId: string): Promise<readonly LiveRow[] | undefined> {
    return memoize(this.#live, subscriptionId, () => this.#readLive(subscriptionId));
  }

  /** Rows of a query of a service's own. */
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
      // Also where there is no connection: the lists that are read instead say so themselves.
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

/** One query for all that any service looks below, and for the resource groups. */
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

/** A row of Resource Graph, or an item of ARM's list of resources; undefined where it is neither. */
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
 * The live resources of some types, to pick from, in subscriptions that one token reaches. What
 * Resource Graph leaves out is asked for by lists, and everything where it finds nothing at all: it
 * lags behind.
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

/** None where Resource Graph does not answer. */
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
