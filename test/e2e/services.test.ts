import type { Locator, Page } from "playwright-core";
import { beforeEach, describe, expect, test } from "vitest";

import { cases } from "../catalogue/all";
import type { InTheWindow, WindowRecovery } from "../catalogue/case";
import {
  acceptPick,
  choosePick,
  dialogButton,
  dialogText,
  notification,
  quickInput,
  typeAndAccept,
} from "../host/prompts";
import { eventually } from "../host/waiting";
import { contextMenu, contextMenuItems } from "../host/workbench";
import { everyService } from "../simulator/scenarios/everyService";
import type { SubscriptionState } from "../simulator/subscriptionState";
import { startAnew } from "./support/anew";
import { confirmationPage } from "./support/confirmation";
import { writes } from "./support/requests";
import { useScene } from "./support/scene";
import { description, hoverText, resourceRow, waitUntilGone } from "./support/tree";

const scene = useScene({
  scenario: everyService,
  // All of them by name, so that those are shown too that are off by default.
  settings: { "azureDeletedResources.services": cases.map(({ service }) => service.id) },
});
beforeEach(() => startAnew(scene()));

function platform(): SubscriptionState {
  const { state } = scene().simulator;
  const found = state.subscription(everyService.subscriptions[0]?.id ?? "");
  if (found === undefined) {
    throw new Error("The simulator has no subscription.");
  }
  return found;
}

/** Answers what the service asks before the question that is always asked. */
async function answer(page: Page, { answers = [], offers }: WindowRecovery): Promise<void> {
  for (const one of answers) {
    if ("type" in one) {
      await typeAndAccept(page, one.type);
    } else {
      await choosePick(page, one.pick);
    }
  }
  if (offers === true) {
    await quickInput(page).waitFor();
    await acceptPick(page);
  }
}

/** The row's hover; a tree that still scrolls shows another row's first. */
function hoverOf(node: Locator, row: string): Promise<string> {
  return eventually(`the hover of "${row}"`, async () => {
    const text = await hoverText(node);
    return text.startsWith(row) ? text : undefined;
  });
}

async function recover({ row, recover: expected }: InTheWindow): Promise<void> {
  const { page, simulator } = scene();
  const node = await resourceRow(page, row);
  if ("refused" in expected) {
    expect(await contextMenuItems(node)).not.toContain("Recover");
    expect(await hoverOf(node, row)).toMatch(expected.refused);
    return;
  }
  await contextMenu(node, "Recover");
  await answer(page, expected);
  expect(await dialogText(page)).toMatch(expected.asks);
  expect(writes(simulator)).toEqual([]);
  await dialogButton(page, "Recover");
  await notification(page, `"${row}" is recovered.`);
  expect(expected.isBack(platform(), simulator.state)).toBe(true);
  if (expected.stays === true) {
    await resourceRow(page, row);
  } else {
    await waitUntilGone(page, row);
  }
}

async function purge({ row, purge: expected }: InTheWindow): Promise<void> {
  const { page, simulator } = scene();
  const node = await resourceRow(page, row);
  if ("refused" in expected) {
    expect(await contextMenuItems(node)).not.toContain("Purge...");
    expect(await hoverOf(node, row)).toMatch(expected.refused);
    return;
  }
  await contextMenu(node, "Purge...");
  const { main, typed, purge: button } = await confirmationPage(page);
  expect(await main.innerText()).toMatch(expected.says);
  expect(writes(simulator)).toEqual([]);
  await typed.fill(row);
  await button.click();
  await notification(page, `"${row}" is purged.`);
  expect(expected.isGone(platform(), simulator.state)).toBe(true);
  await waitUntilGone(page, row);
}

describe.each(cases.map((entry) => [entry.service.name, entry] as const))("%s", (name, entry) => {
  test("is listed, and recovered or says why not", async () => {
    const { page } = scene();
    await resourceRow(page, name);
    const row = await resourceRow(page, entry.window.row);
    expect(await description(row).innerText()).toMatch(entry.window.description);
    await recover(entry.window);
  });

  test("is purged, or says why not", async () => {
    await purge(entry.window);
  });
});
