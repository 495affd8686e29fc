import { mkdtemp, readFile, writeFile } from "node:fs/promises";
import { readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { copyExtension } from "../../host/extensions";
import { repositoryRoot } from "../../host/layout";
import { pseudo, pseudoTexts, type Texts } from "../../../scripts/translations";

/** The pseudo language: every text can be read, and every hard-coded one is seen to be. */
export const pseudoLanguage = "qps-ploc";

/** The languages that a window of a test can have. */
export type Language = "en" | "de" | typeof pseudoLanguage;

/** What stands in the window for a text of the extension. */
export type Words = (english: string) => string;

/** How a language says the extension's texts. */
export function wordsOf(language: Language): Words {
  switch (language) {
    case "en":
      return (english) => english;
    case pseudoLanguage:
      return pseudo;
    case "de":
      return german();
  }
}

function german(): Words {
  const texts = readTexts("l10n/bundle.l10n.de.json");
  const names = readTexts("package.nls.de.json");
  const keys = Object.entries(readTexts("package.nls.json"));
  const all = new Map([
    ...Object.entries(texts),
    ...keys.map(([key, english]) => [english, names[key] ?? english] as const),
  ]);
  return (english) => {
    const text = all.get(english);
    if (text === undefined) {
      throw new Error(`There is no text "${english}" in the extension, or no German one.`);
    }
    return text;
  };
}

function readTexts(path: string): Texts {
  return JSON.parse(readFileSync(join(repositoryRoot, path), "utf8")) as Texts;
}

/** A copy of the built extension that also speaks the pseudo language; for the caller to remove. */
export async function pseudoExtension(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "azure-deleted-resources-pseudo-"));
  const extension = await copyExtension(repositoryRoot, folder);
  for (const [from, to] of [
    ["package.nls.json", `package.nls.${pseudoLanguage}.json`],
    ["l10n/bundle.l10n.json", `l10n/bundle.l10n.${pseudoLanguage}.json`],
  ] as const) {
    const english = JSON.parse(await readFile(join(extension, from), "utf8")) as Texts;
    await writeFile(join(extension, to), JSON.stringify(pseudoTexts(english)));
  }
  return extension;
}
