import * as vscode from "vscode";
import type { Clock } from "../../base/clock";
import type { Logger } from "../../base/logger";
import type { Targets } from "../../commands/targets";
import type { BatchRunner } from "../../operations/batch/batchRunner";
import type { Runner } from "../../operations/runner";
import type { ResourcesView } from "../../ui/tree/resourcesView";
import { minute } from "../../base/durations";
import { commandIds, settingNames, settingsSection, viewIds } from "../../ui/ids";
import { summarizeExpiry, type ExpirySummary } from "./expiry";
import type { InventorySnapshot } from "../../inventory/inventorySnapshot";
import { ShownNotices } from "./shownNotices";
import { settings } from "../../ui/settings";
import { rowFor } from "../../ui/tree/resourceNode";
import { ExpiryNotices } from "./expiryNotices";
import { runningText } from "./runningText";
import { statusText } from "./statusTexts";

/** What the status bar, the badge, the notices and background reading work with. */
export interface ExpirySources {
  readonly targets: Targets;
  readonly view: ResourcesView;
  readonly runner: Runner;
  readonly batches: BatchRunner;
  /** Shared by all windows. */
  readonly noticesFolder: string;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Changes come in bursts, so the update waits so many milliseconds after the first. */
const settleFor = 200;
/** Timers stop while a machine sleeps, so waits are capped. */
const longestWait = 10 * minute;

/** The status bar item, the view's badge, and the expiry notifications. */
export class StatusBar implements vscode.Disposable {
  readonly #item: vscode.StatusBarItem;
  readonly #notices: ExpiryNotices;
  readonly #disposables: { dispose(): void }[];
  #timer: NodeJS.Timeout | undefined;
  /** When the timer fires, as `performance.now` counts. */
  #dueAt = Infinity;
  #checking: NodeJS.Timeout | undefined;

  constructor(private readonly sources: ExpirySources) {
    const { targets, view, clock } = sources;
    this.#item = vscode.window.createStatusBarItem("glance", vscode.StatusBarAlignment.Left, 0);
    this.#item.name = vscode.l10n.t("Azure Deleted Resources");
    this.#notices = new ExpiryNotices(targets, new ShownNotices(sources.noticesFolder), clock, {
      warnHours: settings.warnBeforePurgeHours,
      isWanted: settings.notifyBeforePurge,
      tell: (sentence, buttons) => vscode.window.showWarningMessage(sentence, ...buttons),
      recover: (item) =>
        vscode.commands.executeCommand(
          commandIds.recover,
          rowFor(item, targets.serviceOf(item), clock.now()),
        ),
      show: (item) => view.show([item]),
      turnOff: () =>
        vscode.workspace
          .getConfiguration(settingsSection)
          .update(settingNames.notifyBeforePurge, false, vscode.ConfigurationTarget.Global),
      checkAgainIn: (milliseconds) => {
        this.#checkIn(milliseconds);
      },
    });
    const update = (): void => {
      this.updateSoon();
    };
    this.#disposables = [
      this.#item,
      targets.inventory.onDidChange(update),
      sources.runner.onDidChange(update),
      sources.batches.onDidChange(update),
      // Notices that became due while the window had no focus are shown when it has.
      vscode.window.onDidChangeWindowState(update),
    ];
    this.updateSoon();
  }

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

  /** In so many milliseconds, or earlier where that is planned already. */
  #updateIn(milliseconds: number): void {
    const dueAt = performance.now() + milliseconds;
    if (this.#dueAt <= dueAt) {
      return;
    }
    clearTimeout(this.#timer);
    this.#dueAt = dueAt;
    this.#timer = setTimeout(() => {
      this.#dueAt = Infinity;
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
    const { targets, runner, batches, clock } = this.sources;
    const running = runningText(runner.operations, batches.batches);
    if (running !== undefined) {
      this.#item.text = `$(sync~spin) ${running}`;
      this.#item.tooltip = vscode.l10n.t("Show Operations");
      this.#item.accessibilityInformation = { label: running };
      this.#item.backgroundColor = undefined;
      this.#item.command = `${viewIds.operations}.focus`;
      this.#item.show();
      return;
    }
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
    this.#item.command = commandIds.showNextToExpire;
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
