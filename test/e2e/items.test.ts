import { beforeEach, expect, test } from "vitest";

import { dialogButton, dialogText, runCommand } from "../host/prompts";
import { eventually } from "../host/waiting";
import { contextMenu, viewAction } from "../host/workbench";
import { startAnew } from "./support/anew";
import { subscription } from "./support/contoso";
import { editorText } from "./support/editor";
import { useScene } from "./support/scene";
import { exactHoverText, outline, resourceRow, RESOURCES, waitUntilGone } from "./support/tree";

const scene = useScene();
beforeEach(() => startAnew(scene()));

/** What the clipboard holds once something new is there. */
async function clipboardAfter(action: () => Promise<void>): Promise<string> {
  const { page } = scene();
  await page.evaluate("navigator.clipboard.writeText('nothing was copied')");
  await action();
  return eventually("the clipboard to change", async () => {
    const text = await page.evaluate("navigator.clipboard.readText()");
    return typeof text === "string" && text !== "nothing was copied" ? text : undefined;
  });
}

test("Show Details opens the facts as a text that cannot be edited", async () => {
  const { page } = scene();
  await contextMenu(await resourceRow(page, "aoai-support-prod"), "Show Details");
  const name = page.locator(".tabs-container .tab.active .label-name");
  await name.filter({ hasText: "aoai-support-prod" }).waitFor();
  const text = await editorText(page);
  expect(text).toMatch(/^aoai-support-prod\nDeleted Azure OpenAI resource\n/);
  expect(text).toMatch(/Resource group: +rg-support\n/);
  expect(text).toMatch(/Region: +swedencentral\n/);
  expect(text).toMatch(/Deleted: .*\(18 h ago\)\n/);
  expect(text).toMatch(/Purged by Azure: .*\(29 h left\)/);
  expect(text).toMatch(/Tags: +team=support, environment=production, costCenter=4711\n/);
  expect(text).toContain("What a purge destroys\n- ");
  await page.locator(".editor-group-container.active .view-lines").click();
  await page.keyboard.type("x");
  expect(await editorText(page)).toBe(text);
});

test("a hover's sentences break between words, not within", async () => {
  const text = await exactHoverText(await resourceRow(scene().page, "kv-payments-prod"));
  expect(text).toContain(
    "Purge protection is on: nobody, Microsoft included, can purge this vault",
  );
});

test("Copy Name and Copy Resource ID put the name and the id it had on the clipboard", async () => {
  const { page } = scene();
  const row = await resourceRow(page, "foundry-research");
  expect(await clipboardAfter(() => contextMenu(row, "Copy Name"))).toBe("foundry-research");
  expect(await clipboardAfter(() => contextMenu(row, "Copy Resource ID"))).toBe(
    "/subscriptions/aaaaaaaa-0000-4000-8000-000000000001/resourceGroups/rg-research" +
      "/providers/Microsoft.CognitiveServices/accounts/foundry-research",
  );
});

test("Open in Portal opens the portal where the resource was, in the right tenant", async () => {
  const { page } = scene();
  await contextMenu(await resourceRow(page, "kv-support-prod"), "Open in Portal");
  expect(await dialogText(page)).toContain("https://portal.azure.com/#");
  const url = await clipboardAfter(() => dialogButton(page, "Copy"));
  expect(decodeURIComponent(url)).toBe(
    "https://portal.azure.com/#@11111111-1111-4111-8111-111111111111/resource/subscriptions" +
      "/aaaaaaaa-0000-4000-8000-000000000001/resourceGroups/rg-support/overview",
  );
});

test("Refresh of one branch shows what changed there", async () => {
  const { page, simulator } = scene();
  const { id, deletedVaults } = subscription(simulator, "Contoso Development");
  const [oldest] = deletedVaults;
  if (oldest !== undefined) {
    oldest.purgedAt = simulator.state.time.now();
  }
  const seen = simulator.requests.length;
  await contextMenu(await resourceRow(page, "Contoso Development"), "Refresh");
  await waitUntilGone(page, "kv-dev-old");
  expect(await outline(page)).toContain("    kv-dev-scratch | rg-dev · westeurope · 59 days left");
  const asked = simulator.requests
    .slice(seen)
    .filter(({ path }) => !path.startsWith("/login/") && !path.includes("Microsoft.ResourceGraph"));
  expect(asked.map(({ path }) => path.split("/").at(-1)).sort()).toEqual([
    "deletedAccounts",
    "deletedManagedHSMs",
    "deletedVaults",
    "providers",
  ]);
  expect(asked.every(({ path }) => path.includes(id))).toBe(true);
});

test("Show Log opens the extension's own channel", async () => {
  const { page } = scene();
  await viewAction(page, RESOURCES, "Show Log");
  const panel = page.locator(".part.panel");
  await panel.locator(".output-view, .output-view-container").first().waitFor();
  expect(await panel.locator("select.monaco-select-box").first().inputValue()).toContain("Azure");
  await runCommand(page, "View: Hide Panel");
});
