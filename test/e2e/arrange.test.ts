import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

import { afterEach, beforeEach, expect, test } from "vitest";

import {
  acceptPick,
  choosePick,
  dialogButton,
  dialogText,
  escapePick,
  notification,
  quickInput,
  quickPickTexts,
} from "../host/prompts";
import { eventually } from "../host/waiting";
import { waitForWorkbench } from "../host/window";
import {
  contextMenu,
  movePointerAway,
  openView,
  setTheme,
  treeRow,
  view,
  viewAction,
  waitForIdle,
  widenSideBar,
} from "../host/workbench";
import { startAnew } from "./support/anew";
import { confirmationPage, confirmationTab } from "./support/confirmation";
import { editorText } from "./support/editor";
import { writesTo } from "./support/requests";
import { takePicture, useScene } from "./support/scene";
import { outline, resourceRow, RESOURCES, waitUntilGone } from "./support/tree";

const scene = useScene({ settings: { "workbench.colorTheme": "Dark Modern" } });
beforeEach(() => startAnew(scene()));
afterEach(async () => {
  await escapePick(scene().page);
  await typeFilter("");
  await acceptPick(scene().page);
  await arrangeBy("Group By...", "Subscription and Service");
  await arrangeBy("Sort By...", "Time Left");
});

async function arrangeBy(
  action: "Group By..." | "Sort By...",
  choice: string,
): Promise<readonly string[]> {
  const { page } = scene();
  await viewAction(page, RESOURCES, action);
  const offered = await quickPickTexts(page);
  await choosePick(page, new RegExp(`${choice}$`));
  await quickInput(page).waitFor({ state: "hidden" });
  await waitForIdle(page);
  return offered;
}

/** Opens the filter and types, a key at a time as a person does. */
async function typeFilter(text: string): Promise<void> {
  const { page } = scene();
  await viewAction(page, RESOURCES, "Filter...");
  const input = quickInput(page).locator("input").first();
  await input.waitFor();
  await input.fill("");
  await input.pressSequentially(text);
}

/** What stands over the rows. */
async function message(): Promise<string> {
  const texts = await view(scene().page, RESOURCES).locator(".message").allInnerTexts();
  return texts.join("\n").trim();
}

async function outlineBecomes(expected: readonly unknown[]): Promise<void> {
  await expect.poll(() => outline(scene().page)).toEqual(expected);
}

/** The view paints a moment after the choice. */
async function beginsWith(expected: readonly unknown[]): Promise<void> {
  const top = async (): Promise<readonly string[]> =>
    (await outline(scene().page)).slice(0, expected.length);
  await expect.poll(top).toEqual(expected);
}

function described(): Promise<string> {
  return view(scene().page, RESOURCES).locator(".pane-header .description").innerText();
}

