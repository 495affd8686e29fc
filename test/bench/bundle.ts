import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Metafile } from "esbuild";
import { HostError, runCommand, tail } from "../host/commands";
import { repositoryRoot } from "../host/layout";
import { limited, measured, type Row } from "./table";

const MOST_AT_ACTIVATION_KB = 60;
const ENTRY = "dist/extension.mjs";
/** What the entry loads a moment after activation, or when it is first needed. */
const PRODUCT = "dist/product.mjs";

type Output = Metafile["outputs"][string];

/** Builds as for a release and says what activation reads of it and what is read later, or never. */
export async function bundleRows(): Promise<readonly Row[]> {
  const { outputs } = await build();
  const eager = reachable(outputs, [ENTRY], ["import-statement"]);
  const product = reachable(outputs, [PRODUCT], ["import-statement"]);
  const all = reachable(outputs, [ENTRY, PRODUCT], ["import-statement", "dynamic-import"]);
  const names = Object.keys(outputs);
  const later = names.filter((name) => all.has(name) && !eager.has(name) && !product.has(name));
  const never = names.filter((name) => !all.has(name));
  const total = (of: Iterable<string>): number =>
    [...of].reduce((sum, name) => sum + kilobytes(outputs[name]), 0);
  return [
    limited("loaded at activation", total(eager), "kB", MOST_AT_ACTIVATION_KB),
    ...parts("at activation", [...eager], outputs),
    measured("loaded a moment later, or when first needed", total(product), "kB"),
    ...parts("a moment later", [...product], outputs),
    measured("loaded later, when needed", total(later), "kB"),
    ...parts("later", later, outputs),
    ...parts("loaded by nothing in this build", never, outputs),
  ];
}

async function build(): Promise<Pick<Metafile, "outputs">> {
  const args = [join(repositoryRoot, "esbuild.mjs"), "--production", "--metafile"];
  const { code, output } = await runCommand(process.execPath, args, { cwd: repositoryRoot });
  if (code !== 0) {
    throw new HostError(`The build failed:\n${tail(output)}`);
  }
  const file = join(repositoryRoot, "dist", "meta.json");
  try {
    return JSON.parse(await readFile(file, "utf8")) as Pick<Metafile, "outputs">;
  } finally {
    await rm(file, { force: true });
  }
}

function reachable(
  outputs: Metafile["outputs"],
  from: readonly string[],
  kinds: readonly string[],
): ReadonlySet<string> {
  const found = new Set<string>();
  const open = [...from];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    const output = outputs[name];
    if (output === undefined) {
      throw new HostError(`The build has no ${name}.`);
    }
    found.add(name);
    const next = output.imports
      .filter(({ kind, external }) => external !== true && kinds.includes(kind))
      .map(({ path }) => path);
    open.push(...next.filter((path) => !found.has(path)));
  }
  return found;
}

/** One row for each thing that the files are about, largest first. */
function parts(
  when: string,
  names: readonly string[],
  outputs: Metafile["outputs"],
): readonly Row[] {
  const sizes = new Map<string, number>();
  for (const name of names) {
    const subject = subjectOf(outputs[name]);
    sizes.set(subject, (sizes.get(subject) ?? 0) + kilobytes(outputs[name]));
  }
  return [...sizes]
    .sort(([, left], [, right]) => right - left)
    .map(([subject, size]) => measured(`${when}: ${subject}`, size, "kB"));
}

/** What a file is about; its own name has a hash that changes with every build. */
function subjectOf(output: Output | undefined): string {
  const inputs = Object.entries(output?.inputs ?? {});
  const [largest] = inputs.toSorted(
    ([, left], [, right]) => right.bytesInOutput - left.bytesInOutput,
  );
  const path = output?.entryPoint ?? largest?.[0];
  if (path === undefined) {
    return "esbuild's own helpers";
  }
  const packageName = /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1];
  return packageName ?? (output?.entryPoint === undefined ? `shared, mostly ${path}` : path);
}

function kilobytes(output: Output | undefined): number {
  return (output?.bytes ?? 0) / 1000;
}
