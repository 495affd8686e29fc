import { readdirSync, readFileSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import type { Files, SourceFile } from "../src/templates/deployedFiles";
import { fileKind } from "../src/templates/fileKind";
import { readTemplateFile } from "../src/templates/readFile";
import { longestFile } from "../src/templates/template";

/** The files on this machine; what was read is kept. */
export function nodeFiles(): Files {
  const sources = new Map<string, SourceFile | undefined>();
  return {
    list: async (folder) => namesIn(folder),
    read: async (path) => {
      if (!sources.has(path)) {
        sources.set(path, sourceOf(path));
      }
      return sources.get(path);
    },
    text: async (path) => textOf(path),
    open: [],
    registry: join(homedir(), ".bicep", "br"),
  };
}

/** The names in a folder; none where it can't be read. */
function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

export function textOf(path: string): string | undefined {
  try {
    return statSync(path).size > longestFile ? undefined : readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}

function sourceOf(path: string): SourceFile | undefined {
  const text = textOf(path);
  const kind = text === undefined ? undefined : fileKind(path, () => text);
  return text === undefined || kind === undefined
    ? undefined
    : { file: path, kind, content: readTemplateFile(kind, text, path) };
}
