import { defined } from "../base/defined";
import { type JsonValue, stringAt, valueAt } from "../base/json";

/** The claims of an access token, as far as they can be read. */
export interface JwtClaims {
  /** Milliseconds since the epoch, from `exp`. */
  readonly expiresAt?: number;
  /** From `tid`. */
  readonly tenantId?: string;
}

/**
 * Reads the claims of a token without validating its signature; only its audience can do that.
 * Never throws: access tokens are opaque to clients, so each claim may be missing
 * (https://learn.microsoft.com/entra/identity-platform/access-tokens).
 */
export function readJwt(token: string): JwtClaims {
  const payload = parsePayload(token);
  const exp = valueAt(payload, ["exp"]);
  const tenantId = stringAt(payload, "tid");
  return {
    ...(typeof exp === "number" && Number.isFinite(exp) ? { expiresAt: exp * 1000 } : {}),
    ...defined({ tenantId }),
  };
}

function parsePayload(token: string): JsonValue {
  const [, payload] = token.split(".");
  if (payload === undefined) {
    return null;
  }
  try {
    return JSON.parse(Buffer.from(payload, "base64url").toString("utf8")) as JsonValue;
  } catch {
    return null;
  }
}
