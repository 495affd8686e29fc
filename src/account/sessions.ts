import type { Disposable } from "../base/listeners";
import type { CloudDetails } from "./cloud";

/** An account of VS Code's Microsoft sign-in. */
export interface SessionAccount {
  readonly id: string;
  readonly label: string;
}

/** A sign-in: a token, and whose it is. */
export interface Session {
  readonly accessToken: string;
  readonly account: SessionAccount;
}

/** Which session is wanted. */
export interface SessionRequest {
  /** None asks for the cloud's own Resource Manager scope. */
  readonly scopes: readonly string[];
  /** The claims that Azure demanded, as decoded by the SDK. */
  readonly claims?: string | undefined;
  /** None, or an empty one, asks for the account's home tenant. */
  readonly tenantId?: string | undefined;
  /** None lets the person, or VS Code's memory of their choice, decide. */
  readonly account?: SessionAccount | undefined;
}

/** What VS Code knows of who is signed in, as an interface so that the rest runs without it. */
export interface Sessions {
  /** Throws an Error with a sentence when the cloud is not usably configured. */
  cloud(): CloudDetails;
  /** All accounts of the cloud's provider, also those that did not grant this extension access. */
  accounts(): Promise<readonly SessionAccount[]>;
  /** Never prompts; undefined when the person would have to be asked. */
  silently(request: SessionRequest): Promise<Session | undefined>;
  /** Prompts where necessary; undefined when the person declines. Rejects when it failed. */
  interactively(request: SessionRequest): Promise<Session | undefined>;
  /** Fires for the cloud's provider only, and also for what our own requests cause. */
  onDidChangeSessions(listener: () => void): Disposable;
  onDidChangeCloud(listener: () => void): Disposable;
}
