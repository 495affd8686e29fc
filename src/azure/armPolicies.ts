import {
  isRestError,
  type PipelinePolicy,
  type PipelineRequest,
  type PipelineResponse,
  type RestError,
  type RetryStrategy,
} from "@azure/core-rest-pipeline";
import { requestKind, subscriptionOf } from "./armRequest";
import type { Clock } from "../base/clock";
import { ArmError } from "./errors";
import * as l10n from "@vscode/l10n";
import type { RateLimiter } from "./rateLimit";
import { minute } from "../base/durations";

/**
 * Refuses to let a request out to any other place than the configured endpoint. It sits last
 * before the wire, so that no policy, paging address or redirect can take a token elsewhere.
 */
export function sameOriginPolicy(endpoint: string): PipelinePolicy {
  const { origin } = new URL(endpoint);
  return {
    name: "sameOriginPolicy",
    sendRequest: async (request, next) => {
      const url = new URL(request.url);
      if (url.origin !== origin) {
        throw new ArmError({
          kind: "notSent",
          method: request.method,
          path: url.pathname,
          code: "OtherHost",
          message: l10n.t(
            "Azure's response points to another host ({0}), so nothing was sent there. Check the configured cloud endpoint.",
            url.host,
          ),
        });
      }
      return next(request);
    },
  };
}

/**
 * Leaves it to Node, and so to VS Code, how a request gets out: with the setting `http.proxySupport`
 * at "on", VS Code puts its proxy in the place of no agent only, and the SDK always has one. Node's
 * own keeps connections open, as the SDK's does. One for a proxy of the environment stays.
 *
 * VS Code's agent hands a request that needs no proxy on to Node's, but for Node it is one that keeps
 * nothing: unless the request asks for it itself, its connection is closed, and each connection has
 * VS Code read all the certificates of the system anew (docs/performance.md).
 * Source: github.com/microsoft/vscode-proxy-agent, src/index.ts, createHttpPatch and patchTlsConnect;
 * github.com/nodejs/node, lib/_http_client.js, ClientRequest
 */
export const withoutOwnAgent: PipelinePolicy = {
  name: "withoutOwnAgent",
  sendRequest: async (request, next) => {
    if (request.agent === undefined) {
      request.requestOverrides = { ...request.requestOverrides, agent: undefined };
      request.headers.set("Connection", "keep-alive");
    }
    return next(request);
  },
};

/** Draws from the request's bucket before each try, and stops the bucket where Azure says so. */
export function rateLimitPolicy(limiter: RateLimiter): PipelinePolicy {
  return {
    name: "rateLimitPolicy",
    sendRequest: async (request, next) => {
      const subscription = subscriptionOf(request.url);
      const kind = requestKind(request.method, request.url);
      const signal = request.abortSignal;
      const release = await limiter.acquire(
        subscription,
        kind,
        signal instanceof AbortSignal ? signal : undefined,
      );
      try {
        const response = await next(request);
        const wait = closedFor(response);
        if (wait !== undefined) {
          limiter.pause(subscription, kind, Math.min(wait, longestPatience));
        }
        return response;
      } finally {
        release();
      }
    },
  };
}

/** A request waits at most so long on its own, in milliseconds; past that the caller is told. */
const longestPatience = minute;

/**
 * A read that was throttled is sent again as soon as the rate limiter lets it through. A write is
 * not: what it was checked against may have changed by then, so whoever sent it checks again.
 */
export const retryWhenThrottled: RetryStrategy = {
  name: "retryWhenThrottled",
  retry: ({ response }) => {
    const wait = response?.status === 429 ? closedFor(response) : undefined;
    return wait !== undefined && wait <= longestPatience && isRead(response?.request)
      ? { retryAfterInMs: 0 }
      : { skipStrategy: true };
  },
};

/**
 * Reads are repeated after a server error or a cut connection. Writes are not: a purge that was
 * taken although its answer was lost must never be sent a second time.
 */
export function retryReads(): RetryStrategy {
  return {
    name: "retryReads",
    retry: ({ response, responseError, retryCount }) => {
      const request = response?.request ?? responseError?.request;
      const transient =
        (response !== undefined && [408, 500, 502, 503, 504].includes(response.status)) ||
        isConnectionError(responseError);
      const asked = response === undefined ? undefined : retryAfterMilliseconds(response);
      if (!isRead(request) || !transient || (asked ?? 0) > longestPatience) {
        return { skipStrategy: true };
      }
      return { retryAfterInMs: asked ?? 500 * 2 ** retryCount };
    },
  };
}

/** A body that breaks off is told of without the request, which decides whether it is sent again. */
export const namingTheRequest: PipelinePolicy = {
  name: "namingTheRequest",
  sendRequest: async (request, next) => {
    try {
      return await next(request);
    } catch (error) {
      if (isRestError(error)) {
        error.request ??= request;
      }
      throw error;
    }
  },
};

function isRead(request: Pick<PipelineRequest, "method" | "url"> | undefined): boolean {
  return (
    request !== undefined && ["read", "query"].includes(requestKind(request.method, request.url))
  );
}

function isConnectionError(error: RestError | undefined): boolean {
  if (error === undefined || error.response !== undefined) {
    return false;
  }
  // A body that breaks off has the code of one that is no JSON.
  // github.com/Azure/azure-sdk-for-js, core-rest-pipeline, nodeHttpClient.ts, streamToText
  return error.code !== "PARSE_ERROR" || error.message.startsWith("Error reading response");
}

/** For how long nothing more may be asked, in milliseconds; undefined where Azure does not say so. */
function closedFor(response: PipelineResponse): number | undefined {
  if (response.status === 429) {
    return retryAfterMilliseconds(response) ?? quotaReset(response);
  }
  const isUsedUp = response.headers.get("x-ms-user-quota-remaining") === "0";
  return isUsedUp ? quotaReset(response) : undefined;
}

/**
 * What Resource Graph says beside or instead of Retry-After: hours, minutes and seconds until the
 * person's quota is whole again.
 * Source: learn.microsoft.com/azure/governance/resource-graph/concepts/guidance-for-throttled-requests
 */
function quotaReset(response: PipelineResponse): number | undefined {
  const header = response.headers.get("x-ms-user-quota-resets-after") ?? "";
  const [, hours, minutes, seconds] = /^(\d{1,2}):(\d{2}):(\d{2})/.exec(header.trim()) ?? [];
  return seconds === undefined
    ? undefined
    : (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)) * 1000;
}

/** Retry-After in milliseconds, given in seconds or as a date; undefined where absent or not either. */
export function retryAfterMilliseconds(
  response: Pick<PipelineResponse, "headers">,
  clock: Pick<Clock, "now"> = { now: () => Date.now() },
): number | undefined {
  const header = response.headers.get("retry-after");
  if (header === undefined) {
    return undefined;
  }
  if (/^\d{1,6}$/.test(header.trim())) {
    return Number(header) * 1000;
  }
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : Math.max(0, date - clock.now());
}
