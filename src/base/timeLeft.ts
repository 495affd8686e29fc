import * as l10n from "@vscode/l10n";
import { day, hour, minute } from "./durations";

/**
 * Milliseconds until Azure purges; never negative; undefined where unknown.
 * @param purgeAt ISO 8601 instant.
 * @param now milliseconds since the epoch.
 */
export function millisecondsLeft(purgeAt: string | undefined, now: number): number | undefined {
  if (purgeAt === undefined) {
    return undefined;
  }
  const at = Date.parse(purgeAt);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now);
}

/**
 * "31 h left", rounded down so that nobody expects more time than there is. Hours up to two days,
 * because AI services keep 48 hours and people count those in hours.
 */
export function describeTimeLeft(purgeAt: string | undefined, now: number): string {
  const left = millisecondsLeft(purgeAt, now);
  if (left === undefined) {
    return l10n.t("time left unknown");
  }
  if (left === 0) {
    return l10n.t("purge due");
  }
  if (left < minute) {
    return l10n.t("less than 1 min left");
  }
  if (left < hour) {
    return l10n.t("{0} min left", Math.floor(left / minute));
  }
  if (left <= 2 * day) {
    return l10n.t("{0} h left", Math.floor(left / hour));
  }
  return l10n.t("{0} days left", Math.floor(left / day));
}

/** "3 hours ago", for the past. @param at ISO 8601 instant. */
export function describeAgo(at: string, now: number): string {
  const passed = Math.max(0, now - Date.parse(at));
  if (passed < hour) {
    return l10n.t("{0} min ago", Math.floor(passed / minute));
  }
  if (passed <= 2 * day) {
    return l10n.t("{0} h ago", Math.floor(passed / hour));
  }
  return l10n.t("{0} days ago", Math.floor(passed / day));
}

/** Whether it expires within so many hours; false where the time is unknown. */
export function expiresWithin(purgeAt: string | undefined, hours: number, now: number): boolean {
  const left = millisecondsLeft(purgeAt, now);
  return left !== undefined && left <= hours * hour;
}
