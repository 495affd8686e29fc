import type { ArmRequest } from "../azure/armRequest";
import { valueAt } from "../base/json";
import type { DeletedResource } from "./deletedResource";
import type { Precondition, ExpectedValue, Probe } from "./plan";

/**
 * The guard that a resource is still what it was, a deleted one the deletion that was shown: the
 * values at the given paths of the item as it was read. What the item did not have is not guarded.
 */
export function preconditionOn(
  resource: Pick<DeletedResource, "raw">,
  probe: Probe,
  ifForbidden: Precondition["ifForbidden"],
  paths: readonly (readonly string[])[],
): Precondition {
  const unchanged = paths
    .map((path) => ({ path, value: valueAt(resource.raw, path) }))
    .filter((entry): entry is ExpectedValue => entry.value !== undefined);
  return { ...probe, unchanged, ifForbidden };
}

/**
 * The guard that nothing is at an address yet, for a request that would change what is there
 * instead of making it. It is for names that can be taken although the deletion is still listed;
 * where a deleted resource keeps its name to itself, finding it is finding that nobody has.
 *
 * @param message what to say where something is there.
 */
export function nothingExistsAt(request: ArmRequest, message: string): Precondition {
  return {
    request,
    // No resource has this for an id, so that whatever is found stops it.
    unchanged: [{ path: ["id"], value: null }],
    ifForbidden: "stop",
    allowMissing: true,
    message,
  };
}
