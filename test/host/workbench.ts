import type { FrameLocator, Locator, Page } from "playwright-core";

import { eventually, exactly, happens, PATIENCE_MS, type DrawnElement } from "./waiting";
import type { HostWindow } from "./window";

/** A tree row as it is drawn. */
export interface TreeRowText {
  readonly level: number;
  readonly label: string;
  readonly description: string;
}

/** Opens a view container from the activity bar; leaves it alone when it is open. */
export async function openView(page: Page, title: string): Promise<void> {
  const item = page
    .locator(".part.activitybar .action-item[role=tab]")
    // A badge adds to the label: "Azure Deleted Resources - 3 expire soon".
    .filter({ has: page.locator(`.action-label[aria-label^=${JSON.stringify(title)}]`) })
    .first();
  await item.waitFor();
  if ((await item.getAttribute("aria-expanded")) !== "true") {
    await item.locator(".action-label").click();
  }
  await page.locator(".part.sidebar .composite.title h2", { hasText: title }).waitFor();
}

/** One view of the open view container, by its title. */
export function view(page: Page, title: string): Locator {
  return page
    .locator(".part.sidebar .pane")
    .filter({ has: page.locator(".pane-header .title", { hasText: exactly(title) }) });
}

/** Clicks an action in a view's title, also one in its overflow menu. */
export async function viewAction(page: Page, viewTitle: string, action: string): Promise<void> {
  const header = view(page, viewTitle).locator(".pane-header");
  await header.hover();
  const button = header.locator(`.action-label[aria-label^=${JSON.stringify(action)}]`);
  if ((await button.count()) > 0) {
    await button.first().click();
    return;
  }
  await eventually(`"${action}" to be chosen`, async () => {
    await header.locator('.action-label[aria-label*="More Actions"]').click();
    return chooseFromMenu(page, action);
  });
}

/** A tree row by its exact label, without its description; `within` narrows to one view. */
export function treeRow(page: Page, label: string, within: Locator | Page = page): Locator {
  const name = page.locator(".label-name", { hasText: exactly(label) });
  return within.locator("[role=tree] .monaco-list-row[role=treeitem]").filter({ has: name });
}

/** Scrolls a view from its top until the row is drawn; a tree draws only what is in sight. */
export async function revealRow(page: Page, viewTitle: string, label: string): Promise<Locator> {
  const pane = view(page, viewTitle);
  const row = treeRow(page, label, pane).first();
  if (await isUncovered(pane, row)) {
    return row;
  }
  await eventually("the top of the tree", async () => {
    await pointAt(pane);
    const rows = pane.locator(".monaco-list-rows");
    const top = /top:\s*(-?\d+)/.exec((await rows.getAttribute("style")) ?? "")?.[1];
    // However far the wheel is said to turn, VS Code takes it for one notch.
    for (let notch = 0; notch < 10 && Number(top) < 0; notch += 1) {
      await page.mouse.wheel(0, -66);
    }
    return Number(top) >= 0;
  });
  return eventually(`the row "${label}"`, async () => {
    if (await isUncovered(pane, row)) {
      return row;
    }
    await pointAt(pane);
    await page.mouse.wheel(0, 66);
    return undefined;
  });
}

/** Points at the tree of a view; a hover that has come up under the pointer would take the wheel. */
async function pointAt(pane: Locator): Promise<void> {
  const page = pane.page();
  const hover = page.locator(".monaco-hover:visible");
  await eventually("the pointer to rest on the tree", async () => {
    if ((await hover.count()) > 0) {
      await movePointerAway(page);
    }
    await pane
      .locator("[role=tree]")
      .hover({ timeout: 3_000 })
      .catch(() => undefined);
    return (await hover.count()) === 0;
  });
}

/**
 * Whether a row is drawn as a whole: not below the parents that stay in sight at the top of the tree,
 * nor over its lower end, from where the browser would scroll what VS Code scrolls itself.
 */
async function isUncovered(pane: Locator, row: Locator): Promise<boolean> {
  if (!(await row.isVisible())) {
    return false;
  }
  const parents = pane.locator(".monaco-tree-sticky-container:not(.empty)");
  const above = (await parents.isVisible()) ? await parents.boundingBox() : null;
  const [box, tree] = await Promise.all([
    row.boundingBox(),
    pane.locator("[role=tree]").boundingBox(),
  ]);
  return (
    box !== null &&
    tree !== null &&
    box.y >= (above === null ? tree.y : above.y + above.height) &&
    box.y + box.height <= tree.y + tree.height
  );
}

/** The rows of a view that are drawn, from the top. */
export async function treeRows(page: Page, viewTitle: string): Promise<TreeRowText[]> {
  const rows = view(page, viewTitle).locator(".monaco-list-row[role=treeitem]");
  const read = await rows.evaluateAll((all: DrawnElement[]) =>
    all.map((row) => ({
      top: Number(/(?:^|;)\s*top:\s*(\d+)/.exec(row.getAttribute("style") ?? "")?.[1] ?? 0),
      level: Number(row.getAttribute("aria-level")),
      label: row.querySelector(".label-name")?.textContent ?? "",
      description: row.querySelector(".label-description")?.textContent ?? "",
    })),
  );
  return read
    .sort((one, other) => one.top - other.top)
    .map(({ level, label, description }) => ({ level, label, description }));
}

/**
 * Clicks an item of the open menu until the menu closes: VS Code ignores the mouse for the first
 * tenth of a second of a menu, so that the click that opened it does not choose from it.
 *
 * @returns whether the item was clicked; false where the menu went by itself, as it does when
 * something else takes the focus.
 */
