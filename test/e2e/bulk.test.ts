import { beforeEach, expect, test } from "vitest";

import { notification, notificationButton, notifications, runCommand } from "../host/prompts";
import { eventually } from "../host/waiting";
import { contextMenu, inlineAction, movePointerAway, setTheme, view } from "../host/workbench";
import type { FaultEffect } from "../simulator/fault";
import { manyDeletedVaults } from "../simulator/scenarios/forTests";
import type { Simulator } from "../simulator/simulator";
import { startAnew } from "./support/anew";
import { clipboardAfter } from "./support/clipboard";
import { confirmationPage } from "./support/confirmation";
import { editorText } from "./support/editor";
import { writes } from "./support/requests";
import { takePicture, useScene } from "./support/scene";
import { description, OPERATIONS, operationsOutline, resourceRow } from "./support/tree";

const COUNT = 300;
const scenario = manyDeletedVaults(COUNT);
const scene = useScene({ scenario });

beforeEach(async () => {
  await startAnew(scene(), scenario);
  scene().simulator.state.throttling = true;
});

function vaultsLeft({ state }: Simulator): readonly string[] {
  const [subscription] = state.subscriptions;
  return (subscription?.deletedVaults ?? []).map(({ vault }) => vault.name).sort();
}

/** Each vault's purges that Azure answered, or would have: everything that arrived. */
function purgesOf(simulator: Simulator): ReadonlyMap<string, readonly number[]> {
  const found = new Map<string, number[]>();
  for (const { path, status } of writes(simulator)) {
    const name = path.split("/").at(-2) ?? "";
    found.set(name, [...(found.get(name) ?? []), status]);
  }
  return found;
}

async function purgeAll(): Promise<void> {
  const { page } = scene();
  await contextMenu(await resourceRow(page, "Key vaults"), "Purge All...");
  const { typed, purge, main } = await confirmationPage(page);
  expect(await main.innerText()).toContain(`Purge ${String(COUNT)} resources permanently?`);
  await typed.fill(`purge ${String(COUNT)}`);
  await takePicture(page, "bulk confirmation");
  await purge.click();
}

const troubles: readonly { readonly effect: FaultEffect; readonly isFailure: boolean }[] = [
  {
    effect: { kind: "status", status: 429, headers: { "Retry-After": "2" } },
    isFailure: false,
  },
  { effect: { kind: "reset", when: "after" }, isFailure: false },
  {
    effect: { kind: "status", status: 409, code: "Conflict", message: "Another is at it." },
    isFailure: true,
  },
  {
    effect: { kind: "status", status: 403, code: "AuthorizationFailed", message: "You may not." },
    isFailure: true,
  },
];

test("300 vaults are purged with one confirmation, faults are named, and none is sent twice", async () => {
  const { page, simulator, window } = scene();
  for (let index = 0; index < 15; index += 1) {
    const trouble = troubles[index % troubles.length];
    if (trouble !== undefined) {
      simulator.addFault({
        match: { method: "POST", path: `kv-many-${String(index * 20).padStart(5, "0")}/purge` },
        times: 1,
        effect: trouble.effect,
      });
    }
  }
  const failures = Array.from({ length: 15 }, (_, index) => index)
    .filter((index) => troubles[index % troubles.length]?.isFailure === true)
    .map((index) => `kv-many-${String(index * 20).padStart(5, "0")}`);

  const connections = simulator.connections;
  await purgeAll();
  const running = await notification(page, /\d+ of 300/);
  expect(await running.innerText()).toContain("Purge 300 resources");
  await eventually("a row that counts", async () =>
    (await operationsOutline(page)).some((row) => /^Purge 300 resources \| \d+ of 300/.test(row)),
  );
  await eventually("a hundred to be done", async () =>
    (await operationsOutline(page)).some((row) => /\| [12]\d\d of 300/.test(row)),
  );
  await movePointerAway(page);
  await takePicture(page, "bulk running");

  const done = COUNT - failures.length;
  await eventually("the batch to end", async () =>
    (await operationsOutline(page)).some((row) => row.includes(`Purged: ${String(done)} of 300.`)),
  );
  const told = await notification(page, `Purged: ${String(done)} of 300.`);
  expect(await told.innerText()).toContain(`Failed: ${String(failures.length)}.`);
  expect(vaultsLeft(simulator)).toEqual(failures);
  for (const [name, statuses] of purgesOf(simulator)) {
    // Only what Azure has refused as too many is sent again.
    expect([name, statuses.filter((status) => status !== 429).length]).toEqual([name, 1]);
  }
  expect(purgesOf(simulator).size).toBe(COUNT);
  // Each that is opened in VS Code costs more than all else that a purge does.
  expect(simulator.connections - connections).toBeLessThan(COUNT / 3);

  await eventually("the rows of what is gone to go", async () =>
    (await description(await resourceRow(page, "Key vaults")).innerText()).startsWith(
      String(failures.length),
    ),
  );
  await setTheme(window, "Light Modern");
  await notificationButton(page, `${String(done)} of 300`, "Show Summary");
  const text = await editorText(page);
  expect(text).toContain("# Purge 300 resources");
  await movePointerAway(page);
  await takePicture(page, "bulk summary");
  // It is not saved, and closing it would ask whether to.
  await runCommand(page, "View: Revert and Close Editor");
  expect(
    (await operationsOutline(page)).filter((row) => row.startsWith("Purge 300 resources")),
  ).toHaveLength(1);
});

test("cancelled in the middle, what was sent is followed and the rest is not sent", async () => {
  const { page, simulator } = scene();
  await purgeAll();
  const row = view(page, OPERATIONS).locator(".monaco-list-row", {
    hasText: "Purge 300 resources",
  });
  await row.first().waitFor();
  await eventually("some to be on their way", async () => writes(simulator).length > 20);
  await inlineAction(row.first(), "Cancel");
  const told = await notification(page, /Purged: \d+ of 300\./);
  const sent = purgesOf(simulator).size;
  expect(sent).toBeLessThan(COUNT);
  expect(await told.innerText()).toContain(`Purged: ${String(sent)} of 300.`);
  expect(await told.innerText()).toContain(
    `Not sent: ${String(COUNT - sent)}. The operation was canceled.`,
  );
  await row.first().click();
  const copied = await clipboardAfter(page, () => contextMenu(row.first(), "Copy"));
  expect(copied).toContain("# Purge 300 resources");
  expect(copied).toContain(`## Not sent: ${String(COUNT - sent)}`);
  expect(vaultsLeft(simulator)).toHaveLength(COUNT - sent);
  expect(writes(simulator)).toHaveLength(sent);
  expect((await notifications(page)).filter((one) => one.includes("of 300"))).toHaveLength(1);
  await contextMenu(row.first(), "Clear");
  await eventually("the row to go", async () => (await operationsOutline(page)).length === 0);
});
