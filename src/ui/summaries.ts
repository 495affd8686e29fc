import * as l10n from "@vscode/l10n";
import { describeTimeLeft } from "../base/timeLeft";
import type { DeletedResource } from "../services/deletedResource";
import { label } from "./text";

/** The parts that {@link summaryOf} can omit. */
export type OmittedPart = "resourceGroup" | "region";

export interface SummaryOptions {
  readonly omitted?: OmittedPart | undefined;
  /** When it was deleted, where another deletion has the same name. */
  readonly deletedWhen?: string | undefined;
}

/**
 * "31 h left · resource group · region". The time comes first, because a narrow view cuts off the
 * rest.
 */
export function summaryOf(
  resource: DeletedResource,
  now: number,
  { omitted, deletedWhen }: SummaryOptions = {},
): string {
  const { resourceGroup, location } = resource;
  return [
    describeTimeLeft(resource.purgeAt, now),
    ...(deletedWhen === undefined ? [] : [deletedWhen]),
    ...(resourceGroup === undefined || omitted === "resourceGroup" ? [] : [label(resourceGroup)]),
    ...(location === "" || omitted === "region" ? [] : [label(location)]),
  ].join(" · ");
}

/** "4 h left · 3 deleted": the soonest expiry and the count. */
export function deletedSummary(resources: readonly DeletedResource[], now: number): string {
  let first: string | undefined;
  let next: string | undefined;
  for (const { purgeAt } of resources) {
    if (purgeAt !== undefined) {
      first = first === undefined || purgeAt < first ? purgeAt : first;
      if ((next === undefined || purgeAt < next) && Date.parse(purgeAt) > now) {
        next = purgeAt;
      }
    }
  }
  // A resource that is due but still listed can't be recovered in time.
  const nearest = next ?? first;
  const count = l10n.t("{0} deleted", resources.length);
  return nearest === undefined ? count : `${describeTimeLeft(nearest, now)} · ${count}`;
}
