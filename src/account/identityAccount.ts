import type { AccessToken, GetTokenOptions, TokenCredential } from "@azure/core-auth";
import * as l10n from "@vscode/l10n";
import { firstLine } from "../base/cutText";
import type { Logger } from "../base/logger";
import { thrownMessage } from "../base/thrownMessage";
import { Listeners, type Disposable } from "../base/listeners";
import type {
  Account,
  AccountReading,
  Cloud,
  Principal,
  SignInState,
  SignInTarget,
} from "./account";
import { listSubscriptions, listTenants, type ListConnector, type ListRequest } from "./armLists";
import type { CloudDetails } from "./cloud";
import type { IdentityKind } from "./credentialKind";
import { kindFacts, type IdentityKindFacts } from "./identityKindFacts";
import { readJwt } from "./jwt";
import { SignInNeededError } from "./signInNeededError";
import { walkSubscriptions, type WalkTenant } from "./subscriptionWalk";
import { TokenCache } from "./tokenCache";

export interface IdentityAccountParts {
  readonly kind: IdentityKind;
  /** Throws an Error with a sentence when the cloud is not usably configured. */
  readonly cloud: () => CloudDetails;
  readonly onDidChangeCloud: (listener: () => void) => Disposable;
  readonly createCredential: (kind: IdentityKind, cloud: CloudDetails) => Promise<TokenCredential>;
  readonly connect: ListConnector;
  readonly tell: (message: string) => void;
  readonly logger: Logger;
}

/** The single account of an `@azure/identity` credential: of a tool or a service principal. */
export class IdentityAccount implements Account {
  readonly #parts: IdentityAccountParts;
  readonly #facts: IdentityKindFacts;
  readonly #listeners = new Listeners();
  readonly #subscription: Disposable;
  #tokens: TokenCache;

  constructor(parts: IdentityAccountParts) {
    this.#parts = parts;
    this.#facts = kindFacts(parts.kind);
    this.#tokens = this.#createTokens();
    this.#subscription = parts.onDidChangeCloud(() => {
      this.#tokens = this.#createTokens();
      this.#listeners.fire();
    });
  }

  onDidChange(listener: () => void): Disposable {
    return this.#listeners.add(listener);
  }

  async cloud(): Promise<Cloud> {
    return this.#parts.cloud();
  }

  /** Whether the credential returns a token; for the command-line tools, this runs the tool. */
  async signInState(): Promise<SignInState> {
    const { scope } = this.#parts.cloud();
    try {
      await this.#getToken(scope, undefined);
      return { state: "signedIn" };
    } catch (error) {
      this.#parts.logger.trace(`account: no token: ${String(error)}`);
      return error instanceof SignInNeededError
        ? { state: "signedOut" }
        : { state: "unknown", reason: firstLine(thrownMessage(error)) };
    }
  }

  /**
   * Sign-in happens outside this extension: checks whether it has happened, and otherwise tells the
   * person how to sign in.
   */
  async signIn({ tenantId }: SignInTarget = {}): Promise<boolean> {
    const { scope } = this.#parts.cloud();
    this.#tokens.clear();
    try {
      await this.#getToken(scope, tenantId);
    } catch (error) {
      this.#parts.tell(
        error instanceof Error && !(error instanceof SignInNeededError)
          ? error.message
          : this.#facts.advice(tenantId),
      );
      return false;
    }
    this.#listeners.fire();
    return true;
  }

  async readSubscriptions(
    report: (part: AccountReading) => void,
    signal: AbortSignal,
  ): Promise<void> {
    this.#tokens.clear();
    await walkSubscriptions(
      {
        accounts: () => Promise.resolve([{ id: this.#parts.kind, label: this.#facts.label }]),
        tenants: () => this.#tenants(signal),
        subscriptions: (_account, tenantId) =>
          listSubscriptions(this.#listRequest(tenantId, signal)),
      },
      (part) => {
        for (const { kind, message } of part.problems) {
          this.#parts.logger.trace(`account: ${kind}: ${message}`);
        }
        report(part);
      },
      signal,
    );
  }

  /** Never prompts: this extension cannot sign in to any of its kinds. */
  credential({ accountId, tenantId }: Principal): TokenCredential {
    return {
      getToken: async (scopes: string | string[], options?: GetTokenOptions) => {
        // A plan belongs to the account it was made for and must not be sent as another.
        if (accountId !== this.#parts.kind) {
          throw new Error(
            l10n.t(
              "This belongs to a different account than {0}, the one selected in the setting {1}, so nothing was sent. Change the setting back to continue.",
              this.#facts.label,
              "azureDeletedResources.credential",
            ),
          );
        }
        return this.#getToken(scopes, tenantId, options);
      },
    };
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#listeners.clear();
  }

  async #tenants(signal: AbortSignal): Promise<WalkTenant[]> {
    if (!this.#facts.boundToOneTenant) {
      return listTenants(this.#listRequest(undefined, signal));
    }
    const { token } = await this.#getToken(this.#parts.cloud().scope, undefined);
    const { tenantId } = readJwt(token);
    return tenantId === undefined ? [] : [{ tenantId }];
  }

  #listRequest(tenantId: string | undefined, signal: AbortSignal): ListRequest {
    return {
      connect: this.#parts.connect,
      credential: this.credential({ accountId: this.#parts.kind, tenantId: tenantId ?? "" }),
      cloud: this.#parts.cloud(),
      logger: this.#parts.logger,
      signal,
    };
  }

  #createTokens(): TokenCache {
    let credential: Promise<TokenCredential> | undefined;
    return new TokenCache(async () => {
      credential ??= this.#parts.createCredential(this.#parts.kind, this.#parts.cloud());
      return credential;
    });
  }

  /** Throws a {@link SignInNeededError} where the person can fix it by signing in. */
  async #getToken(
    scopes: string | string[],
    tenantId: string | undefined,
    options: GetTokenOptions = {},
  ): Promise<AccessToken> {
    const tenant = this.#facts.boundToOneTenant ? "" : (options.tenantId ?? tenantId ?? "");
    const { tenantId: _, ...rest } = options;
    try {
      return await this.#tokens.getToken(scopes, {
        ...rest,
        ...(tenant === "" ? {} : { tenantId: tenant }),
      });
    } catch (error) {
      if (!needsSignIn(error)) {
        throw error;
      }
      const advice = this.#facts.advice(tenant === "" ? undefined : tenant);
      throw new SignInNeededError(advice, {
        advice,
        cause: error,
        ...(tenant === "" ? {} : { tenantId: tenant }),
      });
    }
  }
}

/**
 * What `@azure/identity` says where nobody is signed in; where a tool is slow, missing or cannot reach
 * Microsoft, it throws the same error with the tool's own words.
 * Source: the messages of its credentials, version 4.13.
 */
const nobodySignedIn =
  /az login|azd auth login|Connect-AzAccount|No underlying credential|IMDS endpoint, but it is not available/i;
const missingTool = /could(?:n't| not) be found|not installed/i;

/** Compares by name, because `@azure/identity` must not be loaded for this. */
function needsSignIn(error: unknown): boolean {
  if (!(error instanceof Error)) {
    return false;
  }
  return (
    error.name === "AuthenticationRequiredError" ||
    (error.name === "CredentialUnavailableError" &&
      nobodySignedIn.test(error.message) &&
      !missingTool.test(error.message))
  );
}
