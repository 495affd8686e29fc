import { mkdir, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import type { Reporter, TestCase } from "vitest/node";

/** Where the tests stand that passed only when they were repeated, as a JSON array of their names. */
export const flakyFile = "out/reports/flaky.json";

/** Writes down which tests passed only when they were repeated. */
export default class FlakyReporter implements Reporter {
  readonly #names: string[] = [];

  onTestCaseResult(test: TestCase): void {
    if (test.diagnostic()?.flaky === true) {
      this.#names.push(`${test.module.relativeModuleId} > ${test.fullName}`);
    }
  }

  async onTestRunEnd(): Promise<void> {
    await mkdir(dirname(flakyFile), { recursive: true });
    await writeFile(flakyFile, JSON.stringify(this.#names));
  }
}
