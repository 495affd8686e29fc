import type { ArmRequest } from "../../azure/armRequest";
import { isJsonObject, stringAt, stringsAt, valueAt, type JsonValue } from "../../base/json";
import { normalizeLocation, resourceIdOf } from "../../azure/resourceId";
import { toInstant, type DeletedResource } from "../deletedResource";
import type { PlanStep, Precondition } from "../plan";
import { preconditionOn } from "../preconditions";
import type { Refusal } from "../service";
import type { Origin } from "../source";
import { originalOf } from "./original";

/** The differences between the lists of protected resources. */
export interface ProtectedItems {
  readonly serviceId: string;
  readonly resourceType: string;
  /** The property with the original id, as in "vaultId". */
  readonly original: string;
  /** Whether the item's own name is the resource's; otherwise only its ids contain it. */
  readonly ownName: boolean;
  /** The address of the deleted resource. */
  readonly deletedPath: (subscriptionId: string, region: string, name: string) => string;
}

/**
 * Reads a deleted resource with purge protection, whose properties contain the original id, region,
 * dates, tags, and protection. Retention was chosen at creation, so only Azure knows the purge
 * time.
 */
export function readProtectedItem(
  item: JsonValue,
  { subscriptionId }: Origin,
  { serviceId, resourceType, original, ownName, deletedPath }: ProtectedItems,
): DeletedResource | undefined {
  const region = normalizeLocation(stringAt(item, "properties", "location") ?? "");
  const was = originalOf(stringAt(item, "properties", original));
  const name = ownName ? stringAt(item, "name") : was?.name;
  if (!isJsonObject(item) || region === "" || was === undefined || name === undefined) {
    return undefined;
  }
  const { resourceGroup } = was;
  return {
    serviceId,
    subscriptionId,
    name,
    resourceGroup,
    location: region,
    kind: undefined,
    originalId: resourceIdOf({ subscriptionId, resourceGroup, resourceType, name }),
    deletedPath: deletedPath(subscriptionId, region, name),
    deletedAt: toInstant(stringAt(item, "properties", "deletionDate")),
    purgeAt: toInstant(stringAt(item, "properties", "scheduledPurgeDate")),
    purgeAtFrom: "azure",
    purgeProtected: valueAt(item, ["properties", "purgeProtectionEnabled"]) === true,
    tags: stringsAt(item, "properties", "tags"),
    raw: item,
  };
}

// Distinguishes one deletion of a name from the next.
const identity = [
  ["properties", "deletionDate"],
  ["properties", "scheduledPurgeDate"],
];

/** The request that reads the deleted resource itself. */
function protectedItem({ deletedPath }: DeletedResource, apiVersion: string): ArmRequest {
  return { method: "GET", path: deletedPath, apiVersion };
}

/** Whether it is still the deletion that was shown. */
export function protectedItemUnchanged(
  resource: DeletedResource,
  apiVersion: string,
  ifForbidden: Precondition["ifForbidden"],
): Precondition {
  return preconditionOn(
    resource,
    { request: protectedItem(resource, apiVersion) },
    ifForbidden,
    identity,
  );
}

/** The purge of a resource with a path of its own for it, which purge protection can forbid. */
export function purgeProtectedItem(
  resource: DeletedResource,
  apiVersion: string,
  { title, refused }: Pick<PlanStep, "title"> & Refusal,
): readonly PlanStep[] | Refusal {
  return resource.purgeProtected
    ? { refused }
    : [
        {
          id: "purge",
          title,
          target: resource.name,
          request: { method: "POST", path: `${resource.deletedPath}/purge`, apiVersion },
          postcondition: { request: protectedItem(resource, apiVersion), expects: "absent" },
          precondition: protectedItemUnchanged(resource, apiVersion, "stop"),
        },
      ];
}
