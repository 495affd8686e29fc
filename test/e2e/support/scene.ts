import { cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll } from "vitest";

import { repositoryRoot } from "../../host/layout";
import { signIn } from "../../host/signIn";
import { startSimulation, type Simulation } from "../../host/simulation";
import { openWindow, type HostWindow, type WindowOptions } from "../../host/window";
import { openView, view, waitForIdle } from "../../host/workbench";
import type { SimulatedCloud } from "../../simulator/clouds";
import type { Scenario } from "../../simulator/scenario";
import type { Simulator } from "../../simulator/simulator";
import { describeScreen } from "./onScreen";
import { pseudoExtension, pseudoLanguage, wordsOf, type Language, type Words } from "./languages";
import { withPackage } from "./packaging";
import { RESOURCES } from "./tree";

/** What the tests of one file share: a window, and the Azure it talks to. */
export interface Scene {
  readonly window: HostWindow;
  readonly page: Page;
  readonly simulator: Simulator;
  /** Who signs in. */
  readonly username: string;
  /** What points programs at the Azure of the scene. */
  readonly env: NodeJS.ProcessEnv;
  /** How the window's language says the extension's texts. */
  readonly words: Words;
}

export interface SceneOptions {
  /** A Friday at Contoso when left out. */
  readonly scenario?: Scenario;
  /** Which cloud it is; one on this machine when left out. */
  readonly cloud?: SimulatedCloud;
  /** Settings beside those that point at the simulator. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Folders of extensions that are installed beside this one. */
  readonly extensions?: readonly string[];
  /** Whether the person has signed in already; so when left out. */
  readonly signedIn?: boolean;
  /** A folder below `test/e2e/fixtures`, of which the window opens a copy; an empty one when left out. */
  readonly workspace?: string;
  /** Texts of files that the copy has besides, by their paths in it. */
  readonly files?: Readonly<Record<string, string>>;
  /** How the window is opened, where it is not as usual. */
  readonly opening?: Pick<WindowOptions, "folderUri" | "workspaceTrust" | "userSettings">;
  /** Whether to package the extension and install that; else the working copy's build. */
  readonly packaged?: boolean;
  /** English when left out. */
  readonly language?: Language;
}

const notifySetting = "azureDeletedResources.notifyBeforePurge";

/** What takes Azure a minute takes the simulator a little more than a second. */
const TIME_SCALE = 0.02;

/** Where pictures go: those of failed tests, and those made to be looked at. */
const picturesFolder = join(repositoryRoot, "out", "e2e");

/** Writes a picture of the whole window under a name. */
export async function takePicture(page: Page, name: string): Promise<void> {
  await mkdir(picturesFolder, { recursive: true });
  const file = `${name.replaceAll(/[^\w.-]+/g, "-").slice(0, 100)}.png`;
  await page.screenshot({ path: join(picturesFolder, file) });
}

/**
 * Opens a window before the tests of a file and closes it after them. A test that fails leaves a
 * picture of the window as it was, and says in words what it showed.
 */
export function useScene(options: SceneOptions = {}): () => Scene {
  let open: OpenScene | undefined;
  beforeAll(async () => {
    open = await openScene(options);
  });
  afterEach(async ({ task }) => {
    if (open !== undefined && task.result?.state === "fail") {
      await takePicture(open.page, task.name).catch(() => undefined);
      // Thrown, so that it stands with the failure at the end of the run, not before what passed since.
      throw new Error(`"${task.name}" left:\n${await describeScreen(open.window, open.simulator)}`);
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
  const { scenario, cloud, signedIn = true, packaged = false, language = "en" } = options;
  const words = wordsOf(language);
  const simulation = await startSimulation({
    timeScale: TIME_SCALE,
    ...(scenario === undefined ? {} : { scenario }),
    ...(cloud === undefined ? {} : { cloud }),
  });
  const copy = language === pseudoLanguage ? await pseudoExtension() : undefined;
  let window: HostWindow | undefined;
  const folder = await copyOf(options);
  const close = async (): Promise<void> => {
    await window?.close();
    await simulation.close();
    for (const made of [folder, copy === undefined ? undefined : dirname(copy)]) {
      if (made !== undefined) {
        await rm(made, { recursive: true, force: true });
      }
    }
  };
  try {
    const common = {
      ...commonOptions(simulation, language, options.settings),
      ...options.opening,
      extensions: options.extensions ?? [],
      ...(folder === undefined ? {} : { folder }),
    };
    window = packaged
      ? await withPackage((vsix) => openWindow({ ...common, vsix }))
      : await openWindow({ ...common, extensionPath: copy ?? repositoryRoot });
    await openView(window.page, words("Azure Deleted Resources"));
    if (signedIn) {
      // What is broken from the start takes seconds of retries; the sign-in's own test waits for it.
      simulation.simulator.clearFaults();
      await signIn(window.page, simulation.username, words);
      await waitForIdle(window.page);
    } else {
      // What opens the window anew must not do so while it is still being opened.
      await view(window.page, words(RESOURCES))
        .locator(".welcome-view-content a")
        .first()
        .waitFor();
    }
    const { page } = window;
    const { simulator, username, env } = simulation;
    return { window, page, simulator, username, env, words, close };
  } catch (error) {
    if (window !== undefined) {
      await takePicture(window.page, "opening the window").catch(() => undefined);
    }
    await close();
    throw error;
  }
}

async function copyOf({ workspace, files = {} }: SceneOptions): Promise<string | undefined> {
  if (workspace === undefined) {
    return undefined;
  }
  const folder = await mkdtemp(join(tmpdir(), `${workspace}-`));
  await cp(join(repositoryRoot, "test/e2e/fixtures", workspace), folder, { recursive: true });
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text);
  }
  return folder;
}

function commonOptions(
  { simulator, env }: Simulation,
  language: Language,
  settings: Readonly<Record<string, unknown>> = {},
): WindowOptions {
  return {
    env,
    // What is about to be gone would be told over what a test is about.
    settings: { ...simulator.settings, [notifySetting]: false, ...settings },
    viewport: { width: 1280, height: 1000 },
    ...(language === "en" ? {} : { language }),
  };
}
