import { beforeEach, expect, test } from "vitest";

import { eventually } from "../host/waiting";
import { waitForWorkbench } from "../host/window";
import { setTheme, treeRow, view, viewAction, widenSideBar } from "../host/workbench";
import type { Fault } from "../simulator/fault";
import { startAnew } from "./support/anew";
import { takePicture, useScene } from "./support/scene";
import { outline, RESOURCES } from "./support/tree";

const scene = useScene();
beforeEach(() => startAnew(scene()));

/** What the view says above its rows. */
function message(): Promise<string> {
  return view(scene().page, RESOURCES).locator(".message").innerText();
}

async function messageBecomes(expected: RegExp | ""): Promise<void> {
  await eventually(`the message ${String(expected)}`, async () => {
    const text = (await message()).replaceAll(/\s/g, " ");
    return expected === "" ? text === "" : expected.test(text);
  });
}

/** Whether a row says what of the account could not be read. */
function isProblem(row: string): boolean {
  return /^(Northwind|\S+@\S+) \|/.test(row);
}

/** Refreshes while something is broken, and repairs it: the list stays, says why, and comes back. */
async function expectKeptList(
  fault: Fault,
  sentence: RegExp,
  actions: readonly string[],
): Promise<void> {
  const { page, window, simulator } = scene();
  const before = await outline(page);
  const id = simulator.addFault(fault);
  await viewAction(page, RESOURCES, "Refresh");
  await messageBecomes(sentence);
  await expect
    .poll(async () => (await outline(page)).filter((row) => !isProblem(row)))
    .toEqual([...actions, ...before.filter((row) => !isProblem(row))]);
  expect(await view(page, RESOURCES).locator(".welcome-view-content").isVisible()).toBe(false);
  for (const theme of ["Dark Modern", "Light Modern"]) {
    await setTheme(window, theme);
    await takePicture(page, `kept list ${actions.join(" ")} ${theme}`);
  }

  simulator.removeFault(id);
  await messageBecomes("");
  await expect.poll(() => outline(page)).toEqual(before);
}

test("while Azure can't be reached, the list stays and says of when it is, and comes back", async () => {
  await expectKeptList(
    {
      match: { path: "^/(subscriptions|tenants|providers)" },
      effect: { kind: "reset", when: "before" },
    },
    /^Azure cannot be reached\. This is the list of \d+:\d\d [AP]M\.$/,
    ["Try Again"],
  );
});

test("while the sign-in can't be renewed, the list stays, and nobody is asked to start over", async () => {
  await expectKeptList(
    {
      match: { path: "/oauth2/v2.0/token" },
      effect: { kind: "body", status: 400, text: '{"error":"interaction_required"}' },
    },
    /^Your sign-in could not be renewed\. Check the network, or sign in again\. This is the list of \d+:\d\d [AP]M\.$/,
    ["Try Again", "Sign In to Azure..."],
  );
});

test("after a reload the list is there at once, with its time, and rows move when all is read", async () => {
  const { page, simulator } = scene();
  const before = await outline(page);
  // What is read is written a moment later.
  await page.waitForTimeout(2_000);
  const held = simulator.addFault({
    match: { path: "^/(subscriptions|tenants|providers)" },
    effect: { kind: "held" },
  });
  await page.reload();
  await waitForWorkbench(page);
  await treeRow(page, "aoai-dev-tonight").waitFor();
  await messageBecomes(/^As of \d+:\d\d [AP]M\. Updating…$/);
  const rows = await outline(page);
  expect(rows).toEqual(before.filter((row) => !isProblem(row) && !row.includes("permission")));
  for (const width of [250, 300]) {
    await widenSideBar(page, width);
    await takePicture(page, `kept list after a reload ${String(width)}`);
  }
  simulator.removeFault(held);
  await messageBecomes("");
  await expect.poll(() => outline(page)).toEqual(before);
});

test("Try Again reads at once", async () => {
  const { page, simulator } = scene();
  const id = simulator.addFault({
    match: { path: "^/(subscriptions|tenants|providers)" },
    effect: { kind: "status", status: 503 },
  });
  await viewAction(page, RESOURCES, "Refresh");
  await messageBecomes(/^Azure cannot be reached\./);
  simulator.removeFault(id);
  await treeRow(page, "Try Again").click();
  await messageBecomes("");
});
