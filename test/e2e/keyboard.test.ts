import type { Page } from "playwright-core";
import { beforeEach, expect, test } from "vitest";

import { dialog, notification, quickInput } from "../host/prompts";
import { eventually } from "../host/waiting";
import { view, waitForIdle } from "../host/workbench";
import { startAnew } from "./support/anew";
import { clipboardAfter } from "./support/clipboard";
import { confirmationPage, confirmationTab } from "./support/confirmation";
import { writesTo } from "./support/requests";
import { takePicture, useScene } from "./support/scene";
import { RESOURCES, waitUntilGone } from "./support/tree";

// The mouse is not touched in these.
const scene = useScene();
beforeEach(() => startAnew(scene()));

/** Runs a command from the palette. */
async function command(page: Page, title: string): Promise<void> {
  await page.keyboard.press("F1");
  await quickInput(page).locator("input").first().waitFor();
  await page.keyboard.type(title);
  const first = quickInput(page).locator(".monaco-list-row.focused .label-name");
  await first.filter({ hasText: title }).waitFor();
  await page.keyboard.press("Enter");
}

/** The label of the row that the next key is for; undefined where the tree has not the focus. */
async function focusedRow(page: Page): Promise<string | undefined> {
  const tree = view(page, RESOURCES).locator("[role=tree]");
  const id = await tree.getAttribute("aria-activedescendant");
  if (id === null || (await tree.and(page.locator(":focus")).count()) === 0) {
    return undefined;
  }
  return (await page.locator(`[id="${id}"] .label-name`).innerText()).trim();
}

/** Goes to a row with the arrow keys. */
async function goTo(page: Page, label: string): Promise<void> {
  await command(page, `Focus on ${RESOURCES} View`);
  await eventually("the tree to have the focus", async () => {
    await page.keyboard.press("Home");
    return (await focusedRow(page)) !== undefined;
  });
  await eventually(`the focus to be on "${label}"`, async () => {
    if ((await focusedRow(page)) === label) {
      return true;
    }
    await page.keyboard.press("ArrowDown");
    return undefined;
  });
}

/** Chooses from the menu of the row that has the focus. */
async function chooseFromMenu(page: Page, item: string): Promise<void> {
  await page.keyboard.press("Shift+F10");
  const menu = page.locator(".monaco-menu");
  await menu.waitFor();
  const focused = menu.locator(".action-item.focused .action-label");
  await eventually(`"${item}" in the menu`, async () => {
    if ((await focused.count()) > 0 && (await focused.innerText()).trim() === item) {
      return true;
    }
    await page.keyboard.press("ArrowDown");
    return undefined;
  });
  await page.keyboard.press("Enter");
  await menu.waitFor({ state: "detached" });
}

/** Waits until the list has been read after what was sent: a reset would bring back what is gone. */
async function listRead(): Promise<void> {
  const { page, simulator } = scene();
  await eventually("the list to be read once more", async () => {
    const { requests } = simulator;
    const sent = requests.findLastIndex(({ method }) => method === "PUT" || method === "POST");
    return requests.findLastIndex(({ path }) => path.endsWith("/deletedVaults")) > sent;
  });
  await waitForIdle(page);
}

test("a row is recovered, and the focus goes to one that is still there", async () => {
  const { page, simulator } = scene();
  await goTo(page, "kv-dev-old");
  await chooseFromMenu(page, "Recover");
  await dialog(page).waitFor();
  await page.keyboard.press("Enter");
  await notification(page, '"kv-dev-old" is recovered.');
  await waitUntilGone(page, "kv-dev-old");
  expect(writesTo(simulator)).toEqual(["PUT vaults/kv-dev-old"]);
  expect(await focusedRow(page)).toBe("kv-dev-scratch");
  await page.keyboard.press("ArrowUp");
  expect(await focusedRow(page)).toBe("Key vaults");
  await listRead();
});

test("the last row of a service is recovered, and the focus stays near", async () => {
  const { page } = scene();
  for (const [name, next] of [
    ["kv-dev-scratch", "kv-dev-old"],
    ["kv-dev-old", "Contoso Production"],
  ] as const) {
    await goTo(page, name);
    await chooseFromMenu(page, "Recover");
    await dialog(page).waitFor();
    await page.keyboard.press("Enter");
    await waitUntilGone(page, name);
    expect(await focusedRow(page)).toBe(next);
    await page.keyboard.press("ArrowDown");
    expect(await focusedRow(page)).not.toBe("Contoso Development");
    await notification(page, `"${name}" is recovered.`);
  }
  await listRead();
});

test("a row is purged on the page, which takes the focus and gives it back", async () => {
  const { page, simulator } = scene();
  await goTo(page, "kv-dev-old");
  await chooseFromMenu(page, "Purge...");
  const { typed, purge, frame } = await confirmationPage(page);
  await eventually("the box to have the focus", async () =>
    (await typed.and(frame.locator(":focus")).count()) === 1 ? true : undefined,
  );
  await takePicture(page, "keyboard purge");
  await page.keyboard.type("kv-dev-old");
  await page.keyboard.press("Tab");
  expect(await purge.and(frame.locator(":focus")).count()).toBe(1);
  await page.keyboard.press("Enter");
  await confirmationTab(page).waitFor({ state: "detached" });
  await waitUntilGone(page, "kv-dev-old");
  expect(writesTo(simulator)).toHaveLength(1);
  expect(await focusedRow(page)).toBe("kv-dev-scratch");
  await listRead();
});

test("Escape leaves the page for the row it was about, and nothing is sent", async () => {
  const { page, simulator } = scene();
  await goTo(page, "kv-dev-old");
  await chooseFromMenu(page, "Purge...");
  const { typed, frame } = await confirmationPage(page);
  await eventually("the box to have the focus", async () =>
    (await typed.and(frame.locator(":focus")).count()) === 1 ? true : undefined,
  );
  await page.keyboard.press("Escape");
  await confirmationTab(page).waitFor({ state: "detached" });
  expect(writesTo(simulator)).toEqual([]);
  await eventually("the row to have the focus", async () =>
    (await focusedRow(page)) === "kv-dev-old" ? true : undefined,
  );
});

test("a name is copied, and details are read", async () => {
  const { page } = scene();
  await goTo(page, "kv-dev-old");
  const copied = await clipboardAfter(page, () => chooseFromMenu(page, "Copy Name"));
  expect(copied).toBe("kv-dev-old");
  await goTo(page, "kv-dev-old");
  await chooseFromMenu(page, "Show Details");
  const tab = page.locator(".tabs-container .tab.active .label-name");
  await tab.filter({ hasText: "kv-dev-old" }).waitFor();
  await eventually("the text to have the focus", async () =>
    (await page.locator(".editor-instance :focus").count()) > 0 ? true : undefined,
  );
});

test("groups fold and unfold, and say how many they hold", async () => {
  const { page } = scene();
  await goTo(page, "Key vaults");
  const row = view(page, RESOURCES).locator(".monaco-list-row.focused");
  expect(await row.getAttribute("aria-label")).toMatch(/^Key vaults, 2 deleted\b/);
  await page.keyboard.press("ArrowLeft");
  await eventually("the row to fold", async () =>
    (await row.getAttribute("aria-expanded")) === "false" ? true : undefined,
  );
  await page.keyboard.press("ArrowRight");
  await eventually("the row to unfold", async () =>
    (await row.getAttribute("aria-expanded")) === "true" ? true : undefined,
  );
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("ArrowLeft");
  expect(await row.getAttribute("aria-label")).toMatch(
    /^Contoso Development, subscription, 4 h left · 4 deleted/,
  );
});
