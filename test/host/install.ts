import { access, mkdir, rm, writeFile } from "node:fs/promises";
import { delimiter, dirname, join } from "node:path";

import { HostError, runCommand, tail } from "./commands";
import { canInstallDebianPackages, findOnPath, installDebianPackages } from "./debian";
import { CODE_SERVER_VERSION, hostLayout, NODE_VERSION, type HostLayout } from "./layout";
import { withLock } from "./lock";

/** Receives one line per step, for a terminal. */
export type Progress = (line: string) => void;

const STAMP = "installed.json";

/** The two native modules without which the extension host does not start; no other is needed. */
const NATIVE_MODULES = [
  { name: "@vscode/spdlog", binary: "build/Release/spdlog.node" },
  { name: "@vscode/native-watchdog", binary: "build/Release/watchdog.node" },
] as const;

/** The compilers those two are built with, and the Debian package of each. */
const COMPILERS = [
  { program: "python3", debianPackage: "python3" },
  { program: "make", debianPackage: "make" },
  { program: "g++", debianPackage: "g++" },
] as const;

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

/**
 * The environment for npm: under `npm run` the surrounding project's settings arrive as variables,
 * and some (omit, ignore-scripts, dry-run) would change what is installed here.
 */
function npmEnvironment(layout: HostLayout): NodeJS.ProcessEnv {
  const env = Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) =>
        !/^npm_(package|lifecycle)_/i.test(name) &&
        !/^npm_config_(local_prefix|prefix|ignore_scripts|omit|include|dry_run|nodedir)$/i.test(
          name,
        ),
    ),
  );
  env["PATH"] = [dirname(layout.node), process.env["PATH"] ?? ""].join(delimiter);
  return env;
}

async function npm(
  step: string,
  layout: HostLayout,
  prefix: string,
  args: readonly string[],
  extraEnv: NodeJS.ProcessEnv = {},
): Promise<void> {
  const flags = ["--prefix", prefix, "--no-audit", "--no-fund", "--loglevel=error"];
  const result = await runCommand("npm", [...args, ...flags], {
    cwd: prefix,
    env: { ...npmEnvironment(layout), ...extraEnv },
  });
  if (result.code !== 0) {
    throw new HostError(
      `${step} failed: npm ${args.join(" ")} ended with ${result.code}.\n${tail(result.output)}`,
    );
  }
}

async function startPrefix(prefix: string): Promise<void> {
  await rm(prefix, { recursive: true, force: true });
  await mkdir(prefix, { recursive: true });
  await writeFile(join(prefix, "package.json"), '{ "private": true }\n');
}

async function ensureCompilers(report: Progress): Promise<void> {
  const missing: string[] = [];
  for (const { program, debianPackage } of COMPILERS) {
    if ((await findOnPath(program)) === undefined) {
      missing.push(debianPackage);
    }
  }
  if (missing.length === 0) {
    return;
  }
  if (!(await canInstallDebianPackages())) {
    throw new HostError(
      `VS Code's two native modules are built here, and that needs ${missing.join(", ")}. ` +
        "Install these with your system's package manager and run this again.",
    );
  }
  report(`Installing ${missing.join(", ")} ...`);
  await installDebianPackages(missing);
}

async function installNode(layout: HostLayout): Promise<void> {
  await startPrefix(layout.nodePrefix);
  // This is the package that npm's `node` fetches from its install script; taken directly it needs
  // no script, and it brings the headers that the native modules are built against.
  const name = `node-linux-${process.arch}@${NODE_VERSION}`;
  await npm(`Installing Node ${NODE_VERSION}`, layout, layout.nodePrefix, [
    "install",
    "--ignore-scripts",
    name,
  ]);
  const version = await runCommand(layout.node, ["--version"]);
  if (version.output.trim() !== `v${NODE_VERSION}`) {
    throw new HostError(`Node ${NODE_VERSION} does not run here:\n${tail(version.output)}`);
  }
}

async function installCodeServer(layout: HostLayout, report: Progress): Promise<void> {
  await startPrefix(layout.codePrefix);
  // Its own install script builds modules that this host never loads, and needs more libraries.
  await npm("Installing VS Code's server", layout, layout.codePrefix, [
    "install",
    "--ignore-scripts",
    `code-server@${CODE_SERVER_VERSION}`,
  ]);
  report("Installing what VS Code's server and its built-in extensions depend on ...");
  for (const folder of [layout.vscodeFolder, join(layout.vscodeFolder, "extensions")]) {
    const args = ["install", "--omit=dev", "--ignore-scripts"];
    await npm("Installing the dependencies of VS Code's server", layout, folder, args);
  }
  report("Building two native modules ...");
  await buildNativeModules(layout);
}

async function buildNativeModules(layout: HostLayout): Promise<void> {
  const names = NATIVE_MODULES.map(({ name }) => name);
  await npm("Building native modules", layout, layout.vscodeFolder, ["rebuild", ...names], {
    // Headers from the installed Node: without this node-gyp downloads them from nodejs.org.
    npm_config_nodedir: layout.nodePackage,
    // Newer npm skips install scripts that the project has not approved, and says nothing.
    npm_config_dangerously_allow_all_scripts: "true",
  });
  for (const { name, binary } of NATIVE_MODULES) {
    if (!(await exists(join(layout.vscodeFolder, "node_modules", name, binary)))) {
      throw new HostError(
        `npm rebuild ${name} ended well but left no ${binary}: its npm blocks install scripts.`,
      );
    }
  }
}

async function once(prefix: string, work: () => Promise<void>): Promise<void> {
  const stamp = join(prefix, STAMP);
  if (await exists(stamp)) {
    return;
  }
  await work();
  await writeFile(stamp, JSON.stringify({ installed: new Date().toISOString() }));
}

/**
 * Installs VS Code's server and the Node it needs below `.vscode-test/`, once; the next call only
 * looks at two stamp files. A half-done install is started over. Needs the npm registry only.
 */
export async function installHost(
  report: Progress = (line) => process.stderr.write(`${line}\n`),
  layout = hostLayout(),
): Promise<HostLayout> {
  if (process.platform !== "linux") {
    throw new HostError(
      "The VS Code host in a browser runs on Linux. Here, use the desktop VS Code instead: " +
        "npm run test:desktop, npm run demo -- --desktop.",
    );
  }
  const stamps = [layout.nodePrefix, layout.codePrefix].map((prefix) => join(prefix, STAMP));
  if ((await Promise.all(stamps.map(exists))).every(Boolean)) {
    return layout;
  }
  await mkdir(layout.cacheFolder, { recursive: true });
  await withLock(
    join(layout.cacheFolder, "host-install.lock"),
    async () => {
      await ensureCompilers(report);
      await once(layout.nodePrefix, async () => {
        report(`Installing Node ${NODE_VERSION} for VS Code ...`);
        await installNode(layout);
      });
      await once(layout.codePrefix, async () => {
        report(`Installing VS Code's server (code-server ${CODE_SERVER_VERSION}) ...`);
        await installCodeServer(layout, report);
      });
      report("VS Code is installed.");
    },
    () => report("Waiting for another process that is installing VS Code ..."),
  );
  return layout;
}
