import * as l10n from "@vscode/l10n";
import { pathAndQuery, type ArmRequest } from "../../azure/armRequest";
import type { Impossible, PurgeProposal } from "../../recovery/planner";
import { describeTimeLeft } from "../../recovery/timeLeft";
import type { SoftDeleteService } from "../../services/service";
import { visible } from "../text";

/** Everything the page says, before it is HTML. */
export interface PageContent {
  readonly title: string;
  readonly items: readonly PageItem[];
  readonly refused: readonly { readonly name: string; readonly reason: string }[];
  /** What the person has to type, exactly. */
  readonly word: string;
  readonly instruction: string;
}

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

/** What the confirmation page has to say about these purges. */
export function pageContent(
  items: readonly PageItem[],
  refused: readonly Impossible[],
): PageContent {
  const [only] = items;
  const single = only !== undefined && items.length === 1;
  const word = single ? only.name : l10n.t("purge {0}", items.length);
  return {
    title: single
      ? l10n.t("Purge this {0} permanently?", only.noun)
      : l10n.t("Purge {0} resources permanently?", items.length),
    items,
    refused: refused.map(({ item, reason }) => ({ name: visible(item.resource.name), reason })),
    word,
    instruction: single
      ? l10n.t("This cannot be undone, not even by Microsoft. To go on, type its name:")
      : l10n.t("This cannot be undone, not even by Microsoft. To go on, type:"),
  };
}

/** What the page says of one purge. */
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
    timeLeft: l10n.t("Time to recover it instead: {0}.", describeTimeLeft(resource.purgeAt, now)),
    destroyed,
    freed,
    noLongerBilled: billed,
    requests: plan.steps.map((step) => requestText(step.request, plan.via.endpoint)),
  };
}

/** A request as it is sent, for people. */
export function requestText(request: ArmRequest, endpoint: string): string {
  const line = `${request.method} ${endpoint}${pathAndQuery(request)}`;
  return request.body === undefined ? line : `${line}\n${JSON.stringify(request.body, null, 2)}`;
}
