import { expect, test } from "vitest";

import { setTheme } from "../host/workbench";
import { violations } from "./support/accessibility";
import { confirmationPage, confirmationTab, fromPalette } from "./support/confirmation";
import { takePicture, useScene } from "./support/scene";
import { hoverText, resourceRow } from "./support/tree";

const scene = useScene();

test.each(["Light Modern", "Dark Modern", "Default High Contrast"])(
  "in %s items tell in words how they stand, and the focus can be seen wherever it is",
  async (theme) => {
    const { page, window } = scene();
    await setTheme(window, theme);
    await takePicture(page, `tree ${theme}`);
    const expiring = await resourceRow(page, "vision-labels");
    expect(await expiring.getAttribute("aria-label")).toContain("expires soon");
    const locked = await resourceRow(page, "kv-payments-prod");
    expect(await locked.getAttribute("aria-label")).toContain("purge-protected");
    expect(await hoverText(locked)).toContain("State: purge-protected");

    await fromPalette(page, "Purge...", "aoai-support-prod", "kv-payments-prod");
    const { frame, typed, purge, cancel } = await confirmationPage(page);
    await takePicture(page, `confirmation ${theme}`);

    expect(await frame.locator('label[for="typed"]').innerText()).toBe("Type the name to confirm");
    expect(await typed.getAttribute("aria-describedby")).toMatch(/\binstruction\b/);
    expect(await purge.getAttribute("disabled")).not.toBeNull();
    await typed.fill("aoai-support-prod");
    expect(await purge.getAttribute("disabled")).toBeNull();
    for (const part of [typed, purge, cancel]) {
      expect(await part.and(frame.locator(":focus")).count()).toBe(1);
      const outline = "getComputedStyle(document.activeElement).outlineStyle";
      expect(await part.evaluate(outline)).toBe("solid");
      await page.keyboard.press("Tab");
    }
    await takePicture(page, `confirmation filled ${theme}`);
    expect(await violations(frame.locator("html"))).toEqual([]);
    await cancel.click();
    await confirmationTab(page).waitFor({ state: "detached" });
  },
);
