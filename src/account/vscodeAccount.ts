import type { TokenCredential } from "@azure/core-auth";
import * as l10n from "@vscode/l10n";
import type { Logger } from "../base/logger";
import { firstLine } from "../base/cutText";
import { minute } from "../base/durations";
import { Listeners, type Disposable } from "../base/listeners";
import { thrownMessage } from "../base/thrownMessage";
import { withTimeLimit } from "../base/timeLimit";
import type {
  Account,
  AccountReading,
  Cloud,
  CredentialOptions,
  Principal,
  SignInState,
  SignInTarget,
} from "./account";
import { listSubscriptions, listTenants, type ListConnector, type ListRequest } from "./armLists";
import { Challenges } from "./challenges";
import { SessionChanges } from "./sessionChanges";
import { sessionCredential, type TokenRequest } from "./sessionCredential";
import type { Session, SessionAccount, SessionRequest, Sessions } from "./sessions";
import { SignInNeededError } from "./signInNeededError";
import { walkSubscriptions } from "./subscriptionWalk";

export interface VscodeAccountParts {
  readonly sessions: Sessions;
  readonly connect: ListConnector;
  readonly logger: Logger;
  /** How long the sign-in may take to say who is signed in, in milliseconds; 30 seconds if not said. */
  readonly timeLimitMs?: number;
}

/** How long after one of our own requests VS Code's event may still be caused by it. */
const echoMs = 1000;

export class VscodeAccount implements Account {
  readonly #sessions: Sessions;
  readonly #connect: ListConnector;
  readonly #logger: Logger;
  readonly #timeLimitMs: number;
  readonly #listeners = new Listeners();
  readonly #changes: SessionChanges;
  readonly #subscriptions: readonly Disposable[];
  readonly #accounts = new Map<string, SessionAccount>();
  readonly #challenges: Challenges;
  #requestsInFlight = 0;
  #lastRequestEnded = Number.NEGATIVE_INFINITY;

