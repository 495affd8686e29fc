import { beforeEach, expect, test } from "vitest";

import { dialogButton, dialogText, escapePick, notification, runCommand } from "../host/prompts";
import { eventually } from "../host/waiting";
import { contextMenu, treeRow, view } from "../host/workbench";
import { hostileNames, nothingDeleted } from "../simulator/scenarios/forTests";
import { dana } from "../simulator/scenarios/people";
import { startAnew } from "./support/anew";
import { confirmationPage } from "./support/confirmation";
import { editorText } from "./support/editor";
import { writes } from "./support/requests";
import { useScene } from "./support/scene";
import { hoverText, outline, refreshAll, RESOURCES } from "./support/tree";

const scene = useScene({ scenario: hostileNames });
beforeEach(() => startAnew(scene(), hostileNames));

const image = `<img src=x onerror="alert(1)">`;
const link = "[x](command:workbench.action.quit)";
const icon = "$(zap) zapped";
const reversed = "vault[U+202E]gnp.exe";

/** The row of the vault, not the account, of a name. */
function vaultRow(name: string): ReturnType<typeof treeRow> {
  return treeRow(scene().page, name, view(scene().page, RESOURCES)).last();
}

test("names that are markup stand in the tree as text", async () => {
  const { page } = scene();
  const names = (await outline(page)).map((row) => row.trim().split(" | ")[0]);
  for (const name of [image, "**bold** `code`", link, icon, reversed, `${"n".repeat(119)}…`]) {
    expect(names).toContain(name);
  }
  expect(await page.locator('img[src="x"]').count()).toBe(0);
  expect(await page.locator(".part.sidebar .codicon-zap").count()).toBe(0);
});

test("items of a list that are none are left out, counted, and hide nothing", async () => {
  const rows = await outline(scene().page);
  expect(rows).toContain("  Key vaults | 6, and 3 unreadable");
  expect(rows).toContain("  AI services and Foundry | 6, and 3 unreadable");
  expect(await hoverText(vaultRow("Key vaults"))).toContain(
    "Left out: 3 unreadable items (see the log)",
  );
});

test("names that are markup stand in the palette's list as text", async () => {
  const { page } = scene();
  await runCommand(page, "Azure Deleted Resources: Recover");
  const list = page.locator(".quick-input-widget:visible .quick-input-list");
  await list.getByText(image).first().waitFor();
  const texts = (await list.locator(".label-name").allInnerTexts()).map((text) =>
    text.replaceAll("\u200b", "").trim(),
  );
  for (const name of [image, link, icon, reversed]) {
    expect(texts).toContain(name);
  }
  expect(await list.locator("img, .codicon-zap").count()).toBe(0);
  await escapePick(page);
});

test("a name that is a link is none, in the question and in the notification", async () => {
  const { page } = scene();
  await contextMenu(vaultRow(link), "Recover");
  expect((await dialogText(page)).replaceAll("\u200b", "")).toContain(`Recover "${link}"?`);
  expect(await page.locator(".dialog-message-container a").count()).toBe(0);
  await dialogButton(page, "Recover");
  const told = await notification(page, "is recovered.");
  expect((await told.innerText()).replaceAll("\u200b", "")).toContain(`"${link}" is recovered.`);
  expect(await told.locator(".notification-list-item-message a").count()).toBe(0);
});

test("the details of a name that is markup are text", async () => {
  const { page } = scene();
  await contextMenu(vaultRow(image), "Show Details");
  expect(await editorText(page)).toContain(`${image}\nDeleted key vault\n`);
  expect(await page.locator('img[src="x"]').count()).toBe(0);
});

test("whoever deleted it is text, in the hover and in the details", async () => {
  const { page } = scene();
  for (const name of [image, link, icon, reversed]) {
    expect(await hoverText(vaultRow(name))).toContain(`(10 days ago) by ${name}\n`);
  }
  await contextMenu(vaultRow(reversed), "Show Details");
  await eventually("the details to tell who deleted it", async () =>
    (await editorText(page)).includes(`  ${reversed}\nPurged by Azure:`) ? true : undefined,
  );
});

test("the confirmation page shows markup as text, and purges what it is the name of", async () => {
  const { page, simulator } = scene();
  await contextMenu(vaultRow(image), "Purge...");
  const { frame, typed, purge } = await confirmationPage(page);
  expect(await frame.locator("h2").allInnerTexts()).toEqual([image]);
  expect(await frame.locator("img").count()).toBe(0);
  await typed.fill(image);
  await purge.click();
  await notification(page, `"${image}" is purged.`);
  expect(writes(simulator).map(({ path }) => decodeURIComponent(path).split("/").at(-2))).toEqual([
    image,
  ]);
});

test("a name with a character that reverses it is typed as it is shown", async () => {
  const { page, simulator } = scene();
  await contextMenu(vaultRow(reversed), "Purge...");
  const { typed, purge } = await confirmationPage(page);
  await typed.fill(reversed);
  expect(await purge.isEnabled()).toBe(true);
  expect(writes(simulator)).toEqual([]);
});

test("where nothing is deleted the view says so", async () => {
  const { page, simulator } = scene();
  simulator.reset(nothingDeleted);
  await refreshAll(page);
  const welcome = view(page, RESOURCES).locator(".welcome-view-content");
  await welcome.getByText("Your subscriptions have no soft-deleted resources.").waitFor();
  expect(await welcome.locator(".monaco-button").allInnerTexts()).toContain("Refresh");
});

test("where no subscription can be read the view says so", async () => {
  const { page, simulator } = scene();
  simulator.reset({ ...nothingDeleted, people: [dana], subscriptions: [] });
  await refreshAll(page);
  const welcome = view(page, RESOURCES).locator(".welcome-view-content");
  await welcome
    .getByText("This account can't read any subscriptions, or any of the selected ones.")
    .waitFor();
  expect(await welcome.locator(".monaco-button").allInnerTexts()).toContain(
    "Select Subscriptions...",
  );
});
