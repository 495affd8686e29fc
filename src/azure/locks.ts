import { armPath, decodePath, type ArmRequest } from "./armRequest";
import { stringAt, type JsonValue } from "../base/json";
import { canonicalId } from "./resourceId";

/** A management lock on a subscription, a resource group or a resource. */
export interface Lock {
  readonly name: string;
  readonly level: "ReadOnly" | "CanNotDelete";
  /** The ARM id of the locked scope, as Azure writes it. */
  readonly scope: string;
}

/**
 * All locks of a subscription, with those of its groups and resources; or those at and below a group.
 * Source: learn.microsoft.com/rest/api/resources/management-locks/list-at-subscription-level
 */
export function locksRequest(subscriptionId: string, resourceGroup?: string): ArmRequest {
  const scope =
    resourceGroup === undefined
      ? armPath`/subscriptions/${subscriptionId}`
      : armPath`/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}`;
  return {
    method: "GET",
    path: `${scope}/providers/Microsoft.Authorization/locks`,
    apiVersion: "2020-05-01",
  };
}

/** One entry of the list; undefined where malformed or of a level that forbids nothing. */
export function readLock(value: JsonValue): Lock | undefined {
  const id = stringAt(value, "id");
  const name = stringAt(value, "name");
  const level = ["ReadOnly", "CanNotDelete"].find(
    (one) => one.toLowerCase() === stringAt(value, "properties", "level")?.toLowerCase(),
  );
  const scope = /^(.*)\/providers\/Microsoft\.Authorization\/locks\/[^/]+\/?$/i.exec(id ?? "")?.[1];
  return name === undefined || scope === undefined || level === undefined
    ? undefined
    : { name, level: level === "ReadOnly" ? "ReadOnly" : "CanNotDelete", scope };
}

/**
 * Whether a lock blocks a request. Deleted resources that are addressed through provider and region
 * aren't in a resource group.
 * Source: learn.microsoft.com/azure/azure-resource-manager/management/lock-resources
 */
export function forbids(
  { level, scope }: Lock,
  { method, path }: Pick<ArmRequest, "method" | "path">,
): boolean {
  const isForbidden =
    level === "CanNotDelete" ? method === "DELETE" : method !== "GET" && method !== "HEAD";
  const at = `${canonicalId(decodePath(path))}/`;
  return isForbidden && at.startsWith(`${canonicalId(scope)}/`);
}
