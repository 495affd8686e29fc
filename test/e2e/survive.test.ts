import type { Locator, Page } from "playwright-core";
import { beforeEach, expect, test } from "vitest";

import { killExtensionHosts } from "../host/extensionHosts";
import { dialogButton, notification, notificationButton, notifications } from "../host/prompts";
import { signIn } from "../host/signIn";
import {
  contextMenu,
  contextMenuItems,
  inlineAction,
  openView,
  revealRow,
} from "../host/workbench";
import { startAnew } from "./support/anew";
import { clipboardAfter } from "./support/clipboard";
import { confirmationPage, openConfirmation, purgeFromPalette } from "./support/confirmation";
import { subscription, vanish } from "./support/contoso";
import { editorText } from "./support/editor";
import { writes, writesTo } from "./support/requests";
import { useScene } from "./support/scene";
import {
  hoverText,
  OPERATIONS,
  operationsOutline,
  resourceRow,
  waitUntilGone,
} from "./support/tree";

const scene = useScene();
beforeEach(() => startAnew(scene()));

/** Azure goes on purging until the answer is called. */
function holdPurges(): () => void {
  const { simulator } = scene();
  const fault = simulator.addFault({
    match: { method: "GET", path: "/operationResults/" },
    effect: { kind: "status", status: 202, headers: { "Retry-After": "1" } },
  });
  return () => {
    simulator.removeFault(fault);
  };
}

async function operationsBecome(page: Page, ...expected: readonly unknown[]): Promise<void> {
  await expect.poll(() => operationsOutline(page)).toEqual(expected);
}

function operationRow(name: string): Promise<Locator> {
  return revealRow(scene().page, OPERATIONS, name);
}

/** How often a sentence is on show. */
async function timesTold(page: Page, sentence: string): Promise<number> {
  return (await notifications(page)).filter((text) => text.includes(sentence)).length;
}

/** Recovers foundry-research, the account refused the first time. */
async function failToRecover(): Promise<void> {
  const { page, simulator } = scene();
  simulator.addFault({
    match: { method: "PUT", path: "/accounts/foundry-research" },
    times: 1,
    effect: { kind: "status", status: 400, code: "BadRequest", message: "Not today." },
  });
  await contextMenu(await resourceRow(page, "foundry-research"), "Recover");
  await dialogButton(page, "Recover");
  await notification(
    page,
    '"foundry-research" wasn\'t recovered. Azure refused the request: Not today',
  );
}

const recovered: readonly unknown[] = [
  expect.stringMatching(/^Recover foundry-research \| recovered · \d+ s$/),
  "  Create resource group in eastus2 | rg-research",
  "  Recover Foundry resource | foundry-research",
];

test("a purge goes on after the extension host was killed, sent once and told once", async () => {
  const { page, simulator, window } = scene();
  const release = holdPurges();
  await purgeFromPalette(page, "kv-cmk-prod");
  await (await resourceRow(page, "kv-cmk-prod")).filter({ hasText: "purging…" }).waitFor();

  await killExtensionHosts(window.server);
  release();
  // VS Code starts a new one by itself; at the third crash in five minutes it would ask.
  await notification(page, '"kv-cmk-prod" is purged.');
  await waitUntilGone(page, "kv-cmk-prod");
  await operationsBecome(page, expect.stringMatching(/^Purge kv-cmk-prod \| purged · \d+ s$/));
  expect(writesTo(simulator)).toEqual(["POST kv-cmk-prod/purge"]);
  expect(await timesTold(page, '"kv-cmk-prod" is purged.')).toBe(1);
});

