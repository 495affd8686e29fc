import { chmod, cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { Page } from "playwright-core";

import { followLink, terminalSettings } from "../e2e/support/terminal";
import { editorText } from "../e2e/support/editor";
import { goTo, lightBulb, openFile, problem, showProblems } from "../e2e/support/problems";
import { RESOURCES } from "../e2e/support/tree";
import { repositoryRoot, toolCallerFolder } from "../host/layout";
import {
  acceptPick,
  choosePick,
  dialog,
  escapePick,
  notification,
  quickInput,
  quickPickTexts,
  runCommand,
  typeAndAccept,
} from "../host/prompts";
import { eventually } from "../host/waiting";
import {
  contextMenu,
  revealRow,
  treeRow,
  view,
  viewAction,
  webviewFrame,
  widenSideBar,
} from "../host/workbench";
import { capturedMessages } from "../unit/features/nameLookup/capturedMessages";
import { takeAlbum, type Picture } from "./take";

const notifySetting = "azureDeletedResources.notifyBeforePurge";
/** Widths of the side bar: in which whole rows can be read, and which leaves room beside it. */
const [wider, wide, narrow] = [720, 520, 300];

/** Closes what is open, as the window was at first. */
async function clear(page: Page): Promise<void> {
  await page.keyboard.press("Escape");
  await escapePick(page);
  await runCommand(page, "Notifications: Clear All Notifications");
  await runCommand(page, "View: Close All Editors");
  const panel = page.locator(".part.panel");
  if (await panel.isVisible()) {
    await runCommand(page, "View: Toggle Panel Visibility");
    await panel.waitFor({ state: "hidden" });
  }
  await revealRow(page, RESOURCES, "aoai-dev-tonight");
}

async function arrangeBy(page: Page, action: string, choice: string): Promise<void> {
  await viewAction(page, RESOURCES, action);
  await choosePick(page, new RegExp(`${choice}$`));
  await quickInput(page).waitFor({ state: "hidden" });
}

async function typeFilter(page: Page, text: string): Promise<void> {
  await viewAction(page, RESOURCES, "Filter...");
  await quickInput(page).locator("input").first().fill(text);
}

async function answered(page: Page, title: string): Promise<void> {
  await quickInput(page)
    .locator(".quick-input-title", { hasText: title })
    .waitFor({ timeout: 30_000 });
  await quickPickTexts(page);
}

const pictures: Readonly<Record<string, Picture>> = {
  glance: {
    show: async (page, window) => {
      await window.changeSettings({ [notifySetting]: true });
      await revealRow(page, RESOURCES, "aoai-dev-tonight");
      await notification(page, /Azure purges the deleted/);
    },
    clear: async (page, window) => {
      await window.changeSettings({ [notifySetting]: false });
      await clear(page);
    },
  },
  window: {
    show: async (page) => {
      await contextMenu(await revealRow(page, RESOURCES, "aoai-dev-tonight"), "Purge...");
      const frame = await webviewFrame(page, "Confirm Purge");
      await frame.getByLabel("Type the name to confirm").waitFor();
    },
    clear,
  },
  "find-name": {
    show: async (page) => {
      await viewAction(page, RESOURCES, "Find What Holds a Name...");
      await page.getByText("Find What Holds a Name").first().waitFor();
      await typeAndAccept(page, "kv-support-prod");
      await answered(page, '"kv-support-prod" is soft-deleted');
    },
    clear,
  },
  "terminal-link": {
    show: async (page) => {
      await widenSideBar(page, narrow);
      await runCommand(page, "Terminal: Create New Terminal");
      const terminal = page.locator(".terminal-wrapper.active");
      await terminal.locator(".xterm-rows", { hasText: "$" }).waitFor();
      await page.keyboard.type("terraform apply\n");
      await terminal.locator(".xterm-rows", { hasText: "kv-support-prod" }).waitFor();
      await followLink(page, "kv-support-prod");
      await answered(page, '"kv-support-prod" is soft-deleted');
    },
    clear: async (page) => {
      await escapePick(page);
      await runCommand(page, "Terminal: Kill All Terminals");
      await clear(page);
      await widenSideBar(page, wide);
    },
  },
  editor: {
    show: async (page) => {
      await widenSideBar(page, narrow);
      await showProblems(page);
      await openFile(page, "main.bicep");
      await problem(
        page,
        /This deployment will fail: a deleted Azure OpenAI resource holds the name "aoai-support-prod"/,
      ).waitFor();
      await goTo(page, "25:12");
      await lightBulb(page);
    },
    clear: async (page) => {
      await clear(page);
      await widenSideBar(page, wide);
    },
  },
  arrange: {
    show: async (page) => {
      await widenSideBar(page, wider);
      await arrangeBy(page, "Group By...", "Time Left");
      await typeFilter(page, "prod");
      await page.getByText('match "prod"').waitFor();
    },
    clear: async (page) => {
      await clear(page);
      await arrangeBy(page, "Group By...", "Subscription and Service");
      await widenSideBar(page, wide);
    },
  },
  export: {
    show: async (page) => {
      await typeFilter(page, "key vault");
      await page.getByText('match "key vault"').waitFor();
      await acceptPick(page);
      await quickInput(page).waitFor({ state: "hidden" });
      await viewAction(page, RESOURCES, "Export List...");
      await choosePick(page, "CSV");
      const input = quickInput(page).locator("input").first();
      await eventually("the dialog to ask for a file", async () =>
        (await input.inputValue()).endsWith(".csv"),
      );
      await acceptPick(page);
      await notification(page, /Exported /);
      await editorText(page);
    },
    clear: async (page) => {
      await viewAction(page, RESOURCES, "Clear Filter");
      await clear(page);
    },
  },
  "copy-command": {
    show: async (page) => {
      await contextMenu(await revealRow(page, RESOURCES, "kv-support-prod"), "Copy as Command...");
      await quickPickTexts(page);
    },
    clear,
  },
  tools: {
    show: async (page) => {
      await runCommand(page, "Tool Caller: Call a Tool");
      await typeAndAccept(page, "recover_deleted_resource");
      await page.getByText("Its input, as JSON").waitFor();
      await typeAndAccept(page, '{ "resource": "vision-labels" }');
      await dialog(page).waitFor();
    },
    clear,
  },
  help: {
    show: async (page) => {
      await view(page, "Help and Feedback").locator(".pane-header").click();
      await treeRow(page, "Get Started").click();
      await page.getByText("See what's deleted").first().waitFor();
      await widenSideBar(page, narrow);
      // What this host says of itself; VS Code has it otherwise.
      await page
        .getByText("code-server collects usage data")
        .evaluateAll((all: { readonly style: { visibility: string } }[]) => {
          for (const one of all) {
            one.style.visibility = "hidden";
          }
        });
    },
    clear: async (page) => {
      await view(page, "Help and Feedback").locator(".pane-header").click();
      await widenSideBar(page, wide);
      await clear(page);
    },
  },
};

/** A folder to deploy from, and what `terraform` prints there; both go when the pictures are taken. */
async function makeShop(): Promise<{ readonly root: string; readonly folder: string }> {
  const root = await mkdtemp(join(tmpdir(), "pictures-"));
  const folder = join(root, "contoso-shop");
  await cp(join(repositoryRoot, "test/e2e/fixtures/shop"), folder, { recursive: true });
  const text = capturedMessages.find(
    ({ tool }) => tool === "Terraform, whose ids stand over several lines",
  )?.text;
  if (text === undefined) {
    throw new Error("There is no message of Terraform's to show.");
  }
  await mkdir(join(root, "bin"));
  await writeFile(join(root, "message.txt"), `${text}\n`);
  const program = join(root, "bin", "terraform");
  await writeFile(program, `#!/bin/sh\ncat '${join(root, "message.txt")}'\n`);
  await chmod(program, 0o755);
  return { root, folder };
}

/** @param names which pictures to take; all when there are none. */
export async function readmePictures(names: readonly string[]): Promise<void> {
  const { root, folder } = await makeShop();
  try {
    await takeAlbum(
      {
        folder: "docs/images",
        window: {
          viewport: { width: 1200, height: 800 },
          folder,
          extensions: [toolCallerFolder],
          settings: {
            ...terminalSettings,
            [notifySetting]: false,
            "azureDeletedResources.warnBeforePurgeHours": 6,
            "editor.minimap.enabled": false,
            "terminal.integrated.shellIntegration.enabled": false,
            "terminal.integrated.profiles.linux": {
              bash: { path: "bash", args: ["--norc", "--noprofile"] },
            },
            "terminal.integrated.defaultProfile.linux": "bash",
            "terminal.integrated.env.linux": {
              PATH: `${join(root, "bin")}:${process.env["PATH"] ?? ""}`,
              PS1: "contoso-shop $ ",
            },
          },
        },
        prepare: (page) => widenSideBar(page, wide),
        pictures,
      },
      names,
    );
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}
