import type { Group, Mark, Token } from "./scanner";

export function isMark(token: Token | undefined, text: string): token is Mark {
  return token?.kind === "mark" && token.text === text;
}

export function isGroup(token: Token | undefined, open: string): token is Group {
  return token?.kind === "group" && token.open === open;
}

export function isSpreadAt(tokens: readonly Token[]): boolean {
  return [0, 1, 2].every((at) => isMark(tokens[at], "."));
}

export function wordsOf(group: Group): readonly string[] {
  const names: string[] = [];
  let isName = true;
  for (const token of group.tokens) {
    // In "name string", the second word is a type.
    if (token.kind === "word" && isName) {
      names.push(token.text);
      isName = false;
    } else if (isMark(token, ",")) {
      isName = true;
    }
  }
  return names;
}

/** The tokens of each argument of a call. */
export function argumentsIn(group: Group): readonly (readonly Token[])[] {
  const given: Token[][] = [[]];
  for (const token of group.tokens) {
    if (isMark(token, ",")) {
      given.push([]);
    } else if (!isMark(token, "\n")) {
      given.at(-1)?.push(token);
    }
  }
  // A comma may follow the last one.
  return given.filter((tokens) => tokens.length > 0);
}
