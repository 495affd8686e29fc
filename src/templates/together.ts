import { posix } from "node:path";
import type { FileKind } from "./fileKind";
import type { TemplateFile } from "./template";

/** A file and what it says. */
export interface SourceFile {
  /** Its path, with "/" between folders. */
  readonly file: string;
  readonly kind: FileKind;
  readonly content: TemplateFile;
}

/** What is deployed together. */
export interface DeployedFiles {
  /** The files that declare the resources: one, or all of a Terraform module. */
  readonly templates: readonly SourceFile[];
  /** One for each way to deploy them: the files that give values, later ones over earlier ones. */
  readonly given: readonly (readonly SourceFile[])[];
}

/** The files that templates can be looked for in. Nothing of it rejects. */
export interface Files {
  /** Names of what is in a folder; none where it cannot be read. */
  list(folder: string): Promise<readonly string[]>;
  /** Undefined where there is none, or none of a kind that deploys something. */
  read(path: string): Promise<SourceFile | undefined>;
  /** Paths of the files that are open in an editor. */
  readonly open: readonly string[];
}

// A folder with more than so many is not one that people keep templates in.
const mostFiles = 100;

/** What a file is deployed with: templates, and the files beside them that give them values. */
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

/** The path of the template that a file of Bicep's parameters names; undefined for one in a registry. */
function templateOf({ file, content: { template } }: SourceFile): string | undefined {
  return template === undefined || template.includes(":")
    ? undefined
    : posix.join(posix.dirname(file), template);
}

/**
 * Whether a file of parameters is a template's by its name: "main.parameters.json" and
 * "main.dev.parameters.json" that of "main.bicep", and "parameters.json" that of any beside it.
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

/** With each environment of azd's that a file of parameters may take values from. */
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

/** azd keeps them in the folder of its project, which its templates are somewhere below. */
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

/** Terraform's files of one folder are one module. Files of values may stand in a folder below. */
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
 * Each file that is named on the command line is another way to deploy; the others are always read:
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
