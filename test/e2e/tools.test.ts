import { beforeEach, expect, test } from "vitest";

import { toolCallerFolder } from "../host/layout";
import {
  dialog,
  dialogButton,
  dialogText,
  notification,
  runCommand,
  typeAndAccept,
} from "../host/prompts";
import { startAnew } from "./support/anew";
import { clipboardAfter } from "./support/clipboard";
import { subscription } from "./support/contoso";
import { writes, writesTo } from "./support/requests";
import { takePicture, useScene } from "./support/scene";
import { operationsOutline, waitUntilGone } from "./support/tree";

const scene = useScene({
  extensions: [toolCallerFolder],
  // The most that a person can allow at once: it must not be enough for a recovery.
  settings: {
    "chat.tools.global.autoApprove": true,
    "workbench.colorTheme": "Default Dark Modern",
  },
});
beforeEach(() => startAnew(scene()));

/** Another extension calls a tool; meanwhile what the person does. */
async function call(
  tool: string,
  input: object,
  person: () => Promise<void> = () => Promise.resolve(),
): Promise<string> {
  const { page } = scene();
  return clipboardAfter(page, async () => {
    await runCommand(page, "Tool Caller: Call a Tool");
    await typeAndAccept(page, tool);
    await page.getByText("Its input, as JSON").waitFor();
    await typeAndAccept(page, JSON.stringify(input));
    await person();
  });
}

test("a model is told what is deleted and how it would come back, and nothing is sent", async () => {
  const { page, simulator } = scene();
  const list = JSON.parse(
    await call("list_deleted_resources", { service: "keyVault", nameContains: "support" }, () =>
      // VS Code wants to know once whether this is meant.
      dialogButton(page, "Enable"),
    ),
  ) as { readonly total: number; readonly resources: readonly { readonly name: string }[] };
  expect(list).toMatchObject({ total: 1, resources: [{ name: "kv-support-prod" }] });
  const plan = JSON.parse(await call("plan_recovery", { resource: "foundry-research" })) as object;
  expect(plan).toMatchObject({
    possible: true,
    comesBackTo: { resourceGroup: "rg-research", region: "eastus2" },
    steps: [{ to: "rg-research" }, { to: "foundry-research" }],
  });
  expect(await dialog(page).count()).toBe(0);
  expect(writes(simulator)).toEqual([]);
});

test("a recovery is asked about with all that it does, and No sends nothing", async () => {
  const { page, simulator } = scene();
  const answer = await call("recover_deleted_resource", { resource: "vision-labels" }, async () => {
    const question = (await dialogText(page)).replaceAll("\u00a0", " ");
    expect(question).toContain('Recover "vision-labels"?');
    expect(question).toContain('"vision-labels" is recovered to resource group "');
    expect(question).toContain('1. Recover key vault: "kv-cmk-prod", for the customer-managed key');
    expect(question).toMatch(/2\. Recover [^\n]+: "vision-labels"/);
    expect(question).not.toContain("\\");
    await takePicture(page, "tools");
    await page.keyboard.press("Escape");
  });
  expect(answer).toMatch(/^Refused: /);
  expect(writes(simulator)).toEqual([]);
});

test("a recovery that was confirmed runs to its end, where the person sees it", async () => {
  const { page, simulator } = scene();
  const answer = await call(
    "recover_deleted_resource",
    { resource: "kv-support-prod" },
    async () => {
      expect(await dialogText(page)).toContain('Recover "kv-support-prod"?');
      expect(writes(simulator)).toEqual([]);
      await dialogButton(page, "Yes");
    },
  );
  expect(JSON.parse(answer)).toEqual({ name: "kv-support-prod", outcome: "succeeded", notes: [] });
  expect(writesTo(simulator)).toEqual(["PUT vaults/kv-support-prod"]);
  expect(
    subscription(simulator, "Contoso Production").vault("rg-support", "kv-support-prod"),
  ).toBeDefined();
  await notification(page, '"kv-support-prod" is recovered.');
  await waitUntilGone(page, "kv-support-prod");
  await expect
    .poll(() => operationsOutline(page))
    .toEqual([expect.stringMatching(/^Recover kv-support-prod \| recovered/)]);
});

test("what no tool does is refused with a sentence", async () => {
  const { page, simulator } = scene();
  const answer = await call(
    "recover_deleted_resource",
    { resource: "kv-support-prod", purge: true },
    async () => {
      expect(await dialogText(page)).toContain("Can't recover this resource");
      await dialogButton(page, "Yes");
    },
  );
  expect(answer).toContain('The input "purge" isn\'t supported');
  expect(writes(simulator)).toEqual([]);
});
