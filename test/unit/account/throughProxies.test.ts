import { Agent, type ClientRequest } from "node:http";
import https, { type RequestOptions } from "node:https";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { createIdentityCredential } from "../../../src/account/identityCredential";
import { startConnectProxy, type ConnectProxy } from "../../host/connectProxy";
import { failureOf, request, usePipeline } from "../azure/armPipeline";
import { json, text } from "../azure/armServer";

const pipeline = usePipeline();

const nodes = https.request;

/** What VS Code, which replaces this function, gets to see of each request. */
const sent = vi.spyOn(https, "request");

beforeEach(() => {
  sent.mockClear();
});
afterAll(() => {
  sent.mockRestore();
});

/** Passes requests on to Node's agent, as VS Code's does; to Node it is one that keeps nothing open. */
class PassingOn extends Agent {
  readonly protocol = "https:";

  addRequest(sending: ClientRequest, options: object): void {
    const agent = https.globalAgent as unknown as PassingOn;
    agent.addRequest(sending, options);
  }
}

function agents(): readonly unknown[] {
  return sent.mock.calls.map(([options]) => (options as unknown as RequestOptions).agent);
}

describe("a request to Azure", () => {
  it("has no agent of its own, in whose place VS Code would put no proxy", async () => {
    const { arm, server } = pipeline.connect();
    server.answer((response) => json(response, 200, {}));
    await arm.send(request());
    await arm.send(request("PUT", {}));
    expect(agents()).toEqual([undefined, undefined]);
  });

  it("takes the connection of the one before all the same", async () => {
    const { arm, server } = pipeline.connect();
    server.answer((response) => json(response, 200, {}));
    await arm.send(request());
    await arm.send(request());
    const reused = sent.mock.results.map(({ value }) => (value as ClientRequest).reusedSocket);
    expect(reused.at(-1)).toBe(true);
  });
});

describe("a request whose agent VS Code has replaced", () => {
  beforeEach(() => {
    sent.mockImplementation(((options: RequestOptions, answered: () => void) =>
      nodes({ ...options, agent: new PassingOn() }, answered)) as typeof https.request);
  });
  afterEach(() => {
    sent.mockReset();
  });

  it("takes the connection of the one before", async () => {
    const { arm, server } = pipeline.connect();
    server.answer((response) => json(response, 200, {}));
    await arm.send(request());
    await arm.send(request());
    await arm.send(request("PUT", {}));
    const reused = sent.mock.results.map(({ value }) => (value as ClientRequest).reusedSocket);
    expect(reused.slice(1)).toEqual([true, true]);
  });
});

describe("the credential of a service principal", () => {
  it("has no agent of its own either", async () => {
    vi.stubEnv("AZURE_TENANT_ID", "11111111-1111-4111-8111-111111111111");
    vi.stubEnv("AZURE_CLIENT_ID", "22222222-2222-4222-8222-222222222222");
    vi.stubEnv("AZURE_CLIENT_SECRET", "secret");
    const { server } = pipeline.connect();
    server.answer((response) => text(response, 404, ""));
    const credential = createIdentityCredential("environment", {
      name: "Simulator",
      isPublic: false,
      isCustom: true,
      armEndpoint: server.url,
      scope: `${server.url}/.default`,
      portalUrl: server.url,
      authorityHost: server.url,
    });
    await expect(credential.getToken(`${server.url}/.default`)).rejects.toThrow();
    expect(agents().length).toBeGreaterThan(0);
    expect(agents().filter((agent) => agent !== undefined)).toEqual([]);
  });
});

describe("a proxy of the environment", () => {
  let proxy: ConnectProxy | undefined;
  const used = (): ConnectProxy => {
    if (proxy === undefined) {
      throw new Error("The proxy has not started.");
    }
    return proxy;
  };
  beforeAll(async () => {
    proxy = await startConnectProxy({ "127.0.0.1": Number(new URL(pipeline.server().url).port) });
    vi.stubEnv("HTTPS_PROXY", proxy.url);
  });
  beforeEach(() => {
    used().demand();
    used().startAnew();
  });
  afterAll(() => proxy?.close());

  it("is what requests go through", async () => {
    const { arm, server } = pipeline.connect();
    server.answer((response) => json(response, 200, {}));
    await arm.send(request());
    expect(used().tunnels).toEqual(["127.0.0.1"]);
  });

  it("that wants a sign-in is told from Azure", async () => {
    const { arm, server } = pipeline.connect();
    server.answer((response) => json(response, 200, {}));
    used().demand("dana:secret");
    const failure = await failureOf(arm.send(request()));
    expect(failure).toMatchObject({ kind: "refused", status: 407 });
    expect(failure.correlationId).toBeUndefined();
    expect(server.arrived).toEqual([]);
    expect(used().refused).toEqual(["127.0.0.1"]);
  });
});
