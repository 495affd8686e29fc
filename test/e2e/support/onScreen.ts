import type { Page } from "playwright-core";

import type { HostWindow } from "../../host/window";
import type { Simulator } from "../../simulator/simulator";
import { operationsOutline, outline } from "./tree";

const mostRequests = 12;
const mostLogLines = 15;

/**
 * What a person would see in the window, and what the extension did last, in words: where only the
 * output of a run is kept, a picture of a failed test is lost.
 */
export async function describeScreen(window: HostWindow, simulator: Simulator): Promise<string> {
  const { page, server } = window;
  const hostLog = window.extensionHostLog();
  const parts: readonly (readonly [string, Promise<readonly string[]>])[] = [
    ["dialog", texts(page, ".monaco-dialog-box")],
    ["notifications", allNotifications(page)],
    ["menu", texts(page, ".monaco-menu .action-menu-item .action-label")],
    ["quick input", texts(page, ".quick-input-widget:visible")],
    ["tabs", texts(page, ".tabs-container .tab .label-name")],
    ["status bar", texts(page, ".part.statusbar .statusbar-item")],
    ["views", texts(page, ".part.sidebar .pane-header")],
    ["in place of a tree", texts(page, ".part.sidebar .welcome-view-content:visible")],
    ["Deleted Resources", outline(page)],
    ["Operations", operationsOutline(page)],
    ["last requests", Promise.resolve(lastRequests(simulator))],
    ["log", lastLines(hostLog, "Azure Deleted Resources.log")],
    ["extension host", lastLines(hostLog, "remoteexthost.log")],
    ["page", Promise.resolve(window.logs().slice(-mostLogLines))],
    ["server", Promise.resolve(server.log().trim().split("\n").slice(-mostLogLines))],
  ];
  const said = await Promise.all(
    parts.map(async ([title, lines]) => {
      const shown = await lines.catch((error: unknown) => [`could not be read: ${String(error)}`]);
      return shown.length === 0 ? "" : `${title}:\n${shown.map((line) => `  ${line}\n`).join("")}`;
    }),
  );
  return said.join("");
}

/** Also those that VS Code has hidden again, after some seconds or behind three others. */
async function allNotifications(page: Page): Promise<readonly string[]> {
  await page.locator(".part.statusbar [id='status.notifications'] a").click({ timeout: 2_000 });
  const center = page.locator(".notifications-center.visible");
  await center.waitFor({ timeout: 2_000 });
  return texts(page, ".notifications-center.visible .notification-list-item-message");
}

async function texts(page: Page, selector: string): Promise<readonly string[]> {
  const all = await page.locator(selector).allInnerTexts();
  return all.map((text) => text.replaceAll(/\s+/g, " ").trim()).filter(Boolean);
}

function lastRequests({ requests }: Simulator): readonly string[] {
  const now = Date.now();
  return requests
    .slice(-mostRequests)
    .map(({ at, method, path, status }) => `${now - at} ms ago: ${method} ${path} ${status}`);
}

/** Of the last log file of that name; the other extensions write theirs beside it. */
async function lastLines(log: Promise<string>, name: string): Promise<readonly string[]> {
  const files = (await log).split(/^--- /m);
  const own = files.findLast((text) => text.split("\n", 1)[0]?.endsWith(name) === true) ?? "";
  const lines = own.split("\n").slice(1);
  return lines.filter((line) => line.trim() !== "").slice(-mostLogLines);
}
