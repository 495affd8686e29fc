import * as l10n from "@vscode/l10n";
import { matcherFor } from "../../inventory/filter";
import { groupItems, type FlatGrouping, type ItemGroup } from "../../inventory/group";
import type {
  InventoryItem,
  InventorySnapshot,
  SubscriptionBranch,
} from "../../inventory/inventorySnapshot";
import { sortItems } from "../../inventory/sort";
import { deletionKey } from "../../services/deletedResource";
import type { Explain } from "../../services/errors/errorTable";
import type { SoftDeleteService } from "../../services/service";
import { sharedNames } from "../appearance";
import { numberText } from "../quantities";
import { label, visible } from "../text";
import type { ViewOptions, ViewTexts } from "./viewOptions";
import { clearFilterRow } from "./actionNode";
import { GroupNode } from "./groupNode";
import type { TreeNode } from "../treeNode";
import { AccountProblemNode, FailureNode } from "./problemNodes";
import { rowsBySubscription, type RowSources } from "./rowsBySubscription";
import { ResourceNode, type RowContext } from "./resourceNode";
import { MalformedNode, UnreadNode } from "./unreadNode";

/** Filters the snapshot and sorts each branch. */
function applyViewOptions(
  snapshot: InventorySnapshot,
  { filter, order }: ViewOptions,
): InventorySnapshot {
  return {
    ...snapshot,
    subscriptions: snapshot.subscriptions.map((entry) => ({
      ...entry,
      branches: entry.branches.map((branch) => {
        const fits = matcherFor(filter, () => branch.service);
        const kept =
          filter === ""
            ? branch.resources
            : branch.resources.filter((resource) =>
                fits({ subscription: entry.subscription, resource }),
              );
        return { ...branch, resources: sortItems(kept, order, (resource) => resource) };
      }),
    })),
  };
}

/** The visible items as one sorted list. */
export function visibleItems(
  items: readonly InventoryItem[],
  { filter, order }: ViewOptions,
  serviceOf: (item: InventoryItem) => SoftDeleteService,
): readonly InventoryItem[] {
  return sortItems(items.filter(matcherFor(filter, serviceOf)), order, ({ resource }) => resource);
}

/** What the view shows. */
export interface BuiltRows {
  readonly roots: readonly TreeNode[];
  readonly texts: ViewTexts;
}

/** The rows that the view options ask for, and the texts beside and below the view's title. */
export function buildRows(
  snapshot: InventorySnapshot,
  options: ViewOptions,
  sources: RowSources,
): BuiltRows {
  const filtered = applyViewOptions(snapshot, options);
  const roots = isFlat(options)
    ? flatRoots(filtered, options, sources)
    : rowsBySubscription(filtered, options.filter !== "", sources);
  const total = countOf(snapshot);
  const matches = countOf(filtered);
  return {
    roots: matches === 0 && total > 0 ? [clearFilterRow(), ...roots] : roots,
    texts: textsOf(options, matches, total),
  };
}

function isFlat(
  options: ViewOptions,
): options is ViewOptions & { readonly grouping: FlatGrouping } {
  return options.grouping !== "subscription";
}

function countOf({ subscriptions }: InventorySnapshot): number {
  let count = 0;
  for (const { branches } of subscriptions) {
    for (const { resources } of branches) {
      count += resources.length;
    }
  }
  return count;
}

function textsOf(
  { grouping, order, filter }: ViewOptions,
  matches: number,
  total: number,
): ViewTexts {
  const { t } = l10n;
  const by = {
    subscription: [],
    resourceGroup: [t("by resource group")],
    region: [t("by region")],
    timeLeft: [t("by time left")],
  };
  const sorted = {
    timeLeft: [],
    name: [t("sorted by name")],
    deleted: [t("most recently deleted first")],
  };
  const message =
    matches === 0
      ? t('No deleted resource matches "{0}".', visible(filter))
      : t('{0} of {1} match "{2}".', numberText(matches), numberText(total), visible(filter));
  return {
    description: [...by[grouping], ...sorted[order]].join(", "),
    message: filter === "" || total === 0 ? "" : message,
  };
}

