import { posix } from "node:path";
import type { FileKind } from "./fileKind";
import type { TemplateFile } from "./template";

export interface SourceFile {
  /** Its path, with "/" between folders. */
  readonly file: string;
  readonly kind: FileKind;
  readonly content: TemplateFile;
}

/** Files that are deployed together. */
export interface DeployedFiles {
  /** The files that declare resources: one, or all of a Terraform module. */
  readonly templates: readonly SourceFile[];
  /** One list per way to deploy: the files with values, later ones overriding earlier ones. */
  readonly given: readonly (readonly SourceFile[])[];
}

/** The file system for templates. Never rejects. */
export interface Files {
  /** Names in a folder; empty where it can't be read. */
  list(folder: string): Promise<readonly string[]>;
  /** Undefined for a missing or non-deployable file. */
  read(path: string): Promise<SourceFile | undefined>;
  /** Paths of the files that are open in an editor. */
  readonly open: readonly string[];
}

// Larger folders don't contain templates.
const mostFiles = 100;

/** The files a file is deployed with: templates, and neighboring files with their values. */
export async function deployedWith(path: string, files: Files): Promise<readonly DeployedFiles[]> {
  const self = await files.read(path);
  switch (self?.kind) {
    case "bicep":
    case "armTemplate":
      return [{ templates: [self], given: await waysToDeploy(path, files) }];
    case "bicepParameters":
    case "armParameters":
      return deployedWithParameters(self, files);
    case "terraform":
    case "terraformValues":
      return terraformModule(path, files);
    case "azdEnvironment":
    case undefined:
      return [];
  }
}

async function deployedWithParameters(
  parameters: SourceFile,
  files: Files,
): Promise<readonly DeployedFiles[]> {
  const paths =
    parameters.kind === "bicepParameters"
      ? [templateOf(parameters)].filter((path) => path !== undefined)
      : (await pathsBeside(parameters.file, files)).filter(
          (path) => /\.(bicep|json|jsonc)$/i.test(path) && isNamedAfter(parameters.file, path),
        );
  const given = await withEnvironments(parameters, files);
  const templates = await readAll(paths, files, ["bicep", "armTemplate"]);
  return templates.map((template) => ({ templates: [template], given }));
}

async function waysToDeploy(path: string, files: Files): Promise<DeployedFiles["given"]> {
  const beside = await pathsBeside(path, files);
  const candidates = [...new Set([...beside, ...files.open])].filter((one) =>
    /\.bicepparam$/i.test(one)
      ? true
      : beside.includes(one) && /\.jsonc?$/i.test(one) && isNamedAfter(one, path),
  );
  const parameters = await readAll(candidates, files, ["bicepParameters", "armParameters"]);
  const ways = await Promise.all(
    parameters
      .filter((one) => one.kind === "armParameters" || templateOf(one) === path)
      .map((one) => withEnvironments(one, files)),
  );
  return ways.flat();
}

/** The path of the template in a Bicep parameters file; undefined for one in a registry. */
function templateOf({ file, content: { template } }: SourceFile): string | undefined {
  return template === undefined || template.includes(":")
    ? undefined
    : posix.join(posix.dirname(file), template);
}

/**
 * Whether a parameters file belongs to a template by its name: "main.parameters.json" and
 * "main.dev.parameters.json" to "main.bicep", and "parameters.json" to any in the folder.
 */
function isNamedAfter(parameters: string, template: string): boolean {
  const stem = posix
    .basename(template)
    .replace(/\.\w+$/, "")
    .toLowerCase();
  const parts = posix.basename(parameters).toLowerCase().split(".").slice(0, -1);
  const isAny = parts[0]?.startsWith("param") === true;
  return (
    parts.some((part) => part.startsWith("param")) &&
    (isAny || parts.join(".").startsWith(`${stem}.`)) &&
    parameters !== template
  );
}

