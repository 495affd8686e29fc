import type { Locator, Page } from "playwright-core";

import { pickRow, runCommand } from "../../host/prompts";
import { eventually } from "../../host/waiting";

/** The row of a problem, by part of its message. */
export function problem(page: Page, message: string | RegExp): Locator {
  return page.locator(".markers-panel .monaco-list-row").filter({ hasText: message }).first();
}

/** Opens the Problems panel; it stays open. */
export async function showProblems(page: Page): Promise<void> {
  const panel = page.locator(".markers-panel");
  await eventually("the Problems panel to show", async () => {
    if (await panel.isVisible()) {
      return true;
    }
    await runCommand(page, "Problems: Focus on Problems View");
    await panel.waitFor({ timeout: 3_000 }).catch(() => undefined);
    return undefined;
  });
}

/** The messages of the Problems panel, without files, as they are drawn. */
export async function problems(page: Page): Promise<readonly string[]> {
  const rows = page.locator(".markers-panel .monaco-list-row .marker-message-line");
  return rows.allInnerTexts().then((all) => all.map((text) => text.replaceAll("\u00a0", " ")));
}

/** Opens a file of the workspace by its name, as a person does from anywhere. */
export async function openFile(page: Page, name: string): Promise<void> {
  await eventually(`${name} to be open`, async () => {
    const tab = page.locator(`.tabs-container .tab.active[data-resource-name="${name}"]`);
    if ((await tab.count()) > 0) {
      return true;
    }
    await page.keyboard.press("Control+P");
    const input = page.locator(".quick-input-widget:visible .quick-input-box input");
    await input.waitFor({ timeout: 2_000 }).catch(() => undefined);
    await input.fill(name, { timeout: 2_000 }).catch(() => undefined);
    await pickRow(page, name)
      .click({ timeout: 5_000 })
      .catch(() => undefined);
    await tab.waitFor({ timeout: 3_000 }).catch(() => undefined);
    return undefined;
  });
}

/** Puts the cursor at a line and column of the active editor, counted from one. */
export async function goTo(page: Page, position: `${number}:${number}`): Promise<void> {
  await page.locator(".editor-group-container.active .view-lines").click();
  await page.keyboard.press("Control+G");
  const input = page.locator(".quick-input-widget:visible .quick-input-box input");
  await input.waitFor();
  await input.fill(`:${position}`);
  await input.press("Enter");
  await input.waitFor({ state: "hidden" });
}

/** The light bulb's menu at the cursor, open. */
export async function lightBulb(page: Page): Promise<Locator> {
  const menu = page.locator(".action-widget:visible");
  await eventually("the quick fixes to show", async () => {
    if (await menu.isVisible()) {
      return true;
    }
    await page.keyboard.press("Control+.");
    await menu.waitFor({ timeout: 3_000 }).catch(() => undefined);
    return undefined;
  });
  return menu;
}

/** What the light bulb offers at the cursor; closes it again. */
export async function quickFixes(page: Page): Promise<readonly string[]> {
  const menu = await lightBulb(page);
  const titles = await menu.locator(".monaco-list-row.action .title").allInnerTexts();
  await page.keyboard.press("Escape");
  await menu.waitFor({ state: "hidden" });
  return titles.map((title) => title.replaceAll("\u00a0", " "));
}

/** Chooses what the light bulb offers at the cursor. */
export async function quickFix(page: Page, title: string): Promise<void> {
  const menu = await lightBulb(page);
  await menu.locator(".monaco-list-row.action", { hasText: title }).first().click();
}

/** Takes back what was changed in open files, which could not be closed otherwise without a question. */
export async function revertAll(page: Page): Promise<void> {
  const changed = page.locator(".tabs-container .tab.dirty");
  await eventually("changed files to be reverted", async () => {
    if ((await changed.count()) === 0) {
      return true;
    }
    // It may be unchanged by now.
    await changed
      .first()
      .click({ timeout: 2_000 })
      .catch(() => undefined);
    await runCommand(page, "File: Revert File");
    return undefined;
  });
}
