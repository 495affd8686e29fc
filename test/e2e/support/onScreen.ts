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
export async function describeScreen(
  { page, extensionHostLog }: Pick<HostWindow, "page" | "extensionHostLog">,
  simulator: Simulator,
): Promise<string> {
  const parts: readonly (readonly [string, Promise<readonly string[]>])[] = [
    ["dialog", texts(page, ".monaco-dialog-box")],
    ["notifications", allNotifications(page)],
    ["menu", texts(page, ".monaco-menu .action-menu-item .action-label")],
    ["quick input", texts(page, ".quick-input-widget:visible")],
    ["tabs", texts(page, ".tabs-container .tab .label-name")],
    ["status bar", texts(page, ".part.statusbar .statusbar-item")],
    ["Deleted Resources", outline(page)],
    ["Operations", operationsOutline(page)],
    ["last requests", Promise.resolve(lastRequests(simulator))],
    ["log", lastLogLines(extensionHostLog())],
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

/** Of the extension's own channel, not of the others that the host writes. */
async function lastLogLines(log: Promise<string>): Promise<readonly string[]> {
  const files = (await log).split(/^--- /m);
  const own = files.findLast((text) => /^.*Azure Deleted Resources\.log$/m.test(text)) ?? "";
  const lines = own.split("\n").slice(1);
  return lines.filter((line) => line.trim() !== "").slice(-mostLogLines);
}
