import type { AccessToken, TokenCredential } from "@azure/core-auth";
import { minute } from "../base/durations";

/** How long before expiry the SDK renews a token, in milliseconds. */
const renewedAhead = 2 * minute;

/**
 * Prevents the SDK from renewing a token in the background. In a token's last two minutes, the SDK
 * would renew it beside the request; where that fails until the token expires, for example after a
 * sign-out, nobody handles the rejection.
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

/** A token that is either valid for longer than that or already expired. */
function expiringAtOnce({ refreshAfterTimestamp: _, ...token }: AccessToken): AccessToken {
  const { expiresOnTimestamp } = token;
  return {
    ...token,
    get expiresOnTimestamp() {
      return expiresOnTimestamp - renewedAhead > Date.now() ? expiresOnTimestamp : 0;
    },
  };
}
