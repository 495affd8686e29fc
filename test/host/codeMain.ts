import { mkdir, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { format } from "node:util";

import type { Browser } from "playwright-core";

import { launchBrowser, workbenchUrl } from "./browser";
import { HostError, tail } from "./commands";
import { parseDesktopArguments } from "./desktopArguments";
import { installHost } from "./install";
import { onInterrupt } from "./interrupt";
import { serverDataDir, startServer, type HostServer } from "./server";
import { quietSettings, readSettings } from "./settings";

const TIMEOUT_MS = Number(process.env["VSCODE_HOST_TIMEOUT_MS"] ?? 5 * 60_000);

async function extensionFolders(extensionsDir: string | undefined): Promise<string[]> {
  if (extensionsDir === undefined) {
    return [];
  }
  const entries = await readdir(extensionsDir, { withFileTypes: true }).catch(() => []);
  const folders = entries.filter((entry) => entry.isDirectory() && !entry.name.startsWith("."));
  return folders.map(({ name }) => resolve(extensionsDir, name));
}

/** What the workbench itself logs; it matters only when the tests never come to an end. */
const WORKBENCH_LINES = [
  /^(Resolving|Resolved) connection token/,
  /^Creating a socket/,
  /^Updating additional builtin extensions/,
  /^\[(reconnection-grace-time|Service Worker|AgentHost:remote|AccountPolicyGate)\]/,
  /\n\s+at .*\/out\/vs\/code\/browser\/workbench\//,
];

/** Opens the window and answers the exit code that the tests in it reported. */
async function runInPage(browser: Browser, url: string): Promise<number> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  const workbenchLog: string[] = [];
  const log = (type: string, logged: unknown) => {
    const args: unknown[] = Array.isArray(logged) ? logged : [logged];
    const text = format(...args);
    if (WORKBENCH_LINES.some((pattern) => pattern.test(text))) {
      workbenchLog.push(text);
    } else {
      const stream = type === "error" || type === "warn" ? process.stderr : process.stdout;
      stream.write(`${text}\n`);
    }
  };
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      const seconds = TIMEOUT_MS / 1000;
      const why = `The tests did not report an end within ${seconds} seconds. The window's log:`;
      reject(new HostError(`${why}\n${tail(workbenchLog.join("\n"))}`));
    }, TIMEOUT_MS);
    const end = (code: number) => {
      clearTimeout(timer);
      resolve(code);
    };
    const open = async () => {
      page.on("crash", () => reject(new HostError("The browser's page crashed.")));
      await page.exposeFunction("codeAutomationLog", log);
      await page.exposeFunction("codeAutomationExit", end);
      await page.goto(url);
    };
    open().catch((error: unknown) => {
      clearTimeout(timer);
      reject(error instanceof Error ? error : new Error(String(error)));
    });
  });
}

/** Runs extension tests as desktop VS Code would, in a browser, and sets this process's exit code. */
export async function main(args: readonly string[]): Promise<void> {
  const { extensionDevelopmentPath, extensionTestsPath, ...desktop } = parseDesktopArguments(args);
  const dataDir = await mkdtemp(join(tmpdir(), "vscode-host-"));
  let server: HostServer | undefined;
  let browser: Browser | undefined;
  const close = async () => {
    await browser?.close().catch(() => undefined);
    await server?.close();
    await rm(dataDir, { recursive: true, force: true, maxRetries: 5 });
  };
  const stopListening = onInterrupt(close);

  try {
    if (extensionTestsPath === undefined) {
      throw new HostError("This runs extension tests: --extensionTestsPath= is missing.");
    }
    const folder = resolve(desktop.folder ?? join(dataDir, "workspace"));
    await mkdir(folder, { recursive: true });
    const userSettings =
      desktop.userDataDir === undefined
        ? {}
        : await readSettings(join(desktop.userDataDir, "User", "settings.json"));
    server = await startServer({
      layout: await installHost(),
      dataDir,
      settings: { ...quietSettings, ...userSettings },
      extensions: await extensionFolders(desktop.extensionsDir),
      // The server has a profile of its own, and the tests look into it.
      env: { VSCODE_TEST_USER_DATA: join(serverDataDir(dataDir), "data") },
      developmentMode: true,
    });
    browser = await launchBrowser();
    const url = workbenchUrl(server, { folder, extensionDevelopmentPath, extensionTestsPath });
    process.exitCode = await runInPage(browser, url);
  } catch (error) {
    process.stderr.write(`${error instanceof HostError ? error.message : format(error)}\n`);
    process.exitCode = 1;
  } finally {
    stopListening();
    await close();
  }
}
