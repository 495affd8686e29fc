import { createHash, createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { isJsonObject, textAt, type JsonObject } from "./json";
import type { Person, Tenant } from "./scenario";

export interface TokenRequest {
  readonly person: Person;
  readonly tenant: Tenant;
  readonly audience: string;
  readonly lifetimeSeconds: number;
  /** The claims asked for, as {@link normalClaims} leaves them. */
  readonly claims: string | undefined;
}

/** What a token says, once its signature has been found good. */
export interface TokenContent {
  readonly objectId: string;
  readonly tenantId: string;
  readonly username: string;
  readonly audience: string;
  readonly expiresAtSeconds: number;
  readonly claims: string | undefined;
}

/** Issues and verifies access tokens with a key that lives as long as the simulator. */
export class Tokens {
  private readonly key = randomBytes(32);

  issue(request: TokenRequest, nowSeconds: number): string {
    const { person, tenant } = request;
    const payload: JsonObject = {
      aud: request.audience,
      iss: `https://sts.windows.net/${tenant.id}/`,
      iat: nowSeconds,
      nbf: nowSeconds,
      exp: nowSeconds + request.lifetimeSeconds,
      name: person.displayName,
      oid: objectIdIn(person, tenant.id),
      tid: tenant.id,
      upn: person.username,
      unique_name: person.username,
      ver: "1.0",
      ...(request.claims === undefined ? {} : { granted_claims: request.claims }),
    };
    const signed = `${encode({ alg: "HS256", typ: "JWT" })}.${encode(payload)}`;
    return `${signed}.${this.signature(signed)}`;
  }

  /** What the token says; undefined when this simulator did not issue it as it stands. */
  verify(token: string): TokenContent | undefined {
    const [header, payload, signature, ...rest] = token.split(".");
    if (header === undefined || payload === undefined || signature === undefined || rest[0]) {
      return undefined;
    }
    const expected = Buffer.from(this.signature(`${header}.${payload}`));
    const given = Buffer.from(signature);
    if (expected.length !== given.length || !timingSafeEqual(expected, given)) {
      return undefined;
    }
    const content: unknown = JSON.parse(Buffer.from(payload, "base64url").toString("utf8"));
    const expiry = isJsonObject(content) ? content["exp"] : undefined;
    if (!isJsonObject(content) || typeof expiry !== "number") {
      return undefined;
    }
    return {
      objectId: textAt(content, "oid") ?? "",
      tenantId: textAt(content, "tid") ?? "",
      username: textAt(content, "upn") ?? "",
      audience: textAt(content, "aud") ?? "",
      expiresAtSeconds: expiry,
      claims: textAt(content, "granted_claims"),
    };
  }

  private signature(text: string): string {
    return createHmac("sha256", this.key).update(text).digest("base64url");
  }
}

/** A person's object id in a tenant: a guest has another one than at home. */
export function objectIdIn(person: Person, tenantId: string): string {
  if (tenantId === person.homeTenantId) {
    return person.id;
  }
  const hash = createHash("sha256").update(`${person.id}/${tenantId}`).digest("hex");
  return [
    hash.slice(0, 8),
    hash.slice(8, 12),
    `4${hash.slice(13, 16)}`,
    `8${hash.slice(17, 20)}`,
    hash.slice(20, 32),
  ].join("-");
}

/** Claims as compact JSON, whether they came as JSON or, as in a challenge, as its base64. */
export function normalClaims(claims: string): string | undefined {
  const text = claims.trimStart().startsWith("{")
    ? claims
    : Buffer.from(claims, "base64").toString("utf8");
  try {
    const parsed: unknown = JSON.parse(text);
    return isJsonObject(parsed) ? JSON.stringify(parsed) : undefined;
  } catch {
    return undefined;
  }
}

function encode(value: JsonObject): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}
