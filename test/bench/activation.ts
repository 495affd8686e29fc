import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Browser } from "playwright-core";
import { launchBrowser, workbenchUrl } from "../host/browser";
import { HostError } from "../host/commands";
import { installHost } from "../host/install";
import { repositoryRoot } from "../host/layout";
import { startServer } from "../host/server";
import { quietSettings } from "../host/settings";
import { eventually } from "../host/waiting";
import { limited, measured, median, type Row } from "./table";

const MOST_TIMES_EMPTY = 2;
const OURS = "azure-deleted-resources.azure-deleted-resources";
const EMPTY = "bench.empty-extension";
const MEASURE_TIMEOUT_MS = 90_000;

/** In milliseconds. */
interface Measurement {
  /** From the call of activate() to its end. */
  readonly total: number;
  /** VS Code's own marks, in whole milliseconds: loading the code, and running its activate(). */
  readonly loading: number;
  readonly running: number;
}

function fixture(name: string): string {
  return fileURLToPath(new URL(`./${name}`, import.meta.url));
}

/** Activates ours and an empty extension in turns, each time in a window that is new throughout. */
export async function activationRows(
  windows: number,
  report: (line: string) => void,
): Promise<readonly Row[]> {
  const ours: Measurement[] = [];
  const empty: Measurement[] = [];
  const browser = await launchBrowser();
  try {
    for (let round = 1; round <= windows; round += 1) {
      for (const { id, found } of [
        { id: OURS, found: ours },
        { id: EMPTY, found: empty },
      ]) {
        const measurement = await measureInNewWindow(browser, id);
        found.push(measurement);
        report(`window ${round} of ${windows}: ${id} ${measurement.total.toFixed(1)} ms`);
      }
    }
  } finally {
    await browser.close();
  }
  return [
    ...rowsOf("activation", ours),
    ...rowsOf("activation of an empty extension", empty),
    limited(
      "activation, times that of an empty extension",
      medianOf(ours) / medianOf(empty),
      "x",
      MOST_TIMES_EMPTY,
    ),
  ];
}

function rowsOf(what: string, measurements: readonly Measurement[]): readonly Row[] {
  const times = measurements.map(({ total }) => total);
  const loading = median(measurements.map((measurement) => measurement.loading));
  const running = median(measurements.map((measurement) => measurement.running));
  return [
    measured(`${what}, median`, medianOf(measurements), "ms"),
    measured(`${what}, fastest`, Math.min(...times), "ms"),
    measured(`${what}, slowest`, Math.max(...times), "ms"),
    measured(`${what}, loading its code, median`, loading, "ms"),
    measured(`${what}, running its activate(), median`, running, "ms"),
  ];
}

function medianOf(measurements: readonly Measurement[]): number {
  return median(measurements.map(({ total }) => total));
}

/** Its own server, extension host and browser profile; only the disk's cache is warm. */
async function measureInNewWindow(browser: Browser, id: string): Promise<Measurement> {
  const dataDir = await mkdtemp(join(tmpdir(), "bench-window-"));
  try {
    const folder = join(dataDir, "workspace");
    await mkdir(folder);
    await writeFile(join(folder, "measure.json"), JSON.stringify({ extension: id }));
    const server = await startServer({
      layout: await installHost(),
      dataDir,
      settings: quietSettings,
      extensions: [repositoryRoot, fixture("empty-extension"), fixture("measuring-extension")],
    });
    try {
      const context = await browser.newContext();
      try {
        // The explorer is what a first window shows, so neither extension's view is.
        await (await context.newPage()).goto(workbenchUrl(server, { folder }));
        return await result(join(folder, "measured.json"), id);
      } finally {
        await context.close();
      }
    } finally {
      await server.close();
    }
  } finally {
    await rm(dataDir, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function result(file: string, id: string): Promise<Measurement> {
  const text = await eventually(
    `${id} to be activated`,
    () => readFile(file, "utf8").catch(() => undefined),
    MEASURE_TIMEOUT_MS,
  );
  const answer = JSON.parse(text) as Measurement | { readonly error: string };
  if ("error" in answer) {
    throw new HostError(answer.error);
  }
  return answer;
}
