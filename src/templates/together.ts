import { posix } from "node:path";
import { environmentsOf, projectFolder } from "./azdProject";
import type { DeployedFiles, Files, SourceFile, Way } from "./deployedFiles";
import { gather, readAll } from "./gather";

export interface DeploymentChoice {
  /** The azd environment to use instead of the selected one. */
  readonly environment?: string | undefined;
}

/** The deployments that a file belongs to: templates, and neighboring files with their values. */
export async function deployedWith(
  path: string,
  files: Files,
  choice: DeploymentChoice = {},
): Promise<readonly DeployedFiles[]> {
  const self = await files.read(path);
  switch (self?.kind) {
    case "bicep":
      return deployedBicep(self, files, choice);
    case "armTemplate":
      return [await deploymentOf([self], await waysToDeploy(path, files, choice), files)];
    case "bicepParameters":
    case "armParameters":
      return deployedWithParameters(self, files, choice);
    case "terraform":
    case "terraformValues":
      return terraformModule(path, files, choice);
    case "azdEnvironment":
    case "azdConfiguration":
    case undefined:
      return [];
  }
}

/** The deployment of a file itself, whether or not another one uses it as a module. */
export async function deploymentOf(
  templates: readonly SourceFile[],
  given: readonly Way[],
  files: Files,
): Promise<DeployedFiles> {
  const { registry } = files;
  return { templates, given, registry, ...(await gather(templates, files)) };
}

/** A module is deployed by the templates that use it. */
async function deployedBicep(
  self: SourceFile,
  files: Files,
  choice: DeploymentChoice,
): Promise<readonly DeployedFiles[]> {
  const users: DeployedFiles[] = [];
  for (const path of await possibleUsers(self.file, files)) {
    const source = path === self.file ? undefined : await files.read(path);
    if (source?.kind === "bicep" && source.content.modules.length > 0) {
      const gathered = await gather([source], files);
      if (gathered.modules.has(self.file)) {
        const given = await waysToDeploy(path, files, choice);
        users.push({ templates: [source], given, registry: files.registry, ...gathered });
      }
    }
  }
  // Of modules that use each other, only those that no other one uses are deployed.
  const used = new Set(users.flatMap(({ modules }) => [...modules.keys()]));
  const roots = users.filter(({ templates: [root] }) => root !== undefined && !used.has(root.file));
  return roots.length > 0
    ? roots
    : [await deploymentOf([self], await waysToDeploy(self.file, files, choice), files)];
}

const highest = 4;

/** Bicep files in the folders around a file. */
async function possibleUsers(path: string, files: Files): Promise<readonly string[]> {
  const paths: string[] = [];
  let folder = posix.dirname(path);
  for (let up = 0; up < highest; up += 1) {
    const names = await files.list(folder);
    const beside = names.filter((name) => /\.bicep$/i.test(name)).slice(0, 50);
    paths.push(...beside.map((name) => posix.join(folder, name)));
    if (names.includes("infra")) {
      paths.push(posix.join(folder, "infra", "main.bicep"));
    }
    if (folder === posix.dirname(folder)) {
      break;
    }
    folder = posix.dirname(folder);
  }
  return [...new Set(paths)];
}

async function deployedWithParameters(
  parameters: SourceFile,
  files: Files,
  choice: DeploymentChoice,
): Promise<readonly DeployedFiles[]> {
  const paths =
    parameters.kind === "bicepParameters"
      ? [templateOf(parameters)].filter((path) => path !== undefined)
      : (await pathsBeside(parameters.file, files)).filter(
          (path) => /\.(bicep|json|jsonc)$/i.test(path) && isNamedAfter(parameters.file, path),
        );
  const given = await withEnvironments([parameters], parameters.file, files, choice);
  const templates = await readAll(paths, files, ["bicep", "armTemplate"]);
  return Promise.all(templates.map((template) => deploymentOf([template], given, files)));
}

/** The ways to deploy a template: with each parameters file of it, and each azd environment. */
export async function waysToDeploy(
  path: string,
  files: Files,
  choice: DeploymentChoice = {},
): Promise<readonly Way[]> {
  const beside = await pathsBeside(path, files);
  const candidates = [...new Set([...beside, ...files.open])].filter((one) =>
    /\.bicepparam$/i.test(one)
      ? true
      : beside.includes(one) && /\.jsonc?$/i.test(one) && isNamedAfter(one, path),
  );
  const read = await readAll(candidates, files, ["bicepParameters", "armParameters"]);
  const parameters = read.filter((one) => one.kind === "armParameters" || templateOf(one) === path);
  const sets = parameters.length === 0 ? [[]] : parameters.map((one) => [one]);
  const ways = await Promise.all(sets.map((set) => withEnvironments(set, path, files, choice)));
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

/** Adds the azd environments of the project that a file is in. */
async function withEnvironments(
  parameters: readonly SourceFile[],
  path: string,
  files: Files,
  choice: DeploymentChoice,
): Promise<readonly Way[]> {
  const project = await projectFolder(path, files);
  if (project === undefined) {
    const { environment: name } = choice;
    const asked = { name, variables: undefined, configuration: undefined };
    return [{ parameters, environment: name === undefined ? undefined : asked }];
  }
  const environments = await environmentsOf(project, files, choice.environment);
  return environments.map((environment) => ({ parameters, environment }));
}

/** All Terraform files of a folder are one module. Files with values may be in a folder below. */
async function terraformModule(
  path: string,
  files: Files,
  choice: DeploymentChoice,
): Promise<readonly DeployedFiles[]> {
  for (const start of [path, posix.dirname(path), posix.dirname(posix.dirname(path))]) {
    const beside = await pathsBeside(start, files);
    const templates = await readAll(beside, files, ["terraform"]);
    if (templates.length > 0) {
      const all = [...new Set([...beside, ...files.open, path])];
      const values = await readAll(all, files, ["terraformValues"]);
      const sets = terraformSets(posix.dirname(start), values);
      const given = await Promise.all(
        sets.map((set) => withEnvironments(set, start, files, choice)),
      );
      return [await deploymentOf(templates, given.flat(), files)];
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
function terraformSets(
  folder: string,
  values: readonly SourceFile[],
): readonly (readonly SourceFile[])[] {
  const isAlways = ({ file }: SourceFile): boolean =>
    posix.dirname(file) === folder &&
    /(^|\/)(terraform|main)\.tfvars(\.json)?$|\.auto\.tfvars(\.json)?$/i.test(file);
  const isHere = ({ file }: SourceFile): boolean =>
    file.startsWith(folder === "/" ? folder : `${folder}/`);
  const always = values
    .filter(isAlways)
    .toSorted((one, other) => rank(one) - rank(other) || one.file.localeCompare(other.file));
  const named = values.filter((one) => isHere(one) && !isAlways(one));
  return named.length === 0 ? [always] : named.map((one) => [...always, one]);
}

function rank({ file }: SourceFile): number {
  return /\.auto\.tfvars(\.json)?$/i.test(file) ? 1 : 0;
}

async function pathsBeside(path: string, files: Files): Promise<readonly string[]> {
  const folder = posix.dirname(path);
  const names = await files.list(folder);
  return names.map((name) => posix.join(folder, name));
}
