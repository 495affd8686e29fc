import { beforeEach, expect, test } from "vitest";

import { notification } from "../host/prompts";
import { contextMenu } from "../host/workbench";
import { startAnew } from "./support/anew";
import { confirmationPage, confirmationTab, openConfirmation } from "./support/confirmation";
import { subscription } from "./support/contoso";
import { writes, writesTo } from "./support/requests";
import { useScene } from "./support/scene";
import { operationsOutline, resourceRow, waitUntilGone } from "./support/tree";

const scene = useScene();
beforeEach(() => startAnew(scene()));

test("the page says what is destroyed and what is sent before anything is", async () => {
  const { page, simulator } = scene();
  const { frame, main, purge, typed } = await openConfirmation(page, "kv-support-prod");
  const text = await main.innerText();
  expect(text).toContain("Purge this key vault permanently?");
  expect(text).toContain("kv-support-prod");
  expect(text).toContain("swedencentral, resource group rg-support");
  expect(text).toContain("subscription Contoso Production");
  expect(text).toContain(
    "All keys, secrets, and certificates in the vault are lost, with all their versions.",
  );
  expect(text).toContain('Anyone in Azure can use the name "kv-support-prod" again.');
  expect(text).toContain(
    `POST ${simulator.url}/subscriptions/aaaaaaaa-0000-4000-8000-000000000001/providers/` +
      "Microsoft.KeyVault/locations/swedencentral/deletedVaults/kv-support-prod/purge?api-version=",
  );
  expect(await purge.isDisabled()).toBe(true);
  expect(await typed.and(frame.locator(":focus")).count()).toBe(1);
  expect(writes(simulator)).toEqual([]);
});

test("only the right name enables the button, and one click sends one request", async () => {
  const { page, simulator } = scene();
  const { typed, purge } = await openConfirmation(page, "kv-support-prod");
  for (const wrong of ["kv-support", "KV-SUPPORT-PROD", "kv-support-prod2"]) {
    await typed.fill(wrong);
    expect(await purge.isDisabled()).toBe(true);
  }
  await typed.press("Enter");
  await typed.fill("kv-support-prod");
  expect(await purge.isEnabled()).toBe(true);
  expect(writes(simulator)).toEqual([]);

  await purge.click();
  await confirmationTab(page).waitFor({ state: "detached" });
  await notification(page, '"kv-support-prod" is purged.');
  await waitUntilGone(page, "kv-support-prod");
  expect(writesTo(simulator)).toEqual(["POST kv-support-prod/purge"]);
  expect(
    subscription(simulator, "Contoso Production").deletedVault("kv-support-prod"),
  ).toBeUndefined();
  await expect
    .poll(() => operationsOutline(page))
    .toEqual([expect.stringMatching(/^Purge kv-support-prod \| purged · \d+ s$/)]);
});

test("Escape, Cancel and closing the tab send nothing", async () => {
  const { page, simulator } = scene();
  const waysOut = [
    async () => (await confirmationPage(page)).typed.press("Escape"),
    async () => (await confirmationPage(page)).cancel.click(),
    async () => confirmationTab(page).locator(".tab-actions .action-label").click(),
  ];
  for (const leave of waysOut) {
    const { typed, purge } = await openConfirmation(page, "kv-support-prod");
    await typed.fill("kv-support-prod");
    expect(await purge.isEnabled()).toBe(true);
    await leave();
    await confirmationTab(page).waitFor({ state: "detached" });
  }
  await resourceRow(page, "kv-support-prod");
  await expect.poll(() => operationsOutline(page)).toEqual([]);
  expect(writes(simulator)).toEqual([]);
});

test("an account is purged from its menu with one DELETE", async () => {
  const { page, simulator } = scene();
  await contextMenu(await resourceRow(page, "aoai-dev-tonight"), "Purge...");
  const { typed, purge, main } = await confirmationPage(page);
  const text = await main.innerText();
  expect(text).toContain("Purge this Azure OpenAI resource permanently?");
  expect(text).toContain("What stops being billed");
  await typed.fill("aoai-dev-tonight");
  await purge.click();
  await notification(page, '"aoai-dev-tonight" is purged.');
  await waitUntilGone(page, "aoai-dev-tonight");
  expect(writesTo(simulator)).toEqual(["DELETE deletedAccounts/aoai-dev-tonight"]);
});

test("a purge can be done with the keyboard alone", async () => {
  const { page, simulator } = scene();
  const { keyboard } = page;
  await keyboard.press("F1");
  const list = page.locator(".quick-input-widget:visible .monaco-list-row");
  await page.locator(".quick-input-widget:visible input").first().waitFor();
  await keyboard.type("Azure Deleted Resources: Purge...");
  await list.filter({ hasText: "Purge..." }).first().waitFor();
  await keyboard.press("Enter");
  await list.filter({ hasText: "kv-dev-scratch" }).waitFor();
  await keyboard.type("kv-dev-scratch");
  await list.filter({ hasText: "speech-dev" }).waitFor({ state: "detached" });
  await keyboard.press("ArrowDown");
  await keyboard.press("Space");
  await keyboard.press("Enter");
  const { purge } = await confirmationPage(page);
  await keyboard.type("kv-dev-scratch");
  expect(await purge.isEnabled()).toBe(true);
  await keyboard.press("Enter");
  await notification(page, '"kv-dev-scratch" is purged.');
  expect(writesTo(simulator)).toEqual(["POST kv-dev-scratch/purge"]);
});
