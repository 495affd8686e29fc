import * as l10n from "@vscode/l10n";
import type { Clock } from "../../base/clock";
import { hour } from "../../base/durations";
import { snoozeHours } from "./expiry";
import type { InventoryItem } from "../../inventory/inventorySnapshot";
import type { Notice, ShownNotices } from "./shownNotices";
import { millisecondsLeft } from "../../base/timeLeft";
import { deletionKey } from "../../services/deletedResource";
import type { Targets } from "../../commands/targets";
import { recoverRefusal } from "../../services/service";
import { expirySentence } from "./statusTexts";

/** How a notice is shown, and what they can choose. */
export interface NoticePrompts {
  readonly warnHours: () => number;
  /** Whether the person wants notices. */
  readonly isWanted: () => boolean;
  /** Shows a sentence with buttons; resolves to the one that was chosen. */
  readonly tell: (sentence: string, buttons: readonly string[]) => Thenable<string | undefined>;
  readonly recover: (item: InventoryItem) => unknown;
  readonly show: (item: InventoryItem) => unknown;
  readonly turnOff: () => Thenable<void>;
  /** Has {@link ExpiryNotices.check} called again after so many milliseconds. */
  readonly checkAgainIn: (milliseconds: number) => void;
}

/** How soon another window is done with the shown notices. */
const fileIsBusyFor = 5_000;

/** Shows a person one notice for each deleted resource that can be recovered and expires soon. */
export class ExpiryNotices {
  #isChecking = false;

  constructor(
    private readonly targets: Pick<Targets, "serviceOf" | "isBusy">,
    private readonly shown: ShownNotices,
    private readonly clock: Clock,
    private readonly prompts: NoticePrompts,
  ) {}

  /**
   * Shows a notice for those that had none yet.
   *
   * @param expiring soonest first.
   * @throws when the disk refuses.
   */
  async check(expiring: readonly InventoryItem[]): Promise<void> {
    const { shown, clock } = this;
    const { isWanted, checkAgainIn } = this.prompts;
    if (this.#isChecking || !isWanted()) {
      return;
    }
    const candidates = expiring.filter((item) => this.#canBeRecovered(item));
    if (candidates.length === 0) {
      return;
    }
    this.#isChecking = true;
    let due: readonly Notice[] | undefined;
    try {
      due = await shown.take(candidates.map(noticeOf), clock.now());
    } finally {
      this.#isChecking = false;
    }
    if (due === undefined) {
      checkAgainIn(fileIsBusyFor);
      return;
    }
    const keys = new Set(due.map(({ deletion }) => deletion));
    const [first, ...more] = candidates.filter(({ resource }) => keys.has(deletionKey(resource)));
    if (first !== undefined) {
      await this.#show([first, ...more]);
    }
  }

  #canBeRecovered(item: InventoryItem): boolean {
    const { serviceOf, isBusy } = this.targets;
    return !isBusy(item) && recoverRefusal(serviceOf(item), item.resource) === undefined;
  }

  async #show(items: readonly [InventoryItem, ...InventoryItem[]]): Promise<void> {
    const { t } = l10n;
    const { serviceOf } = this.targets;
    const { warnHours, tell, recover, show, turnOff } = this.prompts;
    const now = this.clock.now();
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
    const { shown, clock } = this;
    const now = clock.now();
    while (!(await shown.snooze(notices, now + hours * hour, now))) {
      await clock.sleep(fileIsBusyFor);
    }
    this.prompts.checkAgainIn(hours * hour);
  }
}

function noticeOf({ resource }: InventoryItem): Notice {
  return { deletion: deletionKey(resource), purgeAt: Date.parse(resource.purgeAt ?? "") };
}
