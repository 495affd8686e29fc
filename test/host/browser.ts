import { chromium, type Browser } from "playwright-core";

import { findChromium } from "./chromium";
import type { HostServer } from "./server";

/** What the workbench in the page should open; the paths need a server in development mode. */
export interface WorkbenchTarget {
  readonly folder: string;
  readonly extensionDevelopmentPath?: string | undefined;
  readonly extensionTestsPath?: string | undefined;
}

const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** The address that opens a workbench on a server, in any browser on this machine. */
export function workbenchUrl(server: HostServer, target: WorkbenchTarget): string {
  const url = new URL(server.url);
  url.searchParams.set("folder", target.folder);
  const { extensionDevelopmentPath, extensionTestsPath } = target;
  const payload = Object.entries({ extensionDevelopmentPath, extensionTestsPath })
    .filter(([, path]) => path !== undefined)
    .map(([name, path]) => [name, `vscode-remote://${server.authority}${path}`]);
  if (payload.length > 0) {
    payload.push(["skipWelcome", "true"]);
    url.searchParams.set("payload", JSON.stringify(payload));
  }
  return url.toString();
}

/** Starts a Chromium of its own; closing it ends all its processes. */
export async function launchBrowser(headless = true): Promise<Browser> {
  return chromium.launch({
    executablePath: await findChromium(),
    headless,
    args: FLAGS,
    // Signals are the caller's to handle: it has a server to end as well.
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
  });
}
