import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";
import { PATIENCE_MS } from "./test/host/waiting";

const minutes = 60_000;

export default defineConfig({
  test: {
    // Vitest leaves one core free by default, which on a small machine is half of it.
    maxWorkers: "100%",
    // What has not changed since the last run is not compiled again: a fifth of the unit tests' time.
    experimental: { fsModuleCache: true, fsModuleCachePath: "out/vitest-cache" },
    projects: [
      {
        // A process for each file would cost more than the tests; no test leaves anything behind.
        test: {
          name: "unit",
          include: ["test/unit/**/*.test.ts"],
          isolate: false,
          testTimeout: minutes,
        },
      },
      {
        test: {
          name: "simulated",
          include: ["test/simulated/**/*.test.ts"],
          isolate: false,
          testTimeout: minutes,
        },
      },
      {
        test: {
          name: "property",
          include: ["test/property/**/*.test.ts", "test/fuzz/**/*.test.ts"],
          // Ten thousand runs are a matter of how fast the machine is, and of who else uses it.
          testTimeout: 5 * minutes,
        },
      },
      {
        test: {
          name: "faults",
          include: ["test/faults/**/*.test.ts"],
          globalSetup: ["test/faults/certificates.ts"],
          testTimeout: minutes,
          maxConcurrency: 10,
        },
      },
      {
        test: {
          name: "contract",
          include: ["test/contract/**/*.test.ts"],
          testTimeout: 2 * minutes,
          hookTimeout: 2 * minutes,
        },
      },
      {
        test: {
          name: "e2e",
          include: ["test/e2e/**/*.test.ts"],
          // Each opens a browser and a server of its own, which mostly wait for each other.
          maxWorkers: Math.min(4, availableParallelism()),
          testTimeout: 5 * minutes,
          hookTimeout: 5 * minutes,
          // What needs it is told at the end of `npm test`, and more than a few fail it.
          retry: 1,
          expect: { poll: { timeout: PATIENCE_MS } },
          globalSetup: ["test/e2e/support/installed.ts", "test/e2e/support/hosts.ts"],
        },
      },
    ],
  },
});
