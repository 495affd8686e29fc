import type { Locator } from "playwright-core";
import { beforeEach, expect, test } from "vitest";

import {
  dialog,
  dialogButton,
  escapePick,
  notification,
  quickInput,
  runCommand,
} from "../host/prompts";
import { eventually } from "../host/waiting";
import {
  contextMenu,
  contextMenuItems,
  revealRow,
  treeRows,
  view,
  viewAction,
  waitForIdle,
  webviewFrame,
} from "../host/workbench";
import { demo } from "../simulator/scenarios/demo";
import { services } from "../../src/services/index";
import { pseudo } from "../../scripts/translations";
import { editorText } from "./support/editor";
import { pseudoLanguage } from "./support/languages";
import { takePicture, useScene } from "./support/scene";
import { hoverText } from "./support/tree";
import { stringsIn, textsIn, unmarkedWords } from "./support/unmarked";

// Every text of the extension has accents in this window; a word without is hard-coded.
const scene = useScene({ language: pseudoLanguage, scenario: demo });

const RESOURCES = pseudo("Deleted Resources");
const OPERATIONS = pseudo("Operations");

/** What VS Code says itself of a row, a list and a question. */
const workbench = [
  ...["has actions", "Actions for", "Collapse All", "More Actions...", "Section", "actions"],
  ...["Toggle all checkboxes", "Cancel", "OK", "Selected", "Results", "Close Dialog", "Progress"],
  ...["Quick Tree", "Welcome", "Info", "Error", "Warning", "Source:", "source:", "notification"],
  ...["Notification Actions", "Clear Notification", "(Delete)", "(Del)", "Expand Notification"],
  // Of the palette, whose rows the next list takes over.
  "Control",
  ...["Inspect this in the accessible view", "Not completed", "Completed", "Image showing"],
  ...["Inspect the response in the accessible view with", "Shift+Alt+F2", "Alt+F2"],
];
const data = [
  ...stringsIn(demo),
  "Central/restorableDatabaseAccounts",
  ...[
    "app",
    "functionapp",
    "linux",
    "UTC",
    "Sql",
    "MongoDB",
    "Sweden Central",
    "team=shop",
    "team=platform",
    "GeneralPurpose",
  ],
  ...["AuthorizationFailed", "stplatformreused", "stplatform"],
  ...services.flatMap(({ permissions }) => stringsIn(permissions)),
  ...workbench,
];

function expectPseudo(texts: readonly string[]): void {
  expect(texts.length).toBeGreaterThan(0);
  const hardCoded = texts
    .map((text) => ({ text, words: unmarkedWords(text, data) }))
    .filter(({ words }) => words.length > 0);
  expect(hardCoded).toEqual([]);
}

/** Goes through a view from its top and looks at every part that is drawn, each time. */
async function scrollThrough(look: () => Promise<void>): Promise<void> {
  const { page } = scene();
  const pane = view(page, RESOURCES).locator("[role=tree]");
  // However far the wheel is said to turn, VS Code takes it for one notch.
  const turn = async (notches: number): Promise<void> => {
    await pane.hover();
    for (let notch = 0; notch < Math.abs(notches); notch += 1) {
      await page.mouse.wheel(0, Math.sign(notches) * 66);
    }
    await page.waitForTimeout(300);
  };
  await turn(-60);
  let last = "";
  for (;;) {
    await look();
    const drawn = JSON.stringify(await treeRows(page, RESOURCES));
    if (drawn === last) {
      return;
    }
    last = drawn;
    await turn(8);
  }
}

/** One deleted resource of each service. */
async function oneOfEach(): Promise<readonly string[]> {
  const names = new Map<string, string>();
  await scrollThrough(async () => {
    let service = "";
    for (const { level, label } of await treeRows(scene().page, RESOURCES)) {
      if (level < 3) {
        service = label;
      } else if (service !== "" && !names.has(service)) {
        names.set(service, label);
      }
    }
  });
  return [...names.values()];
}

async function rowOf(name: string): Promise<Locator> {
  return revealRow(scene().page, RESOURCES, name);
}

beforeEach(async () => {
  const { page, simulator } = scene();
  await escapePick(page);
  await page.keyboard.press("Escape");
  simulator.clearFaults();
});

test("every row says what it shows and speaks in the language of the window", async () => {
  const { page } = scene();
  await takePicture(page, "pseudo tree");
  const texts = new Set<string>();
  await scrollThrough(async () => {
    for (const text of await textsIn(view(page, RESOURCES))) {
      texts.add(text);
    }
  });
  expect([...texts].join("\n")).toContain(pseudo("Key vaults"));
  expectPseudo([...texts]);
  expectPseudo(await textsIn(view(page, OPERATIONS)));
});

