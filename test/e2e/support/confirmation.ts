import type { FrameLocator, Locator, Page } from "playwright-core";

import { acceptPick, choosePick, runCommand } from "../../host/prompts";
import { exactly } from "../../host/waiting";
import { webviewFrame } from "../../host/workbench";

const TITLE = "Confirm Purge";

/** The Confirm Purge page, as a person finds its parts. */
export interface ConfirmationPage {
  readonly frame: FrameLocator;
  readonly typed: Locator;
  readonly purge: Locator;
  readonly cancel: Locator;
  readonly main: Locator;
}

/** Waits for the Confirm Purge page. */
export async function confirmationPage(page: Page): Promise<ConfirmationPage> {
  const frame = await webviewFrame(page, TITLE);
  const parts = {
    frame,
    typed: frame.getByLabel("Type the name to confirm"),
    purge: frame.getByRole("button", { name: "Purge permanently" }),
    cancel: frame.getByRole("button", { name: "Cancel" }),
    main: frame.locator("main"),
  };
  await parts.purge.waitFor();
  // The hover of the row that was clicked lies over the page otherwise.
  await page.mouse.move(1000, 20);
  return parts;
}

/** The page's tab. */
export function confirmationTab(page: Page): Locator {
  const name = page.locator(".label-name", { hasText: exactly(TITLE) });
  return page.locator(".tabs-container .tab").filter({ has: name });
}

/** Runs Recover or Purge... from the palette and chooses from its list. */
export async function fromPalette(
  page: Page,
  command: "Recover" | "Purge...",
  ...names: readonly string[]
): Promise<void> {
  await runCommand(page, `Azure Deleted Resources: ${command}`);
  for (const name of names) {
    await choosePick(page, name);
  }
  await acceptPick(page);
}

/** Opens the Confirm Purge page from the palette, with one resource chosen. */
export async function openConfirmation(page: Page, name: string): Promise<ConfirmationPage> {
  await fromPalette(page, "Purge...", name);
  return confirmationPage(page);
}

/** Opens the page from the palette, types the name, and purges. */
export async function purgeFromPalette(page: Page, name: string): Promise<void> {
  const confirmation = await openConfirmation(page, name);
  await confirmation.typed.fill(name);
  await confirmation.purge.click();
}
