import * as l10n from "@vscode/l10n";
import { describeTimeLeft } from "../../base/timeLeft";
import type { SoftDeleteService } from "../../services/service";
import { visible } from "../text";
import { requestText } from "./requestText";
import type { Blocked, PurgeProposal } from "../../planning/proposals";

/** Many resources of one service on the page, without repetition. */
export interface PageGroup {
  /** The service's name. */
  readonly name: string;
  readonly count: number;
  readonly destroyed: readonly string[];
  readonly freed: readonly string[];
  readonly noLongerBilled: readonly string[];
  /** One row each: name, resource group, region, subscription, time left. */
  readonly rows: readonly (readonly string[])[];
  /** An example of each kind of request, with its count. */
  readonly examples: readonly PageExample[];
}

/** One request as the example of its kind, and a sentence that says so. */
export interface PageExample {
  readonly sentence: string;
  readonly requests: readonly string[];
}

/** Resources that aren't purged for the same reason. */
export interface RefusedGroup {
  readonly reason: string;
  readonly names: readonly string[];
}

/** Sentences at most that only some resources have; then a count. */
const mostOfSome = 3;

/** The columns of {@link PageGroup.rows}. */
export function rowHeadings(): readonly string[] {
  return [
    l10n.t("Name"),
    l10n.t("Resource group"),
    l10n.t("Region"),
    l10n.t("Subscription"),
    l10n.t("Time left"),
  ];
}

/** Purges grouped by service; soonest expiry first in each group. */
export function pageGroups(
  proposals: readonly PurgeProposal[],
  serviceOf: (proposal: PurgeProposal) => SoftDeleteService,
  now: number,
): readonly PageGroup[] {
  const byService = new Map<SoftDeleteService, PurgeProposal[]>();
  for (const proposal of proposals) {
    const service = serviceOf(proposal);
    const group = byService.get(service) ?? [];
    group.push(proposal);
    byService.set(service, group);
  }
  return [...byService].map(([service, group]) => groupOf(service, group, now));
}

/** Refused purges grouped by reason. */
export function refusedGroups(refused: readonly Blocked[]): readonly RefusedGroup[] {
  const byReason = new Map<string, string[]>();
  for (const { item, reason } of refused) {
    const names = byReason.get(reason) ?? [];
    names.push(visible(item.resource.name));
    byReason.set(reason, names);
  }
  return [...byReason].map(([reason, names]) => ({ reason, names }));
}

function groupOf(
  service: SoftDeleteService,
  proposals: readonly PurgeProposal[],
  now: number,
): PageGroup {
  const consequences = proposals.map(({ item }) => service.consequences(item.resource));
  return {
    name: service.name,
    count: proposals.length,
    destroyed: eachOnce(consequences.map(({ destroyed }) => destroyed)),
    freed: eachOnce(consequences.map(({ freed }) => freed)),
    noLongerBilled: eachOnce(consequences.map(({ billed }) => billed)),
    rows: proposals.map(({ item: { resource, subscription } }) => [
      visible(resource.name),
      visible(resource.resourceGroup ?? ""),
      visible(resource.location),
      visible(subscription.name),
      describeTimeLeft(resource.purgeAt, now),
    ]),
    examples: examplesOf(proposals),
  };
}

/**
 * The sentences of many, each once: those of all first. One that names what it is about is another
 * for each, so that a few of them are examples of the rest.
 */
export function eachOnce(ofEach: readonly (readonly string[])[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const sentence of ofEach.flatMap((sentences) => [...new Set(sentences)])) {
    counts.set(sentence, (counts.get(sentence) ?? 0) + 1);
  }
  const sentences = [...counts].toSorted(([, left], [, right]) => right - left);
  const ofAll = sentences.filter(([, count]) => count === ofEach.length);
  const ofSome = sentences.filter(([, count]) => count < ofEach.length);
  const left = ofSome.length - mostOfSome;
  return [
    ...ofAll.map(([sentence]) => sentence),
    ...ofSome
      .slice(0, mostOfSome)
      .map(([sentence, count]) =>
        count === 1 ? sentence : l10n.t("For {0} of these resources: {1}", count, sentence),
      ),
    ...(left > 0 ? [l10n.t("And {0} similar entries for the other resources.", left)] : []),
  ];
}

/** One example per kind of plan. */
function examplesOf(proposals: readonly PurgeProposal[]): readonly PageExample[] {
  const byWay = new Map<string, PurgeProposal[]>();
  for (const proposal of proposals) {
    const way = proposal.plan.steps.map(({ id, request }) => `${request.method} ${id}`).join("|");
    const group = byWay.get(way) ?? [];
    group.push(proposal);
    byWay.set(way, group);
  }
  return [...byWay.values()].flatMap((group) => {
    const [first] = group;
    return first === undefined
      ? []
      : [
          {
            sentence:
              group.length === 1
                ? l10n.t("Sent once:")
                : l10n.t(
                    "Sent {0} times, each with the address of its own resource. The first request:",
                    group.length,
                  ),
            requests: first.plan.steps.map(({ request }) =>
              requestText(request, first.plan.identity.endpoint),
            ),
          },
        ];
  });
}
