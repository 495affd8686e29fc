import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";

import { TestRunFailedError, runTests } from "@vscode/test-electron";

import { findChromium } from "./chromium";
import { HostError } from "./commands";
import { desktopCode, prepareProfile } from "./desktop";
import { installHost } from "./install";
import { onInterrupt } from "./interrupt";
import { codeExecutable, repositoryRoot } from "./layout";
import { startSimulation } from "./simulation";

/**
 * Runs the in-host suite: in a browser by default, in a downloaded desktop VS Code with
 * `--desktop`. Both get the same command line from @vscode/test-electron.
 */
async function runIntegration(desktop: boolean, testsPath: string): Promise<void> {
  const vscodeExecutablePath = desktop ? await desktopCode() : codeExecutable;
  if (!desktop) {
    // Here, where npm still has this machine's own certificates and settings.
    await installHost();
    await findChromium();
  }
  const dataDir = await mkdtemp(join(tmpdir(), "vscode-tests-"));
  const simulation = await startSimulation();
  const close = async () => {
    await simulation.close();
    await rm(dataDir, { recursive: true, force: true, maxRetries: 5 });
  };
  // The child ends by itself: it notices that this process is gone.
  const stopListening = onInterrupt(close);
  try {
    const launchArgs = await prepareProfile(dataDir, simulation.simulator.settings);
    await runTests({
      vscodeExecutablePath,
      extensionDevelopmentPath: repositoryRoot,
      extensionTestsPath: testsPath,
      extensionTestsEnv: { ...simulation.env, VSCODE_TEST_USER_DATA: join(dataDir, "user-data") },
      launchArgs,
    });
  } finally {
    stopListening();
    await close();
  }
}

const { values } = parseArgs({
  options: {
    desktop: { type: "boolean", default: false },
    tests: { type: "string", default: join(repositoryRoot, "out/test/integration/index.cjs") },
  },
});

try {
  await runIntegration(values.desktop, values.tests);
} catch (error) {
  process.exitCode = error instanceof TestRunFailedError ? (error.code ?? 1) : 1;
  if (!(error instanceof TestRunFailedError)) {
    console.error(error instanceof HostError ? error.message : error);
  }
}
