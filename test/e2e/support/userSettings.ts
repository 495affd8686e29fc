import { serverDataDir } from "../../host/server";
import { userSettingsFile, writeSettings, type Settings } from "../../host/settings";
import { eventually } from "../../host/waiting";
import { waitForWorkbench, type HostWindow } from "../../host/window";

const TITLE_MS = 10_000;

/**
 * Replaces the person's own settings.json and starts the window again: settings that belong to the
 * application are read from nowhere else, and a new file is not noticed by a running window. One that
 * starts misses it, too, now and then, for good: the window's title tells, and it is started once more.
 */
export async function startWithUserSettings(
  { dataDir, page }: HostWindow,
  settings: Settings,
): Promise<void> {
  const title = `settings of ${Date.now()}`;
  await writeSettings(userSettingsFile(serverDataDir(dataDir)), {
    ...settings,
    "window.title": title,
  });
  await eventually("the window to read the person's settings", async () => {
    await page.reload();
    await waitForWorkbench(page);
    const isRead = async (): Promise<boolean> => (await page.title()) === title;
    return eventually("the window's title", isRead, TITLE_MS).catch(() => undefined);
  });
}
