import type { JsonObject } from "../base/json";

/** The methods that Resource Manager's operations use. */
export type ArmMethod = "GET" | "HEAD" | "PUT" | "POST" | "PATCH" | "DELETE";

/**
 * One request to Azure Resource Manager, as plain data: what a plan consists of, what a page can
 * show before it is sent, and what survives a reload. It names no host; the client adds the
 * configured endpoint.
 */
export interface ArmRequest {
  readonly method: ArmMethod;
  /** Absolute, each segment percent-encoded; made by {@link armPath}. */
  readonly path: string;
  readonly apiVersion: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: JsonObject;
}

/** A name that cannot be part of an address, such as ".." : no request can be made for it. */
export class UnusableNameError extends Error {
  constructor(readonly segment: string) {
    super(`"${segment}" cannot be part of a resource address`);
    this.name = "UnusableNameError";
  }
}

/**
 * Builds a path from a template, percent-encoding every value.
 *
 * Dot segments are refused rather than encoded: URL parsers resolve "%2e%2e" as they do "..", so
 * a resource named that would address something else.
 *
 * @throws UnusableNameError for an empty value, "." or "..".
 */
export function armPath(parts: TemplateStringsArray, ...values: string[]): string {
  return parts
    .map((part, index) => {
      const value = values[index];
      return value === undefined ? part : part + pathSegment(value);
    })
    .join("");
}

/**
 * The path of a resource whose ARM id is known, with every segment percent-encoded.
 *
 * @throws UnusableNameError as {@link armPath} does.
 */
export function pathOfId(id: string): string {
  return `/${id
    .replace(/^\/+|\/+$/g, "")
    .split("/")
    .map(pathSegment)
    .join("/")}`;
}

/** {@link pathOfId} of an id that came from elsewhere; undefined where nothing can be asked for. */
export function usablePath(id: string): string | undefined {
  try {
    return pathOfId(id);
  } catch (error) {
    if (error instanceof UnusableNameError) {
      return undefined;
    }
    throw error;
  }
}

/**
 * One segment of a path, percent-encoded.
 *
 * @throws UnusableNameError as {@link armPath} does.
 */
export function pathSegment(value: string): string {
  if (value === "" || value === "." || value === ".." || !value.isWellFormed()) {
    throw new UnusableNameError(value);
  }
  return encodeURIComponent(value);
}

/** Path and query as they go over the wire, "?api-version=" first. */
export function pathAndQuery(request: ArmRequest): string {
  const query = new URLSearchParams({ "api-version": request.apiVersion, ...request.query });
  return `${request.path}?${query.toString()}`;
}

/** Where queries of Resource Graph are sent. */
export const resourceGraphPath = "/providers/Microsoft.ResourceGraph/resources";

/** The buckets in which Azure counts requests; Resource Graph has its own for queries. */
export type RequestKind = "read" | "write" | "delete" | "query";

/**
 * Which bucket a request draws from. A query is a read although it is a POST. So is asking whether
 * a name is free, but ARM counts that as a write.
 * Source: learn.microsoft.com/azure/azure-resource-manager/management/request-limits-and-throttling
 */
export function requestKind(method: string, pathOrUrl: string): RequestKind {
  switch (method) {
    case "GET":
    case "HEAD":
      return "read";
    case "DELETE":
      return "delete";
    case "POST":
      return isQuery(pathOrUrl) ? "query" : "write";
    default:
      return "write";
  }
}

/** Exact to the end of the path: what is below another scope is no query of ours. */
function isQuery(pathOrUrl: string): boolean {
  const path = /^(?:https?:\/\/[^/?#]*)?([^?#]*)/i.exec(pathOrUrl)?.[1] ?? "";
  return path.toLowerCase() === resourceGraphPath.toLowerCase();
}

/** The subscription an ARM path or URL is about, lower-cased; "" for tenant-level ones. */
export function subscriptionOf(pathOrUrl: string): string {
  return /\/subscriptions\/([^/?#]+)/i.exec(pathOrUrl)?.[1]?.toLowerCase() ?? "";
}
