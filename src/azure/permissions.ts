import { listIfReadable } from "./listIfReadable";
import type { ArmClient } from "./armClient";
import type { ArmRequest } from "./armRequest";
import type { JsonValue } from "../base/json";
import { arrayAt } from "../base/json";

/** One entry of the caller's permissions at a scope, as ARM lists them. */
export interface Permission {
  readonly actions: readonly string[];
  readonly notActions: readonly string[];
}

/**
 * The caller's permissions at a scope (path without trailing slash).
 *
 * The published API has resource-group and resource scope; subscription scope answers too but is
 * not in the specification, so a refusal there means unknown and never denied.
 * Source: learn.microsoft.com/rest/api/authorization/permissions
 */
export function permissionsRequest(scope: string): ArmRequest {
  return {
    method: "GET",
    path: `${scope}/providers/Microsoft.Authorization/permissions`,
    apiVersion: "2022-04-01",
  };
}

/** Reads one entry of the permissions list; non-strings are ignored. */
export function readPermission(value: JsonValue): Permission {
  const strings = (name: string): string[] =>
    arrayAt(value, name).filter((entry): entry is string => typeof entry === "string");
  return { actions: strings("actions"), notActions: strings("notActions") };
}

/** The caller's permissions at a scope; undefined where they can't be read. */
export async function readPermissions(
  arm: Pick<ArmClient, "list">,
  scope: string,
  signal: AbortSignal | undefined,
): Promise<readonly Permission[] | undefined> {
  return listIfReadable(arm, permissionsRequest(scope), readPermission, signal);
}

/**
 * Whether some entry grants the action without excluding it. What one entry's notActions exclude,
 * another may still grant. Deny assignments and locks aren't included.
 * Source: learn.microsoft.com/azure/role-based-access-control/role-definitions#notactions
 */
export function grants(permissions: readonly Permission[], action: string): boolean {
  return permissions.some(
    (permission) =>
      permission.actions.some((pattern) => matchesAction(pattern, action)) &&
      !permission.notActions.some((pattern) => matchesAction(pattern, action)),
  );
}

/** Case-insensitive; "*" stands for any run of characters, slashes included. */
export function matchesAction(pattern: string, action: string): boolean {
  const parts = pattern.toLowerCase().split("*");
  const text = action.toLowerCase();
  const first = parts[0] ?? "";
  if (parts.length === 1) {
    return text === first;
  }
  const last = parts.at(-1) ?? "";
  if (!text.startsWith(first) || !text.endsWith(last) || text.length < first.length + last.length) {
    return false;
  }
  // A greedy match from the left is correct for wildcards and linear; a regular expression built
  // from an untrusted role definition might not be.
  let position = first.length;
  const end = text.length - last.length;
  for (const part of parts.slice(1, -1)) {
    const found = text.indexOf(part, position);
    if (found < 0 || found + part.length > end) {
      return false;
    }
    position = found + part.length;
  }
  return true;
}
