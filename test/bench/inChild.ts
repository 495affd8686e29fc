import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { HostError, runCommand, tail } from "../host/commands";
import { repositoryRoot } from "../host/layout";

/** What a child process is started with, beside its program's arguments. */
export interface ChildOptions {
  readonly nodeArgs?: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
}

/**
 * Runs a program of this folder, minified as the product is shipped, in a process of its own.
 *
 * @param program its file, as in "treeChild.ts".
 * @returns what it printed last, as JSON.
 */
export async function inChild<Result>(
  program: string,
  args: readonly string[],
  { nodeArgs = [], env = {} }: ChildOptions = {},
): Promise<Result> {
  // Within the repository, so that what is left out of the bundle is found.
  const parent = join(repositoryRoot, "out");
  await mkdir(parent, { recursive: true });
  const folder = await mkdtemp(join(parent, "bench-"));
  try {
    const outfile = join(folder, "child.mjs");
    await build({
      entryPoints: [path(program)],
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
    const { code, output } = await runCommand(process.execPath, [...nodeArgs, outfile, ...args], {
      cwd: repositoryRoot,
      env: { ...process.env, ...env },
    });
    if (code !== 0) {
      throw new HostError(`${program} ${args.join(" ")} failed:\n${tail(output)}`);
    }
    return JSON.parse(output.trim().split("\n").at(-1) ?? "") as Result;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function path(name: string): string {
  return fileURLToPath(new URL(name, import.meta.url));
}