async function chooseFromMenu(page: Page, item: string): Promise<boolean> {
  const label = page.locator(".action-label", { hasText: exactly(item) });
  const entry = page.locator(".monaco-menu .action-menu-item").filter({ has: label }).first();
  let isChosen = false;
  await happens(entry.waitFor({ timeout: 5_000 }));
  await eventually(`the menu to close after "${item}"`, async () => {
    if ((await page.locator(".monaco-menu").count()) === 0) {
      return true;
    }
    // With less time a click could count as none that a busy machine has taken all the same.
    isChosen = (await happens(entry.click({ timeout: 3_000 }))) || isChosen;
    return undefined;
  });
  return isChosen;
}

/** The items of the context menu of a row; closes the menu again. */
export async function contextMenuItems(row: Locator): Promise<string[]> {
  const page = row.page();
  await row.click({ button: "right" });
  const labels = page.locator(".monaco-menu .action-menu-item .action-label");
  await labels.first().waitFor();
  const texts = await labels.allInnerTexts();
  await page.keyboard.press("Escape");
  await page.locator(".monaco-menu").waitFor({ state: "detached" });
  return texts.map((text) => text.trim()).filter(Boolean);
}

/** Chooses an item from a row's context menu. */
export async function contextMenu(row: Locator, item: string): Promise<void> {
  await eventually(`"${item}" to be chosen`, async () => {
    await row.click({ button: "right" });
    return chooseFromMenu(row.page(), item);
  });
}

/** Clicks an inline action of a row, which shows when the pointer is on it. */
export async function inlineAction(row: Locator, action: string): Promise<void> {
  await row.hover();
  await row.locator(`.actions .action-label[aria-label^=${JSON.stringify(action)}]`).click();
}

/** The content of the webview in the editor tab with a title, brought to the front. */
export async function webviewFrame(page: Page, title: string): Promise<FrameLocator> {
  const tab = page.locator(".tabs-container .tab", {
    has: page.locator(".label-name", { hasText: exactly(title) }),
  });
  await tab.first().waitFor();
  if ((await tab.first().getAttribute("aria-selected")) !== "true") {
    await tab.first().click();
  }
  const frame = page.locator("iframe.webview.ready:visible").first();
  await frame.waitFor();
  const content = frame.contentFrame().frameLocator("iframe#active-frame");
  await content.locator("body").waitFor();
  return content;
}

/**
 * Between two branches that load one after the other there is a moment without progress; and what a
 * view has read it paints some 60 ms later, VS Code asks for the rows that changed up to 200 ms after
 * that, and until it has them a menu that is opened on one of the old rows has lost its row.
 */
const quietMs = 800;

/** Waits until nothing in the side bar shows progress, no bar, no spinning icon, and it is painted. */
export async function waitForIdle(page: Page, timeoutMs = PATIENCE_MS): Promise<void> {
  const busy = page.locator(
    [
      ".part.sidebar .monaco-progress-container.active",
      ".part.sidebar .codicon-modifier-spin",
      ".part.sidebar .codicon-tree-item-loading",
    ].join(", "),
  );
  let quietSince: number | undefined;
  await eventually(
    "the side bar to be idle",
    async () => {
      quietSince = (await busy.count()) === 0 ? (quietSince ?? Date.now()) : undefined;
      return quietSince !== undefined && Date.now() - quietSince > quietMs;
    },
    timeoutMs,
  );
}

/**
 * Moves the pointer off whatever it rests on until hovers have gone, as before a screenshot: a hover that
 * comes up during the move stays until the pointer moves again, and one whose target went away, such
 * as the button of a closed dialog, stays until a key is pressed.
 */
export async function movePointerAway(page: Page): Promise<void> {
  const { width, height } = page.viewportSize() ?? { width: 1280, height: 800 };
  const hover = page.locator(".monaco-hover:visible");
  const places = [height - 8, height - 12, height / 2];
  let attempts = 0;
  await eventually("hovers to go", async () => {
    await page.mouse.move(width * 0.7, places[attempts % places.length] ?? 0, { steps: 3 });
    attempts += 1;
    if (attempts > places.length) {
      await page.keyboard.press("Escape");
    }
    return happens(hover.waitFor({ state: "hidden", timeout: 1_000 }));
  });
}

/** What VS Code's own themes put on the workbench's element. */
function themeClass(theme: string): string {
  if (theme.includes("High Contrast")) {
    return theme.includes("Light") ? "hc-light" : "hc-black";
  }
  return theme.includes("Dark") ? "vs-dark" : "vs";
}

/**
 * Changes the colour theme of a running window by its id, such as "Dark Modern", "Light Modern"
 * or "Default High Contrast", and waits until it is drawn.
 */
export async function setTheme(window: HostWindow, theme: string): Promise<void> {
  // A choice made in the palette is kept by the browser, and this setting overrules it.
  await window.changeSettings({ "workbench.colorTheme": theme });
  await window.page.locator(`.monaco-workbench.${themeClass(theme)}`).waitFor();
}

/** Drags the border of the side bar, as a person does who wants to read whole rows. */
export async function widenSideBar(page: Page, width: number): Promise<void> {
  const box = await page.locator(".part.sidebar").boundingBox();
  if (box === null) {
    throw new Error("The side bar is not shown.");
  }
  const height = box.y + box.height / 2;
  await page.mouse.move(box.x + box.width, height);
  await page.mouse.down();
  await page.mouse.move(box.x + width, height, { steps: 10 });
  await page.mouse.up();
}
