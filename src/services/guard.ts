import type { ArmRequest } from "../azure/armRequest";
import { valueAt } from "../azure/json";
import type { DeletedResource } from "./deletedResource";
import type { Guard, GuardedValue } from "./plan";

/**
 * The guard that a deleted resource is still the deletion it was: the values at the given paths of
 * the item as it was read. What the item did not have is not guarded.
 */
export function guardOn(
  resource: DeletedResource,
  request: ArmRequest,
  ifForbidden: Guard["ifForbidden"],
  paths: readonly (readonly string[])[],
): Guard {
  const unchanged = paths
    .map((path) => ({ path, value: valueAt(resource.raw, path) }))
    .filter((entry): entry is GuardedValue => entry.value !== undefined);
  return { request, unchanged, ifForbidden };
}