/** Adds each azd environment that a parameters file may use. */
async function withEnvironments(
  parameters: SourceFile,
  files: Files,
): Promise<DeployedFiles["given"]> {
  const asks = [...parameters.content.values.values()].some(({ pieces }) =>
    pieces.some((piece) => "key" in piece && piece.key.startsWith("environment.")),
  );
  const environments = asks ? await environmentsAround(parameters.file, files) : [];
  return environments.length === 0
    ? [[parameters]]
    : environments.map((environment) => [environment, parameters]);
}

/** azd environments are in the project folder, above the templates. */
async function environmentsAround(path: string, files: Files): Promise<readonly SourceFile[]> {
  let folder = posix.dirname(path);
  for (let up = 0; up < 6; up += 1) {
    const project = folder;
    const names = await files.list(posix.join(project, ".azure"));
    if (names.length > 0) {
      const paths = names.map((name) => posix.join(project, ".azure", name, ".env"));
      return readAll(paths, files, ["azdEnvironment"]);
    }
    folder = posix.dirname(folder);
  }
  return [];
}

/** All Terraform files of a folder are one module. Files with values may be in a folder below. */
async function terraformModule(path: string, files: Files): Promise<readonly DeployedFiles[]> {
  for (const start of [path, posix.dirname(path), posix.dirname(posix.dirname(path))]) {
    const beside = await pathsBeside(start, files);
    const templates = await readAll(beside, files, ["terraform"]);
    if (templates.length > 0) {
      const all = [...new Set([...beside, ...files.open, path])];
      const values = await readAll(all, files, ["terraformValues"]);
      return [{ templates, given: terraformWays(posix.dirname(start), values) }];
    }
    if (/\.tf$/i.test(path)) {
      break;
    }
  }
  return [];
}

/**
 * Each file named on the command line is another way to deploy; the others are always read:
 * developer.hashicorp.com/terraform/language/values/variables#variable-definition-precedence
 */
function terraformWays(folder: string, values: readonly SourceFile[]): DeployedFiles["given"] {
  const isAlways = ({ file }: SourceFile): boolean =>
    posix.dirname(file) === folder && /(^|\/)terraform\.tfvars$|\.auto\.tfvars$/i.test(file);
  const isHere = ({ file }: SourceFile): boolean =>
    file.startsWith(folder === "/" ? folder : `${folder}/`);
  const always = values
    .filter(isAlways)
    .toSorted((one, other) => rank(one) - rank(other) || one.file.localeCompare(other.file));
  const named = values.filter((one) => isHere(one) && !isAlways(one));
  return named.length === 0 ? [always] : named.map((one) => [...always, one]);
}

function rank({ file }: SourceFile): number {
  return /\.auto\.tfvars$/i.test(file) ? 1 : 0;
}

async function pathsBeside(path: string, files: Files): Promise<readonly string[]> {
  const folder = posix.dirname(path);
  const names = await files.list(folder);
  return names.map((name) => posix.join(folder, name));
}

async function readAll(
  paths: readonly string[],
  files: Files,
  kinds: readonly FileKind[],
): Promise<readonly SourceFile[]> {
  const mayBe = paths.filter((path) => mayBeOf(path, kinds)).slice(0, mostFiles);
  const read = await Promise.all(mayBe.map((path) => files.read(path)));
  return read.filter((one) => one !== undefined).filter(({ kind }) => kinds.includes(kind));
}

const endings: Readonly<Record<FileKind, RegExp>> = {
  bicep: /\.bicep$/i,
  bicepParameters: /\.bicepparam$/i,
  armTemplate: /\.jsonc?$/i,
  armParameters: /\.jsonc?$/i,
  terraform: /\.tf$/i,
  terraformValues: /\.tfvars$/i,
  azdEnvironment: /\/\.env$/i,
};

function mayBeOf(path: string, kinds: readonly FileKind[]): boolean {
  return kinds.some((kind) => endings[kind].test(path));
}
