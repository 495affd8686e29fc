import { parameterKey, variableKey } from "./keys";
import type { Piece } from "./template";

const deepest = 20;
const longest = 10_000;

/** Renames keys inside a nested template, where names have another scope. */
export type Rename = (key: string) => string;

/**
 * A string of an ARM template as pieces; undefined for an expression that the file alone doesn't
 * determine. Supported: parameters, variables, concat, format, and functions that change the case.
 * Syntax: learn.microsoft.com/azure/azure-resource-manager/templates/template-expressions
 */
export function piecesOfString(value: string, rename: Rename): readonly Piece[] | undefined {
  if (!value.startsWith("[") || !value.endsWith("]") || value.length > longest) {
    return [{ text: value }];
  }
  // "[[" escapes a literal bracket at the start.
  if (value.startsWith("[[")) {
    return [{ text: value.slice(1) }];
  }
  const parser = new Parser(value.slice(1, -1), rename);
  return parser.whole();
}

class Parser {
  #at = 0;

  constructor(
    private readonly text: string,
    private readonly rename: Rename,
  ) {}

  whole(): readonly Piece[] | undefined {
    const pieces = this.#expression(0);
    this.#skipBlanks();
    return this.#at === this.text.length ? pieces : undefined;
  }

  #expression(depth: number): readonly Piece[] | undefined {
    this.#skipBlanks();
    if (depth > deepest) {
      return undefined;
    }
    if (this.text.charAt(this.#at) === "'") {
      return this.#literal();
    }
    const word = this.#word();
    this.#skipBlanks();
    if (word === "" || this.text.charAt(this.#at) !== "(") {
      return undefined;
    }
    this.#at += 1;
    const given: (readonly Piece[])[] = [];
    this.#skipBlanks();
    while (this.text.charAt(this.#at) !== ")") {
      const argument = this.#expression(depth + 1);
      this.#skipBlanks();
      const next = this.text.charAt(this.#at);
      if (argument === undefined || (next !== "," && next !== ")")) {
        return undefined;
      }
      given.push(argument);
      this.#at += next === "," ? 1 : 0;
    }
    this.#at += 1;
    return valueOf(word.toLowerCase(), given, this.rename);
  }

  /** A quoted string; quotes inside are doubled. */
  #literal(): readonly Piece[] | undefined {
    const parts: string[] = [];
    for (;;) {
      const end = this.text.indexOf("'", this.#at + 1);
      if (end === -1) {
        return undefined;
      }
      parts.push(this.text.slice(this.#at + 1, end));
      this.#at = end + 1;
      if (this.text.charAt(this.#at) !== "'") {
        return [{ text: parts.join("'") }];
      }
    }
  }

  #word(): string {
    const start = this.#at;
    while (/[\w.]/.test(this.text.charAt(this.#at))) {
      this.#at += 1;
    }
    return this.text.slice(start, this.#at);
  }

  #skipBlanks(): void {
    while (this.#at < this.text.length && this.text.charAt(this.#at).trim() === "") {
      this.#at += 1;
    }
  }
}

function valueOf(
  name: string,
  given: readonly (readonly Piece[])[],
  rename: Rename,
): readonly Piece[] | undefined {
  const [first, ...rest] = given;
  const text = first === undefined ? undefined : plain(first);
  switch (name) {
    case "parameters":
      return text === undefined ? undefined : [{ key: rename(parameterKey(text)) }];
    case "variables":
      return text === undefined ? undefined : [{ key: rename(variableKey(text)) }];
    case "concat":
      return given.flat();
    case "tolower":
    case "toupper":
    case "string":
      return rest.length === 0 ? first : undefined;
    case "format":
      return text === undefined ? undefined : formatted(text, rest);
    default:
      return undefined;
  }
}

function plain(pieces: readonly Piece[]): string | undefined {
  const [only] = pieces;
  return pieces.length === 1 && only !== undefined && "text" in only ? only.text : undefined;
}

/** A format string such as "kv-{0}" and its arguments; undefined with format specifiers. */
function formatted(
  text: string,
  given: readonly (readonly Piece[])[],
): readonly Piece[] | undefined {
  const pieces: Piece[] = [];
  for (const [index, part] of text.split(/\{(\d{1,3})\}/).entries()) {
    if (index % 2 === 0) {
      if (/[{}]/.test(part)) {
        return undefined;
      }
      pieces.push({ text: part });
      continue;
    }
    const value = given[Number(part)];
    if (value === undefined) {
      return undefined;
    }
    pieces.push(...value);
  }
  return pieces;
}
