import * as vscode from "vscode";
import { describeAgo, describeTimeLeft, expiresWithin } from "../recovery/timeLeft";
import type { DeletedResource } from "../services/deletedResource";
import { isRefusal, recoverRefusal, type SoftDeleteService } from "../services/service";
import { label, visible } from "./text";

/** How an item stands, as its icon tells it; each has a shape of its own, colour or not. */
export type Standing = "recoverable" | "expiring" | "protected" | "unrecoverable" | "busy";

export interface StandingContext {
  readonly busy: boolean;
  /** Whether it can be recovered at all. */
  readonly recoverable: boolean;
  readonly warnHours: number;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

export function standingOf(
  resource: DeletedResource,
  { busy, recoverable, warnHours, now }: StandingContext,
): Standing {
  if (busy) {
    return "busy";
  }
  if (!recoverable) {
    return "unrecoverable";
  }
  if (expiresWithin(resource.purgeAt, warnHours, now)) {
    return "expiring";
  }
  return resource.purgeProtected ? "protected" : "recoverable";
}

export function iconOf(standing: Standing): vscode.ThemeIcon {
  switch (standing) {
    case "busy":
      return new vscode.ThemeIcon("loading~spin");
    case "expiring":
      return new vscode.ThemeIcon("warning", new vscode.ThemeColor("list.warningForeground"));
    case "protected":
      return new vscode.ThemeIcon("lock");
    case "unrecoverable":
      return new vscode.ThemeIcon("circle-slash");
    case "recoverable":
      return new vscode.ThemeIcon("history");
  }
}

/** The standing in words, for the tooltip and for who cannot see the icon. */
export function standingText(standing: Standing): string {
  switch (standing) {
    case "busy":
      return vscode.l10n.t("an operation is running");
    case "expiring":
      return vscode.l10n.t("expires soon");
    case "protected":
      return vscode.l10n.t("purge-protected");
    case "unrecoverable":
      return vscode.l10n.t("cannot be recovered from here");
    case "recoverable":
      return vscode.l10n.t("recoverable");
  }
}

/** "resource group · region · 31 h left" */
export function summaryOf(resource: DeletedResource, now: number): string {
  return [
    ...(resource.resourceGroup === undefined ? [] : [label(resource.resourceGroup)]),
    ...(resource.location === "" ? [] : [label(resource.location)]),
    describeTimeLeft(resource.purgeAt, now),
  ].join(" · ");
}

/** When it was deleted, to the minute: where one name stands for several deletions. */
export function deletedWhen({ deletedAt }: DeletedResource): string {
  return deletedAt === undefined
    ? vscode.l10n.t("deleted at an unknown time")
    : vscode.l10n.t("deleted {0}", dateTime(deletedAt));
}

/** Names that several of them have, lower-case. */
export function sharedNames(resources: readonly DeletedResource[]): ReadonlySet<string> {
  const seen = new Set<string>();
  const shared = new Set<string>();
  for (const { name } of resources) {
    const key = name.toLowerCase();
    if (seen.has(key)) {
      shared.add(key);
    }
    seen.add(key);
  }
  return shared;
}

/** A point in time in the person's own language and zone. */
export function dateTime(instant: string): string {
  return new Date(instant).toLocaleString(vscode.env.language, {
    dateStyle: "medium",
    timeStyle: "short",
  });
}

/** What there is to know of an item, as label and value, in the order a person asks. */
export function factsOf(
  resource: DeletedResource,
  service: SoftDeleteService,
  now: number,
  groups?: ReadonlySet<string>,
): readonly (readonly [name: string, value: string])[] {
  const { t } = vscode.l10n;
  const facts: (readonly [string, string])[] = [
    [t("Deleted"), deletedText(resource, now)],
    [t("Purged by Azure"), purgedText(resource, service, now)],
    [t("Resource group"), resourceGroupText(resource, groups)],
    [t("Region"), resource.location === "" ? t("Azure does not say which") : resource.location],
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
    facts.push([t("A purge frees"), freed.join(" ")]);
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

/** That the service's soft delete is a preview, or rests on what is not documented. */
export function marksOf({ availability }: SoftDeleteService): string | undefined {
  const { preview, experimental = [] } = availability;
  const what = {
    list: vscode.l10n.t("listing"),
    recover: vscode.l10n.t("recovering"),
    purge: vscode.l10n.t("purging"),
  };
  const sentences = [
    ...(preview === true ? [vscode.l10n.t("A preview at Azure.")] : []),
    ...(experimental.length === 0
      ? []
      : [
          vscode.l10n.t(
            "Experimental: Microsoft does not document {0}.",
            experimental.map((one) => what[one]).join(", "),
          ),
        ]),
  ];
  return sentences.length === 0 ? undefined : sentences.join(" ");
}

/** @param groups names of the groups that exist, lower-case; undefined where that is not known. */
function resourceGroupText(
  { resourceGroup }: DeletedResource,
  groups: ReadonlySet<string> | undefined,
): string {
  if (resourceGroup === undefined) {
    return vscode.l10n.t("Azure does not say which");
  }
  return groups?.has(resourceGroup.toLowerCase()) === false
    ? vscode.l10n.t("{0}, which does not exist any more", resourceGroup)
    : resourceGroup;
}

/**
 * A hover, as plain text: VS Code's markdown turns what looks like an address into a link, however
 * it was appended.
 */
export function tooltipOf(title: string, facts: readonly (readonly [string, string])[]): string {
  return [label(title), ...facts.map(([name, value]) => `${name}: ${shortened(value)}`)].join("\n");
}

function shortened(value: string): string {
  const whole = visible(value);
  return whole.length <= 500 ? whole : `${whole.slice(0, 499)}…`;
}

function deletedText({ deletedAt }: DeletedResource, now: number): string {
  return deletedAt === undefined
    ? vscode.l10n.t("Azure does not say when")
    : `${dateTime(deletedAt)} (${describeAgo(deletedAt, now)})`;
}

function purgedText(
  { purgeAt, purgeAtFrom }: DeletedResource,
  service: SoftDeleteService,
  now: number,
): string {
  if (purgeAt === undefined) {
    return vscode.l10n.t("{0}; Azure gives no date for it", service.retention);
  }
  const text = `${dateTime(purgeAt)} (${describeTimeLeft(purgeAt, now)})`;
  return purgeAtFrom === "azure" ? text : vscode.l10n.t("about {0}, {1}", text, service.retention);
}
