import {
  call,
  literal,
  member,
  unreadable,
  type Expression,
  type Item,
  type ObjectMember,
} from "./evaluation/expression";
import { levels } from "./operators";
import type { Group, Quoted, Token, Word } from "./scanner";
import { statementsOf } from "./statements";
import { TokenReader } from "./tokenReader";
import { argumentsIn, isGroup, isMark, isSpreadAt, wordsOf } from "./tokenGroups";

export type TokenLanguage = "bicep" | "hcl";

// No template nests expressions so deeply, and the parser is recursive.
const deepest = 60;

/** The expression that tokens of Bicep or HCL are; unreadable where they aren't one. */
export function expressionOf(
  tokens: readonly Token[],
  language: TokenLanguage,
  depth = 0,
): Expression {
  const parser = new TokenParser(tokens, language, depth);
  const expression = parser.expression();
  return parser.isAtEnd ? expression : unreadable;
}

/** Reads expressions from the start of tokens on. */
export class TokenParser extends TokenReader {
  #depth: number;

  constructor(
    tokens: readonly Token[],
    private readonly language: TokenLanguage,
    depth = 0,
  ) {
    super(tokens);
    this.#depth = depth;
  }

  expression(): Expression {
    if (this.#depth > deepest) {
      return unreadable;
    }
    this.#depth += 1;
    const condition = this.#binary(0);
    const result = this.takeMark("?") ? this.#conditional(condition) : condition;
    this.#depth -= 1;
    return result;
  }

