import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as ts from "typescript";

/** Every text for people that the sources have, as `l10n/bundle.l10n.json` holds it. */
export type Bundle = Readonly<Record<string, string>>;

/** `l10n.t`, `vscode.l10n.t`, or the `t` of `const { t } = vscode.l10n`: no other `t` is called. */
const call = /(?<![\w$.])(?:(?:vscode\.)?l10n\.)?t\(/g;
const ends: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.CommaToken,
  ts.SyntaxKind.CloseParenToken,
]);

/**
 * The first arguments of `vscode.l10n.t`, `l10n.t` and of a `t` that is one of these, in order of
 * their characters. @vscode/l10n-dev does the same with a grammar in WebAssembly and Azure's
 * translation client; the scanner of the compiler that is here anyway needs neither.
 *
 * @param folder holds the sources.
 * @throws where a text is put together at run time, which no translation can be found for.
 */
export function extractBundle(folder: string): Bundle {
  const texts = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".ts"))
    .flatMap((path) => extractTexts(path, readFileSync(join(folder, path), "utf8")));
  return Object.fromEntries([...new Set(texts)].sort().map((text) => [text, text]));
}

/**
 * The texts of one source file, in the order of the file.
 *
 * @param path names the file in errors.
 * @throws where a text is not written out as one literal.
 */
export function extractTexts(path: string, source: string): readonly string[] {
  const scanner = ts.createScanner(ts.ScriptTarget.Latest, true);
  return [...source.matchAll(call)].map(({ index, 0: { length } }) => {
    // Only these tokens are read: to parse every file takes a hundred times as long.
    scanner.setText(source, index + length);
    const kind = scanner.scan();
    const text = scanner.getTokenValue();
    const isLiteral =
      kind === ts.SyntaxKind.StringLiteral || kind === ts.SyntaxKind.NoSubstitutionTemplateLiteral;
    if (!isLiteral || !ends.has(scanner.scan())) {
      const line = source.slice(0, index).split("\n").length;
      throw new Error(`${path}:${line}: l10n.t needs its text as one literal.`);
    }
    return text;
  });
}
