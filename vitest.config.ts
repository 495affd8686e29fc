import { defineConfig } from "vitest/config";

const minutes = 60_000;

export default defineConfig({
  test: {
    // Vitest leaves one core free by default, which on a small machine is half of it.
    maxWorkers: "100%",
    projects: [
      {
        // A process for each file would cost more than the tests; no test leaves anything behind.
        test: { name: "unit", include: ["test/unit/**/*.test.ts"], isolate: false },
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
          testTimeout: 2 * minutes,
          hookTimeout: 5 * minutes,
          fileParallelism: false,
        },
      },
    ],
  },
});
