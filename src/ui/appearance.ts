import * as vscode from "vscode";
import { describeAgo, describeTimeLeft, expiresWithin } from "../recovery/timeLeft";
import type { DeletedResource } from "../services/deletedResource";
import type { SoftDeleteService } from "../services/service";
import { isRefusal } from "../recovery/planner";
import { label, visible } from "./text";

/** How an item stands, as its icon tells it; each has a shape of its own, colour or not. */
export type Standing = "recoverable" | "expiring" | "protected" | "busy";

export function standingOf(
  resource: DeletedResource,
  busy: boolean,
  warnHours: number,
  now: number,
): Standing {
  if (busy) {
    return "busy";
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
    case "recoverable":
      return vscode.l10n.t("recoverable");
  }
}

/** "resource group · region · 31 h left" */
export function summaryOf(resource: DeletedResource, now: number): string {
  return [
    label(resource.resourceGroup),
    label(resource.location),
    describeTimeLeft(resource.purgeAt, now),
  ].join(" · ");
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
): readonly (readonly [name: string, value: string])[] {
  const { t } = vscode.l10n;
  const facts: (readonly [string, string])[] = [
    [t("Deleted"), deletedText(resource, now)],
    [t("Purged by Azure"), purgedText(resource, service, now)],
    [t("Resource group"), resource.resourceGroup],
    [t("Region"), resource.location],
  ];
  if (resource.kind !== undefined) {
    facts.push([t("Kind"), resource.kind]);
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
  return facts;
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