test("every service's hover and details do", async () => {
  const { page } = scene();
  const names = await oneOfEach();
  expect(names.length).toBeGreaterThan(10);
  const texts: string[] = [];
  for (const name of names) {
    texts.push(await hoverText(await rowOf(name)));
  }
  for (const name of names) {
    await contextMenu(await rowOf(name), pseudo("Show Details"));
    await eventually(`the details of ${name}`, async () => (await editorText(page)).includes(name));
    // What Azure said of it comes last, in its own words.
    const [ours = ""] = (await editorText(page)).split(pseudo("Azure's description (JSON)"));
    texts.push(ours);
  }
  expectPseudo(texts);
  await runCommand(page, "View: Close All Editors");
}, 240_000);

test("every menu, and the palette, do", async () => {
  const { page } = scene();
  for (const name of ["Contoso Development", pseudo("Key vaults"), "kv-dev-old"]) {
    expectPseudo(await contextMenuItems(await rowOf(name)));
  }
  await page.keyboard.press("F1");
  await quickInput(page)
    .locator("input")
    .first()
    .fill(`>${pseudo("Azure Deleted Resources")}: `);
  const rows = quickInput(page).locator(".monaco-list-row");
  await rows
    .filter({ hasText: pseudo("Azure Deleted Resources") })
    .first()
    .waitFor();
  // In any other language VS Code adds the English title to each.
  expectPseudo(await rows.locator(".quick-input-list-row:first-child").allInnerTexts());
});

test.each(["Recover", "Purge...", "Select Subscriptions...", "Enable Soft Delete on a Gallery..."])(
  "what %s asks does",
  async (command) => {
    const { page } = scene();
    await runCommand(page, `${pseudo("Azure Deleted Resources")}: ${pseudo(command)}`);
    await eventually("the palette to give way to the question", async () => {
      const input = quickInput(page).locator("input[type=text]").first();
      const typed = await input.inputValue({ timeout: 1_000 }).catch(() => ">");
      return !typed.startsWith(">");
    });
    await quickInput(page).locator(".monaco-list-row").first().waitFor();
    expectPseudo(await textsIn(quickInput(page)));
    await takePicture(page, `pseudo ${command}`);
  },
);

test("the page that stands before every purge does", async () => {
  const { page } = scene();
  await contextMenu(await rowOf("aoai-dev-tonight"), pseudo("Purge..."));
  const frame = await webviewFrame(page, pseudo("Confirm Purge"));
  await frame.getByLabel(pseudo("Type the name to confirm")).waitFor();
  expectPseudo(await textsIn(frame.locator("body")));
  expect(await frame.locator("html").getAttribute("lang")).toBe(pseudoLanguage);
  await takePicture(page, "pseudo confirmation");
  await frame.getByRole("button", { name: pseudo("Cancel") }).click();
});

test("a recovery does, from the question to the notification", async () => {
  const { page } = scene();
  await contextMenu(await rowOf("foundry-research"), pseudo("Recover"));
  await dialog(page).waitFor();
  expectPseudo(await textsIn(dialog(page)));
  await dialogButton(page, pseudo("Recover"));
  const toast = await notification(page, "foundry-research");
  expectPseudo(await textsIn(toast));
  expectPseudo(await textsIn(view(page, OPERATIONS).locator(".monaco-list-row")));
});

test("the help view and the walkthrough do", async () => {
  const { page } = scene();
  const help = view(page, pseudo("Help and Feedback"));
  await help.locator(".pane-header").click();
  const rows = help.locator(".monaco-list-row");
  await rows.first().waitFor();
  expectPseudo(await textsIn(rows));
  await rows.first().click();
  const steps = page.locator(".gettingStartedSlideDetails .getting-started-step");
  await steps.first().waitFor();
  expectPseudo(await textsIn(steps));
  await help.locator(".pane-header").click();
  await runCommand(page, "View: Close All Editors");
});

test("what fails does, in the tree, the notification, the operation and its details", async () => {
  const { page, simulator } = scene();
  simulator.addFault({
    match: { method: "PUT" },
    effect: { kind: "status", status: 403, code: "AuthorizationFailed", message: "" },
  });
  await contextMenu(await rowOf("kv-dev-old"), pseudo("Recover"));
  await dialogButton(page, pseudo("Recover"));
  const toast = await notification(page, "kv-dev-old");
  expectPseudo(await textsIn(toast));
  const row = await revealRow(page, OPERATIONS, pseudo("Recover {0}").replace("{0}", "kv-dev-old"));
  expectPseudo([await hoverText(row), ...(await contextMenuItems(row)), ...(await textsIn(row))]);
  await contextMenu(row, pseudo("Show Details"));
  await eventually("the report", async () => (await editorText(page)).includes("kv-dev-old"));
  expectPseudo([await editorText(page)]);

  simulator.addFault({
    match: { path: "/deletedVaults" },
    effect: { kind: "status", status: 403, code: "AuthorizationFailed", message: "" },
  });
  await viewAction(page, RESOURCES, pseudo("Refresh"));
  await waitForIdle(page);
  expectPseudo(await textsIn(view(page, RESOURCES)));
  await takePicture(page, "pseudo failures");
});
