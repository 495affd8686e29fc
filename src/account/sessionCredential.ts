import type { AccessToken, GetTokenOptions, TokenCredential } from "@azure/core-auth";
import { readJwt } from "./jwt";
import type { Session } from "./sessions";
import { type SignInNeededError } from "./signInNeededError";
import { minute } from "../base/durations";

export interface TokenRequest {
  readonly scopes: readonly string[];
  readonly claims: string | undefined;
  /** The tenant demanded by the service, replacing the credential's own. */
  readonly tenantId: string | undefined;
}

const unreadableTokenLifetimeMs = 5 * minute;

/**
 * A credential that asks for a session whenever the SDK wants a token; the SDK keeps it for as long
 * as it lasts, and VS Code renews it. A token whose expiry cannot be read is given five minutes,
 * more than the two that the SDK's cache renews ahead.
 *
 * `getToken` rejects with the given error when there is no session.
 */
export function sessionCredential(
  ask: (request: TokenRequest) => Promise<Session | undefined>,
  signInNeeded: () => SignInNeededError,
): TokenCredential {
  return {
    getToken: async (
      scopes: string | string[],
      options?: GetTokenOptions,
    ): Promise<AccessToken> => {
      const session = await ask({
        scopes: typeof scopes === "string" ? [scopes] : scopes,
        claims: options?.claims,
        tenantId: options?.tenantId,
      });
      if (session === undefined) {
        throw signInNeeded();
      }
      return {
        token: session.accessToken,
        expiresOnTimestamp:
          readJwt(session.accessToken).expiresAt ?? Date.now() + unreadableTokenLifetimeMs,
      };
    },
  };
}
