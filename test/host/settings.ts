import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

/** VS Code settings as they stand in a settings.json. */
export type Settings = Readonly<Record<string, unknown>>;

/**
 * What turns a first-run VS Code into one that has been used for a while: no welcome page, no chat
 * panel, no recommendations; everything else as a stranger's window looks.
 */
export const quietSettings: Settings = {
  "chat.disableAIFeatures": true,
  "extensions.autoCheckUpdates": false,
  // Told as of old, with false, VS Code would write this file anew while a test does.
  "extensions.autoUpdate": "off",
  "extensions.ignoreRecommendations": true,
  "git.openRepositoryInParentFolders": "never",
  // Whatever else listens on this machine would be told of, in place of what a test waits for.
  "remote.autoForwardPorts": false,
  "security.workspace.trust.enabled": false,
  "telemetry.telemetryLevel": "off",
  "update.mode": "none",
  "window.dialogStyle": "custom",
  // Fades make a screenshot of the moment, not of the state.
  "workbench.reduceMotion": "on",
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "workbench.startupEditor": "none",
  "workbench.tips.enabled": false,
  "workbench.welcomePage.walkthroughs.openOnInstall": false,
};

/** Where VS Code's server reads its settings below its data folder. */
export function machineSettingsFile(serverDataDir: string): string {
  return join(serverDataDir, "data", "Machine", "settings.json");
}

/** Where it reads the person's own. */
export function userSettingsFile(serverDataDir: string): string {
  return join(serverDataDir, "data", "User", "settings.json");
}

/** Reads a settings.json without comments; a missing one is empty. */
export async function readSettings(file: string): Promise<Settings> {
  const text = await readFile(file, "utf8").catch(() => "{}");
  return JSON.parse(text) as Settings;
}

/** Writes a settings.json; a running VS Code notices and applies it. */
export async function writeSettings(file: string, settings: Settings): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  // VS Code would read a file that is being written as one without settings: another cloud, say.
  const draft = `${file}.draft`;
  await writeFile(draft, `${JSON.stringify(settings, undefined, 2)}\n`);
  await rename(draft, file);
}
