import { sameText } from "../base/sameText";
import type { JsonObject } from "../base/json";

export type ArmMethod = "GET" | "HEAD" | "PUT" | "POST" | "PATCH" | "DELETE";

/**
 * One request to Azure Resource Manager as plain data, so that plans can be shown and survive a
 * reload. It names no host; the client adds the configured endpoint.
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

/** A name that can't be part of a URL, such as "..". */
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

/** A path or segment without percent-encoding; as it is where the encoding is malformed. */
export function decodePath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/** {@link pathOfId} of an external id; undefined where no request can be made for it. */
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

/** Path and query of the URL, "?api-version=" first. */
export function pathAndQuery(request: ArmRequest): string {
  const query = new URLSearchParams({ "api-version": request.apiVersion, ...request.query });
  return `${request.path}?${query.toString()}`;
}

export const resourceGraphPath = "/providers/Microsoft.ResourceGraph/resources";

/** Azure's rate-limit buckets; Resource Graph has its own for queries. */
export type RequestKind = "read" | "write" | "delete" | "query";

/**
 * Which bucket a request draws from. A query is a read although it is a POST. A name check is a
 * read too, but ARM counts it as a write.
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

/** Compares the whole path: the same suffix below another scope isn't a query. */
function isQuery(pathOrUrl: string): boolean {
  const path = /^(?:https?:\/\/[^/?#]*)?([^?#]*)/i.exec(pathOrUrl)?.[1] ?? "";
  return sameText(path, resourceGraphPath);
}

/** The subscription an ARM path or URL is about, lower-cased; "" for tenant-level ones. */
export function subscriptionOf(pathOrUrl: string): string {
  return /\/subscriptions\/([^/?#]+)/i.exec(pathOrUrl)?.[1]?.toLowerCase() ?? "";
}
