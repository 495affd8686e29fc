import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { JsonValue } from "../../../src/base/json";
import { failureOf, request, usePipeline } from "./armPipeline";
import { json, startArmServer, text, type ArmServer } from "./armServer";

const pipeline = usePipeline();
const strangers: ArmServer[] = [];

beforeAll(async () => {
  strangers.push(await startArmServer());
});

afterAll(() => Promise.all(strangers.map((server) => server.close())));

function stranger(): ArmServer {
  const [server] = strangers;
  if (server === undefined) {
    throw new Error("The server has not started.");
  }
  return server;
}

describe("a list that comes in pages", () => {
  it("is handed over page by page, with a token for each", async () => {
    const { arm, server } = pipeline.connect();
    server.answer((response, _, before) => {
      json(response, 200, {
        value: [before],
        ...(before < 2 ? { nextLink: `${server.url}/next?page=${String(before)}` } : {}),
      });
    });
    const pages: (readonly JsonValue[])[] = [];
    await arm.list(request(), (page) => pages.push(page));
    expect(pages).toEqual([[0], [1], [2]]);
    expect(server.arrived.map(({ url }) => url).slice(1)).toEqual(["/next?page=0", "/next?page=1"]);
    expect(server.arrived.map(({ headers }) => headers.authorization)).toEqual([
      "Bearer token-1",
      "Bearer token-1",
      "Bearer token-1",
    ]);
  });

  it("with a next page on another port sends nothing there and keeps what came", async () => {
    const { arm, server } = pipeline.connect();
    stranger().answer((response) => json(response, 200, { value: ["stolen"] }));
    server.answer((response) => {
      json(response, 200, { value: [1], nextLink: `${stranger().url}/next` });
    });
    const pages: (readonly JsonValue[])[] = [];
    const failure = await failureOf(arm.list(request(), (page) => pages.push(page)));
    expect(failure).toMatchObject({ kind: "notSent", path: "/next" });
    expect(failure.message).toContain(new URL(stranger().url).host);
    expect(pages).toEqual([[1]]);
    expect(stranger().arrived).toEqual([]);
  });

  it.each(["https://evil.example/next", "http://127.0.0.1/next", "//evil.example/next"])(
    "with a next page at %s sends nothing there",
    async (nextLink) => {
      const { arm, server } = pipeline.connect();
      server.answer((response) => json(response, 200, { value: [], nextLink }));
      expect((await failureOf(arm.list(request(), () => undefined))).kind).toBe("notSent");
      expect(server.arrived).toHaveLength(1);
    },
  );

  it("that go round in a circle ends as unreadable", async () => {
    const { arm, server } = pipeline.connect();
    server.answer((response, _, before) => {
      json(response, 200, { value: [], nextLink: `${server.url}/p?${String(before % 2)}` });
    });
    const failure = await failureOf(arm.list(request(), () => undefined));
    expect(failure.kind).toBe("unreadable");
    expect(server.arrived).toHaveLength(3);
  });

  it.each([{}, [], { value: {} }, "text"])("is not what %j is", async (body) => {
    const { arm, server } = pipeline.connect();
    server.answer((response) => json(response, 200, body));
    const failure = await failureOf(arm.list(request(), () => undefined));
    expect(failure.kind).toBe("unreadable");
  });

  it("is not what an empty answer is", async () => {
    const { arm, server } = pipeline.connect();
    server.answer((response) => text(response, 200, ""));
    expect((await failureOf(arm.list(request(), () => undefined))).kind).toBe("unreadable");
  });
});

describe("an address to poll", () => {
  it("on another host is refused unread", async () => {
    const { arm, credential } = pipeline.connect();
    stranger().answer((response) => json(response, 200, {}));
    expect((await failureOf(arm.follow(`${stranger().url}/operations/1`))).kind).toBe("notSent");
    expect(credential.asked).toEqual([]);
    expect(stranger().arrived).toEqual([]);
  });

  it.each(["", "http://", "\\\\evil.example\\x"])("written %j never leaves", async (url) => {
    const { arm, server } = pipeline.connect();
    server.answer((response) => json(response, 200, {}));
    await arm.follow(url).catch(() => undefined);
    expect(stranger().arrived).toEqual([]);
    expect(server.arrived.every(({ headers }) => headers.host === new URL(server.url).host)).toBe(
      true,
    );
  });

  it("relative to the endpoint is followed there", async () => {
    const { arm, server } = pipeline.connect();
    server.answer((response) => json(response, 200, {}));
    await arm.follow("/subscriptions/s/operations/1?api-version=1");
    expect(server.arrived.map(({ method, url }) => `${method} ${url}`)).toEqual([
      "GET /subscriptions/s/operations/1?api-version=1",
    ]);
  });
});

describe("a token", () => {
  it("serves many requests while it is valid, and is asked for anew after that", async () => {
    const { arm, server, credential } = pipeline.connect();
    server.answer((response) => json(response, 200, {}));
    await arm.send(request());
    await arm.send(request());
    expect(credential.asked).toHaveLength(1);
    const second = pipeline.connect();
    second.credential.lifetime = -1;
    await second.arm.send(request());
    await second.arm.send(request());
    expect(server.arrived.map(({ headers }) => headers.authorization)).toEqual([
      "Bearer token-1",
      "Bearer token-1",
      "Bearer token-1",
      "Bearer token-2",
    ]);
  });

  it("is asked for with the claims that Azure challenges for, and the request is sent with it", async () => {
    const { arm, server, credential } = pipeline.connect();
    const claims = JSON.stringify({ access_token: { acrs: { essential: true, value: "c1" } } });
    const challenge = `Bearer realm="", authorization_uri="https://login.example/common/oauth2/authorize", error="insufficient_claims", claims="${Buffer.from(claims).toString("base64")}"`;
    server.answer((response, { headers }) => {
      if (headers.authorization === "Bearer token-1") {
        json(response, 401, { error: { code: "x" } }, { "WWW-Authenticate": challenge });
      } else {
        json(response, 200, { purged: true });
      }
    });
    expect((await arm.send(request("DELETE"))).body).toEqual({ purged: true });
    expect(credential.asked.map((options) => options?.claims)).toEqual([undefined, claims]);
    expect(server.arrived).toHaveLength(2);
  });

  it("is not renewed beside a request, where nobody would hear of it when that fails", async () => {
    const { arm, server, credential } = pipeline.connect();
    server.answer((response) => json(response, 200, {}));
    credential.lifetime = 90_000;
    await arm.send(request());
    credential.isSignedOut = true;
    expect(await failureOf(arm.send(request()))).toMatchObject({
      kind: "notSent",
      message: "Sign in first.",
    });
    expect(server.arrived).toHaveLength(1);
  });

  it("that may be renewed early is used until it has to be", async () => {
    const { arm, server, credential } = pipeline.connect();
    server.answer((response) => json(response, 200, {}));
    credential.renewableAfter = -1;
    await arm.send(request());
    await arm.send(request());
    expect(credential.asked).toHaveLength(1);
  });

  it("that is refused without a challenge is not sent again", async () => {
    const { arm, server } = pipeline.connect();
    server.answer((response) => json(response, 401, { error: { code: "InvalidToken" } }));
    expect(await failureOf(arm.send(request("DELETE")))).toMatchObject({
      kind: "refused",
      status: 401,
      code: "InvalidToken",
    });
    expect(server.arrived).toHaveLength(1);
  });
});
