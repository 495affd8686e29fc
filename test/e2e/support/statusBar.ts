import type { Locator, Page } from "playwright-core";

/** The extension's item in the status bar. */
export function statusItem(page: Page): Locator {
  return page.locator(".part.statusbar .statusbar-item[aria-label^='Deleted Azure resources']");
}

/** What it says, without its icon. */
export async function statusText(page: Page): Promise<string> {
  return (await statusItem(page).innerText()).replaceAll("\u00a0", " ").trim();
}
