import * as l10n from "@vscode/l10n";
import { armPath, type ArmRequest } from "../azure/armRequest";
import { ArmError, isRegionAbsent, isServiceAbsent, isVersionUnknown } from "../azure/errors";
import { stringAt, type JsonValue } from "../base/json";
import { canonicalId, normalizeLocation } from "../azure/resourceId";
import { DeletionEventReader } from "./deletionEventReader";
import { FoundResources, type ReadResult } from "./foundResources";
import type { ReadContext } from "./readContext";
import { mapConcurrently } from "../base/mapConcurrently";
import type { SoftDeleteService } from "../services/service";
import type {
  DeletionEvents,
  GraphRows,
  LiveResource,
  Origin,
  PerParent,
  PerRegion,
  Source,
  WalkList,
} from "../services/source";
import { hour } from "../base/durations";

/**
 * Reads the deleted resources of a service in a subscription, from all of its sources.
 *
 * @param report called as pages arrive, each time with everything found so far.
 * @returns whether the service is in use at all.
 * @throws ArmError the first failure, after everything else was read and reported.
 */
export async function readBranch(
  service: SoftDeleteService,
  surroundings: ReadContext,
  report: (found: ReadResult) => void,
): Promise<"read" | "absent"> {
  const reading = new Reading(service, surroundings, report);
  const listed = service.sources.flatMap((source, index) =>
    source.kind === "deletions" ? [] : [reading.read(source, index)],
  );
  reading.askEarly();
  const outcomes = await Promise.allSettled(listed);
  // Events are checked only for resources that no list contains.
  for (const [index, source] of service.sources.entries()) {
    if (source.kind === "deletions") {
      outcomes.push(...(await Promise.allSettled([reading.read(source, index)])));
    }
  }
  await reading.completeTimes();
  const failed = outcomes.find((outcome) => outcome.status === "rejected");
  if (failed !== undefined) {
    throw failed.reason;
  }
  return outcomes.every((outcome) => outcome.status === "fulfilled" && outcome.value === "absent")
    ? "absent"
    : "read";
}

class Reading {
  readonly #found: FoundResources;
  readonly #log: DeletionEventReader;

  constructor(
    private readonly service: SoftDeleteService,
    private readonly around: ReadContext,
    report: (found: ReadResult) => void,
  ) {
    this.#found = new FoundResources(service, report);
    this.#log = new DeletionEventReader(around);
  }

  /** Starts log queries that don't depend on lists; they are awaited after the lists. */
  askEarly(): void {
    for (const source of this.service.sources) {
      if (source.kind === "deletions") {
        this.#log.of(source).catch(() => undefined);
      }
    }
  }

  /** @throws ArmError except for an absent service. */
  async read(source: Source, index: number): Promise<"read" | "absent"> {
    try {
      return await this.#readSource(source, index);
    } catch (error) {
      if (error instanceof ArmError && isServiceAbsent(error.failure)) {
        return "absent";
      }
      throw error;
    }
  }

  /** Adds deletion times from the Activity Log; on failure they stay unknown. */
  async completeTimes(): Promise<void> {
    const { deletionTimes } = this.service;
    const { now } = this.around;
    const untimed = this.#found.merged().filter(({ deletedAt }) => deletedAt === undefined);
    if (deletionTimes !== undefined && untimed.length > 0) {
      const { operation, retentionHours } = deletionTimes;
      try {
        const since = now - retentionHours * hour;
        const deletions = await this.#log.since(operation, since);
        const at = new Map(deletions.map((one) => [canonicalId(one.resourceId), one.at]));
        this.#found.complete(at, retentionHours);
      } catch (error) {
        if (!(error instanceof ArmError)) {
          throw error;
        }
      }
      this.#found.report(true);
    }
  }

