import type { Group, Token, Word } from "./scanner";
import { isGroup, isMark } from "./tokenGroups";

/** A position in the tokens of an expression, without the line ends between them. */
export class TokenReader {
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens.filter((token) => !isMark(token, "\n"));
  }

  get isAtEnd(): boolean {
    return this.#at === this.#tokens.length;
  }

  protected get next(): Token | undefined {
    return this.#tokens[this.#at];
  }

  protected get following(): readonly Token[] {
    return this.#tokens.slice(this.#at, this.#at + 2);
  }

  protected skip(count = 1): void {
    this.#at += count;
  }

  takeMark(text: string): boolean {
    const isNext = isMark(this.next, text);
    this.skip(isNext ? 1 : 0);
    return isNext;
  }

  takeWord(text?: string): Word | undefined {
    const { next } = this;
    if (next?.kind !== "word" || (text !== undefined && next.text !== text)) {
      return undefined;
    }
    this.skip();
    return next;
  }

  takeGroup(open: string): Group | undefined {
    const { next } = this;
    if (!isGroup(next, open)) {
      return undefined;
    }
    this.skip();
    return next;
  }
}
