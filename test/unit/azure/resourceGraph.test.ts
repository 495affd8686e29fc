import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ArmRequest } from "../../../src/azure/armRequest";
import {
  arrayAt,
  stringAt,
  valueAt,
  type JsonObject,
  type JsonValue,
} from "../../../src/base/json";
import { graphRequest, queryGraph } from "../../../src/azure/resourceGraph";
import { failureOf, usePipeline } from "./armPipeline";
import { json } from "./armServer";
import type { ArmResponse } from "../../../src/azure/armResponse";

const query = "resources | project id";

/** Answers each request with what is made of it. */
function graph(answer: (request: ArmRequest, before: number) => JsonValue | undefined): {
  readonly sent: readonly ArmRequest[];
  send(request: ArmRequest): Promise<ArmResponse>;
} {
  const sent: ArmRequest[] = [];
  return {
    sent,
    send: async (request) => {
      sent.push(request);
      const { method, path } = request;
      return {
        status: 200,
        headers: {},
        body: answer(request, sent.length - 1),
        correlationId: "c-1",
        retryAfterSeconds: undefined,
        request: { method, path },
      };
    },
  };
}

function page(ids: readonly number[], skipToken?: string): JsonObject {
  return {
    totalRecords: 1000,
    count: ids.length,
    data: ids.map((id) => ({ id })),
    facets: [],
    // Azure says "false" while it gives a token, and "true" only where it gives none.
    resultTruncated: "false",
    ...(skipToken === undefined ? {} : { $skipToken: skipToken }),
  };
}

async function rowsOf(
  arm: ReturnType<typeof graph>,
  subscriptionIds: readonly string[] = ["s"],
): Promise<readonly JsonObject[]> {
  const found: JsonObject[] = [];
  await queryGraph(arm, query, subscriptionIds, (rows) => found.push(...rows));
  return found;
}

describe("a query of Resource Graph", () => {
  it("is one request, with the token of the page before", () => {
    expect(graphRequest(query, ["s", "t"])).toEqual({
      method: "POST",
      path: "/providers/Microsoft.ResourceGraph/resources",
      apiVersion: "2022-10-01",
      body: {
        subscriptions: ["s", "t"],
        query,
        options: { resultFormat: "objectArray", $top: 1000 },
      },
    });
    expect(graphRequest(query, ["s"], "token").body?.["options"]).toEqual({
      resultFormat: "objectArray",
      $top: 1000,
      $skipToken: "token",
    });
  });

  it("hands over each page as it comes, in order", async () => {
    const arm = graph((_, before) => page([before], before < 2 ? `t${String(before)}` : undefined));
    expect(await rowsOf(arm)).toEqual([{ id: 0 }, { id: 1 }, { id: 2 }]);
    expect(arm.sent.map(({ body }) => valueAt(body, ["options", "$skipToken"]) ?? "none")).toEqual([
      "none",
      "t0",
      "t1",
    ]);
  });

  it("without subscriptions asks nothing, since Azure would take that for the whole tenant", async () => {
    const arm = graph(() => page([1]));
    expect(await rowsOf(arm, [])).toEqual([]);
    expect(arm.sent).toEqual([]);
  });

  it("asks about every subscription once, and never about too many", async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 1200 }), async (count) => {
        const ids = Array.from({ length: count }, (_, index) => `s${String(index)}`);
        const arm = graph(() => page([]));
        await rowsOf(arm, ids);
        const asked = arm.sent.map(({ body }) => arrayAt(body, "subscriptions"));
        expect(asked.flat()).toEqual(ids);
        expect(Math.max(0, ...asked.map(({ length }) => length))).toBeLessThan(300);
      }),
      { numRuns: 20 },
    );
  });

  it("pages within each group of subscriptions", async () => {
    const ids = Array.from({ length: 300 }, (_, index) => `s${String(index)}`);
    const arm = graph((request) => {
      const token = stringAt(request.body, "options", "$skipToken");
      return page([arrayAt(request.body, "subscriptions").length], token ? undefined : "next");
    });
    const found = await rowsOf(arm, ids);
    expect(found.map(({ id }) => id)).toEqual([250, 250, 50, 50]);
  });

  it.each<[string, JsonValue | undefined, string]>([
    ["nothing", undefined, "expected an array of objects"],
    ["no object", [], "expected an array of objects"],
    ["no data", { count: 0, resultTruncated: "false" }, "expected an array of objects"],
    ["a table", { data: { columns: [], rows: [] } }, "expected an array of objects"],
    ["a row that is none", { data: [{ id: 1 }, null] }, "expected an array of objects"],
    ["rows left out", { data: [{ id: 1 }], resultTruncated: "true" }, "the results are incomplete"],
    ["rows left out, early", { data: [], resultTruncated: true }, "the results are incomplete"],
  ])("that is answered with %s cannot be read", async (_, body, message) => {
    expect(await failureOf(rowsOf(graph(() => body)))).toEqual({
      kind: "unreadable",
      method: "POST",
      path: "/providers/Microsoft.ResourceGraph/resources",
      status: 200,
      message,
      correlationId: "c-1",
    });
  });

  it("follows a token although the answer is called truncated", async () => {
    const arm = graph((_, before) =>
      before === 0 ? { ...page([0], "t"), resultTruncated: "true" } : page([1]),
    );
    expect(await rowsOf(arm)).toHaveLength(2);
  });

  it.each([
    ["the same token again", () => "t"],
    ["two tokens in turn", (before: number) => `t${String(before % 2)}`],
    ["ever new tokens", (before: number) => `t${String(before)}`],
  ])("does not go on for ever with %s", async (_, token) => {
    const arm = graph((__, before) => page([before], token(before)));
    const { kind, message } = await failureOf(rowsOf(arm));
    expect([kind, message]).toEqual(["unreadable", "the list has too many pages"]);
    expect(arm.sent.length).toBeLessThan(1100);
  });

  it("keeps what was handed over when a later page fails", async () => {
    const arm = graph((_, before) => (before === 0 ? page([0], "t") : "no page"));
    const found: JsonObject[] = [];
    await failureOf(queryGraph(arm, query, ["s"], (rows) => found.push(...rows)));
    expect(found).toEqual([{ id: 0 }]);
  });
});

describe("a query over the real pipeline", () => {
  const pipeline = usePipeline();

  it("is sent again after a server error, as every read", async () => {
    const { arm, server } = pipeline.connect();
    server.answer((response, _, before) => {
      json(response, before === 0 ? 503 : 200, page([1]), { "Retry-After": "0" });
    });
    const found: JsonObject[] = [];
    await queryGraph(arm, query, ["s"], (rows) => found.push(...rows));
    expect(found).toEqual([{ id: 1 }]);
    expect(server.arrived.map(({ method, url }) => `${method} ${url}`)).toEqual(
      Array(2).fill("POST /providers/Microsoft.ResourceGraph/resources?api-version=2022-10-01"),
    );
    expect(server.arrived[1]?.body).toBe(server.arrived[0]?.body);
  });

  it("waits for its quota", async () => {
    const { arm, clock, server } = pipeline.connect();
    server.answer((response, _, before) => {
      json(response, before === 0 ? 429 : 200, page([1]), {
        "x-ms-user-quota-resets-after": "00:00:04",
      });
    });
    await queryGraph(arm, query, ["s"], () => undefined);
    expect(clock.sleeps).toEqual([4000]);
  });
});
