import type { RecordedRequest } from "../simulator/recordedRequest";
import { operationKind } from "../simulator/throttling";

/**
 * How deep each of ARM's buckets is and how many requests flow back in a second: for each
 * subscription, and for the tenant's own level.
 * Source: learn.microsoft.com/azure/azure-resource-manager/management/request-limits-and-throttling
 */
const buckets = {
  reads: { size: 250, perSecond: 25 },
  writes: { size: 200, perSecond: 10 },
  deletes: { size: 200, perSecond: 10 },
};

type Asked = Pick<RecordedRequest, "method" | "path" | "url">;

/** How long nobody can send these requests faster than ARM's fullest bucket lets them, in milliseconds. */
export function bucketMilliseconds(requests: readonly Asked[]): number {
  const counts = new Map<string, { readonly kind: keyof typeof buckets; readonly count: number }>();
  for (const { method, path } of requests) {
    const kind = operationKind(method);
    const key = `${/^\/subscriptions\/([^/]+)/i.exec(path)?.[1] ?? "tenant"}|${kind}`;
    counts.set(key, { kind, count: (counts.get(key)?.count ?? 0) + 1 });
  }
  const waits = [...counts.values()].map(({ kind, count }) => {
    const { size, perSecond } = buckets[kind];
    return (Math.max(0, count - size) / perSecond) * 1000;
  });
  return Math.max(0, ...waits);
}

/** How many of these requests each have to wait for the answer to another, at most. */
export function longestChain(requests: readonly Asked[]): number {
  const pages = new Map<string, number>();
  const depths = requests.map(({ path, url }) => {
    const before = pages.get(path) ?? 0;
    const isPage = /[?&](?:%24|\$)?skipToken=/i.test(url);
    pages.set(path, isPage ? before + 1 : before);
    return depthOf(path) + (isPage ? before + 1 : 0);
  });
  return Math.max(0, ...depths);
}

function depthOf(path: string): number {
  // What is registered, and what Resource Graph has, nothing has to be known for.
  if (path.endsWith("/providers") || !/^\/subscriptions\//i.test(path)) {
    return 1;
  }
  // The Activity Log, which is asked where its service is registered, names a resource by itself.
  const below = /\/resourceGroups\/[^/]+\/providers\/[^/]+\/(.*)$/i.exec(path)?.[1];
  const isResource = below !== undefined && below.split("/").length % 2 === 0;
  // All else: a list where its service is registered, or below what Resource Graph has named.
  return isResource ? 3 : 2;
}
