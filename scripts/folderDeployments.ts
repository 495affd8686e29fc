import { readdirSync } from "node:fs";
import { dirname } from "node:path";
import type { DeployedFiles, Files, SourceFile } from "../src/templates/deployedFiles";
import { deployedWith, deploymentOf, waysToDeploy } from "../src/templates/together";

// What tools write, and what other projects bring along.
const ignored = /(^|\/)(node_modules|\.git|\.terraform|\.azure|bin|obj)(\/|$)/;
const templates = /\.(bicep|jsonc?|tf)$/i;

/** The paths of the files in a folder that may be templates. */
export function templatesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((name) => name.replaceAll("\\", "/"))
    .filter((name) => templates.test(name) && !ignored.test(name))
    .map((name) => `${folder}/${name}`)
    .sort();
}

/** The deployments of some templates; one that another template uses is a part of that. */
export async function deploymentsOf(
  paths: readonly string[],
  files: Files,
  environment: string | undefined,
): Promise<readonly DeployedFiles[]> {
  const choice = { environment };
  const read = await Promise.all(paths.map((path) => files.read(path)));
  const deployments: DeployedFiles[] = [];
  for (const source of roots(read.filter((one) => one !== undefined))) {
    deployments.push(
      ...(source.kind === "terraform"
        ? await deployedWith(source.file, files, choice)
        : [await deploymentOf([source], await waysToDeploy(source.file, files, choice), files)]),
    );
  }
  const used = new Set(deployments.flatMap(({ modules }) => [...modules.keys()]));
  return deployments.filter(
    ({ templates: [root] }) =>
      root !== undefined && !used.has(root.kind === "terraform" ? dirname(root.file) : root.file),
  );
}

/** Each template, and of each Terraform module one file. */
function roots(sources: readonly SourceFile[]): readonly SourceFile[] {
  const folders = new Set<string>();
  return sources.filter(({ kind, file }) => {
    const isNew = !folders.has(dirname(file));
    if (kind === "terraform") {
      folders.add(dirname(file));
    }
    return kind === "bicep" || kind === "armTemplate" || (kind === "terraform" && isNew);
  });
}
