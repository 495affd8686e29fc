import type { Inventory } from "../recovery/inventory";
import { FailureNode } from "../ui/tree/problemNodes";
import { ServiceNode } from "../ui/tree/serviceNode";
import { SubscriptionNode } from "../ui/tree/subscriptionNode";

export interface RefreshParts {
  readonly inventory: Inventory;
  readonly refreshAll: () => Promise<void>;
}

/** Refresh: the branch it was called on, or everything. */
export async function refresh(parts: RefreshParts, node: unknown): Promise<void> {
  if (node instanceof SubscriptionNode) {
    await parts.inventory.refreshSubscription(node.subscription, undefined);
  } else if (node instanceof ServiceNode) {
    await parts.inventory.refreshSubscription(node.subscription, node.branch.service.id);
  } else if (node instanceof FailureNode) {
    await parts.inventory.refreshSubscription(node.subscription, node.service.id);
  } else {
    await parts.refreshAll();
  }
}
