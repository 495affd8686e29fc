import type { Page } from "playwright-core";

import { eventually, type DrawnElement } from "../../host/waiting";

/** The text of the active editor, from its top, as far as it is drawn. */
export async function editorText(page: Page): Promise<string> {
  const lines = page.locator(".editor-group-container.active .view-lines .view-line");
  await lines.first().waitFor();
  return eventually("the editor to show text", async () => {
    // Lines that come later are drawn where they belong, and stand at the end all the same.
    const drawn = await lines.evaluateAll((all: DrawnElement[]) =>
      all.map((line) => ({
        top: Number(/(?:^|;)\s*top:\s*(-?\d+)/.exec(line.getAttribute("style") ?? "")?.[1] ?? 0),
        text: line.textContent ?? "",
      })),
    );
    const text = drawn
      .sort((one, other) => one.top - other.top)
      .map((line) => line.text)
      .join("\n")
      .replaceAll("\u00a0", " ");
    return text.trim() === "" ? undefined : text;
  });
}
