import type { GetTokenOptions, TokenCredential } from "@azure/core-auth";
import type {
  Account,
  AccountReading,
  Cloud,
  CredentialOptions,
  Principal,
  SignInState,
  SignInTarget,
} from "./account";
import type { CredentialKind } from "./credentialKind";
import { Listeners, type Disposable } from "../base/listeners";

export type AccountFactories = Readonly<Record<CredentialKind, () => Promise<Account>>>;

export interface SwitchableAccountParts {
  /** The current value of the setting. */
  readonly kind: () => CredentialKind;
  readonly onDidChangeKind: (listener: () => void) => Disposable;
  readonly factories: AccountFactories;
}

interface Loaded {
  readonly kind: CredentialKind;
  readonly account: Promise<Account>;
}

/**
 * The account that the setting `azureDeletedResources.credential` chooses. It is loaded on first
 * use, loaded again after a failure, and replaced when the setting changes. A credential stays
 * bound to the account it came from.
 */
export class SwitchableAccount implements Account {
  readonly #parts: SwitchableAccountParts;
  readonly #listeners = new Listeners();
  readonly #subscription: Disposable;
  #loaded: Loaded | undefined;
  #disposed = false;

  constructor(parts: SwitchableAccountParts) {
    this.#parts = parts;
    this.#subscription = parts.onDidChangeKind(() => {
      this.#switch();
    });
  }

  onDidChange(listener: () => void): Disposable {
    return this.#listeners.add(listener);
  }

  async cloud(): Promise<Cloud> {
    return (await this.#current()).cloud();
  }

  async signInState(): Promise<SignInState> {
    return (await this.#current()).signInState();
  }

  async signIn(target?: SignInTarget): Promise<boolean> {
    return (await this.#current()).signIn(target);
  }

  async readSubscriptions(
    report: (part: AccountReading) => void,
    signal: AbortSignal,
  ): Promise<void> {
    return (await this.#current()).readSubscriptions(report, signal);
  }

  credential(principal: Principal, options: CredentialOptions): TokenCredential {
    const owner = this.#current();
    // Callers that need a token see the load failure; nobody else has to.
    owner.catch(() => undefined);
    return {
      getToken: async (scopes: string | string[], asked?: GetTokenOptions) =>
        (await owner).credential(principal, options).getToken(scopes, asked),
    };
  }

  dispose(): void {
    this.#disposed = true;
    this.#subscription.dispose();
    this.#listeners.clear();
    this.#letGo();
  }

  #current(): Promise<Account> {
    if (this.#disposed) {
      return Promise.reject(new Error("The account is disposed."));
    }
    this.#loaded ??= this.#load(this.#parts.kind());
    return this.#loaded.account;
  }

  #load(kind: CredentialKind): Loaded {
    const loaded: Loaded = { kind, account: this.#build(kind, () => this.#loaded === loaded) };
    loaded.account.catch(() => {
      if (this.#loaded === loaded) {
        this.#loaded = undefined;
      }
    });
    return loaded;
  }

  async #build(kind: CredentialKind, isCurrent: () => boolean): Promise<Account> {
    const account = await this.#parts.factories[kind]();
    account.onDidChange(() => {
      if (isCurrent()) {
        this.#listeners.fire();
      }
    });
    return account;
  }

  #switch(): void {
    // With none loaded, loading may have failed before, and the caller waits for a change.
    if (this.#loaded?.kind === this.#parts.kind()) {
      return;
    }
    this.#letGo();
    this.#listeners.fire();
  }

  #letGo(): void {
    const { account } = this.#loaded ?? {};
    this.#loaded = undefined;
    account?.then(
      (old) => {
        old.dispose();
      },
      () => undefined,
    );
  }
}
