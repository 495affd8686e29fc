import {
  createHttpHeaders,
  createPipelineRequest,
  RestError,
  type HttpMethods,
  type PipelineResponse,
} from "@azure/core-rest-pipeline";
import { describe, expect, it } from "vitest";
import {
  rateLimitPolicy,
  retryAfterMilliseconds,
  retryReads,
  retryWhenThrottled,
  sameOriginPolicy,
} from "../../../src/azure/armPolicies";
import { RateLimiter } from "../../../src/azure/rateLimit";
import { FakeClock } from "../base/fakeClock";

const endpoint = "https://management.azure.com";

function response(
  status: number,
  headers: Record<string, string> = {},
  method: HttpMethods = "GET",
  url = `${endpoint}/subscriptions/s`,
): PipelineResponse {
  return {
    status,
    headers: createHttpHeaders(headers),
    request: createPipelineRequest({ url, method }),
  };
}

const graph = `${endpoint}/providers/Microsoft.ResourceGraph/resources?api-version=2022-10-01`;

const methods = ["GET", "HEAD", "PUT", "POST", "PATCH", "DELETE"] as const;
const statuses = [200, 400, 404, 408, 409, 429, 500, 502, 503, 504];

describe("a request that failed", () => {
  it.each(methods)("with method %s is repeated only where that is harmless", (method) => {
    const repeated = statuses.filter(
      (status) =>
        retryReads().retry({ response: response(status, {}, method), retryCount: 0 })
          .skipStrategy !== true,
    );
    expect(repeated).toEqual(
      method === "GET" || method === "HEAD" ? [408, 500, 502, 503, 504] : [],
    );
  });

  it.each(methods)("with method %s after a cut connection: reads only", (method) => {
    const request = createPipelineRequest({ url: endpoint, method });
    const responseError = new RestError("reset", { code: "ECONNRESET", request });
    const { retryAfterInMs } = retryReads().retry({ responseError, retryCount: 2 });
    expect(retryAfterInMs).toBe(method === "GET" || method === "HEAD" ? 2000 : undefined);
  });

  it.each(methods)(
    "with method %s after a 429: reads only, and only for a short wait",
    (method) => {
      const repeated = ["7", "60", "61", undefined].map((wait) => {
        const headers: Record<string, string> = wait === undefined ? {} : { "Retry-After": wait };
        const { retryAfterInMs } = retryWhenThrottled.retry({
          response: response(429, headers, method),
          retryCount: 0,
        });
        return retryAfterInMs === 0;
      });
      const reads = method === "GET" || method === "HEAD";
      expect(repeated).toEqual([reads, reads, false, false]);
    },
  );

  it("is repeated where it was a query of Resource Graph, which changes nothing", () => {
    const request = createPipelineRequest({ url: graph, method: "POST" });
    const responseError = new RestError("reset", { code: "ECONNRESET", request });
    expect(retryReads().retry({ responseError, retryCount: 0 })).toEqual({ retryAfterInMs: 500 });
    const busy = response(503, {}, "POST", graph);
    expect(retryReads().retry({ response: busy, retryCount: 1 })).toEqual({ retryAfterInMs: 1000 });
  });

  it.each([
    [{ "Retry-After": "7" }, true],
    [{ "x-ms-user-quota-resets-after": "00:00:05" }, true],
    [{ "x-ms-user-quota-resets-after": "00:01:01" }, false],
    [{ "x-ms-user-quota-resets-after": "soon" }, false],
    [{}, false],
  ])("is repeated after a query's 429 with %j: %s", (headers, expected) => {
    const { retryAfterInMs } = retryWhenThrottled.retry({
      response: response(429, headers, "POST", graph),
      retryCount: 0,
    });
    expect(retryAfterInMs === 0).toBe(expected);
  });

  it("and asks for a long wait is not repeated", () => {
    const busy = response(503, { "Retry-After": "61" });
    expect(retryReads().retry({ response: busy, retryCount: 0 })).toEqual({ skipStrategy: true });
  });
});

