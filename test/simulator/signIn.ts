import type { ArmResponse } from "./armResponse";
import type { Person, Tenant } from "./scenario";
import type { SimulatorState } from "./state";
import { normalClaims, type Tokens } from "./tokens";

/**
 * The sign-in endpoint, for a VS Code authentication provider and an `az` made for tests. It asks
 * for no secret: whoever can reach it is whom they say.
 */
export function answerSignIn(
  method: string,
  path: string,
  form: URLSearchParams,
  state: SimulatorState,
  tokens: Tokens,
): ArmResponse {
  if (method === "GET" && path === "people") {
    return {
      status: 200,
      body: state.people.map(({ id, username, homeTenantId }) => ({
        id,
        username,
        homeTenantId,
      })),
    };
  }
  const tenantId = /^([^/]+)\/oauth2\/v2\.0\/token$/.exec(path)?.[1];
  if (method !== "POST" || tenantId === undefined) {
    return { status: 404, body: { error: "not_found" } };
  }
  return token(tenantId, form, state, tokens);
}

/**
 * Error codes as Microsoft Entra gives them.
 * Source: https://learn.microsoft.com/entra/identity-platform/reference-error-codes
 */
function token(
  tenantId: string,
  form: URLSearchParams,
  state: SimulatorState,
  tokens: Tokens,
): ArmResponse {
  const username = form.get("username") ?? "";
  const person = state.people.find((known) => known.username === username);
  if (person === undefined) {
    return refusal(
      "invalid_grant",
      `AADSTS50034: The user account ${username} does not exist in the directory.`,
    );
  }
  const wanted = tenantId === "organizations" ? person.homeTenantId : tenantId;
  const tenant = state.tenants.find(({ id }) => id === wanted);
  if (tenant === undefined) {
    return refusal("invalid_request", `AADSTS90002: Tenant '${wanted}' not found.`);
  }
  if (!isMember(person, tenant)) {
    return refusal(
      "invalid_grant",
      `AADSTS50020: User account '${username}' from identity provider does not exist in tenant '${tenant.displayName}' and cannot access the application in that tenant.`,
    );
  }
  const pair = `${person.id}/${tenant.id}`;
  if (form.get("interactive") === "true") {
    state.passedMfa.add(pair);
  }
  if (tenant.demandsMfa === true && !state.passedMfa.has(pair)) {
    return refusal(
      "interaction_required",
      "AADSTS50076: Due to a configuration change made by your administrator, or because you moved to a new location, you must use multi-factor authentication to access the resource.",
    );
  }
  const claims = form.get("claims");
  const lifetimeSeconds = state.tokenLifetimeSeconds;
  const accessToken = tokens.issue(
    {
      person,
      tenant,
      audience: audienceOf(form.get("scope") ?? ""),
      lifetimeSeconds,
      claims: claims === null ? undefined : normalClaims(claims),
    },
    Math.floor(state.time.now() / 1000),
  );
  return {
    status: 200,
    headers: { "Cache-Control": "no-store" },
    body: { token_type: "Bearer", access_token: accessToken, expires_in: lifetimeSeconds },
  };
}

function isMember(person: Person, tenant: Tenant): boolean {
  return person.homeTenantId === tenant.id || person.guestOf.includes(tenant.id);
}

/** The resource of the first scope: "https://host/.default" and "https://host//.default" alike. */
function audienceOf(scopes: string): string {
  const scope = scopes.split(" ").find((candidate) => candidate.includes("://")) ?? "";
  return scope.replace(/\/(\.default|user_impersonation)$/, "");
}

function refusal(error: string, description: string): ArmResponse {
  return { status: 400, body: { error, error_description: description } };
}
