import { pathAndQuery, type ArmRequest } from "../../../src/azure/armRequest";
import type { JsonObject, JsonValue } from "../../../src/base/json";
import type { DeletedResource } from "../../../src/services/deletedResource";
import type { SoftDeleteService } from "../../../src/services/service";
import type { Origin, Source } from "../../../src/services/source";
import { subscriptionId } from "../services/samples";

export { subscriptionId };

interface Found {
  readonly source?: number;
  readonly item: JsonObject;
  readonly origin?: Partial<Origin>;
}

export function originOf({ origin }: Pick<Found, "origin">): Origin {
  return { subscriptionId, ...origin };
}

/** What a service reads from an item, as from the source it comes from. */
export function readFrom(
  service: SoftDeleteService,
  found: Found,
): DeletedResource | "live" | undefined {
  const source = service.sources[found.source ?? 0];
  if (source === undefined) {
    throw new Error(`${service.id} has no source ${String(found.source)}.`);
  }
  return readItem(source, found.item, originOf(found));
}

function readItem(
  source: Source,
  item: JsonValue,
  origin: Origin,
): DeletedResource | "live" | undefined {
  // A deletion event is read by the inventory first; its examples are deletions.
  return source.kind === "deletions"
    ? source.read(item as unknown as Parameters<typeof source.read>[0], origin)
    : source.read(item, origin);
}

/**
 * What a service reads from an item that was listed at an address: by that one of its sources which
 * reads items of such a list.
 */
export function readItemOf(
  { sources }: SoftDeleteService,
  uri: string,
  item: JsonObject,
  origin: Origin,
): DeletedResource | "live" | undefined {
  const type = /\/providers\/([^/]+\/[^/]+)\/[^/]+\//i.exec(uri)?.[1]?.toLowerCase();
  const found = sources
    .map((source) => (source.kind === "graph" ? source.fallback : source))
    .find(
      (source) =>
        source.kind !== "deletions" &&
        (source.kind !== "parents" ||
          source.parents.types.some((one) => one.toLowerCase() === type)),
    );
  return found === undefined ? undefined : readItem(found, item, origin);
}

/** The requests a service lists with, where its sources have any that need no answer before. */
export function listRequests(
  { sources }: SoftDeleteService,
  origin: Origin | undefined,
): readonly ArmRequest[] {
  return sources.flatMap((source) => {
    switch (source.kind) {
      case "collection": {
        const versions = source.ifType === undefined ? [] : ["2099-01-01"];
        return [
          source.request(subscriptionId, versions),
          ...(source.fallback === undefined ? [] : [source.fallback(subscriptionId)]),
        ];
      }
      case "regions":
        return [source.request(subscriptionId, "swedencentral")];
      case "parents":
        return origin?.parent === undefined ? [] : [source.request(origin.parent)];
      case "graph":
        return [source.fallback.request(subscriptionId, "swedencentral")];
      case "deletions":
        return [];
    }
  });
}

/** A request on one line. */
export function described(request: ArmRequest): string {
  const line = `${request.method} ${decodeURIComponent(pathAndQuery(request))}`;
  const headers = request.headers === undefined ? "" : ` ${JSON.stringify(request.headers)}`;
  return `${line}${headers}${request.body === undefined ? "" : ` ${JSON.stringify(request.body)}`}`;
}
