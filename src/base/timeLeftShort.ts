import * as l10n from "@vscode/l10n";
import { day, hour, minute } from "./durations";

/**
 * "31 h", the short form of `describeTimeLeft`; rounded down as well.
 * @param left milliseconds, more than zero.
 */
export function shortTimeLeft(left: number): string {
  if (left < minute) {
    return l10n.t("< 1 min");
  }
  if (left < hour) {
    return l10n.t("{0} min", Math.floor(left / minute));
  }
  return left <= 2 * day
    ? l10n.t("{0} h", Math.floor(left / hour))
    : l10n.t("{0} days", Math.floor(left / day));
}

/**
 * Milliseconds until the texts of `describeTimeLeft` and {@link shortTimeLeft} change.
 * @param left milliseconds, more than zero.
 */
export function textChangesIn(left: number): number {
  if (left < minute) {
    return left;
  }
  if (left < hour) {
    return (left % minute) + 1;
  }
  return left <= 2 * day ? (left % hour) + 1 : Math.min((left % day) + 1, left - 2 * day);
}
