import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

import type { Page } from "playwright-core";

import { repositoryRoot } from "../host/layout";
import { signIn } from "../host/signIn";
import { startSimulation } from "../host/simulation";
import { openWindow, type HostWindow, type WindowOptions } from "../host/window";
import { waitForIdle } from "../host/workbench";
import { contosoFriday } from "../simulator/scenarios/contosoFriday";
import { demo } from "../simulator/scenarios/demo";
import type { Scenario } from "../simulator/scenario";
import { smallPng } from "./smallPng";

/** One picture of a window. */
export interface Picture {
  /** The part of the window that it shows; all of it when left out. */
  readonly clip?: {
    readonly x: number;
    readonly y: number;
    readonly width: number;
    readonly height: number;
  };
  /** Brings what is to be seen on show. */
  readonly show: (page: Page, window: HostWindow) => Promise<void>;
  /** Takes away what would be in the way of the next one. */
  readonly clear: (page: Page, window: HostWindow) => Promise<void>;
}

/** Some pictures that are taken in one window, one after the other. */
export interface Album {
  /** Where they go, from the repository's top folder. */
  readonly folder: string;
  readonly window: WindowOptions;
  /** Makes the window ready, once somebody has signed in. */
  readonly prepare: (page: Page) => Promise<void>;
  readonly pictures: Readonly<Record<string, Picture>>;
}

/** A Friday at Contoso on which everything answers. */
function tidyScenario(): Scenario {
  const [production, development] = contosoFriday.subscriptions;
  const platform = demo.subscriptions.at(-1);
  const subscriptions = [development, production, platform].filter((one) => one !== undefined);
  return {
    ...contosoFriday,
    tenants: contosoFriday.tenants.filter(({ id }) =>
      subscriptions.some(({ tenantId }) => tenantId === id),
    ),
    subscriptions,
    standingFaults: [],
  };
}

/** @param names which pictures to take; all when there are none. */
export async function takeAlbum(album: Album, names: readonly string[]): Promise<void> {
  const chosen = Object.entries(album.pictures).filter(
    ([name]) => names.length === 0 || names.includes(name),
  );
  if (chosen.length === 0) {
    return;
  }
  const simulation = await startSimulation({ scenario: tidyScenario() });
  let window: HostWindow | undefined;
  try {
    window = await openWindow({
      extensionPath: repositoryRoot,
      env: simulation.env,
      colorTheme: "Dark Modern",
      ...album.window,
      settings: { ...simulation.simulator.settings, ...album.window.settings },
    });
    const { page } = window;
    await signIn(page, simulation.username);
    await waitForIdle(page);
    await album.prepare(page);
    await mkdir(join(repositoryRoot, album.folder), { recursive: true });
    for (const [name, { show, clear, clip }] of chosen) {
      await show(page, window);
      await waitForIdle(page);
      await restPointer(page);
      const png = smallPng(await page.screenshot(clip === undefined ? {} : { clip }));
      const file = join(album.folder, `${name}.png`);
      await writeFile(join(repositoryRoot, file), png);
      process.stdout.write(`Wrote ${file}, ${String(Math.round(png.length / 1000))} kB.\n`);
      await clear(page, window);
    }
  } finally {
    await window?.close();
    await simulation.close();
  }
}

/** Where the status bar has nothing, whatever is open; waits for hovers to go. */
async function restPointer(page: Page): Promise<void> {
  const { width, height } = page.viewportSize() ?? { width: 1200, height: 800 };
  await page.mouse.move(width * 0.4, height - 8);
  // A hover that was on its way is shown all the same, and goes at the next move.
  await page.waitForTimeout(1_000);
  await page.mouse.move(width * 0.4 + 4, height - 8);
  await page.locator(".monaco-hover:visible").waitFor({ state: "hidden" });
}
