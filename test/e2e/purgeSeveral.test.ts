import { beforeEach, expect, test } from "vitest";

import { notification, notificationButton } from "../host/prompts";
import { exactly } from "../host/waiting";
import { contextMenu, contextMenuItems } from "../host/workbench";
import { startAnew } from "./support/anew";
import { clipboardAfter } from "./support/clipboard";
import { confirmationPage, confirmationTab, fromPalette } from "./support/confirmation";
import { subscription, subscriptionId } from "./support/contoso";
import { writes, writesTo } from "./support/requests";
import { useScene } from "./support/scene";
import { description, hoverText, operationsOutline, resourceRow } from "./support/tree";

const scene = useScene();
beforeEach(() => startAnew(scene()));

const protectedReason =
  "Purge protection is on, so nobody, including Microsoft, can purge this vault before its retention period ends. You can recover the vault until then.";
const copyCommand = "Copy Role Assignment Command";
const sandboxCommand =
  'az role assignment create --assignee "dana@contoso.example"' +
  ' --scope "/subscriptions/aaaaaaaa-0000-4000-8000-000000000003"' +
  ' --role "Cognitive Services Contributor"';
const sandboxReason =
  "You don't have the permission \"Microsoft.CognitiveServices/locations/resourceGroups/" +
  'deletedAccounts/delete" at scope "/subscriptions/aaaaaaaa-0000-4000-8000-000000000003"';

test("one page for several names what it purges and what it cannot", async () => {
  const { page, simulator } = scene();
  await fromPalette(page, "Purge...", "kv-cmk-prod", "kv-payments-prod", "kv-support-prod");
  const { frame, main, purge, typed } = await confirmationPage(page);
  expect(await main.innerText()).toContain("Purge 2 resources permanently?");
  expect((await frame.locator(".item h2").allInnerTexts()).sort()).toEqual([
    "kv-cmk-prod",
    "kv-support-prod",
  ]);
  const refused = await frame.locator(".refused").innerText();
  expect(refused).toContain("Not purged");
  expect(refused).toContain(`kv-payments-prod: ${protectedReason}`);

  await typed.fill("kv-support-prod");
  expect(await purge.isDisabled()).toBe(true);
  await typed.fill("purge 2");
  await purge.click();
  await notification(page, "Purged: 2 of 2.");
  expect([...writesTo(simulator)].sort()).toEqual([
    "POST kv-cmk-prod/purge",
    "POST kv-support-prod/purge",
  ]);
  const left = subscription(simulator, "Contoso Production").deletedVaults;
  expect(left.map(({ vault }) => vault.name)).toEqual(["kv-payments-prod"]);
});

test("a page longer than the window opens at its beginning, ready to type", async () => {
  const { page } = scene();
  const names = ["kv-dev-old", "kv-dev-scratch", "kv-cmk-prod", "kv-support-prod", "speech-dev"];
  await fromPalette(page, "Purge...", ...names);
  const { frame, typed } = await confirmationPage(page);
  const tab = await confirmationTab(page).boundingBox();
  const title = await frame.locator("h1").boundingBox();
  expect(title?.y ?? -1).toBeGreaterThan(tab?.y ?? Infinity);
  expect(await typed.and(frame.locator(":focus")).count()).toBe(1);
});

test("several selected rows are purged from their menu with one page", async () => {
  const { page, simulator } = scene();
  await (await resourceRow(page, "kv-dev-old")).click();
  const last = await resourceRow(page, "kv-dev-scratch");
  await last.click({ modifiers: ["Control"] });
  await contextMenu(last, "Purge...");
  const { frame, cancel } = await confirmationPage(page);
  expect(await frame.locator(".item h2").allInnerTexts()).toEqual(["kv-dev-old", "kv-dev-scratch"]);
  await cancel.click();
  await confirmationTab(page).waitFor({ state: "detached" });
  expect(writes(simulator)).toEqual([]);
});

test("a purge-protected vault offers no purge and says why", async () => {
  const { page } = scene();
  const row = await resourceRow(page, "kv-payments-prod");
  const items = await contextMenuItems(row);
  expect(items).toContain("Recover");
  expect(items).not.toContain("Purge...");
  expect(await row.getAttribute("aria-label")).toContain("purge-protected");
  expect(await hoverText(row)).toContain("purge-protected");
});

test("purging a purge-protected vault from the palette gives the reason and no page", async () => {
  const { page, simulator } = scene();
  await fromPalette(page, "Purge...", "kv-payments-prod");
  await notification(page, `"kv-payments-prod": ${protectedReason}`);
  expect(await confirmationTab(page).count()).toBe(0);
  expect(writes(simulator)).toEqual([]);
});

test("a purge that may not be done is refused before anything is sent", async () => {
  const { page, simulator } = scene();
  await contextMenu(await resourceRow(page, "aoai-sandbox"), "Purge...");
  const copied = await clipboardAfter(page, () =>
    notificationButton(page, sandboxReason, copyCommand),
  );
  expect(copied).toBe(sandboxCommand);
  expect(await confirmationTab(page).count()).toBe(0);
  expect(writes(simulator)).toEqual([]);
});

test("where permissions cannot be read Azure decides, and its refusal is a sentence", async () => {
  const { page, simulator } = scene();
  simulator.addFault({
    match: { path: "/providers/Microsoft.Authorization/permissions" },
    effect: { kind: "status", status: 404, code: "NotFound", message: "There is no such thing." },
  });
  const row = await resourceRow(page, "aoai-sandbox");
  const before = await description(row).innerText();
  await contextMenu(row, "Purge...");
  const { typed, purge } = await confirmationPage(page);
  await typed.fill("aoai-sandbox");
  await purge.click();
  const told = await (await notification(page, '"aoai-sandbox" wasn\'t purged.')).innerText();
  expect(told).toContain(
    'You don\'t have the permission "Microsoft.CognitiveServices/locations/resourceGroups/deletedAccounts/delete"' +
      " at scope",
  );
  expect(told).toContain(
    "Ask an owner of that scope to assign you a role that includes this permission.",
  );
  expect(told).toContain(subscriptionId("Contoso Sandbox"));
  expect(writesTo(simulator)).toEqual(["DELETE deletedAccounts/aoai-sandbox"]);
  // The clipboard is only there for who has the focus, which the closed page has taken along.
  await row.click();
  const copied = await clipboardAfter(page, () =>
    notificationButton(page, '"aoai-sandbox" wasn\'t purged.', copyCommand),
  );
  expect(copied).toBe(sandboxCommand);
  await description(row)
    .filter({ hasText: exactly(before) })
    .waitFor();
  await expect
    .poll(() => operationsOutline(page))
    .toEqual([expect.stringMatching(/^Purge aoai-sandbox \| failed/)]);
});
