import { beforeEach, expect, test } from "vitest";

import {
  acceptPick,
  choosePick,
  dialogButton,
  dialogText,
  notification,
  quickPickTexts,
  runCommand,
} from "../host/prompts";
import { contextMenu } from "../host/workbench";
import { deletedVersionsOf, galleriesOf } from "../simulator/providers/computeGalleryState";
import { featureState, forgetFeature } from "../simulator/providers/featureRegistrations";
import { mlWorkspaces } from "../simulator/providers/machineLearningState";
import { everyService } from "../simulator/scenarios/everyService";
import type { Scenario } from "../simulator/scenario";
import type { SubscriptionState } from "../simulator/subscriptionState";
import { startAnew } from "./support/anew";
import { confirmationPage } from "./support/confirmation";
import { writes, writesTo } from "./support/requests";
import { useScene } from "./support/scene";
import { resourceRow } from "./support/tree";

const feature = "Microsoft.Compute/SIGSoftDelete";
const scene = useScene({ scenario: everyService });
beforeEach(() => startAnew(scene(), everyService));

/** The same subscription before anyone asked for the preview. */
const withoutFeature: Scenario = {
  ...everyService,
  subscriptions: everyService.subscriptions.map((subscription) => ({
    ...subscription,
    seeds: [...(subscription.seeds ?? []), (state) => forgetFeature(state, feature)],
  })),
};

function platform(): SubscriptionState {
  const found = scene().simulator.state.subscription(everyService.subscriptions[0]?.id ?? "");
  if (found === undefined) {
    throw new Error("The simulator has no subscription.");
  }
  return found;
}

function gallery(name: string) {
  const found = galleriesOf(platform()).find((one) => one.name === name);
  if (found === undefined) {
    throw new Error(`The simulator has no gallery ${name}.`);
  }
  return found;
}

test("soft delete is turned on for a gallery, the feature registered first where it is missing", async () => {
  const { page } = scene();
  await startAnew(scene(), withoutFeature);
  await runCommand(page, "Enable Soft Delete on a Gallery...");
  await choosePick(page, "gal_platform.off");
  expect(await dialogText(page)).toContain(`Register the preview feature ${feature}`);
  await dialogButton(page, "Register");
  await notification(page, `"${feature}" is changed.`);
  expect(featureState(platform(), feature)).toBe("Registered");
  expect(await dialogText(page)).toMatch(
    /can be recovered for 7 days[^]*Compute Gallery Sharing Admin/,
  );
  expect(gallery("gal_platform.off").softDelete).not.toBe(true);
  await dialogButton(page, "Turn On");
  await notification(page, '"gal_platform.off" is changed.');
  expect(gallery("gal_platform.off").softDelete).toBe(true);
});

test("soft delete is turned off for a gallery, after it was said what that means", async () => {
  const { page, simulator } = scene();
  await runCommand(page, "Disable Soft Delete on a Gallery...");
  await choosePick(page, "gal_platform");
  expect(await dialogText(page)).toContain(
    "Image versions deleted after this change are permanently lost.",
  );
  expect(writes(simulator)).toEqual([]);
  await dialogButton(page, "Turn Off");
  await notification(page, '"gal_platform" is changed.');
  expect(gallery("gal_platform").softDelete).toBe(false);
});

test("an image version of a gallery that soft-deletes goes to the deleted ones", async () => {
  const { page } = scene();
  await runCommand(page, "Delete an Image Version...");
  await choosePick(page, "gal_platform/ubuntu-22.04.lts/2.0.0");
  expect(await dialogText(page)).toContain("can be recovered for 7 days");
  await dialogButton(page, "Delete");
  await notification(page, '"gal_platform/ubuntu-22.04.lts/2.0.0" is deleted.');
  const [definition] = gallery("gal_platform").definitions;
  expect(
    definition && deletedVersionsOf(platform(), definition).map(({ version }) => version.name),
  ).toContain("2.0.0");
  await resourceRow(page, "gal_platform/ubuntu-22.04.lts/2.0.0");
});

test("an image version of a gallery that does not is deleted from the confirmation page only", async () => {
  const { page, simulator } = scene();
  await runCommand(page, "Delete an Image Version...");
  await choosePick(page, "gal_platform.off/windows-server/1.0.0");
  const { main, typed, purge } = await confirmationPage(page);
  expect(await main.innerText()).toContain(
    "Soft delete is off for the gallery, so the image version will be permanently lost.",
  );
  expect(await purge.isDisabled()).toBe(true);
  expect(writes(simulator)).toEqual([]);
  await typed.fill("gal_platform.off/windows-server/1.0.0");
  await purge.click();
  await notification(page, '"gal_platform.off/windows-server/1.0.0" is purged.');
  expect(writesTo(simulator)).toEqual(["DELETE versions/1.0.0"]);
});

test("a workspace is deleted softly, and permanently only through the confirmation page", async () => {
  const { page, simulator } = scene();
  await runCommand(page, "Delete a Machine Learning Workspace...");
  await choosePick(page, "ml-platform-live");
  await choosePick(page, "Soft delete");
  expect(await dialogText(page)).toContain("are kept for 14 days");
  await dialogButton(page, "Cancel");
  expect(writes(simulator)).toEqual([]);

  await runCommand(page, "Delete a Machine Learning Workspace...");
  await choosePick(page, "ml-platform-live");
  await choosePick(page, "Delete permanently...");
  const { main, typed, purge } = await confirmationPage(page);
  expect(await main.innerText()).toContain("forceToPurge=true");
  await typed.fill("ml-platform-live");
  await purge.click();
  await notification(page, '"ml-platform-live" is purged.');
  const { live } = platform().of(mlWorkspaces);
  expect(live.map(({ workspace }) => workspace.name)).not.toContain("ml-platform-live");
});

test("a Log Analytics workspace comes back with the Application Insights component that used it", async () => {
  const { page, simulator } = scene();
  await contextMenu(await resourceRow(page, "log-platform"), "Recover");
  const offered = await quickPickTexts(page);
  expect(offered.join()).toMatch(/appi-platform[^]*Used this workspace/);
  await acceptPick(page);
  await dialogButton(page, "Recover");
  const told = await notification(page, '"log-platform" is recovered.');
  expect(await told.innerText()).toContain(
    '"appi-platform" is new and has a new connection string. Update the applications that send data to this component.',
  );
  expect(writesTo(simulator)).toEqual([
    "PUT workspaces/log-platform",
    "PUT components/appi-platform",
  ]);
});
