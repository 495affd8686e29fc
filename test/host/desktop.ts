import { spawn } from "node:child_process";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";

import { downloadAndUnzipVSCode, SilentReporter } from "@vscode/test-electron";

import { HostError } from "./commands";
import { copyExtension } from "./extensions";
import { demoAuthFolder, hostLayout, repositoryRoot } from "./layout";
import { quietSettings, writeSettings, type Settings } from "./settings";
import type { Simulation } from "./simulation";

/**
 * Desktop VS Code's executable, downloaded into `.vscode-test/` the first time.
 * @param version Such as "1.105.0"; the newest stable one where it is undefined.
 * @throws HostError where it cannot be downloaded.
 */
export async function desktopCode(version?: string): Promise<string> {
  const { cacheFolder: cachePath } = hostLayout();
  try {
    return await downloadAndUnzipVSCode({
      ...(version === undefined ? {} : { version }),
      cachePath,
      reporter: new SilentReporter(),
    });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new HostError(
      `Desktop VS Code could not be downloaded from update.code.visualstudio.com (${reason}). ` +
        "Without --desktop, the same runs in a browser and needs the npm registry only.",
    );
  }
}

/**
 * Prepares a profile of its own for VS Code's command line, with the fixture that signs people in,
 * and answers the arguments that select it.
 */
export async function prepareProfile(dataDir: string, settings: Settings): Promise<string[]> {
  const userDataDir = join(dataDir, "user-data");
  const extensionsDir = join(dataDir, "extensions");
  const folder = join(dataDir, "workspace");
  await mkdir(folder, { recursive: true });
  await copyExtension(demoAuthFolder, extensionsDir);
  await writeSettings(join(userDataDir, "User", "settings.json"), {
    ...quietSettings,
    ...settings,
  });
  return [folder, `--user-data-dir=${userDataDir}`, `--extensions-dir=${extensionsDir}`];
}

/** Opens a desktop VS Code with the extension over the simulated Azure, until it is closed. */
export async function openDesktop(simulation: Simulation, dataDir: string): Promise<void> {
  const executable = await desktopCode();
  const profile = await prepareProfile(dataDir, simulation.simulator.settings);
  const args = [
    ...profile,
    `--extensionDevelopmentPath=${repositoryRoot}`,
    "--disable-workspace-trust",
    "--skip-welcome",
    "--wait",
    // Chromium's sandbox does not start for root.
    ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
  ];
  const env = { ...process.env, ...simulation.env };
  await new Promise<void>((resolve, reject) => {
    const child = spawn(executable, args, { env, stdio: "inherit" });
    child.once("error", reject);
    child.once("exit", () => resolve());
  });
}
