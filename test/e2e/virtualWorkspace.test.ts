import { homedir } from "node:os";

import { expect, test } from "vitest";

import { memoryFilesFolder } from "../host/layout";
import { choosePick, escapePick } from "../host/prompts";
import { openView, viewAction } from "../host/workbench";
import { problem, problems, showProblems } from "./support/problems";
import { takePicture, useScene } from "./support/scene";
import { outline, RESOURCES } from "./support/tree";

// A folder that is on no disk, as vscode.dev and GitHub Repositories have them.
const scene = useScene({
  extensions: [memoryFilesFolder],
  opening: { folderUri: "memory:/shop" },
});

test("a window without a disk shows what is deleted", async () => {
  expect(await outline(scene().page)).toContain(
    "    kv-support-prod | 11 days left · rg-support · swedencentral",
  );
});

test("a list is not to be exported into a folder that takes no files", async () => {
  const { page } = scene();
  await viewAction(page, RESOURCES, "Export List...");
  await choosePick(page, "CSV");
  const input = page.locator(".quick-input-widget:visible .quick-input-box input");
  const path = new RegExp(`^${homedir()}/deleted-resources-[\\d-]+\\.csv$`);
  await expect.poll(() => input.inputValue()).toMatch(path);
  await escapePick(page);
});

test("names in its files are marked, also where the template is not open", async () => {
  const { page } = scene();
  await openView(page, "Explorer");
  await page
    .locator(".explorer-folders-view .monaco-list-row", { hasText: "main.bicepparam" })
    .dblclick();
  await showProblems(page);
  await problem(
    page,
    /This deployment will fail: a deleted key vault holds the name "kv-support-prod"/,
  ).waitFor();
  expect(await problems(page)).toHaveLength(1);
  // That of the template, which was read for it.
  await page
    .locator(".markers-panel .monaco-list-row", { hasText: "This resource gets the name." })
    .waitFor();
  await takePicture(page, "virtual workspace");
});