  constructor({ sessions, connect, logger, timeLimitMs = minute / 2 }: VscodeAccountParts) {
    this.#sessions = sessions;
    this.#connect = connect;
    this.#logger = logger;
    this.#timeLimitMs = timeLimitMs;
    this.#challenges = new Challenges(
      (request) => this.#silently(request),
      (request) => this.#asking(() => sessions.interactively(request)),
    );
    this.#changes = new SessionChanges({
      accounts: () => sessions.accounts(),
      hasSession: (account) => this.#hasSession(account),
      isOwnDoing: () =>
        this.#requestsInFlight > 0 || performance.now() - this.#lastRequestEnded < echoMs,
      changed: () => {
        logger.debug("account: who is signed in changed");
        this.#challenges.forgetDeclined();
        this.#listeners.fire();
      },
    });
    this.#subscriptions = [
      sessions.onDidChangeSessions(() => {
        this.#changes.eventFired();
      }),
      sessions.onDidChangeCloud(() => {
        this.#challenges.clear();
        this.#accounts.clear();
        this.#listeners.fire();
      }),
    ];
  }

  onDidChange(listener: () => void): Disposable {
    return this.#listeners.add(listener);
  }

  async cloud(): Promise<Cloud> {
    return this.#sessions.cloud();
  }

  async signInState(): Promise<SignInState> {
    // Reports invalid settings with a clearer message than VS Code's.
    this.#sessions.cloud();
    try {
      return await withTimeLimit(this.#timeLimitMs, this.#askSignInState(), () => {
        return new Error(l10n.t("VS Code's sign-in isn't responding."));
      });
    } catch (error) {
      this.#logger.trace(`account: the sign-in cannot be asked: ${String(error)}`);
      return { state: "unknown", reason: firstLine(thrownMessage(error)) };
    }
  }

  /** Rejects where no account is known to be signed in and one of them could not be asked. */
  async #askSignInState(): Promise<SignInState> {
    const failures: unknown[] = [];
    const accounts = await this.#readAccounts();
    for (const account of accounts) {
      try {
        if ((await this.#silently({ scopes: [], account })) !== undefined) {
          return { state: "signedIn" };
        }
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length > 0) {
      throw failures[0];
    }
    return { state: "signedOut", accountIds: accounts.map(({ id }) => id) };
  }

  async signIn(target: SignInTarget = {}): Promise<boolean> {
    this.#sessions.cloud();
    const account =
      target.accountId === undefined ? undefined : await this.#findAccount(target.accountId);
    const session = await this.#changes.quietly(() =>
      this.#asking(() =>
        this.#sessions.interactively({
          scopes: [],
          claims: this.#challenges.openFor(target.accountId, target.tenantId),
          tenantId: target.tenantId,
          account,
        }),
      ),
    );
    if (session === undefined) {
      return false;
    }
    this.#challenges.answered(target.accountId, target.tenantId);
    this.#listeners.fire();
    return true;
  }

  async readSubscriptions(
    report: (part: AccountReading) => void,
    signal: AbortSignal,
  ): Promise<void> {
    const started = performance.now();
    let subscriptions = 0;
    await walkSubscriptions<SessionAccount>(
      {
        accounts: async () => {
          this.#sessions.cloud();
          return this.#readAccounts();
        },
        tenants: (account) => listTenants(this.#listRequest(account, undefined, signal)),
        subscriptions: (account, tenantId) =>
          listSubscriptions(this.#listRequest(account, tenantId, signal)),
      },
      (part) => {
        subscriptions += part.subscriptions.length;
        for (const { kind, message } of part.problems) {
          this.#logger.trace(`account: ${kind}: ${message}`);
        }
        report(part);
      },
      signal,
    );
    const took = Math.round(performance.now() - started);
    this.#logger.debug(`account: ${subscriptions} subscriptions in ${took} ms`);
  }

  credential(
    { accountId, tenantId }: Principal,
    { mayPrompt }: CredentialOptions,
  ): TokenCredential {
    const ask = async (asked: TokenRequest): Promise<Session | undefined> => {
      const account = await this.#findAccount(accountId);
      // Without an account, VS Code would choose one, and the request could be sent as someone
      // else.
      if (account === undefined) {
        return undefined;
      }
      const request = { ...asked, tenantId: asked.tenantId ?? tenantId, account };
      if (asked.claims === undefined) {
        return this.#silently(request);
      }
      return mayPrompt ? this.#challenges.answer(request) : this.#challenges.note(request);
    };
    return sessionCredential(ask, () => signInNeeded(tenantId));
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) {
      subscription.dispose();
    }
    this.#changes.dispose();
    this.#listeners.clear();
  }

  #listRequest(
    account: SessionAccount,
    tenantId: string | undefined,
    signal: AbortSignal,
  ): ListRequest {
    return {
      connect: this.#connect,
      credential: this.credential(
        { accountId: account.id, tenantId: tenantId ?? "" },
        { mayPrompt: false },
      ),
      cloud: this.#sessions.cloud(),
      logger: this.#logger,
      signal,
    };
  }

  async #silently(request: SessionRequest): Promise<Session | undefined> {
    return this.#asking(() => this.#sessions.silently(request));
  }

  async #hasSession(account: SessionAccount): Promise<boolean> {
    try {
      return (await this.#silently({ scopes: [], account })) !== undefined;
    } catch {
      return false;
    }
  }

  async #asking<T>(work: () => Promise<T>): Promise<T> {
    this.#requestsInFlight++;
    try {
      return await work();
    } finally {
      this.#requestsInFlight--;
      this.#lastRequestEnded = performance.now();
    }
  }

  async #readAccounts(): Promise<readonly SessionAccount[]> {
    const accounts = await this.#sessions.accounts();
    this.#changes.saw(accounts);
    for (const account of accounts) {
      this.#accounts.set(account.id, account);
    }
    return accounts;
  }

  async #findAccount(id: string): Promise<SessionAccount | undefined> {
    if (!this.#accounts.has(id)) {
      await this.#readAccounts();
    }
    return this.#accounts.get(id);
  }
}

function signInNeeded(tenantId: string): SignInNeededError {
  return tenantId === ""
    ? new SignInNeededError(l10n.t("Sign in to Azure, then try again."))
    : new SignInNeededError(l10n.t("Sign in to the tenant {0}, then try again.", tenantId), {
        tenantId,
      });
}
