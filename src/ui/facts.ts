import * as vscode from "vscode";
import type { Caller } from "../azure/activityLogEvent";
import { explainWith } from "../services/errors/errorTable";
import { describeAgo, describeTimeLeft } from "../base/timeLeft";
import type { WhoDeleted } from "../deletionHistory/whoDeleted";
import type { DeletedResource } from "../services/deletedResource";
import { isRefusal, recoverRefusal, type SoftDeleteService } from "../services/service";
import { dateTime, marksOf } from "./appearance";
import { label } from "./text";

/** A label and the value beside it. */
export type Fact = readonly [name: string, value: string];

export interface FactsContext {
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** Names of the groups that exist, lower-case; undefined where that is not known. */
  readonly groups?: ReadonlySet<string> | undefined;
  /** Undefined where the Activity Log has not answered. */
  readonly who?: WhoDeleted | undefined;
}

/**
 * What there is to know of an item, in the order a person asks.
 * @param by who deleted it, where that has a line of its own; else it is shown with the time.
 */
export function factsOf(
  resource: DeletedResource,
  service: SoftDeleteService,
  { now, groups, who }: FactsContext,
  by?: Fact,
): readonly Fact[] {
  const { t } = vscode.l10n;
  const time = deletedText(resource, who, now);
  const facts: Fact[] = [
    ...(by === undefined
      ? [[t("Deleted"), withWho(time, who)] as const]
      : [[t("Deleted"), time] as const, by]),
    [t("Purged by Azure"), purgedText(resource, service, now)],
    [t("Resource group"), resourceGroupText(resource, groups)],
    [t("Region"), resource.location === "" ? t("not reported by Azure") : resource.location],
  ];
  if (resource.kind !== undefined) {
    facts.push([t("Kind"), resource.kind]);
  }
  const notRecovered = recoverRefusal(service, resource);
  if (notRecovered !== undefined) {
    facts.push([t("Recover"), notRecovered]);
  }
  const purge = service.purge(resource);
  if (isRefusal(purge)) {
    facts.push([t("Purge"), purge.refused]);
  }
  const { billed, freed } = service.consequences(resource);
  if (billed.length > 0) {
    facts.push([t("Costs until purged"), billed.join(" ")]);
  }
  if (!isRefusal(purge)) {
    facts.push([t("Purging frees"), freed.join(" ")]);
  }
  const marks = marksOf(service);
  if (marks !== undefined) {
    facts.push([t("Status"), marks]);
  }
  if (resource.remarks !== undefined) {
    facts.push([t("Note"), resource.remarks.join(" ")]);
  }
  return facts;
}

/** @param groups names of the groups that exist, lower-case; undefined where that is not known. */
function resourceGroupText(
  { resourceGroup }: DeletedResource,
  groups: ReadonlySet<string> | undefined,
): string {
  if (resourceGroup === undefined) {
    return vscode.l10n.t("not reported by Azure");
  }
  return groups?.has(resourceGroup.toLowerCase()) === false
    ? vscode.l10n.t("{0} (no longer exists)", resourceGroup)
    : resourceGroup;
}

/** Marks a time that only the log contains. */
function deletedText(
  { deletedAt }: DeletedResource,
  who: WhoDeleted | undefined,
  now: number,
): string {
  const text = (at: string): string => `${dateTime(at)} (${describeAgo(at, now)})`;
  if (deletedAt !== undefined) {
    return text(deletedAt);
  }
  return who?.kind === "logged"
    ? vscode.l10n.t("{0} according to the Activity Log", text(who.deletion.at))
    : vscode.l10n.t("time not reported by Azure");
}

function withWho(time: string, who: WhoDeleted | undefined): string {
  if (who?.kind !== "logged") {
    return time;
  }
  const { withGroup } = who;
  const { caller } = who.deletion;
  if (caller === undefined) {
    return withGroup ? vscode.l10n.t("{0}, with its resource group", time) : time;
  }
  return withGroup
    ? vscode.l10n.t("{0} by {1}, with its resource group", time, callerText(caller))
    : vscode.l10n.t("{0} by {1}", time, callerText(caller));
}

/** The Activity Log belongs to no service of the catalogue. */
const explainLog = explainWith([]);

/** Who deleted it, or why that is unknown. */
export function whoText(who: WhoDeleted | undefined): string {
  const { t } = vscode.l10n;
  switch (who?.kind) {
    case undefined:
      return t("reading the Activity Log…");
    case "logged": {
      const { withGroup } = who;
      const { caller } = who.deletion;
      const by = caller === undefined ? t("not named in the Activity Log") : callerText(caller);
      return withGroup ? t("{0}, with its resource group", by) : by;
    }
    case "tooOld":
      return t("unknown: the Activity Log keeps only 90 days.");
    case "notLogged":
      return t(
        "unknown: the Activity Log doesn't contain this deletion. New entries can take a few minutes to appear.",
      );
    case "incomplete":
      return t(
        "unknown: the Activity Log of this subscription has too many entries to read. Find the deletion in the portal, under Activity log.",
      );
    case "notReadable":
      return who.failure.status === 403
        ? t(
            "unknown: you don't have access to the Activity Log of this subscription. The role Reader includes the required permission, Microsoft.Insights/eventtypes/values/read.",
          )
        : t("unknown: the Activity Log couldn't be read. {0}", explainLog(undefined, who.failure));
  }
}

function callerText({ by, value }: Caller): string {
  switch (by) {
    case "name":
      return label(value);
    case "application":
      return vscode.l10n.t("the application {0}", label(value));
    case "object":
      return vscode.l10n.t("the application or identity {0}", label(value));
  }
}

function purgedText(
  { purgeAt, purgeAtFrom }: DeletedResource,
  service: SoftDeleteService,
  now: number,
): string {
  if (purgeAt === undefined) {
    return vscode.l10n.t("{0} (exact date not reported by Azure)", service.retention);
  }
  const text = `${dateTime(purgeAt)} (${describeTimeLeft(purgeAt, now)})`;
  return purgeAtFrom === "azure" ? text : vscode.l10n.t("about {0}, {1}", text, service.retention);
}
