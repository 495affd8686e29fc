import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { AccountReading } from "../../../src/account/account";
import type { ListConnector } from "../../../src/account/armLists";
import { VscodeAccount } from "../../../src/account/vscodeAccount";
import { azureOf, FakeSessions, jwt, silentLogger, testCloud } from "./fakes";

const ann = { id: "ann", label: "ann@example.com" };
const bob = { id: "bob", label: "bob@example.com" };

const silently = { mayPrompt: false };
const prompting = { mayPrompt: true };

/** An Azure where each account is in tenant t1 and t2, and each tenant shows one subscription. */
const azureByToken = azureOf(async (path, getToken) => {
  const token = await getToken(testCloud.scope);
  if (path === "/tenants") {
    return [{ tenantId: "t1" }, { tenantId: "t2" }];
  }
  return [{ subscriptionId: `in ${token?.token ?? ""}`, displayName: "S", tenantId: "t" }];
});

function build(connect: ListConnector = azureOf(() => Promise.resolve([]))) {
  const sessions = new FakeSessions();
  const account = new VscodeAccount({ sessions, connect, logger: silentLogger });
  let changes = 0;
  account.onDidChange(() => changes++);
  return { sessions, account, changes: () => changes };
}

async function read(account: VscodeAccount) {
  const parts: AccountReading[] = [];
  await account.readSubscriptions((part) => parts.push(part), new AbortController().signal);
  return {
    subscriptions: parts.flatMap((part) => part.subscriptions),
    problems: parts.flatMap((part) => part.problems),
  };
}

