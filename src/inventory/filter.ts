import type { SoftDeleteService } from "../services/service";
import type { InventoryItem } from "./inventorySnapshot";

export type ItemFilter = (item: InventoryItem) => boolean;

/**
 * Each typed word must occur in the item: in its name, resource group, region, kind, type,
 * subscription, or a tag such as "team=support"; case-insensitive. A word that begins with "/" is
 * searched in the resource id. An empty filter matches everything.
 */
export function matcherFor(
  text: string,
  serviceOf: (item: InventoryItem) => SoftDeleteService,
): ItemFilter {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const ids = words.filter((word) => word.startsWith("/"));
  const others = words.filter((word) => !word.startsWith("/"));
  return (item) => {
    const id = ids.length === 0 ? "" : item.resource.originalId.toLowerCase();
    const about = others.length === 0 ? "" : textOf(item, serviceOf(item));
    return ids.every((word) => id.includes(word)) && others.every((word) => about.includes(word));
  };
}

/** Joined by line breaks, which no word contains, so that no match spans two values. */
function textOf({ subscription, resource }: InventoryItem, service: SoftDeleteService): string {
  const { name, resourceGroup = "", location, kind = "", subscriptionId, tags } = resource;
  return [
    name,
    resourceGroup,
    location,
    kind,
    service.name,
    service.noun(resource),
    subscription.name,
    subscriptionId,
    ...Object.entries(tags).map(([key, value]) => `${key}=${value}`),
  ]
    .join("\n")
    .toLowerCase();
}
