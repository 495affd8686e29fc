import type { JsonObject } from "./json";

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

function pathSegment(value: string): string {
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

/** The buckets in which Azure Resource Manager counts requests. */
export type RequestKind = "read" | "write" | "delete";

/**
 * Which of ARM's buckets a method draws from.
 * Source: learn.microsoft.com/azure/azure-resource-manager/management/request-limits-and-throttling
 */
export function requestKind(method: string): RequestKind {
  switch (method) {
    case "GET":
    case "HEAD":
      return "read";
    case "DELETE":
      return "delete";
    default:
      return "write";
  }
}

/** The subscription an ARM path or URL is about, lower-cased; "" for tenant-level ones. */
export function subscriptionOf(pathOrUrl: string): string {
  return /\/subscriptions\/([^/?#]+)/i.exec(pathOrUrl)?.[1]?.toLowerCase() ?? "";
}
