import { describe, expect, it, vi } from "vitest";
import { failureOf, request, usePipeline } from "./armPipeline";
import { json, reset, text } from "./armServer";

const pipeline = usePipeline();

describe("a request to Azure", () => {
  it("goes out once, with api-version, body and token", async () => {
    const { arm, server } = pipeline.connect();
    server.answer((response) => {
      json(
        response,
        201,
        { name: "kv" },
        { "X-Ms-Correlation-Request-Id": "c", "Retry-After": "3" },
      );
    });
    const answer = await arm.send({
      ...request("PUT", { location: "x" }),
      headers: { "x-a": "b" },
    });
    expect(server.arrived).toHaveLength(1);
    expect(server.arrived[0]).toMatchObject({
      method: "PUT",
      url: `${request().path}?api-version=2026-02-01`,
      body: '{"location":"x"}',
      headers: { authorization: "Bearer token-1", "content-type": "application/json", "x-a": "b" },
    });
    expect(server.arrived[0]?.headers["user-agent"]).toContain("azure-deleted-resources/test");
    expect(answer).toMatchObject({
      status: 201,
      body: { name: "kv" },
      correlationId: "c",
      retryAfterSeconds: 3,
    });
    expect(answer.headers["x-ms-correlation-request-id"]).toBe("c");
  });

  it("leaves no name in the log beside the trace", async () => {
    const { arm, server, logged } = pipeline.connect();
    server.answer((response) => json(response, 404, { error: { code: "NotFound", message: "m" } }));
    await failureOf(arm.send(request()));
    expect(logged.join()).toContain("Microsoft.KeyVault/deletedVaults");
    expect(logged.join()).not.toContain("secret-subscription");
  });

  it.each(["PUT", "POST", "PATCH", "DELETE"] as const)(
    "that writes (%s) is never sent twice after a server error",
    async (method) => {
      const { arm, server } = pipeline.connect();
      for (const status of [408, 500, 502, 503, 504]) {
        server.answer((response) => {
          json(response, status, { error: { code: "ServerBusy" } }, { "Retry-After": "0" });
        });
        expect((await failureOf(arm.send(request(method)))).status).toBe(status);
        expect(server.arrived).toHaveLength(1);
      }
    },
  );

  it.each(["PUT", "POST", "DELETE"] as const)(
    "that writes (%s) is never sent twice after a cut connection",
    async (method) => {
      const { arm, server } = pipeline.connect();
      server.answer(reset);
      const failure = await failureOf(arm.send(request(method)));
      expect(failure).toMatchObject({ kind: "noAnswer", method });
      expect(server.arrived).toHaveLength(1);
    },
  );

  it("that reads is repeated after a server error, four times in all", async () => {
    const { arm, server } = pipeline.connect();
    server.answer((response) => json(response, 503, {}, { "Retry-After": "0" }));
    expect((await failureOf(arm.send(request()))).status).toBe(503);
    expect(server.arrived).toHaveLength(4);
  });

  it("that reads is repeated after a cut connection", async () => {
    const { arm, server } = pipeline.connect();
    const wait = globalThis.setTimeout;
    const waits = vi
      .spyOn(globalThis, "setTimeout")
      .mockImplementation((run: () => void, delay?: number) =>
        wait(run, delay === 500 ? 0 : delay),
      );
    server.answer((response, _, before) => {
      if (before === 0) {
        reset(response);
      } else {
        json(response, 200, { name: "kv" });
      }
    });
    expect((await arm.send(request())).body).toEqual({ name: "kv" });
    expect(server.arrived).toHaveLength(2);
    waits.mockRestore();
  });

  it("that reads is sent again after a 429, when its time has come", async () => {
    const { arm, server, clock } = pipeline.connect();
    const started = clock.time;
    const times: number[] = [];
    server.answer((response, _, before) => {
      times.push(clock.time - started);
      if (before === 0) {
        json(response, 429, {}, { "Retry-After": "17" });
      } else {
        json(response, 200, {});
      }
    });
    await arm.send(request());
    expect(times[1]).toBeGreaterThanOrEqual(17_000);
    expect(times).toHaveLength(2);
  });

  it.each(["PUT", "POST", "DELETE"] as const)(
    "that writes (%s) is given back after a 429, with the time to wait",
    async (method) => {
      const { arm, server } = pipeline.connect();
      server.answer((response) => json(response, 429, {}, { "Retry-After": "17" }));
      expect(await failureOf(arm.send(request(method)))).toMatchObject({
        kind: "refused",
        status: 429,
        retryAfterSeconds: 17,
      });
      expect(server.arrived).toHaveLength(1);
    },
  );

  it("stops with the signal's reason when it aborts", async () => {
    const { arm, server } = pipeline.connect();
    const abort = new AbortController();
    server.answer(() => abort.abort(new Error("the window closes")));
    await expect(arm.send(request("DELETE"), abort.signal)).rejects.toThrow("the window closes");
    await expect(arm.send(request("DELETE"), abort.signal)).rejects.toThrow("the window closes");
    expect(server.arrived).toHaveLength(1);
  });

  it("is not sent where there is no token", async () => {
    const { arm, server, credential } = pipeline.connect();
    server.answer((response) => json(response, 200, {}));
    credential.getToken = () => Promise.reject(new Error("Sign in to the tenant first."));
    expect(await failureOf(arm.send(request("DELETE")))).toMatchObject({
      kind: "notSent",
      message: "Sign in to the tenant first.",
    });
    expect(server.arrived).toHaveLength(0);
  });
});