test("a recovery killed in the middle of its first step goes on to its last, each sent once", async () => {
  const { page, simulator, window } = scene();
  const slow = simulator.addFault({
    match: { method: "PUT", path: "/resourcegroups/rg-research" },
    effect: { kind: "held" },
  });
  await contextMenu(await resourceRow(page, "foundry-research"), "Recover");
  await dialogButton(page, "Recover");
  await operationsBecome(
    page,
    "Recover foundry-research | step 1 of 2: sending…",
    "  Create resource group in eastus2 | rg-research · sending…",
    "  Recover Foundry resource | foundry-research · waiting for rg-research",
  );
  await expect.poll(() => writes(simulator).length).toBe(1);

  await killExtensionHosts(window.server);
  simulator.removeFault(slow);
  await notification(page, '"foundry-research" is recovered.');
  await waitUntilGone(page, "foundry-research");
  await operationsBecome(page, ...recovered);
  expect(writesTo(simulator)).toEqual([
    "PUT resourcegroups/rg-research",
    "PUT accounts/foundry-research",
  ]);
  expect(await timesTold(page, '"foundry-research" is recovered.')).toBe(1);
  const production = subscription(simulator, "Contoso Production");
  expect(production.account("rg-research", "foundry-research")).toBeDefined();
});

test("a failed recovery is taken up from its row, and what was done is not done again", async () => {
  const { page, simulator } = scene();
  await failToRecover();
  await operationsBecome(
    page,
    expect.stringMatching(/^Recover foundry-research \| failed · \d+ s$/),
    "  Create resource group in eastus2 | rg-research",
    "  Recover Foundry resource | foundry-research · failed",
  );
  const row = await operationRow("Recover foundry-research");
  expect(await contextMenuItems(row)).toEqual(["Retry", "Show Details", "Copy", "Clear"]);
  await inlineAction(row, "Retry");
  await notification(page, '"foundry-research" is recovered.');
  await operationsBecome(page, ...recovered);
  expect(writes(simulator).map(({ status }) => status)).toEqual([201, 400, 201]);
  expect(writesTo(simulator)).toEqual([
    "PUT resourcegroups/rg-research",
    "PUT accounts/foundry-research",
    "PUT accounts/foundry-research",
  ]);
  expect(await contextMenuItems(await operationRow("Recover foundry-research"))).toEqual([
    "Show Details",
    "Copy",
    "Clear",
  ]);
});

test("a failed recovery is taken up from its notification", async () => {
  const { page } = scene();
  await failToRecover();
  await notificationButton(page, '"foundry-research" wasn\'t recovered.', "Retry");
  await notification(page, '"foundry-research" is recovered.');
  await operationsBecome(page, ...recovered);
});

