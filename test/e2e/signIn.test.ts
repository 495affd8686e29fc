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
  expect(rows).toContain("    kv-dev-old | 2 days left · rg-dev · westeurope");
  expect(rows).toContain("    aoai-support-prod | 29 h left · rg-support · swedencentral");

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
    "Contoso Development | 4 h left · 4 deleted",
    "  AI services and Foundry | 2",
    "    aoai-dev-tonight | 4 h left · rg-dev · westeurope",
    "    speech-dev | 45 h left · rg-dev · westeurope",
    "  Key vaults | 2",
    "    kv-dev-old | 2 days left · rg-dev · westeurope",
    "    kv-dev-scratch | 59 days left · rg-dev · westeurope",
    "Contoso Production | 21 h left · 6 deleted",
    "  AI services and Foundry | 3",
    "    vision-labels | 21 h left · rg-support · swedencentral",
    "    foundry-research | 27 h left · rg-research · eastus2",
    "    aoai-support-prod | 29 h left · rg-support · swedencentral",
    "  Key vaults | 3",
    "    kv-support-prod | 11 days left · rg-support · swedencentral",
    "    kv-cmk-prod | 19 days left · rg-security · swedencentral",
    "    kv-payments-prod | 82 days left · rg-payments · westeurope",
    "Contoso Sandbox | 37 h left · 1 deleted",
    "  AI services and Foundry | 1",
    "    aoai-sandbox | 37 h left · rg-sandbox · northeurope",
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
  expect(rows).toContain("Northwind Legacy | 44 days left · 1 deleted");
  expect(rows).toContain("    kv-northwind | 44 days left · rg-legacy · westus2");
  expect(rows.some((row) => row.startsWith("Northwind | "))).toBe(false);
});
