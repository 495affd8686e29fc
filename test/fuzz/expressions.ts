import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";

/** A regular expression of the source, and where it is. */
export interface Expression {
  readonly where: string;
  readonly literal: RegExp;
}

/** Every regular expression that is written down below a folder. */
export function expressionsIn(folder: string): readonly Expression[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .flatMap((name) => expressionsOf(name, readFileSync(join(folder, name), "utf8")));
}

function expressionsOf(name: string, text: string): readonly Expression[] {
  const file = ts.createSourceFile(name, text, ts.ScriptTarget.Latest, true);
  const found: Expression[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isRegularExpressionLiteral(node)) {
      const { line } = file.getLineAndCharacterOfPosition(node.getStart());
      found.push({ where: `${name}:${String(line + 1)} ${node.text}`, literal: asRegExp(node) });
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

function asRegExp({ text }: ts.RegularExpressionLiteral): RegExp {
  const end = text.lastIndexOf("/");
  // As "exec" begins where the last one ended, a global one would begin anywhere.
  return new RegExp(text.slice(1, end), text.slice(end + 1).replace(/[gy]/g, ""));
}

const everyday = ["a", "A", "0", " ", "\n", ".", "/", "'", '"', "{", "[", "(", "\\", "-", ":", "<"];

/**
 * Texts that a backtracking engine finds hard where an expression can be: each piece that it names,
 * alone and in pairs, over and over, behind what it begins with, and an end that does not fit.
 */
export function* attacksOn({ source }: RegExp, length: number): Generator<string> {
  const own = source
    .replace(/\\[rn]/g, "\n")
    .replace(/\\[sb]/g, " ")
    .replace(/\\[dw]/g, "0")
    .match(/[^\\^$*+?()[\]{}|]+|\\[^a-zA-Z\d]/g);
  const words = (own ?? []).map((piece) => (piece.startsWith("\\") ? piece.slice(1) : piece));
  const pieces = [...new Set([...everyday, ...words.flatMap((word) => [word, word.charAt(0)])])];
  const starts = ["", ...new Set(words.slice(0, 2))];
  for (const piece of pieces) {
    for (const start of starts) {
      yield `${start}${piece.repeat(length / piece.length)}\u0001`;
    }
  }
  for (const one of pieces) {
    for (const other of pieces) {
      const pair = one + other;
      yield `${pair.repeat(length / pair.length)}\u0001`;
    }
  }
}
