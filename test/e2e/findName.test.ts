import type { Page } from "playwright-core";
import { beforeEach, expect, test } from "vitest";

import {
  acceptPick,
  choosePick,
  notification,
  quickInput,
  quickPickTexts,
  runCommand,
} from "../host/prompts";
import { viewAction } from "../host/workbench";
import { accountId } from "../unit/features/nameLookup/capturedMessages";
import { startAnew } from "./support/anew";
import { confirmationPage } from "./support/confirmation";
import { subscription } from "./support/contoso";
import { recoverWhenAsked } from "./support/recovering";
import { takePicture, useScene } from "./support/scene";
import { RESOURCES } from "./support/tree";

const scene = useScene();
beforeEach(() => startAnew(scene()));

async function find(page: Page, text: string): Promise<void> {
  await runCommand(page, "Azure Deleted Resources: Find What Holds a Name...");
  await typeName(page, text);
}

/** Types into the box that asks, which comes a moment after the palette has closed. */
async function typeName(page: Page, text: string): Promise<void> {
  const box = quickInput(page).filter({ hasText: "Find What Holds a Name" });
  await box.waitFor();
  await box.locator("input.input").fill(text);
  await box.locator("input.input").press("Enter");
}

/** The answer's title, once it is there. */
async function answer(page: Page, title: string): Promise<readonly string[]> {
  await quickInput(page).locator(".quick-input-title", { hasText: title }).waitFor();
  return quickPickTexts(page);
}

test("a name that a deleted vault holds: recovered from the answer", async () => {
  const { page } = scene();
  await find(page, "KV-Support-Prod");
  const rows = await answer(page, '"kv-support-prod" is soft-deleted');
  expect(rows[0]).toMatch(/^debug-restart\s+Recover|^Recover/);
  await takePicture(page, "find-name");
  await choosePick(page, /Recover$/);
  await recoverWhenAsked(scene(), "kv-support-prod", "PUT vaults/kv-support-prod");
});

test("a pasted message: purged from the answer, and its name waited for", async () => {
  const { page, simulator } = scene();
  await viewAction(page, RESOURCES, "Find What Holds a Name...");
  await typeName(
    page,
    `(FlagMustBeSetForRestore) An existing resource with ID '${accountId}' has been soft-deleted. To restore the resource, you must specify 'restore' to be 'true' in the property.`,
  );
  await answer(page, '"aoai-support-prod" is soft-deleted');
  await choosePick(page, /Purge\.\.\.$/);
  const confirmation = await confirmationPage(page);
  await confirmation.typed.fill("aoai-support-prod");
  await confirmation.purge.click();
  await notification(page, 'The name "aoai-support-prod" is now available.');
  await notification(page, '"aoai-support-prod" is purged.');
  const checks = simulator.requests.filter(({ path }) => path.endsWith("/checkDomainAvailability"));
  expect(checks.length).toBeGreaterThan(0);
});

test("a name that something live holds", async () => {
  const { page } = scene();
  await find(page, "aoai-payments-prod");
  const rows = await answer(page, 'What holds "aoai-payments-prod"');
  expect(rows.join()).toContain("live · microsoft.cognitiveservices/accounts");
  expect(rows.join()).toContain("Contoso Production · rg-payments · westeurope");
});

test("a name that nobody holds, in the providers' own words, and what could not be read", async () => {
  const { page } = scene();
  await find(page, "kv-brand-new");
  const rows = await answer(page, 'Nothing holds "kv-brand-new"');
  expect(rows.join("\n")).toMatch(/Key vaults.*the name is available/);
  expect(rows.join("\n")).toMatch(/Storage accounts.*this name isn't valid here/);
  expect(rows.at(-1)).toMatch(/couldn't be read.*Northwind/);
  await takePicture(page, "find-name-nobody");
});

test("a text without a name is refused where it is typed; half a name is looked for", async () => {
  const { page } = scene();
  await runCommand(page, "Azure Deleted Resources: Find What Holds a Name...");
  const box = quickInput(page).filter({ hasText: "Find What Holds a Name" });
  await box.waitFor();
  await box.locator("input.input").fill("something went wrong and nobody knows what it was");
  await box
    .getByText("No name was found in this text. Type the name or the resource ID.")
    .waitFor();
  await box.locator("input.input").fill("kv-");
  await acceptPick(page);
  await answer(page, 'Nothing holds "kv-"');
});

test("a hostile name is shown as text", async () => {
  const { page } = scene();
  await find(page, "$(trash) [x](command:y)");
  const rows = await answer(page, 'Nothing holds "');
  expect(rows.length).toBeGreaterThan(0);
  const title = await quickInput(page).locator(".quick-input-title").innerText();
  expect(title).toContain("[x](command:y)");
  expect(await quickInput(page).locator(".quick-input-title .codicon").count()).toBe(0);
});

test("a name in a subscription that the person does not show", async () => {
  const { page, simulator, window } = scene();
  await window.changeSettings({
    "azureResourceGroups.selectedSubscriptions": [
      `${subscription(simulator, "Contoso Production").tenantId}/${subscription(simulator, "Contoso Production").id}`,
    ],
  });
  await find(page, "kv-dev-scratch");
  await answer(page, '"kv-dev-scratch" is soft-deleted');
  await choosePick(page, /Recover$/);
  await recoverWhenAsked(scene(), "kv-dev-scratch", "PUT vaults/kv-dev-scratch");
});
