import type { Span } from "./template";

/** A token of Bicep or HCL; a bracketed group is one token. */
export type Token = Word | Quoted | Group | Mark;

/** A name, a number or a keyword. */
export interface Word extends Span {
  readonly kind: "word";
  readonly text: string;
}

/** A string: text and interpolated tokens; undefined pieces can't be determined. */
export interface Quoted extends Span {
  readonly kind: "quoted";
  readonly pieces: readonly (string | readonly Token[] | undefined)[];
}

/** The tokens between two brackets. */
export interface Group extends Span {
  readonly kind: "group";
  readonly open: string;
  readonly tokens: readonly Token[];
}

export interface Mark extends Span {
  readonly kind: "mark";
  /** An operator, or "\n" for a line end. */
  readonly text: string;
}

/** The language-specific parts of the scanner. */
export interface Language {
  readonly quote: string;
  /** What starts an interpolation before "{". */
  readonly interpolation: string;
  /** Whether names may contain "-". */
  readonly hasDashedWords: boolean;
  readonly lineComments: readonly string[];
  /** A multi-line string at an offset: the string, "unclosed", or undefined where there is none. */
  longString(text: string, at: number): LongString | "unclosed" | undefined;
  /** An escape at its first character; undefined where there is none. */
  escape(text: string, at: number): { readonly text: string; readonly end: number } | undefined;
}

export interface LongString {
  /** Undefined where it isn't plain text. */
  readonly text: string | undefined;
  readonly end: number;
}

type Frame =
  | { readonly kind: "group"; readonly open: string; readonly start: number; tokens: Token[] }
  | { readonly kind: "quoted"; readonly start: number; pieces: Quoted["pieces"][number][] };

const closing: Readonly<Record<string, string>> = { "{": "}", "[": "]", "(": ")" };
// Operators that contain "=" or ":" must not be read as assignments.
const operators = new Set(["==", "=~", "!=", "!~", "<=", ">=", "=>", "&&", "||", "??", "::"]);
/** Twice what a file of 5,000 lines needs; longer files are generated. */
const mostSteps = 200_000;

/**
 * The tokens of a text; undefined where a bracket, string, or comment is unbalanced, because
 * incomplete files are unreliable, or where there are too many tokens. One pass without recursion,
 * so that no text is slow or overflows the stack.
 */
export function scan(text: string, language: Language): readonly Token[] | undefined {
  return new Scanner(text, language).scan();
}

class Scanner {
  readonly #top: Frame = { kind: "group", open: "", start: 0, tokens: [] };
  readonly #frames: Frame[] = [this.#top];
  #at = 0;
  #steps = 0;
  #isBroken = false;

  constructor(
    private readonly text: string,
    private readonly language: Language,
  ) {}

  scan(): readonly Token[] | undefined {
    while (this.#at < this.text.length && !this.#isBroken) {
      this.#steps += 1;
      this.#isBroken = this.#steps > mostSteps;
      const frame = this.#frame;
      if (frame.kind === "quoted") {
        this.#scanText(frame.pieces, frame.start);
      } else {
        this.#scanToken(frame.tokens);
      }
    }
    return this.#isBroken || this.#frames.length > 1 || this.#top.kind !== "group"
      ? undefined
      : this.#top.tokens;
  }

