import type { TokenCredential } from "@azure/core-auth";
import type { ArmFailure } from "../azure/errors";
import type { Disposable } from "../base/listeners";

/** A subscription as one account sees it through one tenant. */
export interface Subscription {
  readonly subscriptionId: string;
  readonly name: string;
  /**
   * The tenant whose tokens give access to it; for a delegated subscription, not its home tenant.
   */
  readonly tenantId: string;
  /** The tenant it belongs to. */
  readonly homeTenantId: string;
  readonly accountId: string;
  readonly accountLabel: string;
}

/** The Azure cloud that the settings choose. */
export interface Cloud {
  readonly name: string;
  readonly isPublic: boolean;
  /** Where Azure Resource Manager answers, without a trailing slash. */
  readonly armEndpoint: string;
  /** The scope of a token for Azure Resource Manager, ".../.default". */
  readonly scope: string;
  /** Without a trailing slash. */
  readonly portalUrl: string;
}

/** Why some of the subscriptions couldn't be read. */
export interface AccountProblem {
  readonly kind: "signInNeeded" | "failed";
  readonly tenantId?: string;
  readonly tenantName?: string;
  readonly accountId?: string;
  readonly accountLabel?: string;
  /** One sentence, for the person. */
  readonly message: string;
  /** Azure's answer, where that is the reason. */
  readonly failure?: ArmFailure;
}

/** One tenant's part of the subscriptions an account can access. */
export interface AccountReading {
  readonly subscriptions: readonly Subscription[];
  readonly problems: readonly AccountProblem[];
}

/** Which sign-in to ask for. Without one, the person chooses. */
export interface SignInTarget {
  readonly tenantId?: string | undefined;
  readonly accountId?: string | undefined;
}

/** The account and tenant a request is sent as. */
export type Principal = Pick<Subscription, "accountId" | "tenantId">;

export interface CredentialOptions {
  /**
   * Whether to prompt at once when Azure demands additional claims. Background reads must not
   * prompt: every tenant with conditional access would open a dialog. The demand is kept for the
   * next {@link Account.signIn} to that tenant instead.
   */
  readonly mayPrompt: boolean;
}

/** Whether somebody is signed in. "unknown": the sign-in itself could not be asked; why, in one sentence. */
export type SignInState =
  | { readonly state: "signedIn" }
  | {
      readonly state: "signedOut";
      /** Accounts that VS Code knows but that gave no token without a prompt. */
      readonly accountIds?: readonly string[];
    }
  | { readonly state: "unknown"; readonly reason: string };

/** The signed-in accounts and what they can access. */
export interface Account extends Disposable {
  /** Fires on sign-in, sign-out, a change of cloud or of credential. Dispose to unsubscribe. */
  onDidChange(listener: () => void): Disposable;
  /**
   * Rejects with a sentence when the chosen custom cloud is missing from the settings or unusable.
   */
  cloud(): Promise<Cloud>;
  /** Never prompts. Rejects as {@link cloud} does. */
  signInState(): Promise<SignInState>;
  /**
   * Resolves to whether a sign-in took place; a person who declines is a `false`. Fires
   * {@link onDidChange} once when it did. Rejects when the sign-in itself failed.
   */
  signIn(target?: SignInTarget): Promise<boolean>;
  /**
   * Reports all accessible subscriptions, unfiltered, each tenant's part as soon as it is
   * available. What couldn't be read is reported as a problem. A subscription that one account can
   * access through several tenants is reported once, as first read.
   *
   * Rejects only with the signal's reason, at once when it aborts; nothing is reported after that.
   */
  readSubscriptions(report: (part: AccountReading) => void, signal: AbortSignal): Promise<void>;
  /**
   * A credential that asks for a new token each time, and that outlives this account, so that a
   * running operation survives a change of setting. Its `getToken` rejects with a
   * `SignInNeededError` when the person has to sign in first, and with a sentence when the account
   * is not one of those that the setting chooses now.
   */
  credential(principal: Principal, options: CredentialOptions): TokenCredential;
}
