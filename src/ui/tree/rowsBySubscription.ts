import type {
  Branch,
  InventorySnapshot,
  SubscriptionBranch,
} from "../../inventory/inventorySnapshot";
import type { Operation } from "../../operations/operation";
import { deletionKey } from "../../services/deletedResource";
import type { Explain } from "../../services/errors/errorTable";
import { sharedNames } from "../appearance";
import type { TreeNode } from "../treeNode";
import { AccountProblemNode, FailureNode } from "./problemNodes";
import type { Recoverability } from "./recoverability";
import { ResourceNode } from "./resourceNode";
import { ServiceNode } from "./serviceNode";
import { SubscriptionNode } from "./subscriptionNode";

/** What rows depend on besides the snapshot. */
export interface RowSources {
  readonly explain: Explain;
  readonly runningOn: (deletion: string) => Operation | undefined;
  readonly recoverability: Recoverability;
  readonly warnHours: number;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** Above this number, subscriptions start collapsed. */
const mostUnfolded = 10;

/** The default rows: subscription > service > deleted resource. */
export function rowsBySubscription(
  { subscriptions, problems }: InventorySnapshot,
  isFiltered: boolean,
  sources: RowSources,
): readonly TreeNode[] {
  const accounts = new Map<string, number>();
  for (const { subscription } of subscriptions) {
    const { subscriptionId } = subscription;
    accounts.set(subscriptionId, (accounts.get(subscriptionId) ?? 0) + 1);
  }
  const nodes = subscriptions.map((entry) => {
    const { subscription, branches } = entry;
    return new SubscriptionNode(
      entry,
      branches.flatMap((branch) => serviceRows(entry, branch, isFiltered, sources)),
      {
        ambiguous: (accounts.get(subscription.subscriptionId) ?? 0) > 1,
        unfolded: isFiltered || subscriptions.length <= mostUnfolded,
        isFiltered,
        now: sources.now,
      },
    );
  });
  if (problems.length === 0 && nodes.every((node) => node.isEmpty)) {
    // The view's welcome text says more than a list of empty subscriptions.
    return [];
  }
  return [
    ...nodes.filter((node) => !node.isEmpty),
    ...problems.map((problem) => new AccountProblemNode(problem, sources.explain)),
    // A filter looks for resources, so empty subscriptions are left out.
    ...(isFiltered ? [] : nodes.filter((node) => node.isEmpty)),
  ];
}

function serviceRows(
  { subscription, resourceGroups }: SubscriptionBranch,
  branch: Branch,
  isFiltered: boolean,
  { explain, runningOn, recoverability, warnHours, now }: RowSources,
): readonly TreeNode[] {
  const { resources, malformed, failure, service } = branch;
  const failures =
    failure === undefined ? [] : [new FailureNode(subscription, service, failure, explain)];
  if (resources.length === 0 && malformed === 0) {
    // While reading, only the subscription's row shows progress; most services will be empty.
    return failures;
  }
  const shared = sharedNames(resources);
  const alone = { resourceGroups, recoverability, isNameShared: false };
  const namesake = { ...alone, isNameShared: true };
  const items = resources.map(
    (resource) =>
      new ResourceNode(
        { subscription, resource },
        service,
        runningOn(deletionKey(resource)),
        warnHours,
        now,
        shared.size > 0 && shared.has(resource.name.toLowerCase()) ? namesake : alone,
      ),
  );
  return [new ServiceNode(subscription, branch, [...failures, ...items], isFiltered)];
}