  get #frame(): Frame {
    return this.#frames.at(-1) ?? this.#top;
  }

  #scanToken(tokens: Token[]): void {
    const { text, language } = this;
    const start = this.#at;
    const code = text.charCodeAt(start);
    const character = text.charAt(start);
    if (isBlank(code)) {
      this.#at = this.#endOfBlanks();
    } else if (isWord(code, language)) {
      this.#at = this.#endOfWord();
      tokens.push({ kind: "word", text: text.slice(start, this.#at), start, end: this.#at });
    } else if (character === "\n") {
      this.#at += 1;
      tokens.push({ kind: "mark", text: "\n", start, end: this.#at });
    } else if (language.lineComments.some((mark) => text.startsWith(mark, start))) {
      const end = text.indexOf("\n", start);
      this.#at = end === -1 ? text.length : end;
    } else if (text.startsWith("/*", start)) {
      const end = text.indexOf("*/", start + 2);
      this.#isBroken = end === -1;
      this.#at = end + 2;
    } else if (character in closing) {
      this.#at += 1;
      this.#frames.push({ kind: "group", open: character, start, tokens: [] });
    } else if (character === "}" || character === "]" || character === ")") {
      this.#close(character);
    } else {
      this.#scanStringOrMark(tokens);
    }
  }

  #endOfBlanks(): number {
    let end = this.#at + 1;
    while (isBlank(this.text.charCodeAt(end))) {
      end += 1;
    }
    return end;
  }

  #endOfWord(): number {
    let end = this.#at + 1;
    while (end < this.text.length && isWord(this.text.charCodeAt(end), this.language)) {
      end += 1;
    }
    return end;
  }

  #scanStringOrMark(tokens: Token[]): void {
    const { text, language } = this;
    const start = this.#at;
    const long = language.longString(text, start);
    if (long === "unclosed") {
      this.#isBroken = true;
    } else if (long !== undefined) {
      this.#at = long.end;
      tokens.push({ kind: "quoted", pieces: [long.text], start, end: long.end });
    } else if (text.startsWith(language.quote, start)) {
      this.#at += 1;
      this.#frames.push({ kind: "quoted", start, pieces: [] });
    } else {
      const two = text.slice(start, start + 2);
      const operator = operators.has(two) ? two : text.charAt(start);
      this.#at += operator.length;
      tokens.push({ kind: "mark", text: operator, start, end: this.#at });
    }
  }

  /** Scans a string's text up to its end or to an interpolation. */
  #scanText(pieces: Quoted["pieces"][number][], start: number): void {
    const { text, language } = this;
    const literal: string[] = [];
    let from = this.#at;
    const take = (end: number): void => {
      literal.push(text.slice(from, end));
      pieces.push(literal.join(""));
    };
    for (let at = this.#at; at < text.length;) {
      if (isWord(text.charCodeAt(at), language)) {
        at += 1;
        continue;
      }
      const character = text.charAt(at);
      const escape = language.escape(text, at);
      if (escape !== undefined) {
        literal.push(text.slice(from, at), escape.text);
        at = escape.end;
        from = at;
      } else if (character === language.quote) {
        take(at);
        this.#at = at + 1;
        this.#frames.pop();
        this.#put({ kind: "quoted", pieces, start, end: this.#at });
        return;
      } else if (text.charAt(at + 1) === "{" && language.interpolation.includes(character)) {
        take(at);
        if (character !== "$") {
          // A directive such as "%{ if ... }" isn't evaluated.
          pieces.push(undefined);
        }
        this.#at = at + 2;
        this.#frames.push({ kind: "group", open: `${character}{`, start: at, tokens: [] });
        return;
      } else if (character === "\n") {
        break;
      } else {
        at += 1;
      }
    }
    this.#isBroken = true;
  }

  #close(character: string): void {
    const frame = this.#frame;
    const isInterpolated = frame.kind === "group" && frame.open.length === 2;
    if (
      frame.kind !== "group" ||
      this.#frames.length === 1 ||
      (isInterpolated ? "}" : closing[frame.open]) !== character
    ) {
      this.#isBroken = true;
      return;
    }
    this.#at += 1;
    this.#frames.pop();
    const { open, start, tokens } = frame;
    if (!isInterpolated) {
      this.#put({ kind: "group", open, start, end: this.#at, tokens });
      return;
    }
    const around = this.#frame;
    if (around.kind === "quoted") {
      around.pieces.push(tokens);
    }
  }

  #put(token: Token): void {
    const frame = this.#frame;
    if (frame.kind === "group") {
      frame.tokens.push(token);
    }
  }
}

function isBlank(code: number): boolean {
  return code === 32 || code === 9 || code === 13;
}

function isWord(code: number, { hasDashedWords }: Language): boolean {
  return (
    (code >= 97 && code <= 122) ||
    (code >= 65 && code <= 90) ||
    (code >= 48 && code <= 57) ||
    code === 95 ||
    code > 127 ||
    (code === 45 && hasDashedWords)
  );
}
