import { valueAt } from "../azure/json";
import type { DeletedResource } from "./deletedResource";
import type { Guard, GuardedValue, Sight } from "./plan";

/**
 * The guard that a resource is still what it was, a deleted one the deletion that was shown: the
 * values at the given paths of the item as it was read. What the item did not have is not guarded.
 */
export function guardOn(
  resource: Pick<DeletedResource, "raw">,
  sight: Sight,
  ifForbidden: Guard["ifForbidden"],
  paths: readonly (readonly string[])[],
): Guard {
  const unchanged = paths
    .map((path) => ({ path, value: valueAt(resource.raw, path) }))
    .filter((entry): entry is GuardedValue => entry.value !== undefined);
  return { ...sight, unchanged, ifForbidden };
}
