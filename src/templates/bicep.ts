import { bicepLanguage } from "./bicepLanguage";
import { BicepStatements } from "./bicepStatements";
import type { Token } from "./scanner";
import type { TemplateFile } from "./template";
import { statementsIn } from "./tokens";

/**
 * Reads a `.bicep` or `.bicepparam` file. Nested resources are ignored: no soft-deletable type is
 * deployed that way. Syntax: learn.microsoft.com/azure/azure-resource-manager/bicep/file
 *
 * @param file its path.
 */
export function readBicep(text: string, file: string): TemplateFile {
  const statements = new BicepStatements(file);
  for (const tokens of statementsIn(text, bicepLanguage)) {
    statements.add(withoutDecorators(tokens));
  }
  return { ...statements.content, loaded: loadedPaths(text) };
}

/** "@secure() param password string" from "param" on. */
function withoutDecorators(tokens: readonly Token[]): readonly Token[] {
  let at = 0;
  for (;;) {
    const next = tokens[at];
    if (next?.kind !== "mark" || next.text !== "@") {
      return tokens.slice(at);
    }
    at += 1;
    while (tokens[at]?.kind === "word" || isDot(tokens[at])) {
      // "sys.secure"; a keyword follows the group of the arguments.
      at += 1;
    }
    at += tokens[at]?.kind === "group" ? 1 : 0;
  }
}

function isDot(token: Token | undefined): boolean {
  return token?.kind === "mark" && token.text === ".";
}

/** The files that expressions load; their paths must be known when the file is compiled. */
function loadedPaths(text: string): readonly string[] {
  const paths: string[] = [];
  for (const found of text.matchAll(/\bload(?:Json|Text|Yaml)Content\(\s*'([^'\n]{1,300})'/g)) {
    const [, path] = found;
    if (path !== undefined) {
      paths.push(path);
    }
  }
  return [...new Set(paths)];
}
