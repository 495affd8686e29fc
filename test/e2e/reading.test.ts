import { beforeEach, expect, test } from "vitest";

import { acceptPick, choosePick, quickInput } from "../host/prompts";
import { eventually } from "../host/waiting";
import { viewAction, waitForIdle } from "../host/workbench";
import type { FaultEffect } from "../simulator/fault";
import { startAnew } from "./support/anew";
import { subscriptionId } from "./support/contoso";
import { useScene, type Scene } from "./support/scene";
import { outline, refreshAll, resourceRow, RESOURCES } from "./support/tree";

const setting = "azureResourceGroups.selectedSubscriptions";
const contosoTenant = "11111111-1111-4111-8111-111111111111";

const scene = useScene();
beforeEach(() => startAnew(scene()));

/** The subscriptions in the tree. */
async function shown({ page }: Scene): Promise<readonly string[]> {
  const rows = await outline(page);
  return rows
    .filter((row) => !row.startsWith(" ") && !row.startsWith("Northwind |"))
    .map((row) => row.split(" | ")[0] ?? "");
}

async function eventuallyShown(names: readonly string[]): Promise<void> {
  await eventually(
    `the tree to show ${names.join(", ")}`,
    async () => JSON.stringify(await shown(scene())) === JSON.stringify(names),
  );
}

const all = [
  "Contoso Development",
  "Contoso Production",
  "Contoso Sandbox",
  "Contoso Empty",
  "Fabrikam Shared",
];

/** Opens the list of subscriptions. */
async function openList(): Promise<void> {
  const { page } = scene();
  await viewAction(page, RESOURCES, "Select Subscriptions...");
  await quickInput(page).locator(".monaco-list-row").first().waitFor();
}

/** Ticks or unticks all subscriptions in the open list. */
async function toggleAll(): Promise<void> {
  await quickInput(scene().page).getByRole("checkbox", { name: "Toggle all checkboxes" }).click();
}

test("Select Subscriptions narrows the tree, and Refresh keeps to it", async () => {
  const { page, simulator } = scene();
  expect(await shown(scene())).toEqual(all);
  await openList();
  await toggleAll();
  await choosePick(page, "Contoso Development");
  await choosePick(page, "Contoso Sandbox");
  await acceptPick(page);
  await eventuallyShown(["Contoso Development", "Contoso Sandbox"]);
  await waitForIdle(page);

  const seen = simulator.requests.length;
  await refreshAll(page);
  expect(await shown(scene())).toEqual(["Contoso Development", "Contoso Sandbox"]);
  const asked = simulator.requests.slice(seen).map(({ path }) => path);
  expect(asked.some((path) => path.includes(subscriptionId("Contoso Development")))).toBe(true);
  expect(asked.some((path) => path.includes(subscriptionId("Contoso Production")))).toBe(false);

  await openList();
  const ticked = quickInput(page).locator('.monaco-list-row [role=checkbox][aria-checked="true"]');
  const names = (await ticked.all()).map((box) => box.getAttribute("aria-label"));
  expect(await Promise.all(names)).toEqual(["Contoso Development", "Contoso Sandbox"]);
  await toggleAll();
  await acceptPick(page);
  await eventuallyShown(all);
});

test("of a setting edited by hand, what can be understood counts and the rest is logged", async () => {
  const { window } = scene();
  await window.changeSettings({
    [setting]: [
      "Contoso Production",
      42,
      null,
      `${contosoTenant}/not-a-subscription`,
      `${contosoTenant}/${subscriptionId("Contoso Production")}`,
    ],
  });
  await eventuallyShown(["Contoso Production"]);
  expect(await window.extensionHostLog()).toContain(
    `${setting}: 4 entries are not "tenant id/subscription id" and are ignored.`,
  );
  await window.changeSettings({ [setting]: undefined });
  await eventuallyShown(all);
});

const developmentAccounts = {
  method: "GET",
  path: `/${subscriptionId("Contoso Development")}/providers/Microsoft.CognitiveServices/deletedAccounts`,
};

/** Everything else is as it was; the branch keeps what it knew and says why it may be out of date. */
async function expectOnlyThatBranchToFail(
  { page, simulator }: Scene,
  effect: FaultEffect,
  reason: RegExp,
): Promise<void> {
  const before = await outline(page);
  const id = simulator.addFault({ match: developmentAccounts, effect });
  await refreshAll(page);
  const after = await outline(page);
  const problems = after.filter((row) => !before.includes(row));
  expect(problems).toEqual([expect.stringMatching(reason)]);
  expect(after.filter((row) => !problems.includes(row))).toEqual(before);
  expect(after).toContain("    aoai-dev-tonight | 4 h left · rg-dev · westeurope");

  simulator.removeFault(id);
  await (await resourceRow(page, "aoai-dev-tonight")).page().mouse.move(900, 900);
  await page.getByRole("treeitem", { name: reason }).click();
  await expect.poll(() => outline(page)).toEqual(before);
}

test("a list that is not JSON fails in its own branch, and comes back", async () => {
  const effect = { kind: "body", text: '{"value": [', contentType: "application/json" } as const;
  await expectOnlyThatBranchToFail(
    scene(),
    effect,
    /Azure sent an unexpected response: expected JSON .*Try again, or s/,
  );
});

test("a list that is a proxy's HTML page fails in its own branch, and comes back", async () => {
  const text = "<html><body><h1>Please sign in to the proxy</h1></body></html>";
  const effect = { kind: "body", text, contentType: "text/html" } as const;
  await expectOnlyThatBranchToFail(
    scene(),
    effect,
    /Azure sent an unexpected response: expected JSON .*Try again, or s/,
  );
});

test("a list that answers 500 fails in its own branch, and comes back", async () => {
  const effect = { kind: "status", status: 500, code: "Outage", message: "Down." } as const;
  await expectOnlyThatBranchToFail(
    scene(),
    effect,
    /reported an internal error\..*Azure says: Down \(code Outage/,
  );
});

test("a list that Azure holds back is asked for again when Azure says", async () => {
  const { page, simulator } = scene();
  const before = await outline(page);
  simulator.addFault({
    match: developmentAccounts,
    times: 1,
    effect: { kind: "status", status: 429, headers: { "Retry-After": "2" } },
  });
  const seen = simulator.requests.length;
  await refreshAll(page);
  expect(await outline(page)).toEqual(before);
  const asked = simulator.requests
    .slice(seen)
    .filter(({ url }) => new RegExp(developmentAccounts.path).test(url));
  expect(asked.map(({ status }) => status)).toEqual([429, 200]);
  expect((asked[1]?.at ?? 0) - (asked[0]?.at ?? 0)).toBeGreaterThanOrEqual(1900);
});
