/**
 * `npm test`: every check, one after the other, each in its own process; goes on after a failure,
 * and ends with what failed and one line that sums them up. `npm run check` runs those that need
 * neither VS Code nor much time.
 */
import { spawn } from "node:child_process";
import { mkdir, readFile, rm } from "node:fs/promises";
import { join, relative } from "node:path";
import { flakyFile } from "./e2e/support/flaky";

interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** What failed and why, a text each. */
  readonly failures?: readonly string[];
}

interface Check {
  readonly name: string;
  readonly command: readonly string[];
  /** Added to the command by `--quick`. */
  readonly quickly?: readonly string[];
  /** Names of the tests that passed only when they were repeated. */
  readonly flaky?: () => Promise<readonly string[]>;
  /** How to count; without it the check counts as one. */
  readonly count?: (output: string) => Promise<Counts | undefined>;
}

/** Of Vitest's JSON report. */
interface VitestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly testResults: readonly TestFile[];
}

interface TestFile {
  readonly name: string;
  /** Why the file itself could not be run. */
  readonly message?: string;
  readonly assertionResults: readonly {
    readonly status: string;
    readonly fullName: string;
    readonly failureMessages?: readonly string[];
  }[];
}

const reports = "out/reports";
/** How much of a failure is told again at the end, in characters: what is kept of a long run is often
 * its end alone. */
const mostOfFailure = 2500;

function vitest(project: string, ...reporters: readonly string[]): Check {
  const report = join(reports, `${project}.json`);
  return {
    name: project,
    command: [
      "vitest",
      "run",
      "--project",
      project,
      "--reporter=default",
      "--reporter=json",
      ...reporters.map((file) => `--reporter=${file}`),
      `--outputFile.json=${report}`,
    ],
    count: async () => {
      const result = JSON.parse(await readFile(report, "utf8")) as VitestReport;
      return {
        passed: result.numPassedTests,
        failed: result.numFailedTests,
        skipped: result.numPendingTests + result.numTodoTests,
        failures: result.testResults.flatMap(failuresOf),
      };
    },
  };
}

const checks: readonly Check[] = [
  { name: "format", command: ["prettier", "--check", "--log-level=warn", "."] },
  {
    name: "lint",
    command: ["eslint", "--max-warnings", "0", "."],
    // Types of other files may have changed: only the whole suite looks at every file again.
    quickly: ["--cache", "--cache-location", "out/eslint-cache"],
  },
  { name: "dead code", command: ["npm", "run", "--silent", "lint:dead"] },
  { name: "types", command: ["tsc", "--noEmit"] },
  {
    name: "types of the page",
    command: ["tsc", "--noEmit", "-p", "src/ui/purgeConfirmation/page"],
  },
  vitest("unit"),
  vitest("simulated"),
  vitest("property"),
  vitest("faults"),
  vitest("contract"),
  { name: "build", command: ["node", "esbuild.mjs", "--production", "--tests"] },
  {
    name: "in-host",
    command: ["tsx", "test/host/runIntegration.ts"],
    count: (output) => Promise.resolve(lastCount(output)),
  },
  {
    ...vitest("e2e", "./test/e2e/support/flaky.ts"),
    flaky: async () => JSON.parse(await readFile(flakyFile, "utf8")) as readonly string[],
  },
];
/** More tests than this that pass only when they are repeated fail the run. */
const mostFlaky = 3;

function failuresOf({ name, message = "", assertionResults }: TestFile): readonly string[] {
  const file = relative(process.cwd(), name);
  const failed = assertionResults.filter(({ status }) => status === "failed");
  return [
    ...(message === "" ? [] : [`${file}\n${message}`]),
    ...failed.map(
      ({ fullName, failureMessages = [] }) =>
        `${file} > ${fullName}\n${failureMessages.join("\n")}`,
    ),
  ];
}

/** The last line "N passed, N failed" of a run. */
function lastCount(output: string): Counts | undefined {
  const found = [...output.matchAll(/(\d+) passed, (\d+) failed/g)].at(-1);
  return found === undefined
    ? undefined
    : { passed: Number(found[1]), failed: Number(found[2]), skipped: 0 };
}

async function run(check: Check): Promise<Required<Counts>> {
  console.log(`\n=== ${check.name}`);
  const started = Date.now();
  const { code, output } = await start([
    ...check.command,
    ...(isQuick ? (check.quickly ?? []) : []),
  ]);
  const counted = await check.count?.(output).catch(() => undefined);
  const counts = counted ?? { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0 };
  // A run that fails without a failed test, such as one that could not start, has still failed.
  const honest = code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
  const { failures = [] } = honest;
  const known = failures.length > 0 || honest.failed === 0;
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  console.log(
    `--- ${check.name}: ${honest.passed} ok, ${honest.failed} not ok, ${honest.skipped} skipped, ${seconds} s`,
  );
  return { ...honest, failures: known ? failures : [output.trimEnd().slice(-mostOfFailure)] };
}

async function start(
  command: readonly string[],
): Promise<{ readonly code: number; readonly output: string }> {
  const [program = "", ...args] = command;
  const child = spawn(program, args, {
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      ...process.env,
      PATH: `${join(process.cwd(), "node_modules", ".bin")}:${process.env["PATH"] ?? ""}`,
    },
  });
  let output = "";
  for (const [stream, shown] of [
    [child.stdout, process.stdout],
    [child.stderr, process.stderr],
  ] as const) {
    stream.setEncoding("utf8").on("data", (chunk: string) => {
      shown.write(chunk);
      output += chunk;
    });
  }
  const code = await new Promise<number>((resolve) => {
    child.on("error", (error) => {
      console.error(error.message);
      resolve(1);
    });
    child.on("close", (exit) => {
      resolve(exit ?? 1);
    });
  });
  return { code, output };
}

const quick = ["format", "lint", "dead code", "types", "types of the page", "unit", "simulated"];
const given = process.argv.slice(2);
const isQuick = given.includes("--quick");
const only = isQuick ? quick : given;
const chosen = checks.filter(({ name }) => only.length === 0 || only.includes(name));
await rm(reports, { recursive: true, force: true });
await mkdir(reports, { recursive: true });
const totals = { passed: 0, failed: 0, skipped: 0 };
const failures: string[] = [];
const flaky: string[] = [];
for (const check of chosen) {
  const counts = await run(check);
  flaky.push(...((await check.flaky?.().catch(() => [])) ?? []));
  totals.passed += counts.passed;
  totals.failed += counts.failed;
  totals.skipped += counts.skipped;
  failures.push(...counts.failures.map((text) => `${check.name}: ${text.slice(0, mostOfFailure)}`));
}
if (flaky.length > mostFlaky) {
  totals.failed += 1;
  failures.push(`e2e: ${flaky.length} tests passed only when they were repeated.`);
}
if (flaky.length > 0) {
  console.log(`\n=== flaky: passed only when repeated\n${flaky.join("\n")}`);
}
if (failures.length > 0) {
  console.log(`\n=== failed\n${failures.join("\n\n")}`);
}
console.log(`\n${totals.passed} passed, ${totals.failed} failed`);
if (totals.skipped > 0) {
  console.log(`(${totals.skipped} skipped, each says why above)`);
}
process.exitCode = totals.failed === 0 && totals.passed > 0 ? 0 : 1;
