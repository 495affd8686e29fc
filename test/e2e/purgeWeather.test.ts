import { beforeEach, expect, test } from "vitest";

import { notification, notificationButton } from "../host/prompts";
import { contextMenu, revealRow } from "../host/workbench";
import { startAnew } from "./support/anew";
import { clipboardAfter } from "./support/clipboard";
import { openConfirmation, purgeFromPalette } from "./support/confirmation";
import { subscription, subscriptionId, vanish } from "./support/contoso";
import { writes, writesTo } from "./support/requests";
import { useScene } from "./support/scene";
import { OPERATIONS, operationsOutline, resourceRow, waitUntilGone } from "./support/tree";

const scene = useScene();
beforeEach(() => startAnew(scene()));

test("what somebody else purged meanwhile is not purged again", async () => {
  const { page, simulator } = scene();
  const { typed, purge } = await openConfirmation(page, "kv-dev-old");
  await typed.fill("kv-dev-old");
  vanish(simulator, "Contoso Development", "kv-dev-old");
  await purge.click();
  const told = await (await notification(page, '"kv-dev-old" wasn\'t purged.')).innerText();
  expect(told).toContain("The resource isn't soft-deleted anymore");
  expect(told).toContain("Nothing was sent.");
  expect(writes(simulator)).toEqual([]);
  await waitUntilGone(page, "kv-dev-old");
});

test("another deletion under the same name is not the one that was confirmed", async () => {
  const { page, simulator } = scene();
  const { typed, purge } = await openConfirmation(page, "kv-dev-old");
  await typed.fill("kv-dev-old");
  vanish(simulator, "Contoso Development", "kv-dev-old");
  simulator.state.addDeletedVault(subscriptionId("Contoso Development"), {
    name: "kv-dev-old",
    resourceGroup: "rg-dev",
    location: "westeurope",
    deletedDaysAgo: 0,
  });
  await purge.click();
  const told = await (await notification(page, '"kv-dev-old" wasn\'t purged.')).innerText();
  expect(told).toContain(
    "A different resource with the same name was deleted after the one you were shown, so nothing was sent. Refresh to see the current resource.",
  );
  expect(writes(simulator)).toEqual([]);
  expect(subscription(simulator, "Contoso Development").deletedVault("kv-dev-old")).toBeDefined();
  const row = await resourceRow(page, "kv-dev-old");
  await row.filter({ hasText: "89 days left" }).waitFor();
});

test("a purge whose answer names no address to follow is followed by looking", async () => {
  const { page, simulator } = scene();
  simulator.addFault({
    match: { method: "POST", path: "/purge" },
    effect: { kind: "withoutHeaders", names: ["Location", "Retry-After"] },
  });
  await purgeFromPalette(page, "kv-dev-old");
  await notification(page, '"kv-dev-old" is purged.');
  await waitUntilGone(page, "kv-dev-old");
  expect(writesTo(simulator)).toEqual(["POST kv-dev-old/purge"]);
});

test("a purge whose answer was lost is never sent twice, and ends as purged", async () => {
  const { page, simulator } = scene();
  simulator.addFault({
    match: { method: "POST", path: "/purge" },
    effect: { kind: "reset", when: "after" },
  });
  await purgeFromPalette(page, "kv-support-prod");
  await notification(page, '"kv-support-prod" is purged.');
  await waitUntilGone(page, "kv-support-prod");
  expect(writesTo(simulator)).toEqual(["POST kv-support-prod/purge"]);
});

test("a purge that Azure holds back is sent when Azure says", async () => {
  const { page, simulator } = scene();
  simulator.addFault({
    match: { method: "POST", path: "/purge" },
    times: 1,
    effect: { kind: "status", status: 429, headers: { "Retry-After": "2" } },
  });
  await purgeFromPalette(page, "kv-dev-scratch");
  await notification(page, '"kv-dev-scratch" is purged.');
  const [refused, taken, ...more] = writes(simulator);
  expect([refused?.status, taken?.status]).toEqual([429, 202]);
  expect((taken?.at ?? 0) - (refused?.at ?? 0)).toBeGreaterThanOrEqual(1900);
  expect(more).toEqual([]);
});

