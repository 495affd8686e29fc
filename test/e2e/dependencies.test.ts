import { beforeEach, expect, test } from "vitest";

import {
  acceptPick,
  choosePick,
  dialog,
  dialogButton,
  dialogText,
  notification,
  notificationButton,
  quickInput,
  quickPickTexts,
  typeAndAccept,
} from "../host/prompts";
import { contextMenu } from "../host/workbench";
import { foundryGone } from "../simulator/scenarios/foundryGone";
import type { SubscriptionState } from "../simulator/subscriptionState";
import { startAnew } from "./support/anew";
import { confirmationPage, purgeFromPalette } from "./support/confirmation";
import { writes, writesTo } from "./support/requests";
import { takePicture, useScene } from "./support/scene";
import { operationsOutline, resourceRow, waitUntilGone } from "./support/tree";

const scene = useScene({ scenario: foundryGone });
beforeEach(() => startAnew(scene()));

function research(): SubscriptionState {
  const found = scene().simulator.state.subscription(foundryGone.subscriptions[0]?.id ?? "");
  if (found === undefined) {
    throw new Error("The simulator has no subscription.");
  }
  return found;
}

test("a Foundry resource comes back with its group, vault and storage, by one question", async () => {
  const { page, simulator } = scene();
  await contextMenu(await resourceRow(page, "foundry-gone"), "Recover");
  const question = await dialogText(page);
  await takePicture(page, "question foundry");
  const lines = question.split("\n").filter((line) => /^\d\. /.test(line));
  expect(lines).toEqual([
    '1. Create resource group in swedencentral: "rg-gone"',
    '2. Recover key vault: "kv-gone-cmk", for the customer-managed key',
    '3. Recover storage account: "stgonedata", for the customer-managed storage',
    '4. Recover Foundry resource: "foundry-gone"',
  ]);
  expect(writes(simulator)).toEqual([]);

  await dialogButton(page, "Recover");
  await notification(page, '"foundry-gone" is recovered.');
  await expect
    .poll(() => operationsOutline(page))
    .toEqual([
      expect.stringMatching(/^Recover foundry-gone \| recovered/),
      "  Create resource group in swedencentral | rg-gone",
      "  Recover key vault | kv-gone-cmk",
      "  Recover storage account | stgonedata",
      "  Recover Foundry resource | foundry-gone",
    ]);
  expect(writesTo(simulator)).toEqual([
    "PUT resourcegroups/rg-gone",
    "PUT vaults/kv-gone-cmk",
    "PUT storageAccounts/stgonedata",
    "PUT accounts/foundry-gone",
  ]);
  const { vaults } = research();
  expect(research().account("rg-gone", "foundry-gone")).toBeDefined();
  expect(vaults.map(({ vault }) => vault.name)).toEqual(["kv-gone-cmk"]);
  for (const name of ["foundry-gone", "kv-gone-cmk", "stgonedata"]) {
    await waitUntilGone(page, name);
  }
});

test("what is optional is the person's choice", async () => {
  const { page, simulator } = scene();
  await contextMenu(await resourceRow(page, "mlw-gone"), "Recover");
  await quickInput(page).waitFor();
  const rows = await quickPickTexts(page);
  await takePicture(page, "optional steps");
  expect(rows).toEqual([
    expect.stringMatching(/^log-gone.*Recover Log Analytics workspace/),
    expect.stringMatching(/^appi-gone.*Create Application Insights component again/),
  ]);
  await choosePick(page, "log-gone");
  await acceptPick(page);
  const question = await dialogText(page);
  await takePicture(page, "question workspace");
  expect(question).not.toContain("log-gone");
  expect(question).not.toContain("appi-gone");
  expect(question).toContain(
    `The container registry "crgone", needed for the workspace's images, no longer exists`,
  );
  await dialogButton(page, "Recover");
  await notification(page, '"mlw-gone" is recovered.');
  expect(writesTo(simulator).toSorted()).toEqual([
    "PUT resourcegroups/rg-gone",
    "PUT storageAccounts/stgoneml",
    "PUT vaults/kv-gone-ml",
    "PUT workspaces/mlw-gone",
  ]);
  await resourceRow(page, "log-gone");
});

test("what neither the item nor the log tells is asked, each thing once", async () => {
  const { page, simulator } = scene();
  simulator.addFault({
    match: { path: "eventtypes/management" },
    effect: { kind: "status", status: 403, code: "AuthorizationFailed" },
  });
  await contextMenu(await resourceRow(page, "mlw-log-only"), "Recover");
  await typeAndAccept(page, "swedencentral");
  await quickInput(page).locator(".label-name", { hasText: "kv-gone-cmk" }).waitFor();
  await takePicture(page, "which vault");
  expect(await quickPickTexts(page)).toEqual([
    expect.stringMatching(/^kv-gone-cmk/),
    expect.stringMatching(/^kv-gone-ml/),
    expect.stringMatching(/^None of these/),
  ]);
  await choosePick(page, "kv-gone-ml");
  await choosePick(page, "stgoneml");
  const question = await dialogText(page);
  expect(question).toContain('2. Recover key vault: "kv-gone-ml", for the workspace\'s secrets');
  expect(question).toContain('3. Recover storage account: "stgoneml"');
  await dialogButton(page, "Recover");
  await notification(page, '"mlw-log-only" is recovered.');
  expect(writesTo(simulator)).toHaveLength(4);
});

test("leaving the choice recovers nothing", async () => {
  const { page, simulator } = scene();
  await contextMenu(await resourceRow(page, "mlw-gone"), "Recover");
  await quickInput(page).waitFor();
  await acceptPick(page);
  await takePicture(page, "question workspace with all");
  expect(await dialogText(page)).toContain(
    'Recover Log Analytics workspace: "log-gone", for the Application Insights component "appi-gone" (optional)',
  );
  await dialogButton(page, "Cancel");
  await dialog(page).waitFor({ state: "detached" });
  await contextMenu(await resourceRow(page, "mlw-gone"), "Recover");
  await quickInput(page).waitFor();
  await page.keyboard.press("Escape");
  await quickInput(page).waitFor({ state: "detached" });
  await resourceRow(page, "mlw-gone");
  expect(writes(simulator)).toEqual([]);
});

test("a purge says which workspace it leaves behind, and the next purge is a button away", async () => {
  const { page, simulator } = scene();
  await purgeFromPalette(page, "foundry-gone");
  const said = await notification(page, '"foundry-gone" is purged.');
  await takePicture(page, "left behind");
  const message = await said.locator(".notification-list-item-message").innerText();
  // The group has two more, which have nothing to do with the Foundry resource.
  expect(message).toContain(
    'The workspace "foundry-gone@research@AML" and 2 more in the same resource group',
  );
  expect(message).toContain(
    "While a workspace of its projects is soft-deleted, Azure can refuse a new Foundry resource with this name.",
  );
  expect(writesTo(simulator)).toEqual(["DELETE deletedAccounts/foundry-gone"]);

  await notificationButton(
    page,
    '"foundry-gone" is purged.',
    'Purge "foundry-gone@research@AML"...',
  );
  const { main, purge } = await confirmationPage(page);
  await takePicture(page, "left behind page");
  const text = await main.innerText();
  expect(text).toContain("Purge this");
  expect(text).toContain("foundry-gone@research@AML");
  expect(await purge.isDisabled()).toBe(true);
  // The page is a question: so far nothing else is sent.
  expect(writesTo(simulator)).toEqual(["DELETE deletedAccounts/foundry-gone"]);
});
