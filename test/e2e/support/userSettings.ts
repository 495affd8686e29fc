import { serverDataDir } from "../../host/server";
import { userSettingsFile, writeSettings, type Settings } from "../../host/settings";
import { waitForWorkbench, type HostWindow } from "../../host/window";

/**
 * Replaces the person's own settings.json and starts the window again: settings that belong to the
 * application are read from nowhere else, and a new file is not noticed by a running window.
 */
export async function startWithUserSettings(
  { dataDir, page }: HostWindow,
  settings: Settings,
): Promise<void> {
  await writeSettings(userSettingsFile(serverDataDir(dataDir)), settings);
  await page.reload();
  await waitForWorkbench(page);
}
