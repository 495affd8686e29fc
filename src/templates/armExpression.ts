import { call, literal, member, unreadable, type Expression } from "./evaluation/expression";

const deepest = 60;
const longest = 20_000;

/**
 * The expression of a string in an ARM template: "[...]", or the text itself. Syntax:
 * learn.microsoft.com/azure/azure-resource-manager/templates/template-expressions
 */
export function armExpression(value: string): Expression {
  if (!value.startsWith("[") || !value.endsWith("]")) {
    return literal(value);
  }
  // "[[" escapes a literal bracket at the start.
  if (value.startsWith("[[")) {
    return literal(value.slice(1));
  }
  return value.length > longest ? unreadable : new Parser(value.slice(1, -1)).whole();
}

class Parser {
  #at = 0;
  #depth = 0;
  #isBroken = false;

  constructor(private readonly text: string) {}

  whole(): Expression {
    const expression = this.#expression();
    this.#skipBlanks();
    return this.#at === this.text.length && !this.#isBroken ? expression : unreadable;
  }

  #expression(): Expression {
    if (this.#depth > deepest || this.#isBroken) {
      return this.#broken();
    }
    this.#depth += 1;
    const value = this.#members(this.#primary());
    this.#depth -= 1;
    return value;
  }

  #primary(): Expression {
    this.#skipBlanks();
    if (this.text.charAt(this.#at) === "'") {
      return this.#literal();
    }
    const word = this.#word();
    if (/^-?\d+$/.test(word)) {
      return literal(Number(word));
    }
    this.#skipBlanks();
    if (word !== "" && this.text.charAt(this.#at) === "(") {
      this.#at += 1;
      return call(word, ...this.#list(")"));
    }
    const constants = new Map([
      ["true", true],
      ["false", false],
      ["null", null],
    ]);
    const constant = constants.get(word.toLowerCase());
    return constant === undefined ? this.#broken() : literal(constant);
  }

  #members(start: Expression): Expression {
    let value = start;
    for (;;) {
      this.#skipBlanks();
      const next = this.text.charAt(this.#at);
      if (next === ".") {
        this.#at += 1;
        this.#skipBlanks();
        const name = this.#name();
        value = name === "" ? this.#broken() : member(value, name);
      } else if (next === "[") {
        this.#at += 1;
        const [index] = this.#list("]");
        value = index === undefined ? this.#broken() : member(value, index);
      } else {
        return value;
      }
    }
  }

  /** Expressions between commas, up to a bracket. */
  #list(close: string): readonly Expression[] {
    const given: Expression[] = [];
    this.#skipBlanks();
    while (this.text.charAt(this.#at) !== close && !this.#isBroken) {
      given.push(this.#expression());
      this.#skipBlanks();
      const next = this.text.charAt(this.#at);
      if (next === ",") {
        this.#at += 1;
        this.#skipBlanks();
      } else if (next !== close) {
        this.#broken();
      }
    }
    this.#at += 1;
    return given;
  }

  /** A quoted string; quotes inside are doubled. */
  #literal(): Expression {
    const parts: string[] = [];
    for (;;) {
      const end = this.text.indexOf("'", this.#at + 1);
      if (end === -1) {
        return this.#broken();
      }
      parts.push(this.text.slice(this.#at + 1, end));
      this.#at = end + 1;
      if (this.text.charAt(this.#at) !== "'") {
        return literal(parts.join("'"));
      }
    }
  }

  /** A number, or the name of a function with its namespace. */
  #word(): string {
    return this.#matched(/[\w.-]/);
  }

  #name(): string {
    return this.#matched(/\w/);
  }

  #matched(characters: RegExp): string {
    const start = this.#at;
    while (characters.test(this.text.charAt(this.#at))) {
      this.#at += 1;
    }
    return this.text.slice(start, this.#at);
  }

  #skipBlanks(): void {
    while (this.#at < this.text.length && this.text.charAt(this.#at).trim() === "") {
      this.#at += 1;
    }
  }

  #broken(): Expression {
    this.#isBroken = true;
    return unreadable;
  }
}
