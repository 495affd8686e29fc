import { mkdir, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { Browser, Page } from "playwright-core";

import { launchBrowser, workbenchUrl } from "./browser";
import { installHost } from "./install";
import { demoAuthFolder } from "./layout";
import { serverDataDir, startServer, type HostServer } from "./server";
import { PATIENCE_MS } from "./waiting";
import {
  machineSettingsFile,
  quietSettings,
  readSettings,
  writeSettings,
  type Settings,
} from "./settings";

/** How a window is opened; everything has a default that suits a test. */
export interface WindowOptions {
  /** The folder of a built extension; it is installed as it stands there now. */
  readonly extensionPath?: string;
  /** A packaged extension to install as a person would. */
  readonly vsix?: string;
  /** Folders of further extensions. */
  readonly extensions?: readonly string[];
  /** The folder to open; by default an empty one. */
  readonly folder?: string;
  /** What to open in place of a folder of this machine, as in "memory:/shop". */
  readonly folderUri?: string;
  /** Whether folders have to be trusted first; they are all trusted when left out. */
  readonly workspaceTrust?: boolean;
  /** The person's own settings, where those of the application and of the window are. */
  readonly userSettings?: Settings;
  /** Added to the settings of a quiet window. */
  readonly settings?: Settings;
  /** Added to the environment of the extension host. */
  readonly env?: NodeJS.ProcessEnv;
  /** For example "Default Light Modern" or "Default High Contrast". */
  readonly colorTheme?: string;
  /**
   * The language of extensions, as in "de"; VS Code's own texts stay in English. A person gets it by
   * installing a language pack, which says the same to the page.
   */
  readonly language?: string;
  readonly headless?: boolean;
  readonly viewport?: { readonly width: number; readonly height: number };
  /** Keeps the server's side of the profile here; by default a temporary folder, removed at close. */
  readonly dataDir?: string;
  readonly port?: number;
}

/** A VS Code window in a browser, with its server. */
export interface HostWindow {
  /** Opens the same workbench in any browser on this machine. */
  readonly url: string;
  readonly page: Page;
  readonly browser: Browser;
  readonly server: HostServer;
  readonly dataDir: string;
  /** What the pages wrote to their console. */
  logs(): string[];
  /** The extension host's log and every output channel's, newest window last. */
  extensionHostLog(): Promise<string>;
  /** Changes settings in the running window; `undefined` takes one away. */
  changeSettings(changes: Settings): Promise<void>;
  /** One more window on the same server, in a browser that knows nothing of the first. */
  openSecondPage(): Promise<Page>;
  /** Ends the browser and the server with all their processes. */
  close(): Promise<void>;
}

async function logFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isFile() && entry.name.endsWith(".log"))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => file.includes("exthost"))
    .sort();
}

async function readLogs(folder: string): Promise<string> {
  const files = await logFiles(folder);
  const texts = await Promise.all(
    files.map(
      async (file) => `--- ${file.slice(folder.length + 1)}\n${await readFile(file, "utf8")}`,
    ),
  );
  return texts.join("\n");
}

/** Waits until the workbench has drawn itself and its extension host answers. */
export async function waitForWorkbench(page: Page): Promise<void> {
  await page.locator(".monaco-workbench .part.statusbar").waitFor();
  await page.locator(".monaco-workbench .part.activitybar").waitFor();
}

/**
 * Opens a real VS Code window in Chromium and waits until its workbench is drawn. Installs VS
 * Code's server and Chromium on the first call.
 */
export async function openWindow(options: WindowOptions = {}): Promise<HostWindow> {
  const layout = await installHost();
  const temporary = options.dataDir === undefined;
  const dataDir = options.dataDir ?? (await mkdtemp(join(tmpdir(), "vscode-host-")));
  const folder = options.folder ?? join(dataDir, "workspace");
  await mkdir(folder, { recursive: true });

  const settings: Settings = {
    ...quietSettings,
    ...(options.colorTheme === undefined ? {} : { "workbench.colorTheme": options.colorTheme }),
    ...options.settings,
  };
  const server = await startServer({
    layout,
    dataDir,
    settings,
    env: options.env,
    extensions: [demoAuthFolder, options.extensionPath, ...(options.extensions ?? [])].filter(
      (path) => path !== undefined,
    ),
    vsix: options.vsix,
    workspaceTrust: options.workspaceTrust,
    userSettings: options.userSettings,
    port: options.port,
  });
  const logs: string[] = [];
  let browser: Browser | undefined;
  const close = async () => {
    await browser?.close().catch(() => undefined);
    await server.close();
    if (temporary) {
      await rm(dataDir, { recursive: true, force: true, maxRetries: 5 });
    }
  };

  try {
    browser = await launchBrowser(options.headless);
    const url = workbenchUrl(server, { folder: options.folderUri ?? folder });
    const openPage = async (from: Browser): Promise<Page> => {
      const context = await from.newContext({
        viewport: options.viewport ?? { width: 1280, height: 800 },
        permissions: ["clipboard-read", "clipboard-write"],
      });
      if (options.language !== undefined) {
        const language = JSON.stringify(options.language);
        await context.addInitScript({ content: `globalThis._VSCODE_NLS_LANGUAGE = ${language};` });
      }
      context.setDefaultTimeout(PATIENCE_MS);
      const page = await context.newPage();
      page.on("console", (message) => logs.push(`${message.type()}: ${message.text()}`));
      page.on("pageerror", (error) => logs.push(`pageerror: ${error.message}`));
      await page.goto(url);
      await waitForWorkbench(page);
      return page;
    };
    const page = await openPage(browser);
    const machineSettings = machineSettingsFile(serverDataDir(dataDir));
    const running = browser;
    return {
      url,
      page,
      browser,
      server,
      dataDir,
      logs: () => [...logs],
      extensionHostLog: () => readLogs(join(serverDataDir(dataDir), "data", "logs")),
      changeSettings: async (changes) => {
        const merged = { ...(await readSettings(machineSettings)), ...changes };
        await writeSettings(machineSettings, merged);
      },
      openSecondPage: () => openPage(running),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}
