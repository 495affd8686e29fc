import { once } from "../base/once";
import type { Expression } from "./evaluation/expression";
import { scan, type Group, type Language, type Token } from "./scanner";
import { statementsOf } from "./statements";
import type { Member, ObjectPlace, Place, Syntax, Written } from "./template";
import { expressionOf, type TokenLanguage } from "./tokenExpression";

/** A member of an object or body: the tokens before and after its ":" or "=". */
interface Entry {
  readonly name: string;
  readonly value: readonly Token[];
}

/** The syntax and the path of the file that tokens are from. */
export interface TokenSource {
  readonly syntax: Extract<Syntax, TokenLanguage>;
  readonly file: string;
}

/** The statements of a text; empty where {@link scan} fails. */
export function statementsIn(text: string, language: Language): readonly (readonly Token[])[] {
  return statementsOf(scan(text, language) ?? []);
}

/** The members of an object; nested resources and blocks are ignored. */
export function entriesOf(group: Group): readonly Entry[] {
  return statementsOf(group.tokens).flatMap((statement) => {
    const entry = entryOf(statement);
    return entry === undefined ? [] : [entry];
  });
}

export function entryOf([key, mark, ...value]: readonly Token[]): Entry | undefined {
  const name = key?.kind === "word" ? key.text : plainText(key);
  return name === undefined || mark?.kind !== "mark" || (mark.text !== ":" && mark.text !== "=")
    ? undefined
    : { name, value };
}

/** The character of a hexadecimal code point; "" where invalid. */
export function characterOf(digits: string | undefined): string {
  const code = parseInt(digits ?? "", 16);
  return code <= 0x10ffff ? String.fromCodePoint(code) : "";
}

/** "Microsoft.KeyVault/vaults@2023-07-01" without its version. */
export function armTypeOf(written: string): string {
  return written.replace(/@.*$/s, "");
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

export function placeOf(tokens: readonly Token[], file: string): Place | undefined {
  const [first] = tokens;
  const last = tokens.at(-1);
  return first === undefined || last === undefined
    ? undefined
    : { file, start: first.start, end: last.end };
}

/** A value as written; undefined where there is none. */
export function writtenOf(
  tokens: readonly Token[],
  { syntax, file }: TokenSource,
): Written | undefined {
  const place = placeOf(tokens, file);
  return place === undefined
    ? undefined
    : { ...place, expression: once((): Expression => expressionOf(tokens, syntax)) };
}

/** An object as a place for an edit. */
export function objectPlace(group: Group, source: TokenSource): ObjectPlace {
  const members = new Map<string, Member>();
  for (const { name, value } of entriesOf(group)) {
    const written = writtenOf(value, source);
    if (written !== undefined) {
      const [first] = value;
      const isText = value.length === 1 && plainText(first) !== undefined;
      const isFalse = value.length === 1 && first?.kind === "word" && first.text === "false";
      members.set(name.toLowerCase(), {
        ...written,
        name,
        isReplaceable: isText || isFalse,
        object: once(() => {
          const inner = objectOf(value);
          return inner === undefined ? undefined : objectPlace(inner, source);
        }),
      });
    }
  }
  const content = group.tokens.find((token) => token.kind !== "mark" || token.text !== "\n");
  return {
    syntax: source.syntax,
    inside: group.start + 1,
    first: content?.start ?? group.end - 1,
    members,
  };
}
