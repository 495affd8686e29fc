import { beforeEach, expect, test } from "vitest";

import { quickPickTexts, runCommand } from "../host/prompts";
import { waitForWorkbench } from "../host/window";
import { movePointerAway, openView } from "../host/workbench";
import { startAnew } from "./support/anew";
import { confirmationPage } from "./support/confirmation";
import { editorText } from "./support/editor";
import {
  goTo,
  openFile,
  problem,
  problems,
  quickFix,
  quickFixes,
  revertAll,
  showProblems,
} from "./support/problems";
import { recoverWhenAsked } from "./support/recovering";
import { writes } from "./support/requests";
import { takePicture, useScene } from "./support/scene";

const vault = "resource a 'Microsoft.KeyVault/vaults@2023-07-01' = {\n  name: 'kv-support-prod";
const template = "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#";
const bad: Readonly<Record<string, string>> = {
  "half.bicep": `${vault}\n}\n`,
  "open.bicep": `${vault}'\n`,
  "half.json": `{"$schema": "${template}", "resources": [{"type": "Microsoft.KeyVault/vaults", "name": "kv-support-prod", `,
  "long.json": `{"$schema": "${template}", "x": "${"kv-support-prod ".repeat(70_000)}"}`,
  "binary.bicep": `${vault}'\n}\n${"\0\u0001\ufffd".repeat(1000)}`,
  "half.tf": 'resource "azurerm_key_vault" "a" {\n  name = "kv-support-prod\n}\n',
};

const scene = useScene({
  workspace: "shop",
  files: bad,
  // A change stays in its editor, so that each test finds the files as they were.
  settings: { "files.autoSave": "off", "files.hotExit": "off" },
});

beforeEach(async () => {
  await revertAll(scene().page);
  await startAnew(scene());
  await showProblems(scene().page);
});

const vaultHeld =
  /This deployment will fail: a deleted key vault holds the name "kv-support-prod" \(Contoso Production, deleted 78 days ago, 11 days left\)\. Recover or purge the deleted resource\./;
const accountHeld =
  /This deployment will fail: a deleted Azure OpenAI resource holds the name "aoai-support-prod" \(Contoso Production, deleted 18 h ago, 29 h left\)\. Recover or purge the deleted resource\./;

test("a Bicep file says which of its names are held, wherever they come from", async () => {
  const { page } = scene();
  await openFile(page, "main.bicep");
  await problem(page, vaultHeld).waitFor();
  await problem(page, accountHeld).waitFor();
  expect(await problems(page)).toHaveLength(2);
  await page.locator(".squiggly-warning").first().waitFor();
  expect(await page.locator(".squiggly-error, .squiggly-info").count()).toBe(0);
  await goTo(page, "25:12");
  await takePicture(page, "editor");
});

test("the status of a template says how many names were checked, and lists them", async () => {
  const { page } = scene();
  await openFile(page, "main.bicep");
  await problem(page, vaultHeld).waitFor();
  await page.locator('[id="status.languageStatus"]').first().hover();
  await page
    .getByText(/2 of 2 names checked/)
    .first()
    .waitFor();
  await page.keyboard.press("Escape");
  await runCommand(page, "Check Before Deploying...");
  await expect
    .poll(() => quickPickTexts(page))
    .toEqual(expect.arrayContaining([expect.stringMatching(/kv-support-prod[^]*holds this name/)]));
  await page.keyboard.press("Escape");
});

test("a file of parameters says it of the value that becomes a name", async () => {
  const { page } = scene();
  await openFile(page, "main.bicepparam");
  await problem(page, vaultHeld).waitFor();
  expect(await problems(page)).toHaveLength(1);
  await goTo(page, "3:25");
  expect(await quickFixes(page)).toEqual([
    'Recover the deleted key vault "kv-support-prod"',
    'Purge the deleted key vault "kv-support-prod"...',
    "Add createMode: 'recover' (remove it after the deployment)",
  ]);
});

test("an ARM template, and its parameters, say it too; what is protected is not to be purged", async () => {
  const { page } = scene();
  await openFile(page, "azuredeploy.json");
  await problem(
    page,
    /This deployment will fail: a deleted Foundry resource holds the name "foundry-research"/,
  ).waitFor();
  await problem(
    page,
    /This deployment will fail: a deleted key vault holds the name "kv-payments-prod" .* Recover the deleted resource, or choose another name\./,
  ).waitFor();
  await goTo(page, "23:20");
  expect(await quickFixes(page)).toEqual([
    'Recover the deleted key vault "kv-payments-prod"',
    'Add "createMode": "recover" (remove it after the deployment)',
  ]);
  await openFile(page, "azuredeploy.parameters.json");
  await goTo(page, "5:35");
  expect((await quickFixes(page))[0]).toBe('Recover the deleted key vault "kv-payments-prod"');
});

