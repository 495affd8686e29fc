import { writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { HostError } from "../host/commands";
import { activationRows } from "./activation";
import { bulkRows } from "./bulk";
import { bundleRows } from "./bundle";
import { writeDocument } from "./document";
import { inWindowRows } from "./inWindow";
import { matcherRows } from "./matcher";
import { diagnosticsRows } from "./diagnostics";
import { packageRows } from "./packageSize";
import { refreshRows } from "./refresh";
import { formatTable } from "./table";
import { treeRows } from "./tree";

const FEWEST_WINDOWS = 10;

const USAGE = `npm run bench -- [--windows N] [--json FILE]

  --windows N   cold windows for each of the two extensions (default ${FEWEST_WINDOWS})
  --json FILE   writes the rows there as JSON, too
  --document    writes them into docs/performance.md, too`;

const { values } = parseArgs({
  options: {
    windows: { type: "string", default: String(FEWEST_WINDOWS) },
    json: { type: "string" },
    document: { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  },
});

function footer(windows: number): string {
  return `Activation: a third extension in the same window calls activate() on the extension and waits for it,
timed with performance.now(): reading the code, running it, and what VS Code does for any extension
(its storage comes from the window). ${windows} windows for each, in turns, each with a server, extension
host and browser profile of its own, 3 s after start-up and before VS Code itself starts either;
neither one's view is shown. Loading and running are VS Code's own marks, in whole milliseconds, and
parts of that time. Sizes are minified, 1 kB is 1000 bytes. Refresh: the product's inventory in a
process of its own, every service that is on by default, in each subscription something of every
service deleted; the simulator, in this process, waits before each answer. In a window: the same with the
built extension in VS Code, asked to refresh just after it has read.`;
}

async function bench(): Promise<void> {
  const windows = Number(values.windows);
  if (!Number.isInteger(windows) || windows < 1) {
    throw new HostError(`--windows must be a whole number from 1, not "${values.windows}".`);
  }
  const report = (line: string): void => {
    process.stderr.write(`${line}\n`);
  };
  report("refreshing ...");
  const refreshed = await refreshRows();
  report("purging many ...");
  const bulk = await bulkRows();
  report("filling the list ...");
  const listed = await treeRows();
  report("looking through terminals ...");
  const matched = matcherRows();
  report("checking files ...");
  const checked = await diagnosticsRows();
  report("packaging ...");
  const packaged = await packageRows();
  report("building ...");
  const bundle = await bundleRows();
  // The windows get the build that was just weighed.
  report("refreshing in a window ...");
  const inWindow = await inWindowRows();
  const rows = [
    ...(await activationRows(windows, report)),
    ...bundle,
    ...packaged,
    ...refreshed,
    ...inWindow,
    ...listed,
    ...bulk,
    ...matched,
    ...checked,
  ];
  console.log(`\n${formatTable(rows)}\n\n${footer(windows)}`);
  if (values.json !== undefined) {
    await writeFile(values.json, `${JSON.stringify(rows, undefined, 2)}\n`);
  }
  if (values.document) {
    await writeDocument(rows);
  }
  if (rows.some(({ ok }) => ok === false)) {
    console.log("\nA target is missed.");
    process.exitCode = 1;
  }
}

if (values.help) {
  console.log(USAGE);
} else {
  try {
    await bench();
  } catch (error) {
    console.error(error instanceof HostError ? error.message : error);
    process.exitCode = 1;
  }
}
