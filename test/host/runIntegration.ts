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

interface Run {
  readonly desktop: boolean;
  /** The suite's entry. */
  readonly tests: string;
  /** Which desktop VS Code; the newest where it is undefined. */
  readonly version?: string | undefined;
}

/**
 * Runs the in-host suite: in a browser by default, in a downloaded desktop VS Code with
 * `--desktop`, of the version that `--version` names. Both get the same command line from
 * @vscode/test-electron.
 */
async function runIntegration({ desktop, tests, version }: Run): Promise<void> {
  const vscodeExecutablePath = desktop ? await desktopCode(version) : codeExecutable;
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
      extensionTestsPath: tests,
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
    version: { type: "string" },
  },
});

try {
  await runIntegration(values);
} catch (error) {
  process.exitCode = error instanceof TestRunFailedError ? (error.code ?? 1) : 1;
  if (!(error instanceof TestRunFailedError)) {
    console.error(error instanceof HostError ? error.message : error);
  }
}
