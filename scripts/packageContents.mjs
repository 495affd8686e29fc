// What a build with esbuild's metafile needs besides the bundle itself.
import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

/**
 * Removes the chunks that nothing loads: esbuild writes a chunk also for an `import()` that it has
 * dropped as dead code, as that of telemetry in a build without a connection string.
 */
export async function removeUnreachable(metafile, entry) {
  const outputs = metafile.outputs;
  const reachable = new Set();
  const visit = (path) => {
    if (!reachable.has(path) && outputs[path] !== undefined) {
      reachable.add(path);
      outputs[path].imports.forEach((imported) => visit(imported.path));
    }
  };
  visit(entry);
  for (const path of Object.keys(outputs).filter(
    (one) => !reachable.has(one.replace(/\.map$/, "")),
  )) {
    await rm(path, { force: true });
    delete outputs[path];
  }
}

/** Writes the licences of everything that is in the bundle, as those licences ask for. */
export async function writeNotices(metafile, file) {
  const bundled = Object.values(metafile.outputs).flatMap((output) =>
    Object.entries(output.inputs)
      .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
      .map(([path]) => path),
  );
  const folders = new Set(bundled.flatMap((path) => packageFolder(path) ?? []));
  const notices = await Promise.all([...folders].sort().map(notice));
  await writeFile(
    file,
    `This package contains code of the projects below.\n\n${notices.join("\n\n")}\n`,
  );
}

function packageFolder(path) {
  const found = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(path);
  return found === null ? undefined : found[1];
}

async function notice(folder) {
  const manifest = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
  const title = `${manifest.name} ${manifest.version} (${manifest.license})`;
  for (const name of ["LICENSE", "LICENSE.txt", "LICENSE.md", "License.txt", "license"]) {
    try {
      return `${title}\n${"-".repeat(title.length)}\n\n${(await readFile(join(folder, name), "utf8")).trim()}`;
    } catch {
      // Another spelling, then.
    }
  }
  return `${title}\n${"-".repeat(title.length)}\n\n${manifest.homepage ?? ""}`;
}
