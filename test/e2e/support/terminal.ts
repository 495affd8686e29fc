import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import type { Locator, Page } from "playwright-core";

import { quickInput, runCommand } from "../../host/prompts";
import { eventually, happens, type DrawnElement } from "../../host/waiting";
import type { HostWindow } from "../../host/window";

/** Draws the text as elements of the page, where a test can find it. */
export const terminalSettings = { "terminal.integrated.gpuAcceleration": "off" } as const;

const rows = ".terminal-wrapper.active .xterm-rows > div";

/** What the active terminal shows, row by row as it has broken the lines. */
async function shownRows(page: Page): Promise<readonly string[]> {
  const texts = await page
    .locator(rows)
    .evaluateAll((all: DrawnElement[]) => all.map((row) => row.textContent ?? ""));
  // The terminal draws blanks that do not break.
  return texts.map((text) => text.replaceAll("\u00a0", " "));
}

/** Opens a terminal with a real shell, and has that run a command whose end is waited for. */
export async function inNewTerminal(page: Page, command: string): Promise<void> {
  await runCommand(page, "Terminal: Create New Terminal");
  await page.locator(".terminal-wrapper.active .xterm-helper-textarea").first().waitFor();
  await eventually("the shell's prompt", async () =>
    (await shownRows(page)).some((row) => /[$#]\s*$/.test(row)),
  );
  await page.keyboard.type(`clear; ${command}; echo the"" end`);
  await page.keyboard.press("Enter");
  await eventually("the shell to come to its end", async () =>
    (await shownRows(page)).some((row) => row.startsWith("the end")),
  );
}

/** Has a real shell print a text, out of a file of the workspace. */
export async function print({ page, dataDir }: HostWindow, text: string): Promise<void> {
  await writeFile(join(dataDir, "workspace", "output.txt"), text);
  await inNewTerminal(page, "cat output.txt; echo");
}

/** Ends every terminal. */
export async function closeTerminals(page: Page): Promise<void> {
  if ((await page.locator(".terminal-wrapper").count()) > 0) {
    await runCommand(page, "Terminal: Kill All Terminals");
    await page.locator(".terminal-wrapper").first().waitFor({ state: "detached" });
  }
}

/**
 * Holds Ctrl and clicks a text in the active terminal, in the row that has it, once it is a link, until
 * the link opens something: a busy VS Code may have taken the link away again by the time of the click.
 */
export async function followLink(page: Page, text: string): Promise<void> {
  const at = await page.locator(rows).evaluateAll(placeOf, text);
  if (at === undefined) {
    throw new Error(`The terminal does not show "${text}".`);
  }
  await eventually(`the link over "${text}" to open something`, async () => {
    await clickLink(page, text, at);
    return happens(opened(page).waitFor({ timeout: 5_000 }));
  });
}

/** What a link of ours opens: a question, or the progress of a search. */
function opened(page: Page): Locator {
  return quickInput(page)
    .or(page.locator(".notification-toast .monaco-progress-container.active"))
    .first();
}

async function clickLink(
  page: Page,
  text: string,
  at: { readonly x: number; readonly y: number },
): Promise<void> {
  await page.keyboard.down("Control");
  try {
    await eventually(`the link over "${text}"`, async () => {
      await page.mouse.move(at.x + 40, at.y);
      await page.mouse.move(at.x, at.y, { steps: 3 });
      const link = page.locator(".terminal-wrapper.active .xterm-cursor-pointer");
      return happens(link.waitFor({ timeout: 1_000 }));
    });
    await page.mouse.click(at.x, at.y);
  } finally {
    await page.keyboard.up("Control");
  }
}

interface DrawnRow extends DrawnElement {
  getBoundingClientRect(): { readonly x: number; readonly y: number; readonly height: number };
  readonly parentElement: { getBoundingClientRect(): { readonly width: number } } | null;
}

/** The middle of a text's first characters, on the page; run in the page. */
function placeOf(
  all: DrawnRow[],
  text: string,
): { readonly x: number; readonly y: number } | undefined {
  for (const row of all) {
    const index = (row.textContent ?? "").indexOf(text);
    if (index >= 0) {
      const box = row.getBoundingClientRect();
      const first = row.querySelector("span") as unknown as {
        readonly textContent: string;
        getBoundingClientRect(): { readonly width: number; readonly x: number };
      } | null;
      if (first === null || first.textContent === "") {
        return undefined;
      }
      const cell = first.getBoundingClientRect();
      const width = cell.width / first.textContent.length;
      return { x: cell.x + (index + 1.5) * width, y: box.y + box.height / 2 };
    }
  }
  return undefined;
}
