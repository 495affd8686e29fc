import { describe, expect, it } from "vitest";
import type {
  Account,
  CredentialOptions,
  Principal,
  SignInState,
} from "../../../src/account/account";
import type { CredentialKind } from "../../../src/account/credentialKind";
import { Listeners } from "../../../src/base/listeners";
import { SwitchableAccount, type AccountFactories } from "../../../src/account/switchableAccount";
import { testCloud } from "./fakes";

class FakeAccount implements Account {
  readonly event = new Listeners();
  disposed = false;
  constructor(readonly kind: CredentialKind) {}
  onDidChange = (listener: () => void) => this.event.add(listener);
  cloud = () => Promise.resolve({ ...testCloud, name: this.kind });
  signInState = (): Promise<SignInState> =>
    Promise.resolve({ state: this.kind === "vscode" ? "signedIn" : "signedOut" });
  signIn = () => Promise.resolve(true);
  readSubscriptions = () => Promise.resolve();
  credential = (_principal: Principal, { mayPrompt }: CredentialOptions) => ({
    getToken: () => Promise.resolve({ token: `${this.kind} ${mayPrompt}`, expiresOnTimestamp: 0 }),
  });
  dispose(): void {
    this.disposed = true;
  }
}

function build() {
  const kindEvent = new Listeners();
  const built: FakeAccount[] = [];
  const state = { kind: "vscode" as CredentialKind, failing: false, changes: 0 };
  const factory = (kind: CredentialKind) => async () => {
    await Promise.resolve();
    if (state.failing) {
      throw new Error("cannot load");
    }
    const account = new FakeAccount(kind);
    built.push(account);
    return account;
  };
  const factories: AccountFactories = {
    vscode: factory("vscode"),
    azureCli: factory("azureCli"),
    azureDeveloperCli: factory("azureDeveloperCli"),
    azurePowerShell: factory("azurePowerShell"),
    environment: factory("environment"),
    managedIdentity: factory("managedIdentity"),
  };
  const account = new SwitchableAccount({
    kind: () => state.kind,
    onDidChangeKind: (listener) => kindEvent.add(listener),
    factories,
  });
  account.onDidChange(() => state.changes++);
  const choose = (kind: CredentialKind) => {
    state.kind = kind;
    kindEvent.fire();
  };
  return { account, built, state, choose };
}

const prompting = { mayPrompt: true };
const owner = { accountId: "a", tenantId: "t" };

describe("SwitchableAccount", () => {
  it("loads nothing until asked, and then once", async () => {
    const { account, built } = build();
    await Promise.resolve();
    expect(built).toEqual([]);
    await Promise.all([account.cloud(), account.signInState(), account.signIn()]);
    expect(built).toHaveLength(1);
  });

  it("follows the setting, lets the old account go, and fires", async () => {
    const { account, built, state, choose } = build();
    await account.signInState();
    choose("azureCli");
    expect(state.changes).toBe(1);
    expect((await account.cloud()).name).toBe("azureCli");
    expect(built.map(({ kind, disposed }) => [kind, disposed])).toEqual([
      ["vscode", true],
      ["azureCli", false],
    ]);
  });

  it("ignores a setting that stays the same", async () => {
    const { account, built, state, choose } = build();
    await account.signInState();
    choose("vscode");
    expect(state.changes).toBe(0);
    expect(built[0]?.disposed).toBe(false);
  });

  it("disposes an account whose loading was overtaken", async () => {
    const { account, built, choose } = build();
    const asked = account.cloud();
    choose("environment");
    await asked;
    await account.cloud();
    expect(built.map(({ disposed }) => disposed)).toEqual([true, false]);
  });

  it("passes on changes of the current account only", async () => {
    const { account, built, state, choose } = build();
    await account.signInState();
    built[0]?.event.fire();
    expect(state.changes).toBe(1);
    choose("azureCli");
    await account.signInState();
    built[0]?.event.fire();
    expect(state.changes).toBe(2);
    built[1]?.event.fire();
    expect(state.changes).toBe(3);
  });

  it("keeps a credential with the account it came from", async () => {
    const { account, choose } = build();
    const credential = account.credential(owner, prompting);
    choose("azureCli");
    expect((await credential.getToken("s"))?.token).toBe("vscode true");
    expect((await account.credential(owner, prompting).getToken("s"))?.token).toBe("azureCli true");
  });

  it("tries again after a failure to load", async () => {
    const { account, state } = build();
    state.failing = true;
    await expect(account.signInState()).rejects.toThrow("cannot load");
    await expect(account.credential(owner, prompting).getToken("s")).rejects.toThrow("cannot load");
    state.failing = false;
    expect(await account.signInState()).toEqual({ state: "signedIn" });
  });

  it("disposes what it loaded, and answers no more", async () => {
    const { account, built, state, choose } = build();
    await account.signInState();
    account.dispose();
    await Promise.resolve();
    expect(built[0]?.disposed).toBe(true);
    choose("azureCli");
    expect(state.changes).toBe(0);
    await expect(account.signInState()).rejects.toThrow("disposed");
  });
});