describe("Retry-After", () => {
  const now = Date.parse("2026-03-01T12:00:00Z");

  it.each([
    ["0", 0],
    ["17", 17_000],
    [" 3 ", 3000],
    ["Sun, 01 Mar 2026 12:00:30 GMT", 30_000],
    ["Sun, 01 Mar 2026 11:00:00 GMT", 0],
    ["soon", undefined],
    ["", undefined],
    ["99999999999999", undefined],
  ])("%j is %s ms", (value, expected) => {
    const headers = response(429, { "Retry-After": value });
    expect(retryAfterMilliseconds(headers, { now: () => now })).toBe(expected);
  });

  it("is not invented", () => {
    expect(retryAfterMilliseconds(response(429))).toBeUndefined();
  });
});

describe("a request with a token", () => {
  it.each([
    "https://evil.example/subscriptions",
    "http://management.azure.com/subscriptions",
    "https://management.azure.com:8443/subscriptions",
    "https://management.azure.com.evil.example/",
    "https://management.azure.com@evil.example/",
  ])("does not leave for %s", async (url) => {
    const sent: string[] = [];
    const policy = sameOriginPolicy(endpoint);
    const attempt = policy.sendRequest(createPipelineRequest({ url }), async (request) => {
      sent.push(request.url);
      return response(200);
    });
    await expect(attempt).rejects.toMatchObject({ failure: { kind: "notSent" } });
    expect(sent).toEqual([]);
  });

  it("leaves for the configured endpoint", async () => {
    const request = createPipelineRequest({ url: `${endpoint}:443/subscriptions` });
    const { status } = await sameOriginPolicy(endpoint).sendRequest(request, async () =>
      response(200),
    );
    expect(status).toBe(200);
  });
});

describe("a 429", () => {
  it("closes the bucket of its subscription and gives its place back", async () => {
    const clock = new FakeClock(0);
    const policy = rateLimitPolicy(new RateLimiter(clock));
    const request = createPipelineRequest({ url: `${endpoint}/subscriptions/s` });
    const answers = [429, ...Array<number>(20).fill(200)];
    const answered: number[] = [];
    for (const status of answers) {
      await policy.sendRequest(request, async () => {
        answered.push(clock.time);
        return response(status, status === 429 ? { "Retry-After": "5" } : {});
      });
    }
    expect(answered).toEqual([0, ...Array<number>(20).fill(5000)]);
  });

  it.each([
    [429, { "Retry-After": "2", "x-ms-user-quota-resets-after": "00:00:05" }, 2000],
    [429, { "x-ms-user-quota-resets-after": "00:00:05" }, 5000],
    [200, { "x-ms-user-quota-remaining": "0", "x-ms-user-quota-resets-after": "00:00:03" }, 3000],
    [200, { "x-ms-user-quota-remaining": "1", "x-ms-user-quota-resets-after": "00:00:03" }, 0],
  ])("or a quota that is used up (%i %j) holds queries back", async (status, headers, wait) => {
    const clock = new FakeClock(0);
    const policy = rateLimitPolicy(new RateLimiter(clock));
    const request = createPipelineRequest({ url: graph, method: "POST" });
    await policy.sendRequest(request, async () => response(status, headers, "POST", graph));
    await policy.sendRequest(request, async () => response(200));
    expect(clock.time).toBe(wait);
  });

  it("or a lost connection never keeps a place in flight", async () => {
    const policy = rateLimitPolicy(new RateLimiter(new FakeClock(0)));
    const request = createPipelineRequest({ url: `${endpoint}/subscriptions/s` });
    for (let lost = 0; lost < 20; lost += 1) {
      await expect(
        policy.sendRequest(request, async () => {
          throw new Error("reset");
        }),
      ).rejects.toThrow("reset");
    }
    expect((await policy.sendRequest(request, async () => response(200))).status).toBe(200);
  });
});
