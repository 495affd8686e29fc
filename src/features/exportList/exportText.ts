import * as l10n from "@vscode/l10n";
import type { InventoryItem } from "../../inventory/inventorySnapshot";
import { describeTimeLeft } from "../../base/timeLeft";
import { inUtc, type DeletedResource } from "../../services/deletedResource";
import { recoverRefusal, type SoftDeleteService } from "../../services/service";
import { markdownTable } from "../../ui/markdownTable";
import { numberText } from "../../ui/quantities";
import { inMarkdown } from "../../ui/text";
import { csvText } from "./csv";

export const exportFormats = ["csv", "json", "markdown"] as const;
export type ExportFormat = (typeof exportFormats)[number];

export interface ExportContext {
  readonly serviceOf: (item: InventoryItem) => SoftDeleteService;
  /** The active filter; "" for none. */
  readonly filter: string;
  /** The number of resources before filtering. */
  readonly total: number;
  /** Whether something couldn't be read, so that the list may be incomplete. */
  readonly isIncomplete: boolean;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/**
 * Deleted resources as a file's text: CSV with a UTF-8 byte order mark, which Excel needs; JSON
 * with Azure's raw items; Markdown for people.
 */
export function exportText(
  format: ExportFormat,
  items: readonly InventoryItem[],
  context: ExportContext,
): string {
  const rows = items.map((item) => exported(item, context.serviceOf(item)));
  switch (format) {
    case "csv":
      return `\ufeff${csvText([columns, ...rows.map((row) => columns.map((key) => csvValue(row[key])))])}`;
    case "json":
      return `${JSON.stringify(rows, undefined, 2)}\n`;
    case "markdown":
      return markdown(rows, context);
  }
}

/** Property names are for programs and aren't translated. */
interface Exported {
  readonly name: string;
  readonly type: string;
  readonly kind: string | null;
  readonly subscription: string;
  readonly subscriptionId: string;
  readonly resourceGroup: string | null;
  readonly region: string | null;
  /** ISO 8601 instants. */
  readonly deletedAt: string | null;
  readonly purgeAt: string | null;
  /** Azure's own value, or deletion time plus documented retention. */
  readonly purgeAtFrom: DeletedResource["purgeAtFrom"] | null;
  readonly recoverable: boolean;
  readonly purgeProtected: boolean;
  readonly resourceId: string;
  readonly deletedResourceId: string;
  readonly tags: Readonly<Record<string, string>>;
}

const columns: readonly (keyof Exported)[] = [
  "name",
  "type",
  "kind",
  "subscription",
  "subscriptionId",
  "resourceGroup",
  "region",
  "deletedAt",
  "purgeAt",
  "purgeAtFrom",
  "recoverable",
  "purgeProtected",
  "resourceId",
  "deletedResourceId",
  "tags",
];

function exported({ subscription, resource }: InventoryItem, service: SoftDeleteService): Exported {
  return {
    name: resource.name,
    type: service.noun(resource),
    kind: resource.kind ?? null,
    subscription: subscription.name,
    subscriptionId: resource.subscriptionId,
    resourceGroup: resource.resourceGroup ?? null,
    region: resource.location === "" ? null : resource.location,
    deletedAt: resource.deletedAt ?? null,
    purgeAt: resource.purgeAt ?? null,
    purgeAtFrom: resource.purgeAt === undefined ? null : resource.purgeAtFrom,
    recoverable: recoverRefusal(service, resource) === undefined,
    purgeProtected: resource.purgeProtected,
    resourceId: resource.originalId,
    deletedResourceId: resource.deletedPath,
    tags: resource.tags,
  };
}

function csvValue(value: Exported[keyof Exported]): string {
  if (value === null) {
    return "";
  }
  return typeof value === "object"
    ? Object.entries(value)
        .map(([key, text]) => `${key}=${text}`)
        .join("; ")
    : String(value);
}

function markdown(
  rows: readonly Exported[],
  { filter, total, isIncomplete, now }: ExportContext,
): string {
  const { t } = l10n;
  const when = (instant: string | null): string =>
    instant === null ? t("unknown") : inUtc(instant);
  const at = inUtc(new Date(now).toISOString());
  const what =
    filter === ""
      ? t("{0} deleted resources on {1}.", numberText(rows.length), at)
      : t(
          '{0} of {1} deleted resources on {2}, matching "{3}".',
          numberText(rows.length),
          numberText(total),
          at,
          inMarkdown(filter),
        );
  return [
    `# ${t("Deleted Azure resources")}`,
    [what, ...(isIncomplete ? [incompleteSentence()] : [])].join(" "),
    markdownTable(
      [
        t("Name"),
        t("Type"),
        t("Subscription"),
        t("Resource group"),
        t("Region"),
        t("Deleted"),
        t("Purged"),
        t("Time left"),
        t("Resource ID"),
      ],
      rows.map((row) =>
        [
          row.name,
          row.type,
          row.subscription,
          row.resourceGroup ?? "",
          row.region ?? "",
          when(row.deletedAt),
          when(row.purgeAt),
          describeTimeLeft(row.purgeAt ?? undefined, now),
          row.resourceId,
        ].map(inMarkdown),
      ),
    ),
    "",
  ].join("\n\n");
}

export function incompleteSentence(): string {
  return l10n.t("Some services or subscriptions couldn't be read, so this list may be incomplete.");
}
