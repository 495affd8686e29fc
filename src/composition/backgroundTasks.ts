import * as vscode from "vscode";
import type { TargetParts } from "../commands/targets";
import { onDidChangeSetting, settings } from "../ui/settings";
import type { ResourcesView } from "../ui/tree/resourcesView";
import { LazyStatusBar } from "../features/expiry/lazyStatusBar";
import type { AppContext } from "./appContext";

/** A window that starts has enough to do; so many milliseconds after that it is likely to be idle. */
const idleAfter = 8_000;

/** What goes on without anybody asking for it: the status bar, notices, and reading by itself. */
export function startBackgroundTasks(
  { context, log, clock, folder }: AppContext,
  targets: TargetParts,
  view: ResourcesView,
): void {
  const failed = (error: unknown): void => {
    log.warn("What is deleted could not be shown or read in the background.");
    log.trace(String(error));
  };
  const glancing = new LazyStatusBar({
    onDidChange: (listener) => targets.inventory.onDidChange(listener),
    load: async () => {
      const { StatusBar } = await import("../features/expiry/statusBar");
      return new StatusBar({
        ...targets,
        clock,
        warnHours: settings.warnBeforePurgeHours,
        notifies: settings.notifyBeforePurge,
        view,
        noticesFolder: folder("notices"),
        logger: log,
      });
    },
    failed,
  });
  const startReading = async (): Promise<void> => {
    const { BackgroundReading } = await import("../features/expiry/backgroundReading");
    context.subscriptions.push(
      new BackgroundReading({
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
        failed,
      }),
    );
  };
  const starting = setTimeout(() => {
    startReading().catch(failed);
  }, idleAfter);

  const glanceAnew = (): void => {
    glancing.update();
  };
  context.subscriptions.push(
    glancing,
    {
      dispose: () => {
        clearTimeout(starting);
      },
    },
    onDidChangeSetting("warnBeforePurgeHours", glanceAnew),
    onDidChangeSetting("notifyBeforePurge", glanceAnew),
  );
}
