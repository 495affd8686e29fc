import { scan, type Group, type Language, type Quoted, type Token } from "./scanner";
import type { Member, ObjectPlace, Piece, Syntax, TextValue } from "./template";

/** The key that "a" or "a.b" refers to in a language; undefined for anything else. */
export type Reference = (words: readonly string[]) => string | undefined;

/** A member of an object or body: the tokens before and after its ":" or "=". */
export interface Entry {
  /** Lower-case. */
  readonly name: string;
  readonly start: number;
  readonly value: readonly Token[];
}

/** The statements of a text; empty where {@link scan} fails. */
export function statementsIn(text: string, language: Language): readonly (readonly Token[])[] {
  return statementsOf(scan(text, language) ?? []);
}

/** The statements of a body, separated by line ends or commas. */
export function statementsOf(tokens: readonly Token[]): readonly (readonly Token[])[] {
  const statements: Token[][] = [];
  let statement: Token[] = [];
  for (const token of tokens) {
    if (token.kind === "mark" && (token.text === "\n" || token.text === ",")) {
      if (statement.length > 0) {
        statements.push(statement);
      }
      statement = [];
    } else {
      statement.push(token);
    }
  }
  return statement.length > 0 ? [...statements, statement] : statements;
}

/** The members of an object; nested resources and blocks are ignored. */
function entriesOf(group: Group): readonly Entry[] {
  return statementsOf(group.tokens).flatMap((statement) => {
    const entry = entryOf(statement);
    return entry === undefined ? [] : [entry];
  });
}

/** The value of a member by its lower-case name; empty where there is none. */
export function memberValue(group: Group, name: string): readonly Token[] {
  return entriesOf(group).find((entry) => entry.name === name)?.value ?? [];
}

export function entryOf([key, mark, ...value]: readonly Token[]): Entry | undefined {
  const name = key?.kind === "word" ? key.text : key === undefined ? undefined : plainText(key);
  return key === undefined ||
    name === undefined ||
    mark?.kind !== "mark" ||
    (mark.text !== ":" && mark.text !== "=")
    ? undefined
    : { name: name.toLowerCase(), start: key.start, value };
}

/** The character of a hexadecimal code point; "" where invalid. */
export function characterOf(digits: string | undefined): string {
  const code = parseInt(digits ?? "", 16);
  return code <= 0x10ffff ? String.fromCodePoint(code) : "";
}

/** "Microsoft.KeyVault/vaults@2023-07-01" without its version, lower-case. */
export function armTypeOf(written: string): string {
  return written.replace(/@.*$/s, "").toLowerCase();
}

/** The text of a string without interpolation. */
export function plainText(token: Token | undefined): string | undefined {
  if (token?.kind !== "quoted") {
    return undefined;
  }
  const [piece = ""] = token.pieces;
  return token.pieces.length <= 1 && typeof piece === "string" ? piece : undefined;
}

export function objectOf(value: readonly Token[]): Group | undefined {
  const [only] = value;
  return value.length === 1 && only?.kind === "group" && only.open === "{" ? only : undefined;
}

/** A value as text; undefined where it isn't text or isn't determined here. */
export function textValueOf(
  value: readonly Token[],
  reference: Reference,
  depth = 0,
): TextValue | undefined {
  const [first, second] = value;
  const last = value.at(-1);
  if (first === undefined || last === undefined || depth > deepest) {
    return undefined;
  }
  const span = { start: first.start, end: last.end };
  if (first.kind === "quoted" && value.length === 1) {
    const pieces = piecesOf(first, reference, depth);
    return pieces === undefined ? undefined : { ...span, pieces };
  }
  if (first.kind !== "word") {
    return undefined;
  }
  // Azure's names are compared without regard to case.
  if (second?.kind === "group" && second.open === "(" && value.length === 2) {
    const inner = caseOnly.has(first.text)
      ? textValueOf(second.tokens.filter(isNoLineEnd), reference, depth + 1)
      : undefined;
    return inner === undefined ? undefined : { ...span, pieces: inner.pieces };
  }
  const words = value.flatMap((token, index) =>
    index % 2 === 0 && token.kind === "word" ? [token.text] : [],
  );
  const areJoined = value.every(
    (token, index) => index % 2 === 0 || (token.kind === "mark" && token.text === "."),
  );
  const key = areJoined && words.length * 2 - 1 === value.length ? reference(words) : undefined;
  return key === undefined ? undefined : { ...span, pieces: [{ key }] };
}

const deepest = 20;
const caseOnly = new Set(["toLower", "toUpper", "lower", "upper"]);

function isNoLineEnd(token: Token): boolean {
  return token.kind !== "mark" || token.text !== "\n";
}

function piecesOf(
  { pieces }: Quoted,
  reference: Reference,
  depth: number,
): readonly Piece[] | undefined {
  const found: Piece[] = [];
  for (const piece of pieces) {
    if (typeof piece === "string") {
      found.push({ text: piece });
      continue;
    }
    const value = piece === undefined ? undefined : textValueOf(piece, reference, depth + 1);
    if (value === undefined) {
      return undefined;
    }
    found.push(...value.pieces);
  }
  return found;
}

/** An object as a place for an edit. */
export function placeOf(group: Group, syntax: Syntax, reference: Reference): ObjectPlace {
  const entries = entriesOf(group);
  const members = new Map<string, Member>();
  for (const { name, value } of entries) {
    const [first] = value;
    const last = value.at(-1);
    if (first !== undefined && last !== undefined) {
      members.set(name, {
        start: first.start,
        end: last.end,
        text: textValueOf(value, reference),
        word: first.kind === "word" && first === last ? first.text : undefined,
      });
    }
  }
  const [content] = group.tokens.filter(isNoLineEnd);
  return { syntax, inside: group.start + 1, first: content?.start ?? group.end - 1, members };
}
