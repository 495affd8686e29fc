import type { Locator, Page } from "playwright-core";

import {
  movePointerAway,
  treeRow,
  treeRows,
  revealRow,
  view,
  viewAction,
  waitForIdle,
} from "../../host/workbench";
import { eventually, happens } from "../../host/waiting";

export const RESOURCES = "Deleted Resources";
export const OPERATIONS = "Operations";

/** The row of a deleted resource, a service or a subscription, scrolled into sight. */
export async function resourceRow(page: Page, label: string): Promise<Locator> {
  return revealRow(page, RESOURCES, label);
}

/** What stands beside a row's name. */
export function description(row: Locator): Locator {
  return row.locator(".label-description");
}

/** Waits until no row has this name any more. */
export async function waitUntilGone(page: Page, label: string): Promise<void> {
  await eventually(
    `"${label}" to leave the tree`,
    async () => (await treeRow(page, label, view(page, RESOURCES)).count()) === 0,
  );
}

/** Reads everything anew and waits until it has come. */
export async function refreshAll(page: Page): Promise<void> {
  await viewAction(page, RESOURCES, "Refresh");
  await waitForIdle(page);
}

/** The Deleted Resources view as an outline, two blanks for each level. */
export async function outline(page: Page): Promise<readonly string[]> {
  const rows = await treeRows(page, RESOURCES);
  return rows.map(
    ({ level, label, description: beside }) =>
      `${"  ".repeat(level - 1)}${label}${beside === "" ? "" : ` | ${beside}`}`,
  );
}

/** The Operations view as an outline. */
export async function operationsOutline(page: Page): Promise<readonly string[]> {
  const rows = await treeRows(page, OPERATIONS);
  return rows.map(
    ({ level, label, description: beside }) => `${"  ".repeat(level - 1)}${label} | ${beside}`,
  );
}

/** The hover of a row, as text with ordinary blanks; closes it again. */
export async function hoverText(row: Locator): Promise<string> {
  return (await exactHoverText(row)).replaceAll("\u00a0", " ");
}

/** The hover of a row, with the very blanks it is made of. */
export async function exactHoverText(row: Locator): Promise<string> {
  const page = row.page();
  const hover = page.locator(".monaco-hover:visible").last();
  // A row that is painted again under a resting pointer loses its hover: point at it once more.
  await eventually("the hover to show", async () => {
    // That of the row the pointer was on before.
    await movePointerAway(page);
    await row.locator(".label-name").hover();
    return happens(hover.waitFor({ timeout: 3_000 }));
  });
  // Made when it is asked for: "Loading..." until then.
  const text = await eventually("the hover to have its text", async () => {
    const shown = await hover.innerText();
    return shown.startsWith("Loading") ? undefined : shown;
  });
  await movePointerAway(page);
  return text;
}
