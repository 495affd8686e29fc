import * as vscode from "vscode";
import type { Clock } from "../../base/clock";
import type { Logger } from "../../base/logger";
import type { Targets } from "../../commands/targets";
import type { ResourcesView } from "../../ui/tree/resourcesView";
import { minute } from "../../base/durations";
import { commandIds, settingNames, settingsSection, viewIds } from "../../ui/ids";
import { summarizeExpiry, type ExpirySummary } from "./expiry";
import { itemKey, type InventorySnapshot } from "../../inventory/inventorySnapshot";
import { ShownNotices } from "./shownNotices";
import { settings } from "../../ui/settings";
import { rowFor } from "../../ui/tree/resourceNode";
import { findRow } from "../../ui/treeRows";
import { ExpiryNotices } from "./expiryNotices";
import { statusText } from "./statusTexts";

/** What the status bar, the badge, the notices and background reading work with. */
export interface ExpirySources {
  readonly targets: Targets;
  readonly view: ResourcesView;
  /** Shared by all windows. */
  readonly noticesFolder: string;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Changes are debounced, in milliseconds. */
const settleFor = 200;
/** Timers stop while a machine sleeps, so waits are capped. */
const longestWait = 10 * minute;

/** The status bar item, the view's badge, and the expiry notifications. */
export class StatusBar implements vscode.Disposable {
  readonly #item: vscode.StatusBarItem;
  readonly #notices: ExpiryNotices;
  readonly #disposables: { dispose(): void }[];
  #timer: NodeJS.Timeout | undefined;
  #checking: NodeJS.Timeout | undefined;

  constructor(private readonly sources: ExpirySources) {
    const { targets, view, clock } = sources;
    this.#item = vscode.window.createStatusBarItem("glance", vscode.StatusBarAlignment.Left, 0);
    this.#item.name = vscode.l10n.t("Azure Deleted Resources");
    this.#item.command = `${viewIds.resources}.focus`;
    this.#notices = new ExpiryNotices(targets, new ShownNotices(sources.noticesFolder), clock, {
      warnHours: settings.warnBeforePurgeHours,
      isWanted: settings.notifyBeforePurge,
      tell: (sentence, buttons) => vscode.window.showWarningMessage(sentence, ...buttons),
      recover: (item) =>
        vscode.commands.executeCommand(
          commandIds.recover,
          rowFor(item, targets.serviceOf(item), clock.now()),
        ),
      show: async (item) => {
        await vscode.commands.executeCommand(`${viewIds.resources}.focus`);
        const row = findRow(view.rows, new Set([itemKey(item)]));
        if (row !== undefined) {
          await view.reveal(row);
        }
      },
      turnOff: () =>
        vscode.workspace
          .getConfiguration(settingsSection)
          .update(settingNames.notifyBeforePurge, false, vscode.ConfigurationTarget.Global),
      checkAgainIn: (milliseconds) => {
        this.#checkIn(milliseconds);
      },
    });
    this.#disposables = [
      this.#item,
      targets.inventory.onDidChange(() => {
        this.updateSoon();
      }),
      // Notices that became due while the window had no focus are shown when it has.
      vscode.window.onDidChangeWindowState(() => {
        this.updateSoon();
      }),
    ];
    this.updateSoon();
  }

  /** Debounced. */
  updateSoon(): void {
    this.#updateIn(settleFor);
  }

  dispose(): void {
    clearTimeout(this.#timer);
    clearTimeout(this.#checking);
    for (const disposable of this.#disposables) {
      disposable.dispose();
    }
  }

  #updateIn(milliseconds: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#update();
    }, milliseconds);
    this.#timer.unref();
  }

  #checkIn(milliseconds: number): void {
    clearTimeout(this.#checking);
    this.#checking = setTimeout(
      () => {
        this.#update();
      },
      Math.min(milliseconds, longestWait),
    );
    this.#checking.unref();
  }

  #update(): void {
    const { targets, clock, logger } = this.sources;
    const { inventory } = targets;
    const summary = summarizeExpiry(inventory.items, settings.warnBeforePurgeHours(), clock.now());
    this.#show(summary);
    this.#showBadge(summary.expiring.length);
    if (isSettled(inventory.snapshot) && vscode.window.state.focused) {
      this.#notices.check(summary.expiring).catch((error: unknown) => {
        logger.warn("What expires soon could not be told.");
        logger.trace(String(error));
      });
    }
    this.#updateIn(Math.min(summary.changesIn ?? longestWait, longestWait));
  }

  #showBadge(expiring: number): void {
    this.sources.view.badge =
      expiring === 0
        ? undefined
        : {
            value: expiring,
            tooltip: vscode.l10n.t(
              "Deleted resources expiring within {0} hours: {1}",
              settings.warnBeforePurgeHours(),
              expiring,
            ),
          };
  }

  #show(summary: ExpirySummary): void {
    const { targets, clock } = this.sources;
    const { inventory, serviceOf } = targets;
    const status =
      inventory.snapshot.state === "read"
        ? statusText(summary, {
            serviceOf,
            warnHours: settings.warnBeforePurgeHours(),
            now: clock.now(),
          })
        : undefined;
    if (status === undefined) {
      this.#item.hide();
      return;
    }
    this.#item.text = status.text;
    this.#item.tooltip = status.tooltip;
    this.#item.accessibilityInformation = { label: status.tooltip.replaceAll("\n", ". ") };
    this.#item.backgroundColor = status.isWarning
      ? new vscode.ThemeColor("statusBarItem.warningBackground")
      : undefined;
    this.#item.show();
  }
}

/** Whether nothing is being read that the same notice could include. */
function isSettled({ state, subscriptions }: InventorySnapshot): boolean {
  return (
    state === "read" &&
    subscriptions.every(({ branches }) => branches.every((branch) => branch.state !== "reading"))
  );
}
