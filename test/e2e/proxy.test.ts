import { lookup } from "node:dns/promises";

import { expect, test } from "vitest";

import { dialogButton, notification } from "../host/prompts";
import { signIn } from "../host/signIn";
import { contextMenu, treeRow, view, waitForIdle } from "../host/workbench";
import { customCloud } from "../simulator/clouds";
import { useProxy } from "./support/behindProxy";
import { contacted } from "./support/hosts";
import { recoverWhenAsked } from "./support/recovering";
import { takePicture, useScene } from "./support/scene";
import { hoverText, outline, refreshAll, resourceRow, RESOURCES } from "./support/tree";

/** Names that nobody has (RFC 2606) and only the proxy knows. */
const arm = "management.contoso.test";
const login = "login.contoso.test";

const cloud = customCloud(`https://${arm}`, `https://${login}/login/`);
const scene = useScene({ cloud, signedIn: false });
const { proxy, startWith } = useProxy(scene, cloud);

/** What nobody can be reached at but through the proxy was not even tried. */
async function expectNothingDirect(): Promise<void> {
  const hosts = await contacted();
  expect(hosts).toContain("tcp 127.0.0.1");
  expect(hosts.filter((host) => host.endsWith(".test"))).toEqual([]);
}

async function expectVault(): Promise<void> {
  const { page } = scene();
  await treeRow(page, "kv-support-prod").waitFor();
  await waitForIdle(page);
  expect(await outline(page)).toContain(
    "    kv-support-prod | 11 days left · rg-support · swedencentral",
  );
}

test("Azure is where only the proxy can go", async () => {
  await expect(lookup(arm)).rejects.toThrow(/ENOTFOUND|EAI_AGAIN/);
  await expect(lookup(login)).rejects.toThrow(/ENOTFOUND|EAI_AGAIN/);
});

test("a sign-in that the proxy does not let through says so", async () => {
  const { page, simulator } = scene();
  proxy().demand("dana:s3cret");
  await view(page, RESOURCES).locator(".welcome-view-content .monaco-button").first().click();
  await dialogButton(page, "Allow");
  await notification(
    page,
    "Sign-in failed: The sign-in endpoint answered 407. Check the network or proxy, then try again.",
  );
  expect(proxy().refused).toContain(login);
  expect(simulator.requests).toEqual([]);
});

test("signing in and reading go through the proxy of VS Code's settings", async () => {
  const { page, simulator, username } = scene();
  await signIn(page, username);
  await waitForIdle(page);
  expect(await outline(page)).toContain(
    "    aoai-support-prod | 29 h left · rg-support · swedencentral",
  );
  expect(new Set(proxy().tunnels)).toEqual(new Set([arm, login]));
  expect(new Set(simulator.requests.map(({ host }) => host))).toEqual(new Set([arm, login]));
  await expectNothingDirect();
});

test("so does a recovery, with all that it looks at and follows", async () => {
  const { page } = scene();
  await contextMenu(await resourceRow(page, "aoai-support-prod"), "Recover");
  await recoverWhenAsked(scene(), "aoai-support-prod", "PUT accounts/aoai-support-prod");
  expect(proxy().tunnels).toContain(arm);
  await expectNothingDirect();
});

test.each(["on", "fallback"])("and so it is with http.proxySupport at %j", async (support) => {
  await startWith({ "http.proxySupport": support });
  await expectVault();
  expect(proxy().tunnels).toContain(arm);
  await expectNothingDirect();
});

test("a proxy that wants a sign-in is named, and gets it from the setting", async () => {
  const { page, simulator, username } = scene();
  // VS Code remembers who is signed in to Azure, so the sign-in itself need not go through.
  proxy().demand("dana:s3cret", login);
  simulator.reset();
  simulator.clearFaults();
  await startWith({});
  const row = treeRow(page, username);
  await row.waitFor();
  await waitForIdle(page);
  expect(await hoverText(row)).toContain(
    "A proxy requires sign-in (status 407), so nothing reached Azure. Set its user name and password in the setting http.proxy",
  );
  await takePicture(page, "proxy that wants a sign-in");
  expect(proxy().refused).toContain(arm);
  expect(proxy().tunnels).not.toContain(arm);
  expect(simulator.requests.filter(({ host }) => host === arm)).toEqual([]);

  proxy().demand("dana:s3cret");
  await startWith({ "http.proxy": proxy().urlFor("dana:s3cret") });
  await expectVault();
  // What the window before was still asking for is over by now.
  proxy().startAnew();
  await refreshAll(page);
  expect(proxy().refused).not.toContain(arm);
  expect(new Set(proxy().tunnels)).toEqual(new Set([arm, login]));
});