const unread = [
  expect.stringMatching(/^Couldn't be read \| \d+$/),
  expect.stringMatching(/^ {2}Northwind \| /),
  expect.stringMatching(
    /^ {2}Key vaults \| Contoso Sandbox · You don't have the permission .* at scope/,
  ),
] as const;

test("grouped by region, all that is in a region stands together and is recovered together", async () => {
  const { page, simulator } = scene();
  const offered = await arrangeBy("Group By...", "Region");
  expect(offered).toHaveLength(4);
  expect(offered[0]).toContain("current");
  await beginsWith(unread);
  const rows = await outline(page);
  expect(rows).toContain("eastus2 | 27 h left · 1 deleted");
  expect(rows).toContain(
    "  foundry-research | 27 h left · rg-research · Foundry resource · Contoso Production",
  );
  expect(rows).toContain("westeurope | 4 h left · 5 deleted");
  expect(rows).toContain("northeurope | 37 h left · 1 deleted");
  expect(await described()).toBe("by region");
  await widenSideBar(page, 620);
  await movePointerAway(page);
  await takePicture(page, "grouped by region");

  await contextMenu(await resourceRow(page, "eastus2"), "Recover All...");
  expect(await dialogText(page)).toContain('Recover "foundry-research"?');
  await dialogButton(page, "Recover");
  await notification(page, '"foundry-research" is recovered.');
  await waitUntilGone(page, "eastus2");
  expect(writesTo(simulator)).toContain("PUT accounts/foundry-research");
});

test("grouped by time left, what is gone first is on top", async () => {
  const { page, window } = scene();
  await arrangeBy("Group By...", "Time Left");
  await beginsWith(unread);
  const rows = await outline(page);
  expect(rows.slice(3).filter((row) => !row.startsWith("  "))).toEqual([
    "Within 24 hours | 4 h left · 2 deleted",
    "Within 7 days | 27 h left · 5 deleted",
    "Within 30 days | 11 days left · 2 deleted",
    "Later | 59 days left · 2 deleted",
  ]);
  expect(rows).toContain(
    "  aoai-dev-tonight | 4 h left · rg-dev · westeurope · Azure OpenAI resource · Contoso Development",
  );
  for (const theme of ["Light Modern", "Default High Contrast", "Dark Modern"]) {
    await setTheme(window, theme);
    await movePointerAway(page);
    await takePicture(page, `grouped by time left ${theme}`);
  }
});

test("grouped by resource group, a subscription's groups are its own", async () => {
  const { page } = scene();
  await arrangeBy("Group By...", "Resource Group");
  await beginsWith(unread);
  const rows = await outline(page);
  expect(rows.slice(3).filter((row) => !row.startsWith("  "))).toEqual([
    "rg-dev | 4 h left · 4 deleted · Contoso Development",
    "rg-payments | 82 days left · 1 deleted · Contoso Production",
    "rg-research | 27 h left · 1 deleted · Contoso Production",
    "rg-sandbox | 37 h left · 1 deleted · Contoso Sandbox",
    "rg-security | 19 days left · 1 deleted · Contoso Production",
    "rg-support | 21 h left · 3 deleted · Contoso Production",
  ]);
  await movePointerAway(page);
  await takePicture(page, "grouped by resource group");
});

test("sorted by name or by deletion, rows change places within their service", async () => {
  const { page } = scene();
  const vaults = async (): Promise<readonly string[]> =>
    (await outline(page)).flatMap((row) => /^ {4}(kv-dev-\w+)/.exec(row)?.[1] ?? []);
  const accounts = async (): Promise<readonly string[]> =>
    (await outline(page)).flatMap(
      (row) => /^ {4}(aoai-support-prod|foundry-research|vision-labels)/.exec(row)?.[1] ?? [],
    );
  expect(await accounts()).toEqual(["vision-labels", "foundry-research", "aoai-support-prod"]);
  await arrangeBy("Sort By...", "Name");
  await expect.poll(accounts).toEqual(["aoai-support-prod", "foundry-research", "vision-labels"]);
  await arrangeBy("Sort By...", "Deleted");
  await expect.poll(vaults).toEqual(["kv-dev-scratch", "kv-dev-old"]);
  expect(await described()).toBe("most recently deleted first");
});

test("the list follows what is typed into the filter, and Purge All takes what is shown", async () => {
  const { page } = scene();
  const before = await outline(page);
  await typeFilter("openai support");
  const narrowed = [
    "Contoso Production | 29 h left · 1 deleted",
    "  AI services and Foundry | 1",
    "    aoai-support-prod | 29 h left · rg-support · swedencentral",
    "Contoso Sandbox | no matches in the part that could be read",
    expect.stringMatching(/^ {2}Key vaults \| You don't have the permission .* at scope/),
    expect.stringMatching(/^Northwind \| /),
  ];
  const withoutHsm = async (): Promise<readonly string[]> =>
    (await outline(page)).filter((row) => !row.includes("Managed HSMs"));
  await expect.poll(withoutHsm).toEqual(narrowed);
  await expect.poll(message).toContain('1 of 11 match "openai support".');
  await movePointerAway(page);
  await takePicture(page, "filter");
  await page.keyboard.press("Escape");
  await outlineBecomes(before);

  await typeFilter("openai support");
  await acceptPick(page);
  await expect.poll(withoutHsm).toEqual(narrowed);
  await contextMenu(await resourceRow(page, "Contoso Production"), "Purge All...");
  const { main, cancel } = await confirmationPage(page);
  const text = await main.innerText();
  expect(text).toContain("aoai-support-prod");
  expect(text).not.toContain("vision-labels");
  await cancel.click();
  await confirmationTab(page).waitFor({ state: "detached" });

  await viewAction(page, RESOURCES, "Clear Filter");
  await outlineBecomes(before);
  await expect.poll(message).toBe("");
});

test("a filter that nothing matches says so, and is cleared from there", async () => {
  const { page } = scene();
  const before = await outline(page);
  await typeFilter("no such thing");
  await acceptPick(page);
  const row = await resourceRow(page, "Clear Filter");
  await expect.poll(message).toContain('No deleted resource matches "no such thing".');
  await movePointerAway(page);
  await takePicture(page, "filter without a match");
  await row.click();
  await outlineBecomes(before);
});

test("how the list is looked at is the same after a reload", async () => {
  const { page } = scene();
  await arrangeBy("Group By...", "Region");
  await arrangeBy("Sort By...", "Name");
  await typeFilter("prod");
  await acceptPick(page);
  await quickInput(page).waitFor({ state: "hidden" });
  await treeRow(page, "northeurope").waitFor({ state: "detached" });
  const before = await outline(page);
  // VS Code writes what is kept a moment later.
  await page.waitForTimeout(3_000);
  await page.reload();
  await waitForWorkbench(page);
  await openView(page, "Azure Deleted Resources");
  await treeRow(page, "swedencentral").waitFor();
  await waitForIdle(page);
  await outlineBecomes(before);
  expect(await described()).toBe("by region, sorted by name");
  await viewAction(page, RESOURCES, "Clear Filter");
  await treeRow(page, "northeurope").waitFor();
});

/** Exports in a format, under the name that is proposed; answers the file's text. */
async function exported(format: string, ending: string): Promise<string> {
  const { page, window } = scene();
  await viewAction(page, RESOURCES, "Export List...");
  await choosePick(page, format);
  const input = quickInput(page).locator("input").first();
  await eventually("the dialog to ask for a file", async () =>
    (await input.inputValue()).endsWith(`.${ending}`),
  );
  await acceptPick(page);
  await notification(page, /Exported /);
  const folder = join(window.dataDir, "workspace");
  const name = (await readdir(folder)).find((one) => one.endsWith(`.${ending}`)) ?? "";
  return readFile(join(folder, name), "utf8");
}

test("what is shown is exported as CSV, JSON and Markdown, and opened", async () => {
  const { page } = scene();
  const csv = await exported("CSV", "csv");
  const lines = csv.split("\r\n");
  expect(lines[0]).toMatch(/^\ufeff"name","type",/);
  expect(lines).toHaveLength(13);
  expect(lines[1]).toMatch(
    /^"aoai-dev-tonight","Azure OpenAI resource","OpenAI","Contoso Development"/,
  );
  expect(await editorText(page)).toContain('"aoai-dev-tonight"');
  expect(await (await notification(page, /Exported /)).innerText()).toContain(
    "Exported 11 deleted resources. Some services or subscriptions couldn't be read",
  );

  await startAnew(scene());
  await typeFilter("key vault prod");
  await acceptPick(page);
  await expect.poll(message).toContain("3 of 11 match");
  const items = JSON.parse(await exported("JSON", "json")) as readonly { readonly name: string }[];
  expect(items.map(({ name }) => name)).toEqual([
    "kv-support-prod",
    "kv-cmk-prod",
    "kv-payments-prod",
  ]);
  await startAnew(scene());
  const markdown = await exported("Markdown", "md");
  expect(markdown).toContain(', matching "key vault prod".');
  expect(markdown).toContain("| kv-cmk-prod | key vault | Contoso Production |");
  await takePicture(page, "exported as Markdown");
  await viewAction(page, RESOURCES, "Clear Filter");
});