describe("VscodeAccount", () => {
  it("reads every tenant of every account, and says where a sign-in is missing", async () => {
    const { sessions, account } = build(azureByToken);
    sessions.allow(ann);
    sessions.allow(ann, "t1");
    sessions.known.push(bob);
    const { subscriptions, problems } = await read(account);
    expect(subscriptions).toEqual([
      {
        subscriptionId: "in ann/t1",
        name: "S",
        tenantId: "t1",
        homeTenantId: "t",
        accountId: "ann",
        accountLabel: "ann@example.com",
      },
    ]);
    expect(problems).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ kind: "signInNeeded", accountId: "ann", tenantId: "t2" }),
        {
          kind: "signInNeeded",
          accountId: "bob",
          accountLabel: "bob@example.com",
          message: "Sign in to bob@example.com to see its subscriptions.",
        },
      ]),
    );
    expect(sessions.asked.some(({ prompts }) => prompts)).toBe(false);
  });

  it("is signed in when any account grants a session", async () => {
    const { sessions, account } = build();
    expect(await account.signInState()).toEqual({ state: "signedOut", accountIds: [] });
    sessions.known.push(bob);
    expect(await account.signInState()).toEqual({ state: "signedOut", accountIds: [bob.id] });
    sessions.allow(ann);
    expect(await account.signInState()).toEqual({ state: "signedIn" });
  });

  it.each([
    ["its provider is not registered yet", "accounts"],
    ["it gives no session", "silently"],
  ] as const)("is unknown, and why, where %s", async (_, asked) => {
    const { sessions, account } = build();
    sessions.allow(ann);
    const fail = (): Promise<never> =>
      Promise.reject(new Error("Timed out waiting for authentication provider to register."));
    Object.assign(sessions, { [asked]: fail });
    expect(await account.signInState()).toEqual({
      state: "unknown",
      reason: "Timed out waiting for authentication provider to register.",
    });
  });

  it("is signed in by one account although another one cannot be asked", async () => {
    const { sessions, account } = build();
    sessions.known.push(bob);
    sessions.allow(ann);
    const ask = sessions.silently.bind(sessions);
    sessions.silently = (request) =>
      request.account?.id === "bob" ? Promise.reject(new Error("no")) : ask(request);
    expect(await account.signInState()).toEqual({ state: "signedIn" });
  });

  it("is unknown where VS Code does not answer", async () => {
    const { sessions } = build();
    sessions.accounts = () => new Promise(() => undefined);
    const connect = azureOf(() => Promise.resolve([]));
    const account = new VscodeAccount({ sessions, connect, logger: silentLogger, timeLimitMs: 5 });
    expect(await account.signInState()).toEqual({
      state: "unknown",
      reason: "VS Code's sign-in isn't responding.",
    });
  });

  it("reports a cloud that is not configured instead of asking", async () => {
    const { sessions, account } = build();
    sessions.cloud = () => {
      throw new Error("The custom cloud is not configured.");
    };
    await expect(account.cloud()).rejects.toThrow("not configured");
    await expect(account.signInState()).rejects.toThrow("not configured");
    await expect(account.signIn()).rejects.toThrow("not configured");
    expect((await read(account)).problems).toMatchObject([{ kind: "failed" }]);
    expect(sessions.asked).toEqual([]);
  });

  describe("credential", () => {
    it("asks anew each time, for its account and tenant", async () => {
      const { sessions, account } = build();
      sessions.allow(ann, "t1");
      const credential = account.credential({ accountId: "ann", tenantId: "t1" }, silently);
      await credential.getToken("s");
      await credential.getToken(["s"]);
      const request = { scopes: ["s"], claims: undefined, tenantId: "t1", account: ann };
      expect(sessions.asked).toEqual([
        { ...request, prompts: false },
        { ...request, prompts: false },
      ]);
    });

    it("takes the expiry from the token, or five minutes", async () => {
      const { sessions, account } = build();
      sessions.allow(ann);
      const credential = account.credential({ accountId: "ann", tenantId: "" }, silently);
      const before = Date.now();
      const opaque = await credential.getToken("s");
      expect(opaque?.expiresOnTimestamp).toBeGreaterThanOrEqual(before + 300_000);
      expect(opaque?.expiresOnTimestamp).toBeLessThanOrEqual(Date.now() + 300_000);
      sessions.silently = () => Promise.resolve({ accessToken: jwt({ exp: 5 }), account: ann });
      expect((await credential.getToken("s"))?.expiresOnTimestamp).toBe(5000);
    });

    it("rejects without a session, and never lets VS Code choose another account", async () => {
      const { sessions, account } = build();
      sessions.allow(ann);
      const stranger = account.credential({ accountId: "gone", tenantId: "t1" }, silently);
      await expect(stranger.getToken("s")).rejects.toMatchObject({
        name: "SignInNeededError",
        tenantId: "t1",
      });
      expect(sessions.asked).toEqual([]);
    });

    it("prompts once for the same claims, however many ask", async () => {
      const { sessions, account } = build();
      sessions.allow(ann, "t1");
      sessions.onPrompt = () => Promise.resolve(ann);
      const one = account.credential({ accountId: "ann", tenantId: "t1" }, prompting);
      const two = account.credential({ accountId: "ann", tenantId: "t1" }, prompting);
      await Promise.all([one, two].map((each) => each.getToken("s", { claims: "{}" })));
      expect(sessions.asked).toEqual([
        { scopes: ["s"], claims: "{}", tenantId: "t1", account: ann, prompts: true },
      ]);
    });
  });

  it("does not prompt again for what the person has declined, until they sign in", async () => {
    const { sessions, account } = build();
    sessions.allow(ann, "t1");
    const credential = account.credential({ accountId: "ann", tenantId: "t1" }, prompting);
    const ask = (): Promise<unknown> => credential.getToken("s", { claims: "{more}" });
    await expect(ask()).rejects.toThrow("Sign in");
    await expect(ask()).rejects.toThrow("Sign in");
    const prompts = (): readonly unknown[] => sessions.asked.filter((one) => one.prompts);
    expect(prompts()).toHaveLength(1);
    sessions.onPrompt = async () => ann;
    expect(await account.signIn({ accountId: "ann", tenantId: "t1" })).toBe(true);
    expect(prompts()).toMatchObject([{ claims: "{more}" }, { claims: "{more}" }]);
    expect(await ask()).toMatchObject({ token: "prompted" });
  });

  it("does not prompt with a credential that may not, but at the next sign-in to that tenant", async () => {
    const { sessions, account } = build();
    sessions.allow(ann, "t1");
    sessions.onPrompt = () => Promise.resolve(ann);
    const inBackground = account.credential({ accountId: "ann", tenantId: "t1" }, silently);
    await expect(inBackground.getToken("s", { claims: "{more}" })).rejects.toMatchObject({
      name: "SignInNeededError",
      tenantId: "t1",
    });
    expect(sessions.asked.some(({ prompts }) => prompts)).toBe(false);

    await account.signIn({ accountId: "ann", tenantId: "t1" });
    expect(sessions.asked.filter(({ prompts }) => prompts)).toMatchObject([{ claims: "{more}" }]);
  });

  it("does not prompt for claims while reading, but at the next sign-in to that tenant", async () => {
    const demanding = azureOf(async (path, getToken) => {
      if (path === "/tenants") {
        return [{ tenantId: "t1" }];
      }
      await getToken("s", { claims: "{more}" });
      return [];
    });
    const { sessions, account } = build(demanding);
    sessions.allow(ann);
    sessions.allow(ann, "t1");
    sessions.onPrompt = () => Promise.resolve(ann);
    const { problems } = await read(account);
    expect(problems).toMatchObject([{ kind: "signInNeeded", tenantId: "t1" }]);
    expect(sessions.asked.some(({ prompts }) => prompts)).toBe(false);

    await account.signIn({ accountId: "ann", tenantId: "t1" });
    const prompt = { claims: "{more}", tenantId: "t1", account: ann, scopes: [], prompts: true };
    expect(sessions.asked).toContainEqual(prompt);
  });

  describe("changes", () => {
    beforeEach(() => {
      vi.useFakeTimers();
    });
    afterEach(() => {
      vi.useRealTimers();
    });

    it("fires once for a sign-in of its own", async () => {
      const { sessions, account, changes } = build();
      sessions.onPrompt = () => {
        sessions.allow(ann);
        sessions.sessionEvent.fire();
        return Promise.resolve(ann);
      };
      expect(await account.signIn()).toBe(true);
      sessions.sessionEvent.fire();
      await vi.advanceTimersByTimeAsync(10_000);
      expect(changes()).toBe(1);
    });

    it("fires nothing when the person declines", async () => {
      const { account, changes } = build();
      expect(await account.signIn()).toBe(false);
      expect(changes()).toBe(0);
    });

    it("fires once when an account comes or goes", async () => {
      const { sessions, account, changes } = build();
      await account.signInState();
      sessions.allow(ann);
      sessions.sessionEvent.fire();
      sessions.sessionEvent.fire();
      await vi.advanceTimersByTimeAsync(1000);
      expect(changes()).toBe(1);
      sessions.known = [];
      sessions.sessionEvent.fire();
      await vi.advanceTimersByTimeAsync(1000);
      expect(changes()).toBe(2);
    });

    it("fires when access to an account is granted or withdrawn elsewhere", async () => {
      const { sessions, account, changes } = build();
      sessions.allow(ann);
      await account.signInState();
      await vi.advanceTimersByTimeAsync(5000);
      sessions.sessionEvent.fire();
      await vi.advanceTimersByTimeAsync(5000);
      expect(changes()).toBe(0);
      sessions.allowed.clear();
      sessions.sessionEvent.fire();
      await vi.advanceTimersByTimeAsync(5000);
      expect(changes()).toBe(1);
    });

    it("is not caught in a loop by events that its own silent requests cause", async () => {
      const { sessions, account, changes } = build(azureByToken);
      sessions.allow(ann);
      sessions.onSilent = () => {
        sessions.sessionEvent.fire();
      };
      account.onDidChange(() => void read(account));
      await read(account);
      await vi.advanceTimersByTimeAsync(60_000);
      expect(changes()).toBe(0);
      const settled = sessions.asked.length;
      await vi.advanceTimersByTimeAsync(60_000);
      expect(sessions.asked).toHaveLength(settled);
    });

    it("fires when the cloud changes, and forgets the accounts of the old one", async () => {
      const { sessions, account, changes } = build();
      sessions.allow(ann, "t1");
      const credential = account.credential({ accountId: "ann", tenantId: "t1" }, silently);
      await credential.getToken(testCloud.scope);
      sessions.known = [];
      sessions.cloudEvent.fire();
      expect(changes()).toBe(1);
      await expect(credential.getToken("s")).rejects.toThrow("Sign in");
    });

    it("is silent once disposed, and its credentials go on", async () => {
      const { sessions, account, changes } = build();
      sessions.allow(ann, "t1");
      const credential = account.credential({ accountId: "ann", tenantId: "t1" }, silently);
      sessions.sessionEvent.fire();
      account.dispose();
      sessions.sessionEvent.fire();
      sessions.cloudEvent.fire();
      await vi.advanceTimersByTimeAsync(5000);
      expect(changes()).toBe(0);
      expect(await credential.getToken("s")).not.toBeNull();
    });
  });
});
