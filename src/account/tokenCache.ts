import type { AccessToken, GetTokenOptions, TokenCredential } from "@azure/core-auth";
import { minute } from "../base/durations";

const renewAheadMs = 5 * minute;

/**
 * Caches a credential's tokens until five minutes before they expire and merges concurrent requests
 * for the same token: the command-line credentials start a process for each. A claims challenge
 * bypasses the cache and replaces the entry. Failures aren't cached.
 */
export class TokenCache {
  readonly #credential: () => Promise<TokenCredential>;
  readonly #tokens = new Map<string, Promise<AccessToken>>();

  constructor(credential: () => Promise<TokenCredential>) {
    this.#credential = credential;
  }

  /** Rejects as the credential's own `getToken` does, also where that resolves to no token. */
  async getToken(scopes: string | string[], options: GetTokenOptions = {}): Promise<AccessToken> {
    const key = JSON.stringify([scopes, options.tenantId]);
    const remembered = this.#tokens.get(key);
    if (remembered !== undefined && options.claims === undefined) {
      const token = await remembered;
      if (token.expiresOnTimestamp - renewAheadMs > Date.now()) {
        return token;
      }
      if (this.#tokens.get(key) === remembered) {
        this.#tokens.delete(key);
      }
      return this.getToken(scopes, options);
    }
    const asked = this.#ask(scopes, options);
    this.#tokens.set(key, asked);
    asked.catch(() => {
      if (this.#tokens.get(key) === asked) {
        this.#tokens.delete(key);
      }
    });
    return asked;
  }

  /** Forgets the tokens: the person may have signed in as someone else meanwhile. */
  clear(): void {
    this.#tokens.clear();
  }

  async #ask(scopes: string | string[], options: GetTokenOptions): Promise<AccessToken> {
    const credential = await this.#credential();
    // One caller's abort must not fail the callers that share the request.
    const { abortSignal: _, ...shared } = options;
    const token = await credential.getToken(scopes, shared);
    if (token === null) {
      throw new Error("The credential gave no token.");
    }
    return token;
  }
}
