import * as l10n from "@vscode/l10n";
import { endedOf, type Batch, type StopReason } from "../../operations/batch/batch";
import { countSentence, actionTitle } from "../actionWords";
import { numberText } from "../quantities";
import { minute } from "../../base/durations";

/** "Purge 8,000 resources". */
export function batchTitle({ action, total }: Batch): string {
  return actionTitle(action, l10n.t("{0} resources", numberText(total)));
}

/** "1,234 of 8,000 · 12 failed · about 11 min left" */
export function batchProgress(batch: Batch): string {
  const { total, failed, uncertain, millisecondsLeft, stopReason } = batch;
  return [
    l10n.t("{0} of {1}", numberText(endedOf(batch)), numberText(total)),
    ...(failed === 0 ? [] : [l10n.t("{0} failed", numberText(failed))]),
    ...(uncertain === 0 ? [] : [l10n.t("{0} uncertain", numberText(uncertain))]),
    ...(stopReason === undefined
      ? leftText(millisecondsLeft)
      : [l10n.t("stopping; waiting for requests already sent…")]),
  ].join(" · ");
}

function leftText(milliseconds: number | undefined): readonly string[] {
  if (milliseconds === undefined) {
    return [];
  }
  const minutes = Math.round(milliseconds / minute);
  if (minutes < 1) {
    return [l10n.t("less than 1 min left")];
  }
  return [
    minutes < 120
      ? l10n.t("about {0} min left", minutes)
      : l10n.t("about {0} h left", Math.round(minutes / 60)),
  ];
}

/** A batch's result in a few sentences. */
export function batchSentences(batch: Batch, stillListed: number): string {
  const { action, succeeded, total, failed, uncertain, notSent, stopReason } = batch;
  return [
    countSentence(action, succeeded, total),
    ...(failed === 0 ? [] : [l10n.t("Failed: {0}.", numberText(failed))]),
    ...(uncertain === 0 ? [] : [l10n.t("Uncertain: {0}.", numberText(uncertain))]),
    ...(notSent === 0
      ? []
      : [l10n.t("Not sent: {0}. {1}", numberText(notSent), stopSentence(stopReason)).trim()]),
    ...(stillListed === 0 ? [] : [stillListedSentence(stillListed)]),
  ].join(" ");
}

/** Why the remaining items weren't sent. */
export function stopSentence(stopReason: StopReason | undefined): string {
  switch (stopReason) {
    case "cancelled":
      return l10n.t("The operation was canceled.");
    case "windowClosed":
      return l10n.t(
        "The window closed before these requests were sent, and another window can't send what you confirmed in it.",
      );
    case "throttled":
      return l10n.t(
        "Azure refused every request for half an hour because this or another tool sent too many. Try again later.",
      );
    case undefined:
      return "";
  }
}

/** Azure reports success, but its list disagrees. */
export function stillListedSentence(count: number): string {
  return l10n.t(
    "Azure reports success but still lists some of the resources ({0}). Refresh in a few minutes.",
    numberText(count),
  );
}
