import { mkdir } from "node:fs/promises";
import { join } from "node:path";

import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll } from "vitest";

import { repositoryRoot } from "../../host/layout";
import { signIn } from "../../host/signIn";
import { startSimulation, type Simulation } from "../../host/simulation";
import { openWindow, type HostWindow, type WindowOptions } from "../../host/window";
import { openView, waitForIdle } from "../../host/workbench";
import type { Scenario } from "../../simulator/scenario";
import type { Simulator } from "../../simulator/simulator";
import { withPackage } from "./packaging";

/** What the tests of one file share: a window, and the Azure it talks to. */
export interface Scene {
  readonly window: HostWindow;
  readonly page: Page;
  readonly simulator: Simulator;
  /** Who signs in. */
  readonly username: string;
}

export interface SceneOptions {
  /** A Friday at Contoso when left out. */
  readonly scenario?: Scenario;
  /** Settings beside those that point at the simulator. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Whether the person has signed in already; so when left out. */
  readonly signedIn?: boolean;
  /** Whether to package the extension and install that; else the working copy's build. */
  readonly packaged?: boolean;
}

/** What takes Azure a minute takes the simulator a little more than a second. */
const TIME_SCALE = 0.02;

/** Where pictures go: those of failed tests, and those made to be looked at. */
export const picturesFolder = join(repositoryRoot, "out", "e2e");

/** Writes a picture of the whole window under a name. */
export async function takePicture(page: Page, name: string): Promise<void> {
  await mkdir(picturesFolder, { recursive: true });
  const file = `${name.replaceAll(/[^\w.-]+/g, "-").slice(0, 100)}.png`;
  await page.screenshot({ path: join(picturesFolder, file) });
}

/**
 * Opens a window before the tests of a file and closes it after them. A test that fails leaves a
 * picture of the window as it was.
 */
export function useScene(options: SceneOptions = {}): () => Scene {
  let open: OpenScene | undefined;
  beforeAll(async () => {
    open = await openScene(options);
  });
  afterEach(async ({ task }) => {
    if (open !== undefined && task.result?.state === "fail") {
      await takePicture(open.page, task.name).catch(() => undefined);
    }
  });
  afterAll(async () => {
    await open?.close();
  });
  return () => {
    if (open === undefined) {
      throw new Error("The window is not open yet.");
    }
    return open;
  };
}

interface OpenScene extends Scene {
  close(): Promise<void>;
}

async function openScene(options: SceneOptions): Promise<OpenScene> {
  const { scenario, signedIn = true, packaged = false } = options;
  const simulation = await startSimulation({
    timeScale: TIME_SCALE,
    ...(scenario === undefined ? {} : { scenario }),
  });
  let window: HostWindow | undefined;
  const close = async (): Promise<void> => {
    await window?.close();
    await simulation.close();
  };
  try {
    const common = commonOptions(simulation, options.settings);
    window = packaged
      ? await withPackage((vsix) => openWindow({ ...common, vsix }))
      : await openWindow({ ...common, extensionPath: repositoryRoot });
    await openView(window.page, "Azure Deleted Resources");
    if (signedIn) {
      // What is broken from the start takes seconds of retries; the sign-in's own test waits for it.
      simulation.simulator.clearFaults();
      await signIn(window.page, simulation.username);
      await waitForIdle(window.page);
    }
    const { page } = window;
    const { simulator, username } = simulation;
    return { window, page, simulator, username, close };
  } catch (error) {
    if (window !== undefined) {
      await takePicture(window.page, "opening the window").catch(() => undefined);
    }
    await close();
    throw error;
  }
}

function commonOptions(
  { simulator, env }: Simulation,
  settings: Readonly<Record<string, unknown>> = {},
): WindowOptions {
  return {
    env,
    settings: { ...simulator.settings, ...settings },
    viewport: { width: 1280, height: 1000 },
  };
}
