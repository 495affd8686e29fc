import { access, mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";

import type { Page } from "playwright-core";

import { HostError } from "./commands";
import { openDesktop } from "./desktop";
import { onInterrupt } from "./interrupt";
import { repositoryRoot } from "./layout";
import { signIn } from "./signIn";
import { demo as demoScenario } from "../simulator/scenarios/demo";
import { startSimulation, type Simulation } from "./simulation";
import { openWindow, type HostWindow } from "./window";
import {
  contextMenu,
  movePointerAway,
  revealRow,
  waitForIdle,
  webviewFrame,
  widenSideBar,
} from "./workbench";

const USAGE = `Opens the extension in a real VS Code, over a simulated Azure.

  --screenshot FILE   write a picture of the signed-in window and end
  --theme ID          colour theme, such as "Dark Modern"
  --latency MS        every answer of the simulated Azure takes this long
  --port N            VS Code's port; any free one by default
  --desktop           in a desktop VS Code, downloaded the first time
`;

interface DemoOptions {
  readonly screenshot?: string | undefined;
  readonly theme?: string | undefined;
  readonly latency?: string | undefined;
  readonly port?: string | undefined;
  readonly desktop?: boolean | undefined;
}

function wholeNumber(name: string, text: string): number {
  if (!/^\d+$/.test(text)) {
    throw new HostError(`--${name} wants a whole number, not "${text}".`);
  }
  return Number(text);
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

async function openBrowserWindow(
  options: DemoOptions,
  simulation: Simulation,
  dataDir: string,
): Promise<HostWindow> {
  const folder = join(dataDir, "contoso");
  await mkdir(folder);
  return openWindow({
    extensionPath: repositoryRoot,
    settings: simulation.simulator.settings,
    env: simulation.env,
    dataDir,
    folder,
    ...(options.theme === undefined ? {} : { colorTheme: options.theme }),
    ...(options.port === undefined ? {} : { port: wholeNumber("port", options.port) }),
  });
}

/** The tree, wide enough to read, and the page that stands before every purge. */
async function takePicture(page: Page, file: string): Promise<void> {
  await widenSideBar(page, 540);
  await contextMenu(await revealRow(page, "Deleted Resources", "aoai-dev-tonight"), "Purge...");
  const frame = await webviewFrame(page, "Confirm Purge");
  await frame.getByLabel("Type the name to confirm").waitFor();
  await waitForIdle(page);
  await movePointerAway(page);
  await page.screenshot({ path: file });
}

async function demo(options: DemoOptions): Promise<void> {
  await access(join(repositoryRoot, "dist", "extension.mjs")).catch(() => {
    throw new HostError("The extension is not built. Run npm run build first, or npm run demo.");
  });
  const dataDir = await mkdtemp(join(tmpdir(), "vscode-demo-"));
  const simulation = await startSimulation({ scenario: demoScenario });
  let window: HostWindow | undefined;
  const close = async () => {
    await window?.close();
    await simulation.close();
    await rm(dataDir, { recursive: true, force: true, maxRetries: 5 });
  };
  const stopListening = onInterrupt(close);
  try {
    if (options.latency !== undefined) {
      simulation.simulator.setLatency(wholeNumber("latency", options.latency));
    }
    if (options.desktop === true) {
      say(`Sign in as ${simulation.username}. Closing the window ends the demo.`);
      await openDesktop(simulation, dataDir);
      return;
    }
    window = await openBrowserWindow(options, simulation, dataDir);
    await signIn(window.page, simulation.username);
    await waitForIdle(window.page);
    if (options.screenshot !== undefined) {
      await takePicture(window.page, resolve(options.screenshot));
      say(`Wrote ${options.screenshot}.`);
      return;
    }
    // It has shown that everything works; a browser of the person's own takes over.
    await window.browser.close();
    say("");
    say("Azure Deleted Resources, in VS Code, over a simulated Azure. Open in your browser:");
    say("");
    say(`  ${window.url}`);
    say("");
    say("Choose Azure Deleted Resources in the activity bar, then Sign In to Azure..., Allow, and");
    say(`${simulation.username}. (VS Code keeps that permission in each browser.)`);
    say("Ctrl-C ends the demo.");
    await window.server.ended;
    throw new HostError("VS Code's server ended unexpectedly.");
  } finally {
    stopListening();
    await close();
  }
}

const { values } = parseArgs({
  options: {
    screenshot: { type: "string" },
    theme: { type: "string" },
    latency: { type: "string" },
    port: { type: "string" },
    desktop: { type: "boolean" },
    help: { type: "boolean" },
  },
});

if (values.help === true) {
  process.stdout.write(USAGE);
} else {
  try {
    await demo(values);
  } catch (error) {
    console.error(error instanceof HostError ? error.message : error);
    process.exitCode = 1;
  }
}
