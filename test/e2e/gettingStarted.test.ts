import { expect, test } from "vitest";

import { notification, notificationButton, runCommand } from "../host/prompts";
import { eventually } from "../host/waiting";
import { treeRow, treeRows, view } from "../host/workbench";
import names from "../../package.nls.json" with { type: "json" };
import { clipboardAfter } from "./support/clipboard";
import { editorText } from "./support/editor";
import { takePicture, useScene } from "./support/scene";

const scene = useScene({ packaged: true });
const alts = ["see", "recover", "purge", "prevent"].map(
  (step) => (names as Readonly<Record<string, string>>)[`walkthrough.${step}.picture`],
);
const HELP = "Help and Feedback";

test("the help view says where to begin, to read and to report", async () => {
  const { page } = scene();
  const header = view(page, HELP).locator(".pane-header");
  await header.click();
  await treeRow(page, "Get Started").waitFor();
  expect((await treeRows(page, HELP)).map(({ label }) => label)).toEqual([
    "Get Started",
    "Read the Documentation",
    "Show Log",
    "Report Issue...",
  ]);
});

test("getting started takes four steps, each with a picture that is there", async () => {
  const { page } = scene();
  await treeRow(page, "Get Started").click();
  // Without room for both, VS Code leaves the pictures out.
  const sideBar = page.locator(".part.sidebar");
  await runCommand(page, "View: Toggle Primary Side Bar Visibility");
  await sideBar.waitFor({ state: "hidden" });
  const walkthrough = page.locator(".gettingStartedContainer .gettingStartedSlideDetails");
  await walkthrough.getByText("See what's deleted").first().waitFor();
  const steps = walkthrough.locator(".getting-started-step");
  expect(await steps.count()).toBe(4);
  for (const [index, title] of [
    "See what's deleted",
    "Recover what you need",
    "Purge what's in the way",
    "Prevent data loss",
  ].entries()) {
    const step = steps.nth(index);
    expect(await step.innerText()).toContain(title);
    await step.locator(".step-title").first().click();
    const picture = page.locator(".gettingStartedContainer img:visible").last();
    await eventually(`the picture of "${title}"`, async () => {
      const [alt, width] = await Promise.all([
        picture.getAttribute("alt"),
        picture.evaluate((image: { readonly naturalWidth: number }) => image.naturalWidth),
      ]);
      // VS Code draws them two thirds as large as they are.
      return width > 200 && alt === alts[index];
    });
    await takePicture(page, `getting started ${String(index + 1)}`);
  }
  await runCommand(page, "View: Close All Editors");
  await runCommand(page, "View: Toggle Primary Side Bar Visibility");
  await sideBar.waitFor();
});

test("a report shows what it says before anything else, and names nothing", async () => {
  const { page, username } = scene();
  await treeRow(page, "Report Issue...").click();
  await notification(
    page,
    "This text is added to your report: kinds, counts, and error codes, but no names, IDs, subscriptions, tenants, or addresses. Nothing is sent until you submit the report.",
  );
  const text = await editorText(page);
  expect(text).toMatch(/^Extension: \d+\.\d+\.\d+\nVS Code: \d+\.\d+\.\d+ web remote\n/);
  expect(text).toContain("Deleted: ");
  expect(text).toMatch(/keyVault \d/);
  for (const name of [username, "Contoso", "contoso", "rg-", "kv-", "aoai", "/subscriptions"]) {
    expect(text).not.toContain(name);
  }
  await takePicture(page, "report issue");
  const copied = await clipboardAfter(page, () =>
    notificationButton(
      page,
      "This text is added to your report: kinds, counts, and error codes, but no names, IDs, subscriptions, tenants, or addresses. Nothing is sent until you submit the report.",
      "Copy",
    ),
  );
  expect(copied).toContain("Deleted: ");
});

test("where VS Code has no form for reports, the text is on the clipboard", async () => {
  const { page } = scene();
  await runCommand(page, "Azure Deleted Resources: Report Issue...");
  const copied = await clipboardAfter(page, () =>
    notificationButton(
      page,
      "This text is added to your report: kinds, counts, and error codes, but no names, IDs, subscriptions, tenants, or addresses. Nothing is sent until you submit the report.",
      "Continue",
    ),
  );
  expect(copied).toContain("Deleted: ");
  await notification(
    page,
    "VS Code can't open its issue reporter here. The text was copied to the clipboard instead.",
  );
});