  #conditional(condition: Expression): Expression {
    const yes = this.expression();
    return this.takeMark(":") ? call("if", condition, yes, this.expression()) : unreadable;
  }

  #binary(level: number): Expression {
    const operators = levels[level];
    if (operators === undefined) {
      return this.#unary();
    }
    let one = this.#binary(level + 1);
    for (;;) {
      const operator = this.#operator(operators);
      if (operator === undefined) {
        return one;
      }
      one = operator(one, this.#binary(level + 1));
    }
  }

  #operator<T>(operators: ReadonlyMap<string, T>): T | undefined {
    const next = this.next;
    // HCL's names may contain "-", so that one by itself is a word.
    const isOperator = next?.kind === "mark" || (next?.kind === "word" && next.text === "-");
    const found = isOperator ? operators.get(next.text) : undefined;
    if (found !== undefined) {
      this.skip();
    }
    return found;
  }

  #unary(): Expression {
    const signs: Expression[] = [];
    let operators = 0;
    while (this.takeMark("!")) {
      operators += 1;
    }
    if (this.takeMark("-")) {
      signs.push(literal(0));
    }
    const operand = this.#postfix(this.#primary());
    const [zero] = signs;
    let result = zero === undefined ? operand : call("sub", zero, operand);
    for (; operators > 0; operators -= 1) {
      result = call("not", result);
    }
    return result;
  }

  /** Members, items, and Bicep's "!" behind a value. */
  #postfix(start: Expression): Expression {
    let value = start;
    let isSafe = false;
    for (;;) {
      if (this.takeMark(".")) {
        isSafe = this.takeMark("?") || isSafe;
        const name = this.takeWord();
        if (name === undefined) {
          return unreadable;
        }
        const given = this.takeGroup("(");
        value =
          given === undefined
            ? member(value, indexOf(name.text), isSafe)
            : this.#method(value, name.text, given);
      } else if (isGroup(this.next, "[")) {
        const [first, ...rest] = this.next.tokens;
        const isOptional = isMark(first, "?");
        isSafe = isOptional || isSafe;
        const inside = isOptional ? rest : this.next.tokens;
        this.skip();
        value = member(value, this.#inner(inside), isSafe);
      } else if (isMark(this.next, "::")) {
        // A nested resource in Bicep.
        this.skip();
        const name = this.takeWord();
        value = name === undefined ? unreadable : { kind: "name", name: name.text };
      } else if (!this.takeMark("!")) {
        return value;
      }
    }
  }

  /** "az.resourceGroup()", a function of an import, or one of a resource such as listKeys. */
  #method(of: Expression, name: string, given: Group): Expression {
    const root = of.kind === "name" ? of.name : undefined;
    const isBuiltIn = root === "az" || root === "sys";
    return call(isBuiltIn ? name : `${root ?? "resource"}.${name}`, ...this.#arguments(given));
  }

  #primary(): Expression {
    const { next } = this;
    if (next === undefined || next.kind === "mark") {
      return unreadable;
    }
    this.skip();
    switch (next.kind) {
      case "quoted":
        return this.#text(next);
      case "word":
        return this.#word(next);
      case "group":
        return this.#group(next);
    }
  }

  #text({ pieces }: Quoted): Expression {
    const parts = pieces.map((piece): string | Expression => {
      if (typeof piece === "string") {
        return piece;
      }
      if (piece === undefined) {
        return { kind: "unsupported", about: "string" };
      }
      const inner = this.#inner(piece);
      return this.language === "hcl" ? call("tostring", inner) : inner;
    });
    return { kind: "text", parts };
  }

  #word({ text }: Word): Expression {
    if (this.language === "bicep" && isMark(this.next, "=>")) {
      this.skip();
      return { kind: "lambda", names: [text], body: this.expression() };
    }
    let name = text;
    while (isMark(this.next, "::") && this.language === "hcl") {
      this.skip();
      name += `::${this.takeWord()?.text ?? ""}`;
    }
    const given = this.takeGroup("(");
    if (given !== undefined) {
      return call(name, ...this.#arguments(given));
    }
    if (text === "true" || text === "false") {
      return literal(text === "true");
    }
    if (text === "null") {
      return literal(null);
    }
    return /^-?\d/.test(text) ? this.#number(text) : { kind: "name", name: text };
  }

  #number(text: string): Expression {
    const [, fraction] = this.following;
    if (isMark(this.next, ".") && fraction?.kind === "word" && /^\d+$/.test(fraction.text)) {
      this.skip(2);
      return literal(Number(`${text}.${fraction.text}`));
    }
    const value = Number(text);
    return Number.isFinite(value) ? literal(value) : unreadable;
  }

  #group(group: Group): Expression {
    const [first] = group.tokens.filter((token) => token.kind !== "mark" || token.text !== "\n");
    const isLoop = first?.kind === "word" && first.text === "for";
    switch (group.open) {
      case "(":
        if (this.language === "bicep" && this.takeMark("=>")) {
          return { kind: "lambda", names: wordsOf(group), body: this.expression() };
        }
        return this.#inner(group.tokens);
      case "[":
        return isLoop ? this.#loop(group, false) : { kind: "array", items: this.#items(group) };
      default:
        return isLoop ? this.#loop(group, true) : { kind: "object", members: this.#members(group) };
    }
  }

  #loop(group: Group, hasKey: boolean): Expression {
    const parser = new TokenParser(group.tokens, this.language, this.#depth + 1);
    return parser.loop(hasKey);
  }

  /** "for x in y: z", "for (x, i) in y: z" of Bicep; "for k, v in y : z if w" of HCL. */
  loop(hasKey: boolean): Expression {
    const head = this.loopHead();
    if (head === undefined) {
      return unreadable;
    }
    const first = this.expression();
    const key = hasKey && this.takeMark("=>") ? first : undefined;
    const body = key === undefined ? first : this.expression();
    const condition = this.takeWord("if") === undefined ? undefined : this.expression();
    return this.isAtEnd && hasKey === (key !== undefined)
      ? { kind: "loop", ...head, condition, key, body }
      : unreadable;
  }

  /** The start of a loop up to its ":". */
  loopHead(): { item: string; index: string | undefined; over: Expression } | undefined {
    this.takeWord("for");
    const pair = this.takeGroup("(");
    const first = pair === undefined ? this.takeWord()?.text : wordsOf(pair)[0];
    const second = pair === undefined ? this.#secondName() : wordsOf(pair)[1];
    const isIn = this.takeWord("in") !== undefined;
    const over = this.expression();
    if (first === undefined || !isIn || !this.takeMark(":")) {
      return undefined;
    }
    return this.language === "hcl" && second !== undefined
      ? { item: second, index: first, over }
      : { item: first, index: second, over };
  }

  #secondName(): string | undefined {
    return this.takeMark(",") ? this.takeWord()?.text : undefined;
  }

  #arguments(group: Group): readonly Expression[] {
    return argumentsIn(group).map((tokens) => this.#inner(tokens));
  }

  #items(group: Group): readonly Item[] {
    return statementsOf(group.tokens).map((tokens) => {
      const isSpread = isSpreadAt(tokens);
      return { value: this.#inner(isSpread ? tokens.slice(3) : tokens), isSpread };
    });
  }

  #members(group: Group): readonly ObjectMember[] {
    return statementsOf(group.tokens).map((tokens) => {
      const [key, mark, ...value] = tokens;
      if (isSpreadAt(tokens)) {
        return { name: undefined, value: this.#inner(tokens.slice(3)) };
      }
      const isEntry = key !== undefined && (isMark(mark, ":") || isMark(mark, "="));
      return isEntry
        ? { name: this.#key(key), value: this.#inner(value) }
        : { name: undefined, value: unreadable };
    });
  }

  #key(token: Token): Expression {
    return token.kind === "word" ? literal(token.text) : this.#inner([token]);
  }

  #inner(tokens: readonly Token[]): Expression {
    return expressionOf(tokens, this.language, this.#depth + 1);
  }
}

function indexOf(word: string): Expression {
  return /^\d+$/.test(word) ? literal(Number(word)) : literal(word);
}
