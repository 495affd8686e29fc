import { posix } from "node:path";
import { selectedEnvironment } from "./azdEnvironment";
import type { AzdEnvironment, Files } from "./deployedFiles";

const highest = 6;

/** The folder of the azd project that a file is in; undefined outside of projects. */
export async function projectFolder(path: string, files: Files): Promise<string | undefined> {
  let folder = posix.dirname(path);
  for (let up = 0; up < highest; up += 1) {
    const names = await files.list(folder);
    if (names.some((name) => /^azure\.ya?ml$/i.test(name) || name === ".azure")) {
      return folder;
    }
    if (folder === posix.dirname(folder)) {
      return undefined;
    }
    folder = posix.dirname(folder);
  }
  return undefined;
}

/** The names of a project's environments. */
export async function environmentNames(folder: string, files: Files): Promise<readonly string[]> {
  const names = await files.list(posix.join(folder, ".azure"));
  return names.filter((name) => !name.includes("."));
}

/** The environment that azd uses where no other is asked for. */
async function selectedIn(folder: string, files: Files): Promise<string | undefined> {
  const read = await files.read(posix.join(folder, ".azure", "config.json"));
  const expression = read?.content.values.get(selectedEnvironment)?.expression();
  return expression?.kind === "literal" && typeof expression.value === "string"
    ? expression.value
    : undefined;
}

/**
 * The environments that a project may be deployed with: the one that is asked for or selected,
 * otherwise each; a new one where there are none.
 */
export async function environmentsOf(
  folder: string,
  files: Files,
  asked: string | undefined,
): Promise<readonly AzdEnvironment[]> {
  const selected = asked ?? (await selectedIn(folder, files));
  const names = selected === undefined ? await environmentNames(folder, files) : [selected];
  const read = await Promise.all(names.map((name) => readEnvironment(folder, name, files)));
  const known = read.filter(
    (one) =>
      one.variables !== undefined || one.configuration !== undefined || selected !== undefined,
  );
  return known.length === 0
    ? [{ name: undefined, variables: undefined, configuration: undefined }]
    : known;
}

async function readEnvironment(
  folder: string,
  name: string,
  files: Files,
): Promise<AzdEnvironment> {
  const below = posix.join(folder, ".azure", name);
  const [variables, configuration] = await Promise.all([
    files.read(posix.join(below, ".env")),
    files.read(posix.join(below, "config.json")),
  ]);
  return { name, variables, configuration };
}
