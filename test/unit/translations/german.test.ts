import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { translationProblems, type Texts } from "../../../scripts/translations";

const root = new URL("../../../", import.meta.url);

function texts(path: string): Texts {
  return JSON.parse(readFileSync(new URL(path, root), "utf8")) as Texts;
}

/** What is the same in both languages: names of products, and words that German has taken over. */
const alike = new Set([
  ...["Azure Deleted Resources", "Azure CLI", "Azure Developer CLI", "Azure PowerShell"],
  ...["Code", "Name", "Region", "Status", "Tags"],
  ...["{0} (optional)", "{0} min", "{0} min {1} s"],
]);

// Another test holds it against the sources.
const english = texts("l10n/bundle.l10n.json");
const names = texts("package.nls.json");

describe("German", () => {
  it("has every text of the sources, and nothing else", () => {
    expect(translationProblems(english, texts("l10n/bundle.l10n.de.json"), alike)).toEqual([]);
  });

  it("has every text of package.json, and nothing else", () => {
    expect(translationProblems(names, texts("package.nls.de.json"), alike)).toEqual([]);
  });

  it("names services and commands alike in the settings, the menus and the window", () => {
    const bundle = texts("l10n/bundle.l10n.de.json");
    const german = texts("package.nls.de.json");
    const different = Object.entries(names).filter(([key, text]) => {
      // A service's name is followed there by what to know before choosing it.
      const inWindow = Object.keys(english).find((one) =>
        key.startsWith("service.")
          ? text.replace(/ \((?:preview|experimental|off).*/, "") === one
          : text === one,
      );
      return inWindow !== undefined && german[key]?.startsWith(bundle[inWindow] ?? "") !== true;
    });
    expect(different.map(([key]) => key)).toEqual([]);
  });

  it("writes as people are addressed, with German quotation marks and times", () => {
    const wrong = [
      ...Object.values(texts("l10n/bundle.l10n.de.json")),
      ...Object.values(texts("package.nls.de.json")),
    ].filter((text) => /["“](?=\p{L}|\{)|\b(?:du|dein\w*|dich|dir)\b/u.test(text));
    expect(wrong).toEqual([]);
  });
});
