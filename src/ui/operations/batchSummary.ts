import * as l10n from "@vscode/l10n";
import type { Batch, BatchRecord, ItemEnd } from "../../operations/batch/batch";
import { doneWord } from "../actionWords";
import { markdownTable } from "../markdownTable";
import { durationText, numberText } from "../quantities";
import { inMarkdown } from "../text";
import { batchTitle, stopSentence, stillListedSentence } from "./batchTexts";

interface Item {
  readonly name: string;
  readonly noun: string;
  readonly subscriptionName: string;
  readonly originalId: string;
  /** Undefined where it wasn't sent or is still running. */
  readonly end: ItemEnd | undefined;
}

type Column = readonly [title: string, text: (item: Item) => string | undefined];

/**
 * The results of a batch's items, as a Markdown document.
 *
 * @param dateTime formats an ISO 8601 instant for the person.
 * @param stillListed the number of resources that Azure reports as done but still lists.
 * @param now milliseconds since the epoch.
 */
export function batchSummary(
  batch: Batch,
  { plans, ends }: BatchRecord,
  stillListed: number,
  now: number,
  dateTime: (instant: string) => string,
): string {
  const { t } = l10n;
  const items = plans.map(({ subject }, place): Item => ({ ...subject, end: ends.get(place) }));
  const ended = (outcome: ItemEnd["outcome"]): readonly Item[] =>
    items.filter(({ end }) => end?.outcome === outcome);
  const isOver = batch.endedAt !== undefined;
  const unsent = items.filter(({ end }) =>
    end === undefined ? isOver : end.outcome === "notSent",
  );
  const which: readonly Column[] = [
    [t("Name"), ({ name }) => name],
    [t("Type"), ({ noun }) => noun],
    [t("Subscription"), ({ subscriptionName }) => subscriptionName],
  ];
  const why: readonly Column[] = [
    ...which,
    [t("Reason"), ({ end }) => end?.reason],
    [t("Code"), ({ end }) => end?.code ?? end?.status?.toString()],
    [t("Correlation ID"), ({ end }) => end?.correlationId],
  ];
  const id: Column = [t("Resource ID"), ({ originalId }) => originalId];
  const note: Column = [t("Note"), ({ end }) => end?.note];
  const done = ended("succeeded");
  return [
    `# ${batchTitle(batch)}`,
    markdownTable([t("Outcome"), t("Count")], counts(batch, items.length)),
    times(batch, now, dateTime),
    ...(stillListed === 0 ? [] : [stillListedSentence(stillListed)]),
    ...section(t("Failed"), ended("failed"), why),
    ...section(t("Uncertain"), ended("uncertain"), why),
    ...section(t("Not sent"), unsent, which, stopSentence(batch.stopReason)),
    ...section(
      t("Succeeded, with notes"),
      done.filter(({ end }) => end?.note !== undefined),
      [...which, note],
    ),
    ...section(capitalized(doneWord(batch.action)), done, [...which, id]),
    "",
  ].join("\n\n");
}

function counts(batch: Batch, total: number): readonly (readonly string[])[] {
  const { t } = l10n;
  const rows: readonly (readonly [string, number])[] = [
    [capitalized(doneWord(batch.action)), batch.succeeded],
    [t("Failed"), batch.failed],
    [t("Uncertain"), batch.uncertain],
    [t("Not sent"), batch.notSent],
    [t("Total"), total],
  ];
  return rows.map(([name, count]) => [name, numberText(count)]);
}

function times(
  { startedAt, endedAt, succeeded }: Batch,
  now: number,
  dateTime: (instant: string) => string,
): string {
  const took = (endedAt ?? now) - startedAt;
  const started = dateTime(new Date(startedAt).toISOString());
  const rate = ((succeeded / Math.max(1, took)) * 1000).toFixed(1);
  return endedAt === undefined
    ? l10n.t("Started {0}, still running.", started)
    : l10n.t("Started {0}, took {1}, {2} per second.", started, durationText(took), rate);
}

function section(
  title: string,
  items: readonly Item[],
  columns: readonly Column[],
  sentence = "",
): readonly string[] {
  return items.length === 0
    ? []
    : [
        `## ${title}: ${numberText(items.length)}`,
        ...(sentence === "" ? [] : [sentence]),
        markdownTable(
          columns.map(([heading]) => heading),
          items.map((item) => columns.map(([, text]) => inMarkdown(text(item) ?? ""))),
        ),
      ];
}

function capitalized(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
