import type { Subscription } from "../account/account";
import type { Inventory } from "../inventory/inventory";
import { subscriptionKey } from "../inventory/inventorySnapshot";
import { GroupNode } from "../ui/tree/groupNode";
import { AccountProblemNode, FailureNode } from "../ui/tree/problemNodes";
import { ServiceNode } from "../ui/tree/serviceNode";
import { SubscriptionNode } from "../ui/tree/subscriptionNode";
import { MalformedNode, UnreadNode } from "../ui/tree/unreadNode";

/** Refresh: a service, a subscription, or everything. */
export async function refresh(
  inventory: Inventory,
  refreshAll: () => Promise<void>,
  node: unknown,
): Promise<void> {
  if (node instanceof SubscriptionNode) {
    await inventory.refreshSubscription(node.subscription, undefined);
  } else if (node instanceof ServiceNode || node instanceof MalformedNode) {
    await inventory.refreshSubscription(node.subscription, node.branch.service.id);
  } else if (node instanceof FailureNode) {
    await inventory.refreshSubscription(node.subscription, node.service.id);
  } else if (node instanceof GroupNode) {
    await refreshBranches(
      inventory,
      refreshAll,
      node.children.map(({ inventoryItem: { subscription }, service }) => ({
        subscription,
        serviceId: service.id,
      })),
    );
  } else if (
    node instanceof UnreadNode &&
    !node.children.some((child) => child instanceof AccountProblemNode)
  ) {
    await Promise.all(node.children.map((child) => refresh(inventory, refreshAll, child)));
  } else {
    await refreshAll();
  }
}

/** Above this number, a full refresh needs fewer requests. */
const mostBranches = 20;

/** Refreshes the services that the rows of a group come from, each once. */
async function refreshBranches(
  inventory: Inventory,
  refreshAll: () => Promise<void>,
  all: readonly { readonly subscription: Subscription; readonly serviceId: string }[],
): Promise<void> {
  const branches = new Map(
    all.map((one) => [`${subscriptionKey(one.subscription)}|${one.serviceId}`, one]),
  );
  if (branches.size > mostBranches) {
    await refreshAll();
    return;
  }
  await Promise.all(
    [...branches.values()].map(({ subscription, serviceId }) =>
      inventory.refreshSubscription(subscription, serviceId),
    ),
  );
}
