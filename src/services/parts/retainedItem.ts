import { normalizeLocation, parseResourceId, resourceIdOf } from "../../azure/resourceId";
import { isJsonObject, stringAt, stringsAt, type JsonValue } from "../../base/json";
import { retentionTimes, toInstant, type DeletedResource } from "../deletedResource";
import type { Origin } from "../source";

/** The differences between the lists of resources that Azure keeps for a documented time. */
export interface RetainedItems {
  readonly serviceId: string;
  readonly resourceType: string;
  readonly retentionHours: number;
  /** The property with the time of the deletion, as in "deletionDate". */
  readonly deletedAt: string;
  /** The address of the deleted resource. */
  readonly deletedPath: (resource: RetainedResource) => string;
}

/** Where a deleted resource was. */
export interface RetainedResource {
  readonly subscriptionId: string;
  readonly resourceGroup: string;
  /** Without spaces, lower-case. */
  readonly location: string;
  readonly name: string;
  readonly originalId: string;
}

/** Reads a deleted resource with its own name, region, and tags, whose id contains its group. */
export function readRetainedItem(
  item: JsonValue,
  { subscriptionId }: Origin,
  { serviceId, resourceType, retentionHours, deletedAt, deletedPath }: RetainedItems,
): (DeletedResource & RetainedResource) | undefined {
  const name = stringAt(item, "name");
  const location = normalizeLocation(stringAt(item, "location") ?? "");
  const resourceGroup = parseResourceId(stringAt(item, "id") ?? "")?.resourceGroup;
  if (!isJsonObject(item) || name === undefined || location === "" || resourceGroup === undefined) {
    return undefined;
  }
  const originalId = resourceIdOf({ subscriptionId, resourceGroup, resourceType, name });
  const resource = { subscriptionId, resourceGroup, location, name, originalId };
  return {
    serviceId,
    ...resource,
    kind: stringAt(item, "kind"),
    deletedPath: deletedPath(resource),
    ...retentionTimes(
      toInstant(stringAt(item, "properties", deletedAt)),
      retentionHours,
      toInstant(stringAt(item, "properties", "scheduledPurgeDate")),
    ),
    purgeProtected: false,
    tags: stringsAt(item, "tags"),
    raw: item,
  };
}
