import type { AccessToken, TokenCredential } from "@azure/core-auth";
import { minute } from "../base/durations";

/** The SDK renews a token so long before it expires, in milliseconds. */
const renewedAhead = 2 * minute;

/**
 * A credential whose tokens the SDK renews only when a request waits for it. In a token's last two
 * minutes it would renew it beside the request, and where that fails until the token has expired, as
 * after a sign-out, the rejection is nobody's to handle.
 * Source: github.com/Azure/azure-sdk-for-js, core-rest-pipeline, tokenCycler.ts
 */
export function withAwaitedRenewal(credential: TokenCredential): TokenCredential {
  return {
    getToken: async (scopes, options) => {
      const found = await credential.getToken(scopes, options);
      return found === null ? null : expiringAtOnce(found);
    },
  };
}

/** One that has either more than those minutes to live, or none. */
function expiringAtOnce({ refreshAfterTimestamp: _, ...token }: AccessToken): AccessToken {
  const { expiresOnTimestamp } = token;
  return {
    ...token,
    get expiresOnTimestamp() {
      return expiresOnTimestamp - renewedAhead > Date.now() ? expiresOnTimestamp : 0;
    },
  };
}