test("what was sent and answered can be read, hovered, and copied, and the row cleared", async () => {
  const { page, simulator } = scene();
  await failToRecover();
  const row = await operationRow("Recover foundry-research");
  const copied = await clipboardAfter(page, () => contextMenu(row, "Copy"));
  expect(copied).toMatch(
    /^Recover foundry-research\n\nOutcome: +failed\nReason: +Azure refused the request: Not today \(code BadRequest/,
  );
  expect(copied).toMatch(/\nSubscription: +Contoso Production \(aaaaaaaa-0000-4000-8000-/);
  expect(copied).toContain(`\n   PUT ${simulator.url}/subscriptions/`);
  expect(copied).toMatch(/\n {3}Status: +201\n/);
  const correlationId = /Status: +400\n +Correlation ID: ([0-9a-f-]{36})\n/.exec(copied)?.[1];
  expect(correlationId).toBeDefined();
  expect(copied).not.toMatch(/bearer|eyJ/i);

  const step = await revealRow(page, OPERATIONS, "Recover Foundry resource");
  const hover = await hoverText(step);
  expect(hover).toContain("Reason: Azure refused the request: Not today (code BadRequest");
  expect(hover).toMatch(/Request: PUT \/subscriptions\/.*accounts\/foundry-research/);
  expect(hover).toContain(`Correlation ID: ${String(correlationId)}`);

  await contextMenu(await operationRow("Recover foundry-research"), "Show Details");
  const name = page.locator(".tabs-container .tab.active .label-name");
  await name.filter({ hasText: "Recover foundry-research" }).waitFor();
  const text = await editorText(page);
  expect(text).toMatch(/^Recover foundry-research\n/);
  expect(text).toContain('"location": "eastus2"');

  await contextMenu(await operationRow("Recover foundry-research"), "Clear");
  await operationsBecome(page);
});

test("a failed purge is tried again from the confirmation page, and never without it", async () => {
  const { page, simulator } = scene();
  simulator.addFault({
    match: { method: "POST", path: "/purge" },
    times: 2,
    effect: { kind: "status", status: 400, code: "BadRequest", message: "Not today." },
  });
  await purgeFromPalette(page, "kv-dev-old");
  await notification(page, '"kv-dev-old" wasn\'t purged.');
  expect(writesTo(simulator)).toEqual(["POST kv-dev-old/purge"]);

  await inlineAction(await operationRow("Purge kv-dev-old"), "Retry");
  const { typed, purge } = await confirmationPage(page);
  expect(await purge.isDisabled()).toBe(true);
  expect(writes(simulator)).toHaveLength(1);
  await typed.fill("kv-dev-old");
  await purge.click();
  await operationsBecome(
    page,
    expect.stringMatching(/^Purge kv-dev-old \| failed/),
    expect.stringMatching(/^Purge kv-dev-old \| failed/),
  );
  expect(writes(simulator)).toHaveLength(2);
});

test("a failed purge of what is gone meanwhile says so", async () => {
  const { page, simulator } = scene();
  const { typed, purge } = await openConfirmation(page, "kv-dev-old");
  await typed.fill("kv-dev-old");
  vanish(simulator, "Contoso Development", "kv-dev-old");
  await purge.click();
  await notification(page, '"kv-dev-old" wasn\'t purged.');
  await waitUntilGone(page, "kv-dev-old");
  await inlineAction(await operationRow("Purge kv-dev-old"), "Retry");
  await notification(page, "This resource isn't soft-deleted anymore");
  expect(writes(simulator)).toEqual([]);
});

test("an operation of one window is shown in another, and told in its own only", async () => {
  const { page, simulator, window, username } = scene();
  const release = holdPurges();
  await purgeFromPalette(page, "kv-cmk-prod");
  await (await resourceRow(page, "kv-cmk-prod")).filter({ hasText: "purging…" }).waitFor();
  const second = await window.openSecondPage();
  try {
    await openView(second, "Azure Deleted Resources");
    await signIn(second, username);
    await operationsBecome(second, "Purge kv-cmk-prod | purging…");
    release();
    await notification(page, '"kv-cmk-prod" is purged.');
    const purged: unknown = expect.stringMatching(/^Purge kv-cmk-prod \| purged · \d+ s$/);
    await operationsBecome(page, purged);
    await operationsBecome(second, purged);
    await waitUntilGone(second, "kv-cmk-prod");
    expect(writesTo(simulator)).toEqual(["POST kv-cmk-prod/purge"]);
    expect(await timesTold(second, "kv-cmk-prod")).toBe(0);
  } finally {
    await second.context().close();
  }
});

test("a window that was open before shows another's purge within three seconds, unasked", async () => {
  const { page, simulator, window, username } = scene();
  const second = await window.openSecondPage();
  try {
    await openView(second, "Azure Deleted Resources");
    await signIn(second, username);
    await resourceRow(second, "kv-cmk-prod");
    const release = holdPurges();
    await purgeFromPalette(page, "kv-cmk-prod");
    await (await resourceRow(page, "kv-cmk-prod")).filter({ hasText: "purging…" }).waitFor();
    const shownAt = Date.now();
    await operationsBecome(second, "Purge kv-cmk-prod | purging…");
    expect(Date.now() - shownAt).toBeLessThan(3000);
    release();
    await notification(page, '"kv-cmk-prod" is purged.');
    const endedAt = Date.now();
    await waitUntilGone(second, "kv-cmk-prod");
    expect(Date.now() - endedAt).toBeLessThan(3000);
    await operationsBecome(second, expect.stringMatching(/^Purge kv-cmk-prod \| purged · \d+ s$/));
    expect(writesTo(simulator)).toEqual(["POST kv-cmk-prod/purge"]);
    expect(await timesTold(second, "kv-cmk-prod")).toBe(0);
  } finally {
    await second.context().close();
  }
});
