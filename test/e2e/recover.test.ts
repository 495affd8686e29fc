import { beforeEach, expect, test } from "vitest";

import { dialog, dialogButton, dialogText, notification } from "../host/prompts";
import { contextMenu, inlineAction } from "../host/workbench";
import { startAnew } from "./support/anew";
import { fromPalette } from "./support/confirmation";
import { subscription } from "./support/contoso";
import { writes, writesTo } from "./support/requests";
import { takePicture, useScene } from "./support/scene";
import { description, operationsOutline, resourceRow, waitUntilGone } from "./support/tree";

const scene = useScene();
beforeEach(() => startAnew(scene()));

test("a right-click, one question, and the resource is back", async () => {
  const { page, simulator } = scene();
  const slow = simulator.addFault({ match: { method: "PUT" }, effect: { kind: "held" } });
  const row = await resourceRow(page, "aoai-support-prod");
  await contextMenu(row, "Recover");
  const question = await dialogText(page);
  expect(question).toContain('Recover "aoai-support-prod"?');
  expect(question).toContain(
    '"aoai-support-prod" is recovered to resource group "rg-support" in swedencentral, subscription "Contoso Production"',
  );
  expect(writes(simulator)).toEqual([]);

  await dialogButton(page, "Recover");
  await description(row).filter({ hasText: "sending…" }).waitFor();
  await expect
    .poll(() => operationsOutline(page))
    .toEqual(["Recover aoai-support-prod | sending…"]);
  simulator.removeFault(slow);

  const announcement = await notification(page, '"aoai-support-prod" is recovered.');
  await announcement.locator(".monaco-button", { hasText: "Open in Portal" }).waitFor();
  await waitUntilGone(page, "aoai-support-prod");
  await expect
    .poll(() => operationsOutline(page))
    .toEqual([expect.stringMatching(/^Recover aoai-support-prod \| recovered · \d+ s$/)]);
  expect(writesTo(simulator)).toEqual(["PUT accounts/aoai-support-prod"]);
  expect(
    subscription(simulator, "Contoso Production").account("rg-support", "aoai-support-prod"),
  ).toBeDefined();
});

test("a resource whose group is gone gets its group back first", async () => {
  const { page, simulator } = scene();
  await contextMenu(await resourceRow(page, "foundry-research"), "Recover");
  const question = await dialogText(page);
  expect(question).toContain('1. Create resource group in eastus2: "rg-research"');
  expect(question).toContain('2. Recover Foundry resource: "foundry-research"');
  await dialogButton(page, "Recover");
  await notification(page, '"foundry-research" is recovered.');
  await expect
    .poll(() => operationsOutline(page))
    .toEqual([
      expect.stringMatching(/^Recover foundry-research \| recovered/),
      "  Create resource group in eastus2 | rg-research",
      "  Recover Foundry resource | foundry-research",
    ]);
  const production = subscription(simulator, "Contoso Production");
  expect(production.resourceGroup("rg-research")?.location).toBe("eastus2");
  expect(production.account("rg-research", "foundry-research")).toBeDefined();
});

test("what is soft-deleted too and has to come back first is part of the plan", async () => {
  const { page, simulator } = scene();
  await contextMenu(await resourceRow(page, "vision-labels"), "Recover");
  const question = await dialogText(page);
  expect(question).toContain('1. Recover key vault: "kv-cmk-prod", for the customer-managed key');
  expect(question).toMatch(/2\. Recover [^\n]+: "vision-labels"/);
  // That one is live.
  expect(question).not.toContain("stlabelsprod");
  expect(writes(simulator)).toEqual([]);
  await dialogButton(page, "Recover");
  await notification(page, '"vision-labels" is recovered.');
  expect(writesTo(simulator)).toEqual(["PUT vaults/kv-cmk-prod", "PUT accounts/vision-labels"]);
  await waitUntilGone(page, "vision-labels");
  await waitUntilGone(page, "kv-cmk-prod");
});

test("the palette asks which, and recovers several with one question", async () => {
  const { page, simulator } = scene();
  await fromPalette(page, "Recover", "kv-dev-scratch", "kv-dev-old");
  expect(await dialogText(page)).toContain("Recover 2 resources?");
  await dialogButton(page, "Recover");
  await notification(page, "Recovered: 2 of 2.");
  const development = subscription(simulator, "Contoso Development");
  expect(development.vaults.map(({ vault }) => vault.name).sort()).toEqual([
    "kv-dev-old",
    "kv-dev-scratch",
  ]);
  await waitUntilGone(page, "kv-dev-scratch");
  await waitUntilGone(page, "kv-dev-old");
});

test("the button in the row asks the same question, and No sends nothing", async () => {
  const { page, simulator } = scene();
  await inlineAction(await resourceRow(page, "kv-support-prod"), "Recover");
  expect(await dialogText(page)).toContain('Recover "kv-support-prod"?');
  await page.keyboard.press("Escape");
  await dialog(page).waitFor({ state: "detached" });
  expect(writes(simulator)).toEqual([]);
  await resourceRow(page, "kv-support-prod");
});

test("a read-only lock on the resource group is named, and nothing is sent", async () => {
  const { page, simulator } = scene();
  const production = subscription(simulator, "Contoso Production");
  production.locks.add({ name: "audit", level: "ReadOnly", resourceGroup: "rg-support" });
  await contextMenu(await resourceRow(page, "kv-support-prod"), "Recover");
  const refusal = await notification(page, 'The read-only lock "audit"');
  await takePicture(page, "read-only lock");
  const message = await refusal.locator(".notification-list-item-message").innerText();
  expect(message).toContain('"kv-support-prod"');
  expect(message).toContain('resource group "rg-support"');
  expect(message).toContain("Remove the lock, try again, then restore the lock.");
  expect(await dialog(page).count()).toBe(0);
  expect(await operationsOutline(page)).toEqual([]);
  expect(writes(simulator)).toEqual([]);

  production.locks.remove("audit", "rg-support");
  await contextMenu(await resourceRow(page, "kv-support-prod"), "Recover");
  await dialogButton(page, "Recover");
  await notification(page, '"kv-support-prod" is recovered.');
  expect(writesTo(simulator)).toEqual(["PUT vaults/kv-support-prod"]);
});
