import { sameText } from "../base/sameText";
import type { Inventory } from "../inventory/inventory";
import type { InventoryItem } from "../inventory/inventorySnapshot";
import { outcomeOf, type Operation } from "./operation";

/**
 * What a successful purge left behind, read again, because it may have been deleted after the last
 * refresh. The item with the purged name comes first; the group can contain others. Empty where
 * that service isn't shown.
 */
export async function findLeftBehind(
  inventory: Pick<Inventory, "snapshot" | "items" | "refreshSubscription">,
  operation: Operation,
): Promise<readonly InventoryItem[]> {
  const { leavesBehind, subject, identity } = operation.plan;
  if (leavesBehind === undefined || outcomeOf(operation) !== "succeeded") {
    return [];
  }
  const { serviceId, resourceGroup } = leavesBehind;
  const isThere = ({ accountId, subscriptionId }: InventoryItem["subscription"]): boolean =>
    accountId === identity.accountId && sameText(subscriptionId, subject.subscriptionId);
  const known = inventory.snapshot.subscriptions.find((one) => isThere(one.subscription));
  if (known === undefined) {
    return [];
  }
  await inventory.refreshSubscription(known.subscription, serviceId);
  const left = inventory.items.filter(
    ({ subscription, resource }) =>
      isThere(subscription) &&
      resource.serviceId === serviceId &&
      sameText(resource.resourceGroup ?? "", resourceGroup),
  );
  // Clients address the workspace of a Foundry project as "account@project@AML".
  const prefix = `${subject.name}@`.toLowerCase();
  const isOwn = ({ resource }: InventoryItem): boolean =>
    resource.name.toLowerCase().startsWith(prefix);
  return [...left.filter(isOwn), ...left.filter((item) => !isOwn(item))];
}