/** Above this number of items, groups start collapsed. */
const mostUnfolded = 1000;

const icons: Readonly<Record<FlatGrouping, string>> = {
  resourceGroup: "folder",
  region: "globe",
  timeLeft: "calendar",
};

/**
 * The rows where resources of all subscriptions and services are mixed: what could not be read on
 * top, then the groups.
 *
 * @param snapshot from {@link applyViewOptions}.
 */
function flatRoots(
  { subscriptions, problems }: InventorySnapshot,
  options: ViewOptions & { readonly grouping: FlatGrouping },
  sources: RowSources,
): readonly TreeNode[] {
  const nameOf = subscriptionNames(subscriptions);
  const unread = [
    ...problems.map((problem) => new AccountProblemNode(problem, sources.explain)),
    ...subscriptions.flatMap((entry) => unreadOf(entry, nameOf(entry), sources.explain)),
  ];
  const { recoverability } = sources;
  const omitted = options.grouping === "timeLeft" ? undefined : options.grouping;
  const origins = new Map<InventoryItem, RowOrigin>();
  // Rows show service and subscription, so names are ambiguous only within these.
  for (const { subscription, branches, resourceGroups } of subscriptions) {
    for (const { service, resources } of branches) {
      const shared = sharedNames(resources);
      const elsewhere = { omitted, subscription: nameOf({ subscription }) };
      const of = { resourceGroups, recoverability, elsewhere };
      const alone = { service, context: { ...of, isNameShared: false } };
      const namesake = { service, context: { ...of, isNameShared: true } };
      for (const resource of resources) {
        const isNameShared = shared.size > 0 && shared.has(resource.name.toLowerCase());
        origins.set({ subscription, resource }, isNameShared ? namesake : alone);
      }
    }
  }
  const ordered = sortItems([...origins.keys()], options.order, ({ resource }) => resource);
  const groupNode = (group: ItemGroup): GroupNode => {
    return new GroupNode(
      group,
      group.items.flatMap((item) => {
        const origin = origins.get(item);
        return origin === undefined
          ? []
          : new ResourceNode(
              item,
              origin.service,
              sources.runningOn(deletionKey(item.resource)),
              sources.warnHours,
              sources.now,
              origin.context,
            );
      }),
      {
        icon: icons[options.grouping],
        subscription:
          group.subscription === undefined
            ? undefined
            : nameOf({ subscription: group.subscription }),
        isFiltered: options.filter !== "",
        isOneOfMany: origins.size > mostUnfolded,
        now: sources.now,
      },
    );
  };
  return [
    ...(unread.length === 0 ? [] : [new UnreadNode(unread)]),
    ...groupItems(ordered, options.grouping, sources).map(groupNode),
  ];
}

/** Shared by all items of a branch, because there can be very many. */
interface RowOrigin {
  readonly service: SoftDeleteService;
  readonly context: RowContext;
}

type OfSubscription = Pick<SubscriptionBranch, "subscription">;

/** Display names of subscriptions; undefined where there is only one. */
function subscriptionNames(
  subscriptions: readonly OfSubscription[],
): (of: OfSubscription) => string | undefined {
  const seen = new Map<string, number>();
  for (const { subscription } of subscriptions) {
    seen.set(subscription.subscriptionId, (seen.get(subscription.subscriptionId) ?? 0) + 1);
  }
  return ({ subscription: { subscriptionId, name, accountLabel } }) => {
    if (subscriptions.length <= 1) {
      return undefined;
    }
    return (seen.get(subscriptionId) ?? 0) > 1
      ? `${label(name)} (${label(accountLabel)})`
      : label(name);
  };
}

function unreadOf(
  { subscription, branches }: SubscriptionBranch,
  where: string | undefined,
  explain: Explain,
): readonly (FailureNode | MalformedNode)[] {
  return branches.flatMap((branch) => [
    ...(branch.failure === undefined
      ? []
      : [new FailureNode(subscription, branch.service, branch.failure, explain, where)]),
    ...(branch.malformed === 0 ? [] : [new MalformedNode(subscription, branch, where)]),
  ]);
}