  async #readSource(source: Source, index: number): Promise<"read" | "absent"> {
    const { now, subscriptionId, providers } = this.around;
    const take = (item: JsonValue, origin: Origin): void => {
      this.#found.take(index, () =>
        source.kind === "deletions" ? undefined : source.read(item, { ...origin, listedAt: now }),
      );
    };
    switch (source.kind) {
      case "collection": {
        const namespace = namespaceOf(this.service);
        const versions =
          source.ifType === undefined
            ? []
            : (providers?.apiVersions(namespace, source.ifType) ?? []);
        if (source.ifType !== undefined && versions.length === 0) {
          return "absent";
        }
        const request = source.request(subscriptionId, versions);
        await this.#list(request, source.fallback?.(subscriptionId), (item) => {
          take(item, { subscriptionId });
        });
        return "read";
      }
      case "regions":
        return this.#readRegions(source, take);
      case "parents":
        await this.#readBelowParents(source, take);
        return "read";
      case "graph":
        return this.#readGraph(source, index, take);
      case "deletions":
        await this.#readDeletions(source, index);
        return "read";
    }
  }

  async #readRegions(
    source: PerRegion,
    take: (item: JsonValue, origin: Origin) => void,
  ): Promise<"read" | "absent"> {
    const { subscriptionId, providers } = this.around;
    if (providers === undefined) {
      throw new ArmError({
        kind: "notSent",
        method: "GET",
        path: armPath`/subscriptions/${subscriptionId}/providers`,
        message: l10n.t("Azure didn't report which regions to search. Refresh to try again."),
      });
    }
    const regions = providers.regions(namespaceOf(this.service), source.resourceType);
    const outcomes = await mapConcurrently(regions, async (region) => {
      const request = source.request(subscriptionId, region);
      try {
        await this.#list(request, undefined, (item) => {
          take(item, { subscriptionId, region });
        });
        return "read" as const;
      } catch (error) {
        // Metadata can list a region in which the type doesn't answer yet.
        if (error instanceof ArmError && isRegionAbsent(error.failure, request.apiVersion)) {
          return "absent" as const;
        }
        throw error;
      }
    });
    return outcomes.includes("read") ? "read" : "absent";
  }

  async #readBelowParents(
    source: PerParent,
    take: (item: JsonValue, origin: Origin) => void,
  ): Promise<void> {
    const { subscriptionId, live } = this.around;
    const rows = (await live())?.filter(({ type }) => source.parents.types.includes(type));
    const parents = (rows && source.parents.select(rows)) ?? (await this.#walk(source));
    await mapConcurrently(parents, (parent) =>
      unlessGone(() =>
        this.#list(source.request(parent), undefined, (item) => {
          take(item, { subscriptionId, parent });
        }),
      ),
    );
  }

  /** Lists the parents level by level. */
  async #walk({ parents }: PerParent): Promise<readonly LiveResource[]> {
    const [first, ...below] = parents.walk;
    let found = await this.#walkList(first(this.around.subscriptionId));
    for (const next of below) {
      const lists = await mapConcurrently(found, (one) =>
        unlessGone(() => this.#walkList(next(one))),
      );
      found = lists.flatMap((list) => list ?? []);
    }
    return found;
  }

  async #walkList(walk: WalkList): Promise<readonly LiveResource[]> {
    const found: LiveResource[] = [];
    await this.#list(walk.request, undefined, (item) => {
      const id = stringAt(item, "id");
      const name = stringAt(item, "name");
      if (id !== undefined && name !== undefined && (walk.admits?.(item) ?? true)) {
        found.push({ id, name, location: normalizeLocation(stringAt(item, "location") ?? "") });
      }
    });
    return found;
  }

  async #readGraph(
    source: GraphRows,
    index: number,
    take: (item: JsonValue, origin: Origin) => void,
  ): Promise<"read" | "absent"> {
    const { subscriptionId, graph } = this.around;
    const rows = await graph(source.query);
    if (rows === undefined) {
      return this.#readSource(source.fallback, index);
    }
    for (const row of rows) {
      take(row, { subscriptionId });
    }
    this.#found.report();
    return "read";
  }

  async #readDeletions(source: DeletionEvents, index: number): Promise<void> {
    const { subscriptionId } = this.around;
    const deletions = await this.#log.of(source);
    const known = new Set(this.#found.merged().map(({ originalId }) => canonicalId(originalId)));
    const unknown = deletions.filter(({ resourceId }) => !known.has(canonicalId(resourceId)));
    try {
      await mapConcurrently(unknown, async (deletion) => {
        if (await this.#log.isStillDeleted(source, deletion)) {
          this.#found.take(index, () => source.read(deletion, { subscriptionId }));
        }
      });
    } finally {
      this.#found.report();
    }
  }

  async #list(
    request: ArmRequest,
    otherwise: ArmRequest | undefined,
    take: (item: JsonValue) => void,
  ): Promise<void> {
    const { arm, signal } = this.around;
    const onPage = (items: readonly JsonValue[]): void => {
      items.forEach(take);
      this.#found.report();
    };
    try {
      await arm.list(request, onPage, signal);
    } catch (error) {
      if (
        otherwise === undefined ||
        !(error instanceof ArmError) ||
        !isVersionUnknown(error.failure)
      ) {
        throw error;
      }
      await arm.list(otherwise, onPage, signal);
    }
  }
}

/** Treats a parent that was just deleted as empty. */
async function unlessGone<Result>(read: () => Promise<Result>): Promise<Result | undefined> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof ArmError && error.failure.status === 404) {
      return undefined;
    }
    throw error;
  }
}

/** As in "Microsoft.KeyVault". */
export function namespaceOf({ resourceType }: SoftDeleteService): string {
  return resourceType.slice(0, resourceType.indexOf("/"));
}
