import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The files of a service, each with its skeleton in `newService/`. */
const files = [
  [(id: string) => `src/services/${id}.ts`, "service.txt"],
  [(id: string) => `test/simulator/services/${id}.ts`, "simulated.txt"],
  [(id: string) => `test/catalogue/${id}.ts`, "case.txt"],
] as const;
const index = "src/services/index.ts";

/** A fact that a skeleton asks for, and the line that it belongs to. */
export interface MissingFact {
  readonly line: number;
  readonly fact: string;
}

/** The facts that are still to be given in a file: what is written as "<< fact >>". */
export function missingFacts(text: string): readonly MissingFact[] {
  return text
    .split("\n")
    .flatMap((line, at) =>
      [...line.matchAll(/<< (.+?) >>/g)].map(([, fact = ""]) => ({ line: at + 1, fact })),
    );
}

/**
 * Writes the skeleton of a new service, and its lines in the catalogue.
 *
 * @param id as in "keyVault".
 * @param root the folder of the repository.
 * @returns the paths of what was written, below the root.
 * @throws when the id can't be an id or is taken; nothing is written then.
 */
export function newService(id: string, root: string): readonly string[] {
  if (!/^[a-z][a-zA-Z0-9]+$/.test(id)) {
    throw new Error(
      `"${id}" can't be the id of a service. Use letters and digits, as in keyVault.`,
    );
  }
  const written = files.map(([pathOf, skeleton]) => ({ path: pathOf(id), skeleton }));
  const taken = written.find(({ path }) => existsSync(join(root, path)));
  if (taken !== undefined) {
    throw new Error(`${taken.path} exists already.`);
  }
  const catalogue = withService(readFileSync(join(root, index), "utf8"), id);
  for (const { path, skeleton } of written) {
    const text = readFileSync(new URL(`newService/${skeleton}`, import.meta.url), "utf8");
    writeFileSync(join(root, path), text.replaceAll("__id__", id));
  }
  writeFileSync(join(root, index), catalogue);
  return [...written.map(({ path }) => path), index];
}

/** The catalogue with a service at its end. */
function withService(text: string, id: string): string {
  const importOf = `import { ${id} } from "./${id}";`;
  const lines = text.split("\n");
  const isImport = (line: string): boolean => line.startsWith("import { ");
  const next = lines.findIndex((line) => isImport(line) && line > importOf);
  const end = next < 0 ? lines.findLastIndex(isImport) + 1 : next;
  return [...lines.slice(0, end), importOf, ...lines.slice(end)]
    .join("\n")
    .replace(/\n\];/, () => `\n  ${id},\n];`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [id = ""] = process.argv.slice(2);
  try {
    const written = newService(id, fileURLToPath(new URL("..", import.meta.url)));
    console.log(["Written:", ...written, ""].join("\n"));
    console.log("Give each fact that is written as << fact >>. This names those that are missing:");
    console.log("  npx vitest run --project unit test/unit/catalogue");
    console.log("Then run npm run generate.");
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
