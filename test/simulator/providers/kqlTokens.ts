/** What Resource Graph finds wrong with a query, as the details of its error name it. */
export class KqlError extends Error {
  constructor(
    readonly code: string,
    message: string,
    /** The token it stumbled over. */
    readonly at?: { readonly line: number; readonly position: number; readonly token: string },
  ) {
    super(message);
    this.name = "KqlError";
  }
}

export interface Token {
  readonly kind: "name" | "text" | "number" | "symbol" | "end";
  /** Of a text, what it says; of all others, how they are written. */
  readonly value: string;
  readonly line: number;
  readonly position: number;
}

const patterns = [
  ["blank", /(?:\s+|\/\/[^\n]*)/y],
  ["name", /(?:!in~?|in~|[A-Za-z_]\w*)/y],
  ["text", /(?:'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*")/y],
  ["number", /\d+/y],
  ["symbol", /(?:==|=~|!=|!~|[|(),.=[\]])/y],
] as const;

/** A query in its parts, with one at the end that says so. */
export function tokensOf(query: string): readonly Token[] {
  const tokens: Token[] = [];
  let from = 0;
  while (from < query.length) {
    const found = tokenAt(query, from);
    if (found === undefined) {
      throw parserFailure({ ...place(query, from), token: query.charAt(from) });
    }
    const { kind, text } = found;
    if (kind !== "blank") {
      const value = kind === "text" ? text.slice(1, -1).replace(/\\(.)/g, "$1") : text;
      tokens.push({ kind, value, ...place(query, from) });
    }
    from += text.length;
  }
  return [...tokens, { kind: "end", value: "", ...place(query, from) }];
}

/** The error for a query that does not parse. */
export function parserFailure(at: {
  readonly line: number;
  readonly position: number;
  readonly token: string;
}): KqlError {
  return new KqlError("ParserFailure", "ParserFailure", at);
}

function tokenAt(
  query: string,
  from: number,
): { readonly kind: (typeof patterns)[number][0]; readonly text: string } | undefined {
  for (const [kind, pattern] of patterns) {
    pattern.lastIndex = from;
    const text = pattern.exec(query)?.[0];
    if (text !== undefined) {
      return { kind, text };
    }
  }
  return undefined;
}

function place(query: string, at: number): { readonly line: number; readonly position: number } {
  const before = query.slice(0, at).split("\n");
  return { line: before.length, position: before.at(-1)?.length ?? 0 };
}