test("a purge goes on after the window was reloaded, sent once and announced", async () => {
  const { page, simulator } = scene();
  const stillRunning = simulator.addFault({
    match: { method: "GET", path: "/operationResults/" },
    effect: { kind: "status", status: 202, headers: { "Retry-After": "1" } },
  });
  await purgeFromPalette(page, "kv-cmk-prod");
  await (await resourceRow(page, "kv-cmk-prod")).filter({ hasText: "purging…" }).waitFor();
  await page.reload();
  await revealRow(page, OPERATIONS, "Purge kv-cmk-prod");
  await expect.poll(() => operationsOutline(page)).toEqual(["Purge kv-cmk-prod | purging…"]);
  simulator.removeFault(stillRunning);
  await notification(page, '"kv-cmk-prod" is purged.');
  await waitUntilGone(page, "kv-cmk-prod");
  expect(writesTo(simulator)).toEqual(["POST kv-cmk-prod/purge"]);
});

test("a purge that a policy denies names the policy, and its details can be copied", async () => {
  const { page, simulator } = scene();
  // The answer in learn.microsoft.com/azure/automation/enforce-job-execution-hybrid-worker, shortened
  const identifiers =
    '[{"policyAssignment":{"name":"Keep deleted vaults"},"policyDefinition":{"name":"Deny purges"}}]';
  const info = {
    policyDefinitionDisplayName: "Deny purges",
    policyAssignmentDisplayName: "Keep deleted vaults",
  };
  const error = {
    code: "RequestDisallowedByPolicy",
    target: "kv-dev-old",
    message: `Resource 'kv-dev-old' was disallowed by policy. Policy identifiers: '${identifiers}'.`,
    additionalInfo: [{ type: "PolicyViolation", info }],
  };
  simulator.addFault({
    match: { method: "POST", path: "/purge" },
    effect: {
      kind: "body",
      status: 403,
      contentType: "application/json",
      text: JSON.stringify({ error }),
    },
  });
  await purgeFromPalette(page, "kv-dev-old");
  const told = await (await notification(page, '"kv-dev-old" wasn\'t purged.')).innerText();
  expect(told).toContain(
    'The Azure policy "Deny purges (Keep deleted vaults)" denies this action. Ask your policy administrator',
  );
  const row = await revealRow(page, OPERATIONS, "Purge kv-dev-old");
  // The clipboard is only there for who has the focus, which the closed page has taken along.
  await row.click();
  const copied = await clipboardAfter(page, () =>
    notificationButton(page, '"kv-dev-old" wasn\'t purged.', "Copy Details"),
  );
  const lines = copied.split(/\r?\n/).map((line) => line.trim().replace(/: +/, ": "));
  expect(lines[0]).toBe("Purge kv-dev-old");
  expect(lines).toEqual(
    expect.arrayContaining([
      "Outcome: failed",
      expect.stringContaining(
        'The Azure policy "Deny purges (Keep deleted vaults)" denies this action.',
      ),
      expect.stringMatching(/^Resource: .*\/vaults\/kv-dev-old$/),
      expect.stringMatching(/^POST https:.*\/deletedVaults\/kv-dev-old\/purge\?/),
      "Status: 403",
      "Code: RequestDisallowedByPolicy",
      "Message: Resource 'kv-dev-old' was disallowed by policy.",
      "Policies: Deny purges (Keep deleted vaults)",
    ]),
  );
  expect(lines.filter((line) => /^Correlation ID: [-0-9a-f]{36}$/.test(line))).toHaveLength(1);
  expect(await clipboardAfter(page, () => contextMenu(row, "Copy"))).toBe(copied);
});
