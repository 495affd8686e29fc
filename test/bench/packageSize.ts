import { mkdtemp, rm, stat } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { HostError, runCommand, tail } from "../host/commands";
import { repositoryRoot } from "../host/layout";
import { limited, type Row } from "./table";

const MOST_KILOBYTES = 700;

/** Packages the extension as for the Marketplace, outside the repository, and weighs it. */
export async function packageRows(): Promise<readonly Row[]> {
  const vsce = dirname(createRequire(import.meta.url).resolve("@vscode/vsce/package.json"));
  const folder = await mkdtemp(join(tmpdir(), "bench-vsix-"));
  try {
    const file = join(folder, "extension.vsix");
    // Links are about the Marketplace's page; they change nothing in what is weighed.
    const flags = [
      "--no-dependencies",
      "--allow-missing-repository",
      "--no-rewrite-relative-links",
    ];
    const { code, output } = await runCommand(
      process.execPath,
      [join(vsce, "vsce"), "package", ...flags, "--out", file],
      { cwd: repositoryRoot },
    );
    if (code !== 0) {
      throw new HostError(`vsce could not package the extension:\n${tail(output)}`);
    }
    return [limited(".vsix", (await stat(file)).size / 1000, "kB", MOST_KILOBYTES)];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
