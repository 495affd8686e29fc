import * as l10n from "@vscode/l10n";

/** A whole number in the display language: "8,000". */
export function numberText(value: number): string {
  const separator = /1(\D*)234/.exec(l10n.t("1,234"))?.[1] ?? ",";
  return value.toLocaleString("en").replaceAll(",", separator);
}

/** "13 min 20 s" */
export function durationText(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  return seconds < 120
    ? l10n.t("{0} s", seconds)
    : l10n.t("{0} min {1} s", Math.floor(seconds / 60), seconds % 60);
}

/** "13 min", the short form. */
export function roundedDuration(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  return seconds < 120 ? l10n.t("{0} s", seconds) : l10n.t("{0} min", Math.round(seconds / 60));
}