describe("an answer from Azure", () => {
  it("that refuses is an error with Azure's code, message and correlation id", async () => {
    const { arm, server } = pipeline.connect();
    server.answer((response) => {
      const error = { code: "RequestConflict", message: "Still deleting." };
      json(response, 409, { error }, { "x-ms-correlation-request-id": "c", "Retry-After": "30" });
    });
    expect(await failureOf(arm.send(request("DELETE")))).toEqual({
      kind: "refused",
      method: "DELETE",
      path: request().path,
      status: 409,
      code: "RequestConflict",
      message: "Still deleting.",
      correlationId: "c",
      retryAfterSeconds: 30,
    });
  });

  it.each([
    ["of cut-off JSON", '{"value": [', "application/json"],
    ["of HTML", "<html>Proxy</html>", "text/html"],
  ])("%s is unreadable, also to a write, which is not repeated", async (_, body, contentType) => {
    const { arm, server } = pipeline.connect();
    server.answer((response) => text(response, 200, body, { "content-type": contentType }));
    for (const method of ["GET", "DELETE"] as const) {
      const failure = await failureOf(arm.send(request(method)));
      expect(failure).toMatchObject({ kind: "unreadable", status: 200 });
    }
    expect(server.arrived).toHaveLength(2);
  });

  it("of HTML with an error status is a refusal", async () => {
    const { arm, server } = pipeline.connect();
    server.answer((response) => text(response, 403, "<html>", { "content-type": "text/html" }));
    expect(await failureOf(arm.send(request()))).toMatchObject({ kind: "refused", status: 403 });
  });

  it("without a body is a success without a body", async () => {
    const { arm, server } = pipeline.connect();
    server.answer((response) => text(response, 204, ""));
    expect(await arm.send(request("DELETE"))).toMatchObject({ status: 204, body: undefined });
  });

  it.each(["GET", "PUT", "DELETE"] as const)(
    "that redirects a %s is not followed and is no success",
    async (method) => {
      const { arm, server } = pipeline.connect();
      server.answer((response) => text(response, 302, "", { location: `${server.url}/other` }));
      expect(await failureOf(arm.send(request(method)))).toMatchObject({
        kind: "unreadable",
        status: 302,
      });
      expect(server.arrived).toHaveLength(1);
    },
  );
});

describe("a resource group", () => {
  it.each([
    [204, true],
    [404, false],
  ])("exists or not by status %i of a HEAD", async (status, exists) => {
    const { arm, server } = pipeline.connect();
    server.answer((response) => text(response, status, ""));
    expect(await arm.resourceGroupExists("s", "rg (1)")).toBe(exists);
    expect(server.arrived[0]?.method).toBe("HEAD");
    expect(server.arrived[0]?.url).toMatch(/^\/subscriptions\/s\/resourcegroups\/rg%20\(1\)\?/i);
  });

  it("that may not be asked for is an error, not an absence", async () => {
    const { arm, server } = pipeline.connect();
    server.answer((response) => text(response, 403, ""));
    expect(await failureOf(arm.resourceGroupExists("s", "rg"))).toMatchObject({ status: 403 });
  });
});
