import { dialog, escapePick, quickInput, runCommand } from "../host/prompts";
import { contextMenu, revealRow, webviewFrame, widenSideBar } from "../host/workbench";
import { RESOURCES } from "../e2e/support/tree";
import { takeAlbum, type Picture } from "./take";

const clear: Picture["clear"] = async (page) => {
  await page.keyboard.press("Escape");
  await escapePick(page);
};

/** What is seen of the window in each step of the walkthrough: what is small is drawn large. */
const pictures: Readonly<Record<string, Picture>> = {
  see: {
    clip: { x: 48, y: 36, width: 500, height: 376 },
    show: async (page) => {
      await revealRow(page, RESOURCES, "aoai-dev-tonight");
    },
    clear,
  },
  recover: {
    clip: { x: 216, y: 124, width: 468, height: 372 },
    show: async (page) => {
      await contextMenu(await revealRow(page, RESOURCES, "vision-labels"), "Recover");
      await dialog(page).waitFor();
    },
    clear,
  },
  prevent: {
    clip: { x: 160, y: 0, width: 580, height: 180 },
    show: async (page) => {
      await runCommand(page, "Azure Deleted Resources: Enable Soft Delete on a Gallery...");
      // The list opens where the palette was clicked; the hover of its first state would stay.
      await page.mouse.move(360, 612);
      await quickInput(page).locator(".monaco-list-row").first().waitFor();
    },
    clear,
  },
  purge: {
    clip: { x: 48, y: 36, width: 848, height: 550 },
    show: async (page) => {
      await contextMenu(await revealRow(page, RESOURCES, "aoai-dev-tonight"), "Purge...");
      const frame = await webviewFrame(page, "Confirm Purge");
      await frame.getByLabel("Type the name to confirm").waitFor();
      await runCommand(page, "View: Toggle Primary Side Bar Visibility");
      await page.locator(".part.sidebar").waitFor({ state: "hidden" });
    },
    clear,
  },
};

/** @param names which pictures to take; all when there are none. */
export async function walkthroughPictures(names: readonly string[]): Promise<void> {
  await takeAlbum(
    {
      folder: "media/walkthrough",
      window: { viewport: { width: 900, height: 620 } },
      prepare: (page) => widenSideBar(page, 500),
      pictures,
    },
    names,
  );
}
