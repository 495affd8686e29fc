import * as vscode from "vscode";
import { cutText } from "../base/cutText";
import { expiresWithin } from "../base/timeLeft";
import type { DeletedResource } from "../services/deletedResource";
import type { SoftDeleteService } from "../services/service";
import { label, visible } from "./text";

/** The status that an item's icon shows; each icon has its own shape, independent of color. */
export type ItemStatus = "recoverable" | "expiring" | "protected" | "unrecoverable" | "busy";

export interface ItemStatusContext {
  readonly busy: boolean;
  readonly recoverable: boolean;
  readonly warnHours: number;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** The status of a deleted resource: what is running first, then what is impossible, then what is urgent. */
export function itemStatus(
  resource: DeletedResource,
  { busy, recoverable, warnHours, now }: ItemStatusContext,
): ItemStatus {
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

/** In VS Code's own colors. */
export function iconOf(status: ItemStatus): vscode.ThemeIcon {
  switch (status) {
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

export function failedIcon(): vscode.ThemeIcon {
  return new vscode.ThemeIcon("error", new vscode.ThemeColor("list.errorForeground"));
}

/** The icon of an uncertain outcome. */
export function uncertainIcon(): vscode.ThemeIcon {
  return new vscode.ThemeIcon("question", new vscode.ThemeColor("list.warningForeground"));
}

/** The status in words, for the tooltip and for screen readers. */
export function itemStatusText(status: ItemStatus): string {
  switch (status) {
    case "busy":
      return vscode.l10n.t("operation in progress");
    case "expiring":
      return vscode.l10n.t("expires soon");
    case "protected":
      return vscode.l10n.t("purge-protected");
    case "unrecoverable":
      return vscode.l10n.t("can't be recovered here");
    case "recoverable":
      return vscode.l10n.t("recoverable");
  }
}

/** When it was deleted, to the minute: where several deletions have the same name. */
export function deletedWhen({ deletedAt }: DeletedResource): string {
  return deletedAt === undefined
    ? vscode.l10n.t("deletion time unknown")
    : vscode.l10n.t("deleted {0}", dateTime(deletedAt));
}

/** Names used by several of them, lower-case. */
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

/** A point in time in the person's language and zone. */
export function dateTime(instant: string): string {
  return new Date(instant).toLocaleString(vscode.env.language, {
    dateStyle: "medium",
    timeStyle: "short",
  });
}

/** Marks a preview or undocumented soft delete. */
export function marksOf({ availability }: SoftDeleteService): string | undefined {
  const { preview, experimental = [] } = availability;
  const what = {
    list: vscode.l10n.t("listing"),
    recover: vscode.l10n.t("recovering"),
    purge: vscode.l10n.t("purging"),
  };
  const sentences = [
    ...(preview === true ? [vscode.l10n.t("In preview in Azure.")] : []),
    ...(experimental.length === 0
      ? []
      : [
          vscode.l10n.t(
            "Experimental: Microsoft doesn't document {0}.",
            experimental.map((one) => what[one]).join(", "),
          ),
        ]),
  ];
  return sentences.length === 0 ? undefined : sentences.join(" ");
}

const longestFact = 500;

/**
 * A hover, as plain text: VS Code's markdown turns what resembles an address into a link, however
 * it was appended.
 */
export function tooltipOf(title: string, facts: readonly (readonly [string, string])[]): string {
  return [
    label(title),
    ...facts.map(([name, value]) => `${name}: ${cutText(visible(value), longestFact)}`),
  ].join("\n");
}
