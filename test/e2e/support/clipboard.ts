import type { Page } from "playwright-core";
import { eventually } from "../../host/waiting";

/** What the clipboard holds once something new is there. */
export async function clipboardAfter(page: Page, action: () => Promise<void>): Promise<string> {
  await page.evaluate("navigator.clipboard.writeText('nothing was copied')");
  await action();
  return eventually("the clipboard to change", async () => {
    const text = await page.evaluate("navigator.clipboard.readText()");
    return typeof text === "string" && text !== "nothing was copied" ? text : undefined;
  });
}
