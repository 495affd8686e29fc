import { beforeEach, expect, test } from "vitest";

import { dialogButton, dialogText, runCommand } from "../host/prompts";
import { contextMenu, view, viewAction } from "../host/workbench";
import { startAnew } from "./support/anew";
import { eventually } from "../host/waiting";
import { clipboardAfter } from "./support/clipboard";
import { subscription, subscriptionId } from "./support/contoso";
import { editorText } from "./support/editor";
import { useScene } from "./support/scene";
import {
  exactHoverText,
  hoverText,
  outline,
  refreshAll,
  resourceRow,
  RESOURCES,
  waitUntilGone,
} from "./support/tree";

const scene = useScene();
beforeEach(() => startAnew(scene()));

const logPath = "/providers/Microsoft.Insights/eventtypes/management/values";

/** What the Activity Log of a subscription was asked. */
function logQueries(name: string): readonly string[] {
  const id = subscriptionId(name);
  return scene()
    .simulator.requests.map(({ path }) => path)
    .filter((path) => path.includes(id) && path.includes(logPath));
}

/** The text of the open details once it has this. */
async function detailsWith(part: RegExp): Promise<string> {
  return eventually(`the details to have ${String(part)}`, async () => {
    const text = await editorText(scene().page);
    return part.test(text) ? text : undefined;
  });
}

test("Show Details opens the facts as a text that cannot be edited", async () => {
  const { page } = scene();
  await contextMenu(await resourceRow(page, "aoai-support-prod"), "Show Details");
  const name = page.locator(".tabs-container .tab.active .label-name");
  await name.filter({ hasText: "aoai-support-prod" }).waitFor();
  const text = await detailsWith(/Deleted by: +dana@contoso\.example\n/);
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
    "Purge protection is on, so nobody, including Microsoft, can purge this vault before its retention period ends. You can recover the vault until then.",
  );
});

test("a hover tells who deleted it, and one question is enough for all of a subscription", async () => {
  const { page } = scene();
  const developer = await hoverText(await resourceRow(page, "speech-dev"));
  expect(developer).toMatch(/\nDeleted: .*\(2 h ago\) by kim@contoso\.example\n/);
  const pipeline = await hoverText(await resourceRow(page, "aoai-dev-tonight"));
  expect(pipeline).toMatch(/\(43 h ago\) by the application or identity [\da-f-]{36}\n/);
  for (const name of ["kv-dev-old", "kv-dev-scratch", "speech-dev"]) {
    expect(await hoverText(await resourceRow(page, name))).toMatch(
      /ago\) by .+@contoso\.example\n/,
    );
  }
  expect(logQueries("Contoso Development")).toHaveLength(1);
});

test("details say why they do not tell who deleted it", async () => {
  const { page, simulator } = scene();
  simulator.addFault({
    match: { path: logPath },
    effect: { kind: "status", status: 403, code: "AuthorizationFailed", message: "No." },
  });
  const row = await resourceRow(page, "aoai-sandbox");
  await contextMenu(row, "Show Details");
  await detailsWith(
    /Deleted by: +unknown: you don't have access to the Activity Log .* Microsoft\.Insights\/eventtypes\/values\/read/,
  );
  expect(await hoverText(row)).toMatch(/\nDeleted: .*\(10 h ago\)\n/);
});

test("a selection of several rows stays marked while rows are pointed at or change", async () => {
  const { page, window } = scene();
  await (await resourceRow(page, "aoai-dev-tonight")).click();
  await (await resourceRow(page, "kv-dev-scratch")).click({ modifiers: ["Shift"] });
  const selected = view(page, RESOURCES).locator(".monaco-list-row.selected .label-name");
  const names = ["aoai-dev-tonight", "speech-dev", "Key vaults", "kv-dev-old", "kv-dev-scratch"];
  expect(await selected.allInnerTexts()).toEqual(names);
  for (const name of ["aoai-dev-tonight", "kv-dev-old", "speech-dev"]) {
    await hoverText(await resourceRow(page, name));
  }
  expect(await selected.allInnerTexts()).toEqual(names);
  // The icons of rows change.
  const warning = (await resourceRow(page, "kv-dev-old")).locator(".codicon-warning");
  expect(await warning.count()).toBe(0);
  await window.changeSettings({ "azureDeletedResources.warnBeforePurgeHours": 72 });
  await warning.waitFor();
  expect(await selected.allInnerTexts()).toEqual(names);
  await window.changeSettings({ "azureDeletedResources.warnBeforePurgeHours": undefined });
});

test("a slow Activity Log holds up neither tree nor hover nor details", async () => {
  const { page, simulator } = scene();
  const slow = simulator.addFault({ match: { path: logPath }, effect: { kind: "held" } });
  const row = await resourceRow(page, "aoai-sandbox");
  expect(await hoverText(row)).toMatch(/\nDeleted: .*\(10 h ago\)\n/);
  await refreshAll(page);
  expect(await outline(page)).toContain("    aoai-sandbox | 37 h left · rg-sandbox · northeurope");
  await contextMenu(await resourceRow(page, "aoai-sandbox"), "Show Details");
  await detailsWith(/Deleted by: +reading the Activity Log…\n/);
  simulator.removeFault(slow);
  await detailsWith(/Deleted by: +dana@contoso\.example\n/);
  await eventually("the hover to tell who deleted it", async () => {
    const text = await hoverText(await resourceRow(page, "aoai-sandbox"));
    return text.includes("(10 h ago) by dana@contoso.example\n") ? true : undefined;
  });
});

test("Copy Name and Copy Resource ID put the name and the id it had on the clipboard", async () => {
  const { page } = scene();
  const row = await resourceRow(page, "foundry-research");
  expect(await clipboardAfter(page, () => contextMenu(row, "Copy Name"))).toBe("foundry-research");
  expect(await clipboardAfter(page, () => contextMenu(row, "Copy Resource ID"))).toBe(
    "/subscriptions/aaaaaaaa-0000-4000-8000-000000000001/resourceGroups/rg-research" +
      "/providers/Microsoft.CognitiveServices/accounts/foundry-research",
  );
});

test("Open in Portal opens the portal where the resource was, in the right tenant", async () => {
  const { page } = scene();
  await contextMenu(await resourceRow(page, "kv-support-prod"), "Open in Portal");
  expect(await dialogText(page)).toContain("https://portal.azure.com/#");
  const url = await clipboardAfter(page, () => dialogButton(page, "Copy"));
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
  expect(await outline(page)).toContain("    kv-dev-scratch | 59 days left · rg-dev · westeurope");
  const asked = simulator.requests
    .slice(seen)
    .filter(({ path }) => !path.startsWith("/login/") && !path.includes("Microsoft.ResourceGraph"))
    // The pointer over the row, not the refresh.
    .filter(({ path }) => !path.includes(logPath));
  expect(asked.map(({ path }) => path.split("/").at(-1)).sort()).toEqual([
    "deletedAccounts",
    "deletedManagedHSMs",
    "deletedVaults",
    // The list of HSMs is empty, which may be for want of the permission to list them.
    "permissions",
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

test("Refresh in the view's title reads everything, whichever row has the focus", async () => {
  const { page, simulator } = scene();
  await (await resourceRow(page, "Contoso Sandbox")).click();
  const seen = simulator.requests.length;
  await refreshAll(page);
  const asked = simulator.requests.slice(seen).map(({ path }) => path);
  for (const name of ["Contoso Development", "Contoso Production", "Contoso Sandbox"]) {
    const id = subscriptionId(name);
    expect(asked.some((path) => path.includes(id) && path.endsWith("/deletedVaults"))).toBe(true);
  }
});
