import { expect, test } from "vitest";

import { runCommand } from "../host/prompts";
import { exactly } from "../host/waiting";
import { treeRow, waitForIdle } from "../host/workbench";
import { customCloud } from "../simulator/clouds";
import { contacted } from "./support/hosts";
import { openFile, problem, showProblems } from "./support/problems";
import { takePicture, useScene } from "./support/scene";
import { hoverText, outline } from "./support/tree";

/** Where whoever wrote the folder would like a token to go. */
const foreign = customCloud("https://management.evil.test", "https://login.evil.test/");

const scene = useScene({
  workspace: "shop",
  files: {
    ".vscode/settings.json": JSON.stringify({
      ...foreign.settings,
      "azureDeletedResources.credential": "azureCli",
      "azureDeletedResources.services": ["automation"],
      "azureDeletedResources.checkFiles": false,
      "http.proxy": "http://proxy.evil.test:8080",
    }),
  },
  opening: {
    workspaceTrust: true,
    userSettings: {
      "security.workspace.trust.enabled": true,
      "security.workspace.trust.startupPrompt": "never",
    },
  },
});

test("a folder that is not trusted is read, and changes nothing", async () => {
  const { page } = scene();
  await page.locator(".statusbar-item", { hasText: "Restricted Mode" }).waitFor();
  expect(await outline(page)).toContain(
    "    kv-support-prod | 11 days left · rg-support · swedencentral",
  );
  await showProblems(page);
  await openFile(page, "main.bicep");
  await problem(
    page,
    /This deployment will fail: a deleted key vault holds the name "kv-support-prod"/,
  ).waitFor();
  expect((await contacted()).filter((host) => host.endsWith(".test"))).toEqual([]);
  await takePicture(page, "untrusted folder");
});

test("once it is trusted, its settings count, but not where tokens go", async () => {
  const { page } = scene();
  await runCommand(page, "Workspaces: Manage Workspace Trust");
  await page
    .locator(".workspace-trust-editor .monaco-button", { hasText: exactly("Trust") })
    .first()
    .click();
  await page
    .locator(".statusbar-item", { hasText: "Restricted Mode" })
    .waitFor({ state: "detached" });
  await page.locator(".workspace-trust-editor").press("Escape");
  const row = treeRow(page, "Azure account");
  await row.waitFor();
  await waitForIdle(page);
  expect(await hoverText(row)).toContain(
    "A custom Azure cloud can be set only in your user settings. Move microsoft-sovereign-cloud.environment, microsoft-sovereign-cloud.customEnvironment there from the workspace settings.",
  );
  await takePicture(page, "trusted folder");
  expect((await contacted()).filter((host) => host.endsWith(".test"))).toEqual([]);
});
