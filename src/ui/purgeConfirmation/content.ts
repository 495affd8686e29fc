import * as l10n from "@vscode/l10n";
import type { InventoryItem } from "../../inventory/inventorySnapshot";
import { describeTimeLeft } from "../../base/timeLeft";
import type { SoftDeleteService } from "../../services/service";
import { visible } from "../text";
import { pageGroups, refusedGroups, type PageGroup, type RefusedGroup } from "./groups";
import { requestText } from "./requestText";
import type { Blocked, PurgeProposal } from "../../planning/proposals";

/** The page's content before rendering. */
export interface PageContent {
  readonly title: string;
  readonly items: readonly PageItem[];
  readonly refused: readonly { readonly name: string; readonly reason: string }[];
  /** Replaces the items and refused ones where there are too many to describe. */
  readonly many?: {
    readonly groups: readonly PageGroup[];
    readonly refused: readonly RefusedGroup[];
  };
  /** The exact text to type. */
  readonly word: string;
  readonly instruction: string;
}

/** One resource on the page, as plain text. */
export interface PageItem {
  readonly name: string;
  readonly noun: string;
  readonly where: string;
  readonly timeLeft: string;
  readonly destroyed: readonly string[];
  readonly freed: readonly string[];
  readonly noLongerBilled: readonly string[];
  readonly requests: readonly string[];
}

/** Above this number, resources are grouped. */
const mostDescribed = 20;

/** The confirmation page's content for any number of purges. */
export function purgeContent(
  proposals: readonly PurgeProposal[],
  refused: readonly Blocked[],
  serviceOf: (item: InventoryItem) => SoftDeleteService,
  now: number,
): PageContent {
  if (proposals.length + refused.length <= mostDescribed) {
    return pageContent(
      proposals.map((proposal) => pageItem(proposal, serviceOf(proposal.item), now)),
      refused,
    );
  }
  const [only] = proposals;
  return {
    ...framing(
      proposals.length,
      only === undefined
        ? undefined
        : { name: visible(only.item.resource.name), noun: only.plan.subject.noun },
    ),
    items: [],
    refused: [],
    many: {
      groups: pageGroups(proposals, ({ item }) => serviceOf(item), now),
      refused: refusedGroups(refused),
    },
  };
}

/** The content for a few purges, described one by one. */
export function pageContent(items: readonly PageItem[], refused: readonly Blocked[]): PageContent {
  return {
    ...framing(items.length, items[0]),
    items,
    refused: refused.map(({ item, reason }) => ({ name: visible(item.resource.name), reason })),
  };
}

/** The question and the text to type: the name where there is only one. */
function framing(
  count: number,
  first: { readonly name: string; readonly noun: string } | undefined,
): Pick<PageContent, "title" | "word" | "instruction"> {
  const single = first !== undefined && count === 1;
  return {
    title: single
      ? l10n.t("Purge this {0} permanently?", first.noun)
      : l10n.t("Purge {0} resources permanently?", count),
    word: single ? first.name : l10n.t("purge {0}", count),
    instruction: single
      ? l10n.t("This can't be undone, not even by Microsoft. To continue, type the name:")
      : l10n.t("This can't be undone, not even by Microsoft. To continue, type:"),
  };
}

/** One purge on the page. */
export function pageItem(
  { item, plan }: PurgeProposal,
  service: SoftDeleteService,
  now: number,
): PageItem {
  const { resource, subscription } = item;
  const { destroyed, freed, billed } = service.consequences(resource);
  return {
    name: visible(resource.name),
    noun: service.noun(resource),
    where:
      resource.resourceGroup === undefined
        ? l10n.t("{0}, subscription {1}", resource.location, visible(subscription.name))
        : l10n.t(
            "{0}, resource group {1}, subscription {2}",
            resource.location,
            visible(resource.resourceGroup),
            visible(subscription.name),
          ),
    timeLeft: l10n.t("Recovery window: {0}", describeTimeLeft(resource.purgeAt, now)),
    destroyed,
    freed,
    noLongerBilled: billed,
    requests: plan.steps.map((step) => requestText(step.request, plan.identity.endpoint)),
  };
}
