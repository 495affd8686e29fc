import type { InventoryItem } from "../../../../src/inventory/inventorySnapshot";
import { cognitiveServices } from "../../../../src/services/cognitiveServices";
import { keyVault } from "../../../../src/services/keyVault";
import { services } from "../../../../src/services/index";
import type { SoftDeleteService } from "../../../../src/services/service";
import { account, production, readBy, vault } from "../../services/samples";

export const development = {
  ...production,
  subscriptionId: "bbbbbbbb-0000-4000-8000-000000000002",
  name: "Development",
};

/** A deleted vault of Production, changed as said. */
export function vaultItem(change: Partial<InventoryItem["resource"]> = {}): InventoryItem {
  return { subscription: production, resource: { ...readBy(keyVault, vault), ...change } };
}

export const accountItem: InventoryItem = {
  subscription: production,
  resource: readBy(cognitiveServices, account),
};

export function serviceOf({ resource }: InventoryItem): SoftDeleteService {
  const found = services.find(({ id }) => id === resource.serviceId);
  if (found === undefined) {
    throw new Error(`There is no service ${resource.serviceId}.`);
  }
  return found;
}
