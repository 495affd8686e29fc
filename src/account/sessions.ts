import type { Disposable } from "../base/listeners";
import type { CloudDetails } from "./cloud";

/** An account of VS Code's Microsoft sign-in. */
export interface SessionAccount {
  readonly id: string;
  readonly label: string;
}

export interface Session {
  readonly accessToken: string;
  readonly account: SessionAccount;
}

export interface SessionRequest {
  /** Empty requests the cloud's own Resource Manager scope. */
  readonly scopes: readonly string[];
  /** The claims that Azure demanded, as decoded by the SDK. */
  readonly claims?: string | undefined;
  /** Absent or empty requests the account's home tenant. */
  readonly tenantId?: string | undefined;
  /** Absent lets the person, or VS Code's remembered choice, decide. */
  readonly account?: SessionAccount | undefined;
}

/** VS Code's authentication as an interface, so that the rest runs without VS Code. */
export interface Sessions {
  /** Throws an Error with a sentence when the cloud is not usably configured. */
  cloud(): CloudDetails;
  /**
   * All accounts of the cloud's provider, including those that did not grant this extension access.
   */
  accounts(): Promise<readonly SessionAccount[]>;
  /** Never prompts; undefined where a prompt would be needed. */
  silently(request: SessionRequest): Promise<Session | undefined>;
  /**
   * Prompts where necessary; undefined when the person declines. Rejects when the sign-in failed.
   */
  interactively(request: SessionRequest): Promise<Session | undefined>;
  /** Fires for the cloud's provider only, including for this extension's own requests. */
  onDidChangeSessions(listener: () => void): Disposable;
  onDidChangeCloud(listener: () => void): Disposable;
}
