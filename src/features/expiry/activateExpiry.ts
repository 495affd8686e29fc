import * as vscode from "vscode";
import type { CommandRegistry } from "../../commands/commandRegistry";
import { commandIds } from "../../ui/ids";
import { onDidChangeSetting, settings } from "../../ui/settings";
import { nextToExpire } from "./expiry";
import { BackgroundReading } from "./backgroundReading";
import { StatusBar, type ExpirySources } from "./statusBar";

/** A window is likely to be idle so many milliseconds after it was opened. */
const idleAfter = 8_000;

/** Shows what expires soon, and keeps the list up to date without being asked. */
export function activateExpiry(
  commands: CommandRegistry,
  sources: ExpirySources,
): vscode.Disposable {
  const { targets, view } = sources;
  commands.register(commandIds.showNextToExpire, async () => {
    await targets.ensureRead();
    await view.show(nextToExpire(targets.inventory.items, sources.clock.now()));
  });
  const statusBar = new StatusBar(sources);
  const update = (): void => {
    statusBar.updateSoon();
  };
  return vscode.Disposable.from(
    statusBar,
    onDidChangeSetting("warnBeforePurgeHours", update),
    onDidChangeSetting("notifyBeforePurge", update),
    startBackgroundReading(sources),
  );
}

function startBackgroundReading({ view, clock, logger }: ExpirySources): vscode.Disposable {
  let reading: BackgroundReading | undefined;
  const starting = setTimeout(() => {
    reading = new BackgroundReading({
      isOn: settings.refreshOnFocus,
      read: () => view.readInBackground(),
      onDidFocus: (listener) =>
        vscode.window.onDidChangeWindowState(({ focused }) => {
          if (focused) {
            listener();
          }
        }),
      lastRead: () => view.lastRead,
      clock,
      failed: (error) => {
        logger.warn("Deleted resources could not be read in the background.");
        logger.trace(String(error));
      },
    });
  }, idleAfter);
  return new vscode.Disposable(() => {
    clearTimeout(starting);
    reading?.dispose();
  });
}
