import { expect, test } from "vitest";

import { dialog, dialogText } from "../host/prompts";
import { contextMenu, treeRow, waitForIdle } from "../host/workbench";
import { azureChina, hostsOf } from "../simulator/clouds";
import { useProxy } from "./support/behindProxy";
import { recoverWhenAsked } from "./support/recovering";
import { takePicture, useScene } from "./support/scene";
import { outline, resourceRow } from "./support/tree";

// The cloud's real names, which only the proxy leads to the simulated Azure.
const [arm = ""] = hostsOf(azureChina);
const scene = useScene({ cloud: azureChina, signedIn: false });
const { proxy } = useProxy(scene, azureChina, { "azureDeletedResources.credential": "azureCli" });

test("VS Code's setting leads to the cloud's own Resource Manager", async () => {
  const { page, simulator } = scene();
  await treeRow(page, "kv-support-prod").waitFor();
  await waitForIdle(page);
  await takePicture(page, "national cloud");
  expect(await outline(page)).toContain(
    "    kv-support-prod | 11 days left · rg-support · swedencentral",
  );
  const asked = simulator.requests.filter(({ path }) => !path.startsWith("/login/"));
  expect(new Set(asked.map(({ host }) => host))).toEqual(new Set([arm]));
  // Each token was for this cloud: another would have been refused.
  expect(asked.filter(({ status }) => status === 401)).toEqual([]);
});

test("a recovery is sent there", async () => {
  const { page } = scene();
  await contextMenu(await resourceRow(page, "kv-support-prod"), "Recover");
  await recoverWhenAsked(scene(), "kv-support-prod", "PUT vaults/kv-support-prod");
  expect(proxy().tunnels).toContain(arm);
});

test("the portal that opens is the cloud's own", async () => {
  const { page } = scene();
  await contextMenu(await resourceRow(page, "kv-dev-old"), "Open in Portal");
  await dialog(page).waitFor();
  expect(await dialogText(page)).toContain("https://portal.azure.cn/");
  await page.keyboard.press("Escape");
});
