import { beforeAll, expect, test } from "vitest";

import { notification, notificationButton, notifications, runCommand } from "../host/prompts";
import { signIn } from "../host/signIn";
import { eventually } from "../host/waiting";
import { waitForWorkbench } from "../host/window";
import { movePointerAway, openView, setTheme, treeRow, waitForIdle } from "../host/workbench";
import { changesAzure } from "../simulator/recordedRequest";
import { recoverWhenAsked } from "./support/recovering";
import { takePicture, useScene } from "./support/scene";
import { statusItem, statusText } from "./support/statusBar";
import { refreshAll } from "./support/tree";

const warnSetting = "azureDeletedResources.warnBeforePurgeHours";
const notifySetting = "azureDeletedResources.notifyBeforePurge";

// The tests tell one story: what was told once is not told again.
const scene = useScene({
  signedIn: false,
  settings: { "workbench.colorTheme": "Dark Modern", [warnSetting]: 6, [notifySetting]: undefined },
});
beforeAll(() => {
  scene().simulator.clearFaults();
});

/** How often something about expiry is on show. */
async function warnings(): Promise<readonly string[]> {
  return (await notifications(scene().page)).filter((text) => text.startsWith("Azure purges"));
}

async function warnBefore(hours: number): Promise<void> {
  await scene().window.changeSettings({ [warnSetting]: hours });
}

/** Long enough for what would come to have come. */
async function aWhile(): Promise<void> {
  await scene().page.waitForTimeout(3_000);
}

test("signed out there is nothing in the status bar, and Azure is not asked", async () => {
  const { page, simulator } = scene();
  await page.waitForTimeout(10_000);
  expect(await statusItem(page).count()).toBe(0);
  expect(simulator.requests).toEqual([]);
});

test("the status bar tells how many expire and how soon; a click selects what goes first", async () => {
  const { page, window, username } = scene();
  await signIn(page, username);
  await waitForIdle(page);
  await eventually("the status bar", async () => (await statusText(page)) === "1 expires in 4 h");
  const item = statusItem(page);
  expect(await item.getAttribute("aria-label")).toMatch(
    /^Deleted Azure resources: 11\. Next to expire: Azure OpenAI resource "aoai-dev-tonight" in Contoso Development, 4 h left\. Expiring within 6 hours: 1/,
  );
  expect(await item.getAttribute("class")).toContain("warning-kind");
  expect(await item.locator(".codicon-trash").count()).toBe(1);
  await notification(page, /Azure purges the deleted Azure OpenAI resource "aoai-dev-tonight"/);
  for (const theme of ["Dark Modern", "Light Modern", "Default High Contrast"]) {
    await setTheme(window, theme);
    await movePointerAway(page);
    await takePicture(page, `at a glance ${theme}`);
  }
  await setTheme(window, "Dark Modern");
  await openView(page, "Explorer");
  // VS Code remembers the open view container a moment later.
  await aWhile();
  await item.click();
  await page.locator(".part.sidebar .composite.title h2", { hasText: "Azure Deleted" }).waitFor();
  const first = treeRow(page, "aoai-dev-tonight");
  await expect.poll(() => first.getAttribute("aria-selected")).toBe("true");
});

test("another window does not tell the same again", async () => {
  const { window, username } = scene();
  const second = await window.openSecondPage();
  try {
    await openView(second, "Azure Deleted Resources");
    await signIn(second, username);
    await eventually(
      "the status bar there",
      async () => (await statusText(second)) === "1 expires in 4 h",
    );
    await second.waitForTimeout(3_000);
    expect((await notifications(second)).filter((text) => text.startsWith("Azure purges"))).toEqual(
      [],
    );
  } finally {
    await second.context().close();
  }
});

test("what is about to be gone is recovered from its notification", async () => {
  const { page, simulator } = scene();
  // VS Code folds a warning away after some seconds, and keeps it behind the bell.
  await runCommand(page, "Notifications: Show Notifications");
  await notificationButton(page, /Azure purges the deleted/, "Recover");
  const held = simulator.addFault({
    match: { method: "PUT", path: "/accounts/aoai-dev-tonight" },
    effect: { kind: "held" },
  });
  const recovered = recoverWhenAsked(scene(), "aoai-dev-tonight", "PUT accounts/aoai-dev-tonight");
  await page.locator(".statusbar-item[aria-label='Recovering aoai-dev-tonight']").click();
  await page.locator(".pane-header[aria-expanded=true]", { hasText: "Operations" }).waitFor();
  await takePicture(page, "recovering in the status bar");
  simulator.removeFault(held);
  await recovered;
  await expect.poll(() => statusText(page)).toBe("10 deleted");
  expect(await statusItem(page).getAttribute("class")).not.toContain("warning-kind");
});

test("a snoozed warning stays away, also after a reload, which reads without the view", async () => {
  const { page, simulator } = scene();
  await warnBefore(24);
  const told = await notification(page, /Azure purges the deleted .* "vision-labels"/);
  expect(await told.innerText()).toContain("Snooze for 10 h");
  await notificationButton(page, /"vision-labels"/, "Snooze for 10 h");
  await aWhile();
  await refreshAll(page);
  await aWhile();
  expect(await warnings()).toEqual([]);

  await openView(page, "Explorer");
  // VS Code remembers the open view container a moment later.
  await aWhile();
  const seen = simulator.requests.length;
  await page.reload();
  await waitForWorkbench(page);
  await eventually(
    "the status bar, with the view closed",
    async () =>
      (await statusItem(page).count()) > 0 && (await statusText(page)) === "1 expires in 21 h",
  );
  expect(await treeRow(page, "vision-labels").count()).toBe(0);
  expect(simulator.requests.slice(seen).filter(changesAzure)).toEqual([]);
  await aWhile();
  expect(await warnings()).toEqual([]);
});

test("several at once are one notification, which shows the first of them", async () => {
  const { page } = scene();
  await warnBefore(30);
  await notification(page, /Azure purges 2 deleted resources within 30 hours/);
  await notificationButton(page, /Azure purges 2 deleted/, "Show");
  const row = treeRow(page, "foundry-research");
  await row.waitFor();
  await expect.poll(() => row.getAttribute("aria-selected")).toBe("true");
});

test("Don't Ask Again ends it for all", async () => {
  const { page } = scene();
  await warnBefore(40);
  await notificationButton(page, /"aoai-sandbox"/, "Don't Ask Again");
  await aWhile();
  await warnBefore(48);
  await aWhile();
  expect(await warnings()).toEqual([]);
  // The status bar still knows: vision-labels, two in production, aoai-sandbox and speech-dev.
  await expect
    .poll(() => statusItem(page).getAttribute("aria-label"))
    .toContain("Expiring within 48 hours: 5");
});
