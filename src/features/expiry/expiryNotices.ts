import * as l10n from "@vscode/l10n";
import type { Clock } from "../../base/clock";
import { hour } from "../../base/durations";
import { snoozeHours } from "./expiry";
import type { InventoryItem } from "../../inventory/inventorySnapshot";
import type { Notice, ShownNotices } from "./shownNotices";
import { millisecondsLeft } from "../../base/timeLeft";
import { deletionKey } from "../../services/deletedResource";
import { recoverRefusal, type SoftDeleteService } from "../../services/service";
import { expirySentence } from "./statusTexts";

export interface ExpiryNoticesParts {
  readonly book: ShownNotices;
  readonly clock: Clock;
  readonly serviceOf: (item: InventoryItem) => SoftDeleteService;
  /** Whether something is being done to it. */
  readonly isBusy: (item: InventoryItem) => boolean;
  readonly warnHours: () => number;
  /** Whether the person wants to be told at all. */
  readonly isWanted: () => boolean;
  /** Shows a sentence with buttons; resolves to the one that was chosen. */
  readonly tell: (sentence: string, buttons: readonly string[]) => Thenable<string | undefined>;
  readonly recover: (item: InventoryItem) => unknown;
  readonly show: (item: InventoryItem) => unknown;
  readonly turnOff: () => Thenable<void>;
  /** Has {@link ExpiryNotices.check} called again after so many milliseconds. */
  readonly checkAgainIn: (milliseconds: number) => void;
}

/** How soon another window is done with the book. */
const bookIsBusyFor = 5_000;

/** Tells a person once of each deleted resource that could be recovered and soon cannot be. */
export class ExpiryNotices {
  #isChecking = false;

  constructor(private readonly parts: ExpiryNoticesParts) {}

  /**
   * Tells of those that nobody has been told of.
   *
   * @param expiring what is gone soon, soonest first.
   * @throws when the disk refuses.
   */
  async check(expiring: readonly InventoryItem[]): Promise<void> {
    const { book, clock, isWanted, checkAgainIn } = this.parts;
    if (this.#isChecking || !isWanted()) {
      return;
    }
    const candidates = expiring.filter((item) => this.#canBeSaved(item));
    if (candidates.length === 0) {
      return;
    }
    this.#isChecking = true;
    let due: readonly Notice[] | undefined;
    try {
      due = await book.take(candidates.map(noticeOf), clock.now());
    } finally {
      this.#isChecking = false;
    }
    if (due === undefined) {
      checkAgainIn(bookIsBusyFor);
      return;
    }
    const keys = new Set(due.map(({ deletion }) => deletion));
    const [first, ...more] = candidates.filter(({ resource }) => keys.has(deletionKey(resource)));
    if (first !== undefined) {
      await this.#tell([first, ...more]);
    }
  }

  #canBeSaved(item: InventoryItem): boolean {
    const { serviceOf, isBusy } = this.parts;
    return !isBusy(item) && recoverRefusal(serviceOf(item), item.resource) === undefined;
  }

  async #tell(items: readonly [InventoryItem, ...InventoryItem[]]): Promise<void> {
    const { t } = l10n;
    const { clock, serviceOf, warnHours, tell, recover, show, turnOff } = this.parts;
    const now = clock.now();
    const [first] = items;
    const hours = snoozeHours(millisecondsLeft(first.resource.purgeAt, now) ?? 0);
    const act = items.length === 1 ? t("Recover") : t("Show");
    const snooze = hours === undefined ? undefined : t("Snooze for {0} h", hours);
    const never = t("Don't Ask Again");
    const chosen = await tell(expirySentence(items, { serviceOf, warnHours: warnHours(), now }), [
      act,
      ...(snooze === undefined ? [] : [snooze]),
      never,
    ]);
    if (chosen === act) {
      await (items.length === 1 ? recover : show)(first);
    } else if (chosen === never) {
      await turnOff();
    } else if (chosen !== undefined && hours !== undefined) {
      await this.#snooze(items.map(noticeOf), hours);
    }
  }

  async #snooze(notices: readonly Notice[], hours: number): Promise<void> {
    const { book, clock, checkAgainIn } = this.parts;
    const now = clock.now();
    while (!(await book.snooze(notices, now + hours * hour, now))) {
      await clock.sleep(bookIsBusyFor);
    }
    checkAgainIn(hours * hour);
  }
}

function noticeOf({ resource }: InventoryItem): Notice {
  return { deletion: deletionKey(resource), purgeAt: Date.parse(resource.purgeAt ?? "") };
}
