import { posix } from "node:path";
import type { FileKind } from "./fileKind";
import type { TemplateFile } from "./template";
import type { Files, GatheredFiles, SourceFile } from "./deployedFiles";

// Larger projects aren't followed to their ends, and larger folders aren't modules.
const mostModules = 300;
const mostFiles = 100;

/** Reads what templates refer to, and what that refers to in turn. Never rejects. */
export async function gather(
  templates: readonly SourceFile[],
  files: Files,
): Promise<GatheredFiles> {
  const modules = new Map<string, readonly SourceFile[]>();
  const loaded = new Map<string, string>();
  let next = templates;
  while (next.length > 0 && modules.size < mostModules) {
    const paths = next.flatMap((source) =>
      referencesOf(source.content).flatMap((path) =>
        modulePaths(path, source.file, files.registry),
      ),
    );
    const missing = [...new Set(paths)].filter((path) => !modules.has(path));
    const read = await Promise.all(
      missing
        .slice(0, mostModules)
        .map(async (path) => [path, await readModule(path, files)] as const),
    );
    await loadTexts(next, files, loaded);
    for (const [path, sources] of read) {
      modules.set(path, sources);
    }
    next = read.flatMap(([, sources]) => sources);
  }
  return { modules: new Map([...modules].filter(([, sources]) => sources.length > 0)), loaded };
}

async function loadTexts(
  sources: readonly SourceFile[],
  files: Files,
  loaded: Map<string, string>,
): Promise<void> {
  for (const { file, content } of sources) {
    for (const written of content.loaded) {
      const path = posix.join(posix.dirname(file), written);
      const text = loaded.has(path) ? undefined : await files.text(path);
      if (text !== undefined) {
        loaded.set(path, text);
      }
    }
  }
}

/** The paths of modules and imported files, as written, also in nested templates. */
function referencesOf({ modules, imports }: TemplateFile): readonly string[] {
  return [
    ...imports.map(({ path }) => path),
    ...modules.flatMap(({ path, nested }) => [
      ...(path === undefined ? [] : [path]),
      ...(nested === undefined ? [] : referencesOf(nested)),
    ]),
  ];
}

/**
 * Where the template of a module may be: beside the file, or where Bicep keeps the modules that it
 * restored from a registry.
 *
 * @param registry the folder of restored modules, `~/.bicep/br`.
 */
export function modulePaths(
  written: string,
  from: string,
  registry: string | undefined,
): readonly string[] {
  if (/^\.{0,2}[^:]*$/.test(written) && !written.startsWith("/")) {
    return [posix.join(posix.dirname(from), written).replace(/\/$/, "")];
  }
  const [, alias, host, name, version] =
    /^br(?:\/([\w-]+)|:([\w.-]+)\/)[:/]?([\w./-]+):([\w.-]+)$/.exec(written) ?? [];
  if (name === undefined || version === undefined || registry === undefined) {
    return [];
  }
  if (alias !== undefined && alias !== "public") {
    return [];
  }
  const path = (alias === "public" ? `bicep/${name}` : name).replaceAll("/", "$");
  // Bicep appends "$" to a version without capital letters.
  return [posix.join(registry, host ?? "mcr.microsoft.com", path, `${version}$`, "main.json")];
}

async function readModule(path: string, files: Files): Promise<readonly SourceFile[]> {
  if (/\.(bicep|jsonc?)$/i.test(path)) {
    const source = await files.read(path);
    return source === undefined ? [] : [source];
  }
  const names = await files.list(path);
  return readAll(
    names.map((name) => posix.join(path, name)),
    files,
    ["terraform"],
  );
}

export async function readAll(
  paths: readonly string[],
  files: Files,
  kinds: readonly FileKind[],
): Promise<readonly SourceFile[]> {
  const mayBe = paths
    .filter((path) => kinds.some((kind) => endings[kind].test(path)))
    .slice(0, mostFiles);
  const read = await Promise.all(mayBe.map((path) => files.read(path)));
  return read.filter((one) => one !== undefined).filter(({ kind }) => kinds.includes(kind));
}

const endings: Readonly<Record<FileKind, RegExp>> = {
  bicep: /\.bicep$/i,
  bicepParameters: /\.bicepparam$/i,
  armTemplate: /\.jsonc?$/i,
  armParameters: /\.jsonc?$/i,
  terraform: /\.tf$/i,
  terraformValues: /\.tfvars(\.json)?$/i,
  azdEnvironment: /\/\.env$/i,
  azdConfiguration: /\/config\.json$/i,
};
