import type { Page } from "playwright-core";

import { choosePick, dialog, dialogButton, quickInput } from "./prompts";
import { openView, treeRow, view } from "./workbench";
import { eventually } from "./waiting";

const CONTAINER = "Azure Deleted Resources";
const RESOURCES = "Deleted Resources";

/**
 * Signs a person in through VS Code's own path: the view's button, the dialog that asks whether
 * the extension may, and the picker of accounts where there is one.
 *
 * @param words how the window's language says the extension's texts.
 */
export async function signIn(
  page: Page,
  accountLabel: string,
  words: (english: string) => string = (english) => english,
): Promise<void> {
  await openView(page, words(CONTAINER));
  const resources = view(page, words(RESOURCES));
  // Where an earlier window has kept a list, a row of it.
  const button = resources
    .locator(".welcome-view-content .monaco-button")
    .or(treeRow(page, words("Sign In to Azure..."), resources))
    .first();
  await button.click();
  await eventually(`${accountLabel} to be signed in`, async () => {
    if (await dialog(page).isVisible()) {
      await dialogButton(page, "Allow");
      await dialog(page).waitFor({ state: "detached" });
    } else if (await quickInput(page).isVisible()) {
      await choosePick(page, accountLabel);
      await quickInput(page).waitFor({ state: "hidden" });
    }
    return !(await button.isVisible());
  });
}
