import { describe, expect, it } from "vitest";
import type { AccountReading } from "../../../src/account/account";
import { armConnector } from "../../../src/account/armConnector";
import { VscodeAccount } from "../../../src/account/vscodeAccount";
import { failureOf, request, usePipeline } from "../azure/armPipeline";
import { json } from "../azure/armServer";
import { FakeSessions, silentLogger, testCloud } from "./fakes";

const pipeline = usePipeline();
const ann = { id: "ann", label: "ann@example.com" };

/** An account of VS Code before a server that wants more than the present sign-in. */
function build(tenantOfChallenge: string) {
  const server = pipeline.server();
  const claims = Buffer.from("{more}").toString("base64");
  server.answer((response, { url, headers }) => {
    if (headers.authorization === `Bearer ann/${tenantOfChallenge}`) {
      const challenge = `Bearer realm="", error="insufficient_claims", claims="${claims}"`;
      json(response, 401, { error: { code: "x" } }, { "WWW-Authenticate": challenge });
    } else {
      const value = url.startsWith("/tenants") ? [{ tenantId: "t1" }] : [];
      json(response, 200, { value });
    }
  });
  const sessions = new FakeSessions();
  sessions.cloud = () => ({ ...testCloud, armEndpoint: server.url });
  sessions.allow(ann);
  sessions.allow(ann, "t1");
  const connect = armConnector(silentLogger, "azure-deleted-resources/test");
  const account = new VscodeAccount({ sessions, connect, logger: silentLogger });
  return { server, sessions, connect, account };
}

describe("a demand for more than the present sign-in", () => {
  it("is a tenant's problem when subscriptions are listed, and prompts for nothing", async () => {
    const { sessions, account } = build("t1");
    const parts: AccountReading[] = [];
    await account.readSubscriptions((part) => parts.push(part), new AbortController().signal);
    expect(parts.flatMap(({ problems }) => problems)).toMatchObject([
      { kind: "signInNeeded", tenantId: "t1" },
    ]);
    expect(sessions.asked.some(({ prompts }) => prompts)).toBe(false);
  });

  it.each([
    { mayPrompt: false, prompts: 0 },
    { mayPrompt: true, prompts: 1 },
  ])("ends a request as SignInNeeded: %j", async ({ mayPrompt, prompts }) => {
    const { server, sessions, connect, account } = build("t1");
    const arm = await connect({
      endpoint: server.url,
      scope: testCloud.scope,
      credential: account.credential({ accountId: "ann", tenantId: "t1" }, { mayPrompt }),
    });
    expect(await failureOf(arm.send(request()))).toMatchObject({
      kind: "notSent",
      code: "SignInNeeded",
      message: "Sign in to the tenant t1, then try again.",
    });
    expect(sessions.asked.filter((asked) => asked.prompts)).toHaveLength(prompts);
  });
});

describe("a failure before anything is sent", () => {
  it("that no sign-in would mend has no code", async () => {
    const { server, connect } = build("none");
    const arm = await connect({
      endpoint: server.url,
      scope: testCloud.scope,
      credential: { getToken: () => Promise.reject(new Error("The tool is missing.")) },
    });
    const failure = await failureOf(arm.send(request()));
    expect(failure).toMatchObject({ kind: "notSent", message: "The tool is missing." });
    expect(failure.code).toBeUndefined();
  });

  it("that would go to another host says so", async () => {
    const { server, connect, account } = build("none");
    const arm = await connect({
      endpoint: server.url,
      scope: testCloud.scope,
      credential: account.credential({ accountId: "ann", tenantId: "t1" }, { mayPrompt: true }),
    });
    expect(await failureOf(arm.follow("https://evil.example/next"))).toMatchObject({
      kind: "notSent",
      code: "OtherHost",
    });
  });
});
