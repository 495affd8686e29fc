import * as l10n from "@vscode/l10n";
import type { ExpirySummary } from "./expiry";
import type { InventoryItem } from "../../inventory/inventorySnapshot";
import { shortTimeLeft } from "../../base/timeLeftShort";
import { describeTimeLeft, millisecondsLeft } from "../../base/timeLeft";
import type { SoftDeleteService } from "../../services/service";
import { numberText } from "../../ui/quantities";
import { inNotification, visible } from "../../ui/text";

export interface StatusTextContext {
  readonly serviceOf: (item: InventoryItem) => SoftDeleteService;
  readonly warnHours: number;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** What the status bar item shows. */
export interface StatusText {
  /** With a codicon: "$(trash) 4 expire, first in 31 h". */
  readonly text: string;
  /** The same in words, one line per fact. */
  readonly tooltip: string;
  readonly isWarning: boolean;
}

/** The status bar text; undefined where nothing is deleted. */
export function statusText(
  { count, next, expiring }: ExpirySummary,
  { serviceOf, warnHours, now }: StatusTextContext,
): StatusText | undefined {
  const { t } = l10n;
  if (count === 0) {
    return undefined;
  }
  const isWarning = expiring.length > 0;
  const left = millisecondsLeft(next?.resource.purgeAt, now);
  return {
    text: `$(trash) ${isWarning && left !== undefined ? expiringText(expiring.length, left) : t("{0} deleted", numberText(count))}`,
    tooltip: [
      t("Deleted Azure resources: {0}", numberText(count)),
      ...(next === undefined
        ? []
        : [
            t(
              'Next to expire: {0} "{1}" in {2}, {3}',
              serviceOf(next).noun(next.resource),
              visible(next.resource.name),
              visible(next.subscription.name),
              describeTimeLeft(next.resource.purgeAt, now),
            ),
          ]),
      ...(isWarning
        ? [t("Expiring within {0} hours: {1}", warnHours, numberText(expiring.length))]
        : []),
    ].join("\n"),
    isWarning,
  };
}

function expiringText(count: number, left: number): string {
  return count === 1
    ? l10n.t("1 expires in {0}", shortTimeLeft(left))
    : l10n.t("{0} expire, first in {1}", numberText(count), shortTimeLeft(left));
}

/**
 * A notification's text about resources that expire soon.
 * @param items soonest first.
 */
export function expirySentence(
  [first, ...more]: readonly [InventoryItem, ...InventoryItem[]],
  { serviceOf, warnHours, now }: StatusTextContext,
): string {
  const { t } = l10n;
  const name = inNotification(first.resource.name);
  const left = shortTimeLeft(millisecondsLeft(first.resource.purgeAt, now) ?? 0);
  return more.length === 0
    ? t(
        'Azure purges the deleted {0} "{1}" of {2} in {3}. After that, you can\'t recover the resource.',
        serviceOf(first).noun(first.resource),
        name,
        inNotification(first.subscription.name),
        left,
      )
    : t(
        'Azure purges {0} deleted resources within {1} hours, starting with "{2}" in {3}. After that, you can\'t recover these resources.',
        numberText(more.length + 1),
        warnHours,
        name,
        left,
      );
}
