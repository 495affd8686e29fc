import { posix } from "node:path";
import { emptyFile, type TemplateFile } from "../template";
import { modulePaths } from "../gather";
import type { DeployedFiles } from "../deployedFiles";
import type { Program, ProgramFile } from "./instance";

/** The template that is deployed; a Terraform module has several files. */
export function templateOf({ templates }: DeployedFiles): ProgramFile | undefined {
  const [first] = templates;
  return first === undefined
    ? undefined
    : { path: first.file, content: merged(templates.map(({ content }) => content)) };
}

/** The files that were read for a deployment, by their paths. */
export function programOf({ modules, loaded, registry }: DeployedFiles): Program {
  return {
    module: (path, from) => {
      for (const candidate of modulePaths(path, from, registry)) {
        const files = modules.get(candidate);
        const [first] = files ?? [];
        if (files !== undefined && first !== undefined) {
          return { path: first.file, content: merged(files.map(({ content }) => content)) };
        }
      }
      return undefined;
    },
    loaded: (path, from) => loaded.get(posix.join(posix.dirname(from), path)),
  };
}

/** The files of a Terraform module as one. */
function merged(files: readonly TemplateFile[]): TemplateFile {
  const [first = emptyFile, ...rest] = files;
  return rest.length === 0
    ? first
    : {
        ...first,
        parameters: new Map(files.flatMap((file) => [...file.parameters])),
        variables: new Map(files.flatMap((file) => [...file.variables])),
        outputs: new Map(files.flatMap((file) => [...file.outputs])),
        resources: files.flatMap((file) => file.resources),
        modules: files.flatMap((file) => file.modules),
      };
}
