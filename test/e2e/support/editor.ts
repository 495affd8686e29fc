import type { Page } from "playwright-core";

import { eventually } from "../../host/waiting";

/** The text of the active editor, from its top, as far as it is drawn. */
export async function editorText(page: Page): Promise<string> {
  const lines = page.locator(".editor-group-container.active .view-lines .view-line");
  await lines.first().waitFor();
  return eventually("the editor to show text", async () => {
    const text = (await lines.allTextContents()).join("\n").replaceAll("\u00a0", " ");
    return text.trim() === "" ? undefined : text;
  });
}
