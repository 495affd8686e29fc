import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import { beforeEach, expect, test } from "vitest";

import { choosePick, notification, quickInput, quickPickTexts } from "../host/prompts";
import { capturedMessages } from "../unit/features/nameLookup/capturedMessages";
import { startAnew } from "./support/anew";
import { confirmationPage } from "./support/confirmation";
import { recoverWhenAsked } from "./support/recovering";
import { takePicture, useScene } from "./support/scene";
import {
  closeTerminals,
  followLink,
  inNewTerminal,
  print,
  terminalSettings,
} from "./support/terminal";

const scene = useScene({ settings: terminalSettings });
beforeEach(async () => {
  await startAnew(scene());
  await closeTerminals(scene().page);
});

function messageOf(tool: string): string {
  const found = capturedMessages.find((message) => message.tool === tool);
  if (found === undefined) {
    throw new Error(`There is no message of ${tool}.`);
  }
  return found.text;
}

const gone = `Message="Api service apim-gone was soft-deleted. In order to create the new service`;

/** The title of the list that a link has opened. */
async function opened(title: string): Promise<readonly string[]> {
  const { page } = scene();
  await quickInput(page).locator(".quick-input-title", { hasText: title }).waitFor();
  return quickPickTexts(page);
}

test("azd cannot deploy: the name is a link, and Recover brings the account back", async () => {
  const { page, window } = scene();
  await print(window, messageOf("azd"));
  await followLink(page, "aoai-support-prod");
  const rows = await opened('"aoai-support-prod" is soft-deleted');
  expect(rows.map((row) => row.replace(/^.*?(Recover|Purge\.\.\.|Show Details).*$/, "$1"))).toEqual(
    ["Recover", "Purge...", "Show Details"],
  );
  await takePicture(page, "terminal-link");
  await choosePick(page, /Recover$/);
  await recoverWhenAsked(scene(), "aoai-support-prod", "PUT accounts/aoai-support-prod");
});

test("Terraform cannot create a vault: it is purged, and its name is free", async () => {
  const { page, window } = scene();
  await print(window, messageOf("Terraform, told not to recover"));
  await followLink(page, "kv-support-prod");
  await opened('"kv-support-prod" is soft-deleted');
  await choosePick(page, /Purge\.\.\.$/);
  const confirmation = await confirmationPage(page);
  await confirmation.typed.fill("kv-support-prod");
  await confirmation.purge.click();
  await notification(page, 'The name "kv-support-prod" is now available.');
});

test("a message that names no vault opens the list of those that are soft-deleted", async () => {
  const { page, window } = scene();
  await print(window, messageOf("az deployment group create"));
  await followLink(page, "ConflictError");
  const rows = await opened(
    "Soft-deleted: Key vaults. The message doesn't say which resource is meant",
  );
  expect(rows.length).toBe(5);
  await choosePick(page, /kv-dev-scratch$/);
  await opened('"kv-dev-scratch" is soft-deleted');
  await choosePick(page, /Show Details$/);
  await page.locator(".tabs-container .tab", { hasText: "kv-dev-scratch" }).waitFor();
});

test("a name that is not soft-deleted any more: the finder answers", async () => {
  const { page, window } = scene();
  await print(
    window,
    `Message="Api service apim-gone was soft-deleted. In order to create the new`,
  );
  await followLink(page, "apim-gone");
  await opened('Nothing holds "apim-gone"');
});

test("ten megabytes, a line of one, and binary: the window goes on, and so do the links", async () => {
  const { page, window } = scene();
  const folder = join(window.dataDir, "workspace");
  await writeFile(join(folder, "burst.txt"), `${messageOf("Pulumi")}\n`.repeat(40_000));
  await writeFile(join(folder, "line.txt"), `${"x".repeat(1_000_000)} has been soft-deleted`);
  await writeFile(join(folder, "last.txt"), gone);
  // What a terminal makes of chance is undone by a full reset.
  const binary = "head -c 300000 /dev/urandom; printf '\\033c'";
  await inNewTerminal(page, `cat burst.txt line.txt; ${binary}; cat last.txt; echo`);
  await followLink(page, "apim-gone");
  await opened('Nothing holds "apim-gone"');
  expect(await window.extensionHostLog()).not.toMatch(/ERR.*(terminalLink|provideTerminalLinks)/i);
});
