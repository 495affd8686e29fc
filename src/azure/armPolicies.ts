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
 * Refuses requests to any host but the configured endpoint. It runs last in the pipeline, so no
 * policy, paging URL, or redirect can send a token elsewhere.
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
 * Removes the SDK's agent, so that Node's and therefore VS Code's proxy support applies: with
 * `http.proxySupport` set to "on", VS Code replaces only a missing agent. Node's own agent keeps
 * connections open, as the SDK's does. An agent for a proxy from the environment stays.
 *
 * VS Code's agent passes a request without a proxy on to Node's, which closes the connection unless
 * the request asks to keep it; each new connection makes VS Code read all system certificates again
 * (docs/performance.md).
 * Source: github.com/microsoft/vscode-proxy-agent, src/index.ts, createHttpPatch and
 * patchTlsConnect; github.com/nodejs/node, lib/_http_client.js, ClientRequest
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

/** Takes a token from the request's bucket before each try, and pauses the bucket after a 429. */
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

/** The longest automatic wait, in milliseconds; for longer ones the caller gets the error. */
const longestPatience = minute;

/**
 * A throttled read is retried when the rate limiter allows it. A throttled write isn't: its
 * precondition may no longer hold, so the sender has to check it again.
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
 * Reads are retried after a server error or a lost connection. Writes aren't: a purge that Azure
 * accepted, but whose response was lost, must never be sent again.
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

/** Adds the request to errors of a truncated body, because the request decides about a retry. */
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
  // The SDK reports a truncated body with the code for invalid JSON.
  // github.com/Azure/azure-sdk-for-js, core-rest-pipeline, nodeHttpClient.ts, streamToText
  return error.code !== "PARSE_ERROR" || error.message.startsWith("Error reading response");
}

/** How long to stop sending, in milliseconds; undefined where Azure doesn't say. */
function closedFor(response: PipelineResponse): number | undefined {
  if (response.status === 429) {
    return retryAfterMilliseconds(response) ?? quotaReset(response);
  }
  const isUsedUp = response.headers.get("x-ms-user-quota-remaining") === "0";
  return isUsedUp ? quotaReset(response) : undefined;
}

/**
 * Resource Graph's quota header, which comes with or instead of Retry-After: hours, minutes, and
 * seconds until the quota resets.
 * Source:
 * learn.microsoft.com/azure/governance/resource-graph/concepts/guidance-for-throttled-requests
 */
function quotaReset(response: PipelineResponse): number | undefined {
  const header = response.headers.get("x-ms-user-quota-resets-after") ?? "";
  const [, hours, minutes, seconds] = /^(\d{1,2}):(\d{2}):(\d{2})/.exec(header.trim()) ?? [];
  return seconds === undefined
    ? undefined
    : (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)) * 1000;
}

/** Retry-After in milliseconds, from seconds or a date; undefined where absent or invalid. */
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
