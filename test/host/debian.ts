import { constants } from "node:fs";
import { access } from "node:fs/promises";
import { delimiter, join } from "node:path";

import { HostError, runCommand, tail } from "./commands";

/** The full path of a program on PATH, or undefined. */
export async function findOnPath(name: string): Promise<string | undefined> {
  for (const folder of (process.env["PATH"] ?? "").split(delimiter).filter(Boolean)) {
    const candidate = join(folder, name);
    try {
      await access(candidate, constants.X_OK);
      return candidate;
    } catch {
      continue;
    }
  }
  return undefined;
}

/** Whether this process may install Debian packages without asking anyone. */
export async function canInstallDebianPackages(): Promise<boolean> {
  return process.getuid?.() === 0 && (await findOnPath("apt-get")) !== undefined;
}

/** Installs Debian packages with apt-get; throws a HostError that says which and why not. */
export async function installDebianPackages(packages: readonly string[]): Promise<void> {
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const install = () =>
    runCommand("apt-get", ["install", "-y", "-q", "--no-install-recommends", ...packages], { env });

  // The package lists are often fresh enough; refreshing them costs more than most installs.
  let result = await install();
  if (result.code !== 0) {
    await runCommand("apt-get", ["update", "-q"], { env });
    result = await install();
  }
  if (result.code !== 0) {
    throw new HostError(
      `apt-get could not install ${packages.join(", ")}:\n${tail(result.output)}`,
    );
  }
}
