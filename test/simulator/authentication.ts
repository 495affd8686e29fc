import { armError, type ArmResponse } from "./armResponse";
import type { Caller } from "./route";
import type { SimulatorState } from "./state";
import { normalClaims, objectIdIn, type TokenContent, type Tokens } from "./tokens";

export interface AuthenticationSurroundings {
  readonly state: SimulatorState;
  readonly tokens: Tokens;
  readonly loginUrl: string;
  readonly armUrl: string;
  /** Those its tokens may be for, without slashes at the end. */
  readonly audiences: readonly string[];
}

type Authentication =
  | { readonly kind: "caller"; readonly caller: Caller }
  | { readonly kind: "refused"; readonly response: ArmResponse };

/**
 * Reads a bearer token as Azure Resource Manager does: who asks, or a 401 with a challenge.
 * Source: https://learn.microsoft.com/entra/identity-platform/claims-challenge and
 * https://learn.microsoft.com/azure/azure-resource-manager/troubleshooting/common-deployment-errors
 */
export function authenticate(
  method: string,
  authorization: string | undefined,
  surroundings: AuthenticationSurroundings,
): Authentication {
  const { state, tokens } = surroundings;
  if (authorization === undefined) {
    return refuse(
      "AuthenticationFailed",
      "Authentication failed. The 'Authorization' header is missing.",
      surroundings,
    );
  }
  const content = tokens.verify(authorization.replace(/^Bearer\s+/i, ""));
  const caller = content === undefined ? undefined : callerOf(content, state);
  if (content === undefined || caller === undefined) {
    return refuse("InvalidAuthenticationToken", "The access token is invalid.", surroundings);
  }
  if (!surroundings.audiences.includes(content.audience.replace(/\/+$/, ""))) {
    return refuse(
      "InvalidAuthenticationTokenAudience",
      `The access token has been obtained for wrong audience or resource '${content.audience}'. It should exactly match with one of the allowed audiences '${surroundings.armUrl}/'.`,
      surroundings,
    );
  }
  const now = state.time.now();
  if (content.expiresAtSeconds * 1000 <= now) {
    return refuse(
      "ExpiredAuthenticationToken",
      `The access token expiry UTC time '${new Date(content.expiresAtSeconds * 1000).toISOString()}' is earlier than current UTC time '${new Date(now).toISOString()}'.`,
      surroundings,
    );
  }
  const demanded = unmetDemand(method, content, state);
  return demanded === undefined
    ? { kind: "caller", caller }
    : { kind: "refused", response: claimsChallenge(demanded, surroundings) };
}

/** The 401 for a token of a tenant other than the subscription's. */
export function wrongTenant(caller: Caller, tenantId: string, loginUrl: string): ArmResponse {
  const message = `The access token is from the wrong issuer 'https://sts.windows.net/${caller.tenantId}/'. It must match the tenant 'https://sts.windows.net/${tenantId}/' associated with this subscription. Please use the authority (URL) 'https://login.windows.net/${tenantId}' to get the token. Note, if the subscription is transferred to another tenant there is no impact to the services, but information about new tenant could take time to propagate (up to an hour). If you just transferred your subscription and see this error message, please try back later.`;
  return armError(401, "InvalidAuthenticationTokenTenant", message, {
    "WWW-Authenticate": `Bearer authorization_uri="${loginUrl}${tenantId}", error="invalid_token", error_description="The access token is from the wrong issuer. It must match the tenant associated with this subscription."`,
  });
}

function callerOf(content: TokenContent, state: SimulatorState): Caller | undefined {
  const person = state.people.find(
    (candidate) => objectIdIn(candidate, content.tenantId) === content.objectId,
  );
  return person && { person, objectId: content.objectId, tenantId: content.tenantId };
}

function unmetDemand(
  method: string,
  content: TokenContent,
  state: SimulatorState,
): string | undefined {
  if (state.demandedClaims === undefined || !state.demandedClaimsFor.includes(method)) {
    return undefined;
  }
  const demanded = normalClaims(state.demandedClaims) ?? state.demandedClaims;
  return content.claims === demanded ? undefined : demanded;
}

function refuse(
  code: string,
  message: string,
  surroundings: AuthenticationSurroundings,
): Authentication {
  return {
    kind: "refused",
    response: armError(401, code, message, {
      "WWW-Authenticate": `Bearer authorization_uri="${surroundings.loginUrl}organizations", error="invalid_token", error_description="${message}"`,
    }),
  };
}

function claimsChallenge(claims: string, surroundings: AuthenticationSurroundings): ArmResponse {
  const encoded = Buffer.from(claims).toString("base64");
  return armError(
    401,
    "InvalidAuthenticationToken",
    "The access token does not meet the claims that are required for this request.",
    {
      "WWW-Authenticate": `Bearer realm="", authorization_uri="${surroundings.loginUrl}common/oauth2/authorize", error="insufficient_claims", claims="${encoded}"`,
    },
  );
}
