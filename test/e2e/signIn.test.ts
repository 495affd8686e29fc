import { expect, test } from "vitest";

import { dialog, dialogButton, quickInput } from "../host/prompts";
import { signIn } from "../host/signIn";
import { treeRow, view, waitForIdle } from "../host/workbench";
import { useScene } from "./support/scene";
import { hoverText, outline, resourceRow, RESOURCES } from "./support/tree";
import { startWithUserSettings } from "./support/userSettings";

// The extension as it is published, from its first minute on.
const scene = useScene({ packaged: true, signedIn: false });

test("a signed-out window says what it is for and asks nothing of Azure", async () => {
  const { page, simulator } = scene();
  const welcome = view(page, RESOURCES).locator(".welcome-view-content");
  await welcome
    .getByText(
      "See the soft-deleted resources in your Azure subscriptions, and recover or purge them.",
    )
    .waitFor();
  expect(await welcome.locator(".monaco-button").allInnerTexts()).toEqual(["Sign In to Azure..."]);
  expect(simulator.requests).toEqual([]);
});

test("the Azure CLI's account fills the tree, and nobody is asked", async () => {
  const { page, window } = scene();
  await startWithUserSettings(window, { "azureDeletedResources.credential": "azureCli" });
  await treeRow(page, "aoai-support-prod").waitFor();
  await waitForIdle(page);
  expect(await dialog(page).count()).toBe(0);
  expect(await quickInput(page).count()).toBe(0);
  const rows = await outline(page);
  expect(rows).toContain("    kv-dev-old | rg-dev · westeurope · 2 days left");
  expect(rows).toContain("    aoai-support-prod | rg-support · swedencentral · 29 h left");

  await startWithUserSettings(window, {});
  await view(page, RESOURCES)
    .locator(".welcome-view-content")
    .getByText(
      "See the soft-deleted resources in your Azure subscriptions, and recover or purge them.",
    )
    .waitFor();
  expect(await outline(page)).toEqual([]);
});

test("signing in shows what is deleted, and what cannot be read with the reason", async () => {
  const { page, username } = scene();
  await signIn(page, username);
  await waitForIdle(page);
  expect(await outline(page)).toEqual([
    "Contoso Development | 4 deleted · 4 h left",
    "  AI services and Foundry | 2",
    "    aoai-dev-tonight | rg-dev · westeurope · 4 h left",
    "    speech-dev | rg-dev · westeurope · 45 h left",
    "  Key vaults | 2",
    "    kv-dev-old | rg-dev · westeurope · 2 days left",
    "    kv-dev-scratch | rg-dev · westeurope · 59 days left",
    "Contoso Production | 6 deleted · 21 h left",
    "  AI services and Foundry | 3",
    "    vision-labels | rg-support · swedencentral · 21 h left",
    "    foundry-research | rg-research · eastus2 · 27 h left",
    "    aoai-support-prod | rg-support · swedencentral · 29 h left",
    "  Key vaults | 3",
    "    kv-support-prod | rg-support · swedencentral · 11 days left",
    "    kv-cmk-prod | rg-security · swedencentral · 19 days left",
    "    kv-payments-prod | rg-payments · westeurope · 82 days left",
    "Contoso Sandbox | 1 deleted · 37 h left",
    "  AI services and Foundry | 1",
    "    aoai-sandbox | rg-sandbox · northeurope · 37 h left",
    expect.stringMatching(
      /^ {2}Key vaults \| You don't have the permission "Microsoft.KeyVault\/deletedVaults\//,
    ),
    expect.stringMatching(
      /^ {2}Managed HSMs \| You don't have the permission "Microsoft.KeyVault\/deletedManagedHsms\//,
    ),
    "Fabrikam Shared | couldn't be read",
    expect.stringMatching(
      /^ {2}AI services and Foundry \| The Azure service reported an internal error\. Try again/,
    ),
    expect.stringMatching(
      /^ {2}Key vaults \| The Azure service reported an internal error\. Try again/,
    ),
    "Northwind | Sign in to Northwind to see its subscriptions.",
    "Contoso Empty | nothing deleted",
  ]);
});

test("a branch that may not be read names the missing action and the whole scope", async () => {
  const { page } = scene();
  const row = treeRow(page, "Key vaults", view(page, RESOURCES)).filter({
    hasText: "You don't have the permission",
  });
  const sentence =
    'You don\'t have the permission "Microsoft.KeyVault/deletedVaults/read" at scope ' +
    '"/subscriptions/aaaaaaaa-0000-4000-8000-000000000003".';
  expect(await row.getAttribute("aria-label")).toContain(sentence);
  expect(await hoverText(row)).toContain(sentence);
});

test("the activity bar counts what expires soon", async () => {
  const { page } = scene();
  const entry = page.locator(".part.activitybar .action-item", {
    has: page.locator('.action-label[aria-label^="Azure Deleted Resources"]'),
  });
  expect(await entry.locator(".badge-content").innerText()).toBe("2");
  expect(await entry.locator(".action-label").getAttribute("aria-label")).toContain(
    "Deleted resources expiring within 24 hours: 2",
  );
});

test("a branch that failed reads again when its row is chosen", async () => {
  const { page, simulator } = scene();
  simulator.clearFaults();
  const failed = view(page, RESOURCES).locator(
    '.monaco-list-row[aria-label*="reported an internal error"]',
  );
  expect(await failed.count()).toBe(2);
  await failed.first().click();
  await expect.poll(() => failed.count()).toBe(1);
  await failed.first().click();
  await expect.poll(() => outline(page)).toContain("Fabrikam Shared | nothing deleted");
});

test("a tenant that wants more than a silent sign-in offers it, and then shows", async () => {
  const { page } = scene();
  await (await resourceRow(page, "Northwind")).click();
  await dialogButton(page, "Allow");
  await resourceRow(page, "kv-northwind");
  await waitForIdle(page);
  const rows = await outline(page);
  expect(rows).toContain("Northwind Legacy | 1 deleted · 44 days left");
  expect(rows).toContain("    kv-northwind | rg-legacy · westus2 · 44 days left");
  expect(rows.some((row) => row.startsWith("Northwind | "))).toBe(false);
});
