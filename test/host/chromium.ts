import { createRequire } from "node:module";
import { access } from "node:fs/promises";
import { dirname, join } from "node:path";

import { chromium } from "playwright-core";

import { HostError, runCommand, tail } from "./commands";
import { canInstallDebianPackages, findOnPath, installDebianPackages } from "./debian";
import type { Progress } from "./install";

const PROGRAMS = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];

async function runs(executable: string): Promise<boolean> {
  // Ubuntu's `chromium-browser` is a stub that only says to install a snap.
  return (await runCommand(executable, ["--version"])).code === 0;
}

async function installedChromium(): Promise<string | undefined> {
  for (const name of PROGRAMS) {
    const found = await findOnPath(name);
    if (found !== undefined && (await runs(found))) {
      return found;
    }
  }
  const downloaded = chromium.executablePath();
  return access(downloaded).then(
    () => downloaded,
    () => undefined,
  );
}

async function downloadWithPlaywright(): Promise<string> {
  const packageJson = createRequire(import.meta.url).resolve("playwright-core/package.json");
  const cli = join(dirname(packageJson), "cli.js");
  return tail((await runCommand(process.execPath, [cli, "install", "chromium"])).output);
}

/**
 * The path of a Chromium that runs: one that is installed, else Debian's package (as root on
 * Debian), else Playwright's own download.
 */
export async function findChromium(
  report: Progress = (line) => process.stderr.write(`${line}\n`),
): Promise<string> {
  const found = await installedChromium();
  if (found !== undefined) {
    return found;
  }
  const failures: string[] = [];
  if (await canInstallDebianPackages()) {
    report("Installing Chromium from Debian ...");
    try {
      await installDebianPackages(["chromium"]);
    } catch (error) {
      failures.push(error instanceof Error ? error.message : String(error));
    }
    const installed = await installedChromium();
    if (installed !== undefined) {
      return installed;
    }
  }
  report("Downloading Chromium with Playwright ...");
  failures.push(`Playwright's download:\n${await downloadWithPlaywright()}`);
  const downloaded = await installedChromium();
  if (downloaded !== undefined) {
    return downloaded;
  }
  throw new HostError(
    "There is no Chromium here and none could be installed. Install Chromium or Chrome so that " +
      `it is on PATH, and run this again.\n${failures.join("\n")}`,
  );
}
