import { errors, type Locator, type Page } from "playwright-core";

import { eventually, exactly, happens, type DrawnElement } from "./waiting";

/** The open quick pick, input box or command palette. */
export function quickInput(page: Page): Locator {
  return page.locator(".quick-input-widget:visible");
}

/** The rows of the open quick pick that are drawn, as label, description and detail in one text. */
export async function quickPickTexts(page: Page): Promise<string[]> {
  const rows = quickInput(page).locator(".monaco-list-row");
  await rows.first().waitFor();
  return rows.evaluateAll((all: DrawnElement[]) =>
    all.map((row) => row.getAttribute("aria-label") ?? ""),
  );
}

/** The first row of the open quick pick with this label. */
export function pickRow(page: Page, label: string | RegExp): Locator {
  const text = typeof label === "string" ? exactly(label) : label;
  const name = page.locator(".quick-input-list-row .label-name", { hasText: text });
  return quickInput(page).locator(".monaco-list-row").filter({ has: name }).first();
}

/**
 * Clicks a row of the open quick pick: chooses it, or in one with checkboxes ticks it. A row that
 * is not drawn yet is searched for as a person would, by typing its label.
 */
export async function choosePick(page: Page, label: string | RegExp): Promise<void> {
  const row = pickRow(page, label);
  const drawn = await happens(row.waitFor({ timeout: 5_000 }));
  if (!drawn && typeof label === "string") {
    await quickInput(page).locator("input").first().fill(label);
  }
  await row.click();
}

/** Types into the open input box and accepts it. */
export async function typeAndAccept(page: Page, text: string): Promise<void> {
  await quickInput(page).locator(".quick-input-box input").fill(text);
  await acceptPick(page);
}

/** Accepts what is chosen or ticked in the open quick pick. */
export async function acceptPick(page: Page): Promise<void> {
  await quickInput(page).locator(".quick-input-box input").press("Enter");
}

/** Closes the open quick pick without choosing. */
export async function escapePick(page: Page): Promise<void> {
  await eventually("the quick pick to close", async () => {
    if ((await quickInput(page).count()) === 0) {
      return true;
    }
    await page.keyboard.press("Escape");
    return undefined;
  });
}

/** Runs a command from the palette by its title, with or without its category. */
export async function runCommand(page: Page, title: string): Promise<void> {
  const input = page.locator(".quick-input-widget:visible .quick-input-box input");
  const escaped = exactly(title).source.slice(1);
  const row = pickRow(page, new RegExp(`^(.*: )?${escaped}`));
  // The first key press of a window can come before its key bindings are there, and a view that
  // takes the focus while it opens closes the palette again.
  await eventually("the command in the palette", async () => {
    try {
      if (!(await input.isVisible())) {
        await page.keyboard.press("F1");
        await input.waitFor({ timeout: 2_000 });
      }
      await input.fill(`>${title}`, { timeout: 2_000 });
      await row.click({ timeout: 3_000 });
      return true;
    } catch (error) {
      if (error instanceof errors.TimeoutError) {
        return undefined;
      }
      throw error;
    }
  });
}

/** The texts of the notifications on show, oldest last as VS Code stacks them. */
export async function notifications(page: Page): Promise<string[]> {
  return notificationToasts(page).locator(".notification-list-item-message").allInnerTexts();
}

function notificationToasts(page: Page): Locator {
  return page.locator(".notification-toast, .notifications-center.visible .monaco-list-row");
}

/** Waits for a notification that contains a text; answers its locator. */
export async function notification(page: Page, text: string | RegExp): Promise<Locator> {
  const found = notificationToasts(page).filter({ hasText: text }).first();
  await found.waitFor();
  return found;
}

/** Clicks a button of the notification that contains a text. */
export async function notificationButton(
  page: Page,
  text: string | RegExp,
  button: string,
): Promise<void> {
  const found = await notification(page, text);
  await found.locator(".monaco-button", { hasText: exactly(button) }).click();
}

/** The open modal dialog. */
export function dialog(page: Page): Locator {
  return page.locator(".monaco-dialog-box");
}

/** The open modal dialog's message and detail. */
export async function dialogText(page: Page): Promise<string> {
  await dialog(page).waitFor();
  return dialog(page).locator(".dialog-message-container").innerText();
}

/** Clicks a button of the open modal dialog. */
export async function dialogButton(page: Page, button: string): Promise<void> {
  await dialog(page)
    .locator(".monaco-button", { hasText: exactly(button) })
    .click();
}
