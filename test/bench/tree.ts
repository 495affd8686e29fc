import { mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { HostError, runCommand, tail } from "../host/commands";
import { repositoryRoot } from "../host/layout";
import { limited, measured, type Row } from "./table";

const MANY = 10_000;
const VERY_MANY = 100_000;
const MOST_HEAP_MB = 40;
const MOST_MILLISECONDS = 100;
const MEGABYTE = 1_000_000;

/** What the child process prints; times in milliseconds. */
export interface TreeResult {
  /** Bytes. */
  readonly heapAbove: number;
  /** Each a second: deleted resources, rows, plans. */
  readonly reading: number;
  readonly rendering: number;
  readonly planning: number;
  readonly first: number;
  readonly regrouping: number;
  readonly filtering: number;
}

/** The list with very many in it, minified as it is shipped, in a process of its own. */
export async function treeRows(): Promise<readonly Row[]> {
  // Within the repository, so that what is left out of the bundle is found.
  const folder = await mkdtemp(join(repositoryRoot, "out", "bench-"));
  try {
    const outfile = join(folder, "treeChild.mjs");
    await build({
      entryPoints: [path("treeChild.ts")],
      outfile,
      bundle: true,
      minify: true,
      platform: "node",
      format: "esm",
      target: "node20",
      banner: {
        js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);',
      },
      alias: { vscode: path("vscodeStandIn.ts") },
      external: ["vitest", "@azure/*", "fast-check"],
      logLevel: "error",
    });
    const many = await measure(outfile, MANY);
    const veryMany = await measure(outfile, VERY_MANY);
    const slope = (of: (result: TreeResult) => number): number =>
      ((of(veryMany) - of(many)) / (VERY_MANY - MANY)) * 1000;
    const times = [
      { what: "first rows", of: ({ first }: TreeResult) => first },
      { what: "regrouped", of: ({ regrouping }: TreeResult) => regrouping },
      { what: "filtered", of: ({ filtering }: TreeResult) => filtering },
    ];
    const inMegabytes = ({ heapAbove }: TreeResult): number => heapAbove / MEGABYTE;
    return [
      limited(`${MANY} deleted: heap above idle`, inMegabytes(many), "MB", MOST_HEAP_MB),
      measured(`${VERY_MANY} deleted: heap above idle`, inMegabytes(veryMany), "MB"),
      measured("heap for each 1000 more", slope(inMegabytes), "MB"),
      ...times.flatMap(({ what, of }) => [
        limited(`${MANY} deleted: ${what}`, of(many), "ms", MOST_MILLISECONDS),
        measured(`${VERY_MANY} deleted: ${what}`, of(veryMany), "ms"),
        measured(`${what}, for each 1000 more`, slope(of), "ms"),
      ]),
      measured("read from lists", many.reading, "/s"),
      measured("plans made", many.planning, "/s"),
      measured("rows drawn", many.rendering, "/s"),
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function path(name: string): string {
  return fileURLToPath(new URL(name, import.meta.url));
}

async function measure(file: string, count: number): Promise<TreeResult> {
  const { code, output } = await runCommand(
    process.execPath,
    ["--expose-gc", file, String(count)],
    { cwd: repositoryRoot },
  );
  if (code !== 0) {
    throw new HostError(`The list of ${count} could not be measured:\n${tail(output)}`);
  }
  return JSON.parse(output.trim().split("\n").at(-1) ?? "") as TreeResult;
}
