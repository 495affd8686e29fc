import type { SoftDeleteService } from "../services/service";
import type { InventoryItem } from "./inventorySnapshot";

/** Whether an item is one of those that a person wants to see. */
export type ItemFilter = (item: InventoryItem) => boolean;

/**
 * Each word of what was typed must be somewhere in the item: its name, resource group, region, kind,
 * type, subscription or a tag, as "team=support"; in any case. A word that begins with "/" is looked
 * for in the resource ID. Without a word everything fits.
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

/** No word holds a line break, so none can be found across two of these. */
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
