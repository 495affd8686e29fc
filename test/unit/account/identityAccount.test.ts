import type { AccessToken, GetTokenOptions } from "@azure/core-auth";
import { describe, expect, it } from "vitest";
import type { AccountReading } from "../../../src/account/account";
import { identityKinds, type IdentityKind } from "../../../src/account/credentialKind";
import { IdentityAccount } from "../../../src/account/identityAccount";
import { kindFacts } from "../../../src/account/identityKindFacts";
import { Listeners } from "../../../src/base/listeners";
import { azureOf, jwt, silentLogger, testCloud } from "./fakes";

const azureByToken = azureOf(async (path, getToken) => {
  const token = await getToken(testCloud.scope);
  if (path === "/tenants") {
    return [{ tenantId: "t1", displayName: "One" }, { tenantId: "t2" }];
  }
  return [{ subscriptionId: `in ${token?.token ?? ""}`, tenantId: "own" }];
});

function unavailable(message: string): Error {
  return Object.assign(new Error(message), { name: "CredentialUnavailableError" });
}

function build(kind: IdentityKind, getToken: (options: GetTokenOptions) => string) {
  const told: string[] = [];
  const asked: (string | undefined)[] = [];
  const cloudEvent = new Listeners();
  let created = 0;
  const account = new IdentityAccount({
    kind,
    cloud: () => testCloud,
    onDidChangeCloud: (listener) => cloudEvent.add(listener),
    createCredential: () => {
      created++;
      return Promise.resolve({
        getToken: async (_scopes, options = {}): Promise<AccessToken> => {
          asked.push(options.tenantId);
          await Promise.resolve();
          return { token: getToken(options), expiresOnTimestamp: Date.now() + 3_600_000 };
        },
      });
    },
    connect: azureByToken,
    tell: (message) => told.push(message),
    logger: silentLogger,
  });
  let changes = 0;
  account.onDidChange(() => changes++);
  return { account, told, asked, cloudEvent, created: () => created, changes: () => changes };
}

async function read(account: IdentityAccount) {
  const parts: AccountReading[] = [];
  await account.readSubscriptions((part) => parts.push(part), new AbortController().signal);
  return {
    subscriptions: parts.flatMap((part) => part.subscriptions),
    problems: parts.flatMap((part) => part.problems),
  };
}

describe("IdentityAccount", () => {
  it("reads each tenant with a token of that tenant, asked once", async () => {
    const { account, asked } = build(
      "azureCli",
      ({ tenantId }) => `token of ${tenantId ?? "home"}`,
    );
    const { subscriptions } = await read(account);
    expect(subscriptions.map(({ subscriptionId }) => subscriptionId).sort()).toEqual([
      "in token of t1",
      "in token of t2",
    ]);
    expect(subscriptions[0]).toMatchObject({ accountId: "azureCli", accountLabel: "Azure CLI" });
    expect(asked.sort()).toEqual(["t1", "t2", undefined]);
  });

  it("says which command signs in to a tenant that gives no token", async () => {
    const { account } = build("azureCli", ({ tenantId }) => {
      if (tenantId === "t1") {
        throw unavailable("Please run az login");
      }
      return "x";
    });
    const { problems, subscriptions } = await read(account);
    expect(subscriptions).toHaveLength(1);
    expect(problems).toEqual([
      {
        kind: "signInNeeded",
        tenantId: "t1",
        tenantName: "One",
        accountId: "azureCli",
        accountLabel: "Azure CLI",
        message: 'Run "az login --tenant t1" in a terminal, then refresh.',
      },
    ]);
  });

  it("asks a credential of one tenant for no other, and names that tenant", async () => {
    const token = jwt({ tid: "only" });
    const { account, asked } = build("environment", () => token);
    const { subscriptions } = await read(account);
    expect(subscriptions).toMatchObject([{ tenantId: "only", accountId: "environment" }]);
    await account.credential({ accountId: "environment", tenantId: "only" }).getToken("s");
    expect(new Set(asked)).toEqual(new Set([undefined]));
  });

  it("gives no token in the name of another account", async () => {
    const { account, asked } = build("azureCli", () => "x");
    const credential = account.credential({ accountId: "ann", tenantId: "t1" });
    await expect(credential.getToken("s")).rejects.toThrow(
      /^This belongs to a different account than Azure CLI.+azureDeletedResources\.credential/,
    );
    expect(asked).toEqual([]);
  });

  it("tells how to sign in when nobody is, and does not when somebody is by now", async () => {
    let signedIn = false;
    const { account, told, changes } = build("azurePowerShell", () => {
      if (!signedIn) {
        throw unavailable("Please run Connect-AzAccount");
      }
      return "x";
    });
    expect(await account.signInState()).toEqual({ state: "signedOut" });
    expect(await account.signIn()).toBe(false);
    expect(told).toEqual(['Run "Connect-AzAccount" in a terminal, then refresh.']);
    signedIn = true;
    expect(await account.signIn()).toBe(true);
    expect(told).toHaveLength(1);
    expect(changes()).toBe(1);
  });

  it.each<[IdentityKind, string]>([
    [
      "azureCli",
      "Please run 'az login' from a command prompt to authenticate before using this credential.",
    ],
    [
      "azureDeveloperCli",
      "Please run 'azd auth login' from a command prompt to authenticate before using this credential.",
    ],
    [
      "azurePowerShell",
      "Please run 'Connect-AzAccount' from PowerShell to authenticate before using this credential.",
    ],
    [
      "environment",
      "EnvironmentCredential is unavailable. No underlying credential could be used.",
    ],
    ["managedIdentity", "Attempted to use the IMDS endpoint, but it is not available."],
  ])("of %s is signed out where the credential says so", async (kind, message) => {
    const { account } = build(kind, () => {
      throw unavailable(message);
    });
    expect(await account.signInState()).toEqual({ state: "signedOut" });
  });

  it.each<[IdentityKind, string]>([
    ["azureCli", "Command failed: az account get-access-token --output json"],
    ["azureCli", "Azure CLI could not be found."],
    ["azureDeveloperCli", "connect ECONNREFUSED 127.0.0.1:8080"],
    ["azurePowerShell", "Error: spawn pwsh ETIMEDOUT. To troubleshoot, visit https://aka.ms/x."],
    ["managedIdentity", "No managed identity answered in time."],
  ])("of %s is unknown where it says: %s", async (kind, message) => {
    const { account } = build(kind, () => {
      throw unavailable(`${message}\nand more`);
    });
    expect(await account.signInState()).toEqual({ state: "unknown", reason: message });
  });

  it("passes on what a missing tool says", async () => {
    const { account, told } = build("azureCli", () => {
      throw unavailable("Azure CLI could not be found.");
    });
    expect(await account.signIn()).toBe(false);
    expect(told).toEqual(["Azure CLI could not be found."]);
  });

  it("builds a new credential when the cloud changes", async () => {
    const { account, cloudEvent, created, changes } = build("environment", () => "x");
    await account.signInState();
    await account.signInState();
    expect(created()).toBe(1);
    cloudEvent.fire();
    expect(changes()).toBe(1);
    await account.signInState();
    expect(created()).toBe(2);
  });

  it.each(identityKinds)("has a sentence of advice for %s", (kind) => {
    expect(kindFacts(kind).advice("t")).toMatch(/^[A-Z].+\.$/);
    expect(kindFacts(kind).advice(undefined)).toMatch(/^[A-Z].+\.$/);
  });
});
