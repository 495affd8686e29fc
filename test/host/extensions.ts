import { cp, mkdir, readFile, rm } from "node:fs/promises";
import { basename, join, relative } from "node:path";

import { HostError, runCommand, tail } from "./commands";
import type { HostLayout } from "./layout";

/** What a working copy holds and a packaged extension does not. */
const NOT_PACKAGED = new Set(["coverage", "docs", "node_modules", "out", "src", "test"]);

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly publisher?: string;
}

/**
 * Copies an extension's folder into an extensions folder, as if it had been installed: such a
 * window needs no development mode, in which VS Code shows no notifications. Answers the copy's
 * folder.
 */
export async function copyExtension(source: string, extensionsDir: string): Promise<string> {
  const text = await readFile(join(source, "package.json"), "utf8");
  const { name, publisher = "undefined_publisher", version } = JSON.parse(text) as Manifest;
  const target = join(extensionsDir, `${publisher}.${name}-${version}`);
  await rm(target, { recursive: true, force: true });
  await mkdir(extensionsDir, { recursive: true });
  await cp(source, target, {
    recursive: true,
    filter: (path) => {
      const top = relative(source, path).split(/[\\/]/)[0] ?? "";
      return !NOT_PACKAGED.has(top) && !top.startsWith(".") && !basename(path).endsWith(".vsix");
    },
  });
  // The list of what is installed; without it VS Code reads the folders themselves.
  await rm(join(extensionsDir, "extensions.json"), { force: true });
  return target;
}

/** Installs a packaged extension with VS Code's own command line. */
export async function installVsix(
  layout: HostLayout,
  vsix: string,
  serverFlags: readonly string[],
): Promise<void> {
  const args = [layout.serverMain, ...serverFlags, "--accept-server-license-terms"];
  const result = await runCommand(layout.node, [...args, "--install-extension", vsix, "--force"]);
  if (result.code !== 0) {
    throw new HostError(`VS Code could not install ${vsix}:\n${tail(result.output)}`);
  }
}