test("a Terraform module says it, and what Terraform does about it by itself", async () => {
  const { page } = scene();
  await openFile(page, "main.tf");
  await problem(
    page,
    /A deleted key vault holds the name "kv-payments-prod" .* Terraform recovers the deleted resource instead of creating a new one, unless the provider's features say otherwise\./,
  ).waitFor();
  await problem(
    page,
    /This deployment will fail: a deleted .* holds the name "speech-dev"/,
  ).waitFor();
  await openFile(page, "terraform.tfvars");
  await goTo(page, "1:18");
  expect(await quickFixes(page)).toEqual(['Recover the deleted key vault "kv-payments-prod"']);
});

test("an environment of azd's says it of names, and not of other values", async () => {
  const { page } = scene();
  await openFile(page, ".env");
  await problem(
    page,
    /This deployment will fail: a deleted key vault holds the name "kv-dev-old"/,
  ).waitFor();
  expect(await problems(page)).toHaveLength(1);
});

test("Recover from the light bulb asks as always, and takes the mark away", async () => {
  const { page } = scene();
  await openFile(page, "main.bicep");
  await problem(page, accountHeld).waitFor();
  await goTo(page, "25:12");
  await quickFix(page, 'Recover the deleted Azure OpenAI resource "aoai-support-prod"');
  await recoverWhenAsked(scene(), "aoai-support-prod", "PUT accounts/aoai-support-prod");
  await problem(page, accountHeld).waitFor({ state: "detached" });
  await problem(page, vaultHeld).waitFor();
});

test("Purge... from the light bulb leads to the page, and purges nothing by itself", async () => {
  const { page, simulator } = scene();
  await openFile(page, "main.bicep");
  await problem(page, vaultHeld).waitFor();
  await goTo(page, "12:12");
  await quickFix(page, 'Purge the deleted key vault "kv-support-prod"...');
  const confirmation = await confirmationPage(page);
  expect(await confirmation.main.innerText()).toContain("kv-support-prod");
  await confirmation.cancel.click();
  expect(writes(simulator)).toEqual([]);
});

test("the edit has the deployment recover it, after which nothing is to be said", async () => {
  const { page } = scene();
  await openFile(page, "main.bicep");
  await problem(page, accountHeld).waitFor();
  await goTo(page, "25:12");
  await quickFix(page, "Add restore: true (remove it after the deployment)");
  await expect
    .poll(() => editorText(page))
    .toContain(
      "  properties: {\n    restore: true\n    customSubDomainName: 'aoai-${team}-prod'\n",
    );
  await problem(page, accountHeld).waitFor({ state: "detached" });
  await problem(page, vaultHeld).waitFor();
  await page.keyboard.press("Control+Z");
  await problem(page, accountHeld).waitFor();
});

test("a name that changes is looked at again when it has settled, without asking Azure", async () => {
  const { page, simulator } = scene();
  await openFile(page, "main.bicep");
  await problem(page, accountHeld).waitFor();
  const asked = simulator.requests.length;
  // In "aoai-${team}-prod", behind the last letter.
  await goTo(page, "25:27");
  await page.keyboard.type("-2");
  await problem(page, accountHeld).waitFor({ state: "detached" });
  await page.keyboard.press("Backspace");
  await page.keyboard.press("Backspace");
  await problem(page, accountHeld).waitFor();
  expect(simulator.requests).toHaveLength(asked);
});

test("the setting turns it off and on", async () => {
  const { page, window } = scene();
  await openFile(page, "main.bicep");
  await problem(page, vaultHeld).waitFor();
  await window.changeSettings({ "azureDeletedResources.checkFiles": false });
  await problem(page, vaultHeld).waitFor({ state: "detached" });
  await window.changeSettings({ "azureDeletedResources.checkFiles": undefined });
  await problem(page, vaultHeld).waitFor();
});

test("what is broken, binary or endless has nothing said of it, and holds nothing up", async () => {
  const { page, window } = scene();
  for (const name of Object.keys(bad)) {
    await openFile(page, name);
  }
  // What can be read is marked all the same, after those.
  await openFile(page, "main.bicepparam");
  await problem(page, vaultHeld).waitFor();
  // VS Code itself says of JSON what is wrong with it.
  const held = (await problems(page)).filter((text) => text.includes("holds the name"));
  expect(held).toHaveLength(1);
  expect(await window.extensionHostLog()).not.toContain("could not be checked");
  await movePointerAway(page);
});

test("names are marked before the view was ever opened, for who is signed in", async () => {
  const { page } = scene();
  await openView(page, "Explorer");
  // In a browser VS Code writes down every five seconds what is open.
  await page.waitForTimeout(6_000);
  await page.reload();
  await waitForWorkbench(page);
  await openFile(page, "main.bicep");
  await showProblems(page);
  // The extension host starts once more, signs in silently and reads everything.
  await problem(page, vaultHeld).waitFor();
  expect(await page.locator(".part.sidebar .composite.title h2").innerText()).toBe("Explorer");
});
