import { execFile } from "node:child_process";
import { promisify } from "node:util";

import { beforeEach, expect, test } from "vitest";

import { dialog, escapePick, quickPickTexts, typeAndAccept } from "../host/prompts";
import { contextMenu, contextMenuItems } from "../host/workbench";
import { everyService } from "../simulator/scenarios/everyService";
import { startAnew } from "./support/anew";
import { clipboardAfter } from "./support/clipboard";
import { subscription, subscriptionId } from "./support/contoso";
import { writes, writesTo } from "./support/requests";
import { takePicture, useScene } from "./support/scene";
import { resourceRow, waitUntilGone, refreshAll } from "./support/tree";

const scene = useScene({ settings: { "workbench.colorTheme": "Default Dark Modern" } });
beforeEach(() => startAnew(scene()));

/** Copy as Command... of a row: what is typed narrows the list to the one that is meant. */
async function copied(name: string, what: string): Promise<string> {
  const { page } = scene();
  return clipboardAfter(page, async () => {
    await contextMenu(await resourceRow(page, name), "Copy as Command...");
    await quickPickTexts(page);
    await typeAndAccept(page, what);
  });
}

/**
 * Runs a copied text in bash as a person would, who has signed in with the Azure CLI and trusts the
 * simulator's certificate.
 */
async function run(text: string): Promise<void> {
  const { env, simulator } = scene();
  const environment = { ...process.env, ...env, CURL_CA_BUNDLE: simulator.caFile };
  const exec = promisify(execFile);
  const { stdout } = await exec("az", ["account", "get-access-token", "--output", "json"], {
    env: environment,
  });
  const { accessToken } = JSON.parse(stdout) as { readonly accessToken: string };
  await exec("bash", ["-c", text], { env: { ...environment, ACCESS_TOKEN: accessToken } });
}

test("the list shows each command before it is copied, and copying sends nothing", async () => {
  const { page, simulator } = scene();
  const row = await resourceRow(page, "kv-support-prod");
  expect(await contextMenuItems(row)).toContain("Copy as Command...");
  await contextMenu(row, "Copy as Command...");
  const texts = (await quickPickTexts(page)).join("\n");
  const id = subscriptionId("Contoso Production");
  expect(texts).toContain(
    "Recover with Azure CLI, Bash and PowerShell, az keyvault recover --name 'kv-support-prod'",
  );
  expect(texts).toContain(
    "Recover with Azure PowerShell, PowerShell, Undo-AzKeyVaultRemoval -VaultName 'kv-support-prod'",
  );
  expect(texts).toMatch(/Recover with az rest, Bash, az rest --method put --url 'https:/);
  expect(texts).toMatch(/Recover with curl, Bash, curl .*--request PUT/);
  expect(texts).toMatch(/Purge with Azure CLI, Bash and PowerShell, az keyvault purge/);
  await page.mouse.move(900, 700);
  await takePicture(page, "copyCommand");
  await escapePick(page);

  const text = await copied("kv-support-prod", "az keyvault recover");
  expect(text).toBe(
    `# Recovers the key vault “kv-support-prod”.\naz keyvault recover --name 'kv-support-prod' --resource-group 'rg-support' --location 'swedencentral' --subscription '${id}'\n`,
  );
  expect(writes(simulator)).toEqual([]);
});

test("the copied curl command recovers the vault from a terminal", async () => {
  const { page, simulator } = scene();
  const text = await copied("kv-support-prod", "curl --request PUT");
  expect(text).not.toMatch(/Bearer (?!\$ACCESS_TOKEN)/);
  await run(text);
  expect(writesTo(simulator)).toEqual(["PUT vaults/kv-support-prod"]);
  await expect
    .poll(() =>
      subscription(simulator, "Contoso Production").vault("rg-support", "kv-support-prod"),
    )
    .toBeDefined();
  await refreshAll(page);
  await waitUntilGone(page, "kv-support-prod");
});

test("a recovery that needs its resource group first waits for it, in one text", async () => {
  const { simulator } = scene();
  const text = await copied("foundry-research", "curl --request PUT");
  expect(text).toContain("# 1. Create resource group in eastus2: “rg-research”\n");
  expect(text).toContain("# 2. Recover Foundry resource: “foundry-research”\n");
  await run(text);
  expect(writesTo(simulator)).toEqual([
    "PUT resourcegroups/rg-research",
    "PUT accounts/foundry-research",
  ]);
  await expect
    .poll(() =>
      subscription(simulator, "Contoso Production").account("rg-research", "foundry-research"),
    )
    .toBeDefined();
});

test("a purge says that it cannot be undone, and is not offered where nobody can", async () => {
  const { page, simulator } = scene();
  const text = await copied("kv-dev-old", "curl --request POST");
  expect(text).toMatch(
    /^# Purges the key vault “kv-dev-old”, so it can’t be recovered anymore\. Unlike the extension, this command doesn’t first check/,
  );
  expect(writes(simulator)).toEqual([]);
  await run(text);
  expect(writesTo(simulator)).toEqual(["POST kv-dev-old/purge"]);
  await expect
    .poll(() => subscription(simulator, "Contoso Development").deletedVault("kv-dev-old"))
    .toBeUndefined();

  await contextMenu(await resourceRow(page, "kv-payments-prod"), "Copy as Command...");
  const texts = await quickPickTexts(page);
  expect(texts.filter((one) => one.startsWith("Purge with"))).toEqual([]);
  expect(texts.join("\n")).toMatch(/No command available, Purge protection is on, so nobody/);
  await escapePick(page);
});

test("whoever may not purge can copy the command for somebody who may", async () => {
  const { page, simulator } = scene();
  const text = await copied("aoai-sandbox", "az cognitiveservices account purge");
  expect(text).toContain("az cognitiveservices account purge --name ");
  expect(await dialog(page).count()).toBe(0);
  expect(writes(simulator)).toEqual([]);
});

test("what a recovery asks is asked before its command is copied", async () => {
  const { page } = scene();
  await startAnew(scene(), everyService);
  const text = await clipboardAfter(page, async () => {
    await contextMenu(
      await resourceRow(page, "sql-shop-platform/sqldb-platform"),
      "Copy as Command...",
    );
    const texts = (await quickPickTexts(page)).join("\n");
    expect(texts).toContain("Recover with az rest, First asks where to recover to");
    expect(texts).toMatch(/No command available, A deleted database can't be purged\./);
    await typeAndAccept(page, "Recover with az rest");
    await page.getByText("Enter a name for the restored database").waitFor();
    await typeAndAccept(page, "sqldb-platform-2");
  });
  expect(text).toContain(
    "# Unlike the extension, this command doesn’t first check for an existing resource of the same name. Azure would change that resource.\n",
  );
  expect(text).toMatch(
    /\naz rest --method put --url '.*\/databases\/sqldb-platform-2\?api-version=/,
  );
});
