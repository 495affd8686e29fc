import type { Json } from "../json";
import { parserFailure, tokensOf, type KqlError, type Token } from "./kqlTokens";

/** A query: the rows of a table, and what is done with them in turn. */
export interface Query {
  /** Lower-case. */
  readonly table: string;
  readonly steps: readonly Step[];
}

export type Step =
  | { readonly kind: "where"; readonly condition: Expression }
  | { readonly kind: "project" | "extend"; readonly columns: readonly Column[] }
  | { readonly kind: "order"; readonly by: readonly Order[] }
  | { readonly kind: "limit"; readonly rows: number }
  | { readonly kind: "count" }
  | { readonly kind: "union"; readonly queries: readonly Query[] };

export interface Column {
  readonly name: string;
  readonly value: Expression;
}

export interface Order {
  readonly value: Expression;
  readonly isDescending: boolean;
}

export type Expression =
  | { readonly kind: "literal"; readonly value: Json }
  | { readonly kind: "path"; readonly names: readonly string[] }
  | { readonly kind: "call"; readonly name: string; readonly arguments: readonly Expression[] }
  | {
      readonly kind: "compare";
      readonly operator: string;
      readonly left: Expression;
      readonly right: Expression;
    }
  | {
      readonly kind: "in";
      readonly operator: string;
      readonly left: Expression;
      readonly list: readonly Expression[];
    }
  | { readonly kind: "and" | "or"; readonly sides: readonly Expression[] };

const comparisons = ["==", "!=", "=~", "!~", "contains", "startswith"];
const memberships = ["in", "in~", "!in", "!in~"];

/** Reads the part of Resource Graph's query language that this simulator has. */
export function parseQuery(text: string): Query {
  const parser = new Parser(tokensOf(text));
  const query = parser.query();
  parser.end();
  return query;
}

class Parser {
  private next = 0;

  constructor(private readonly tokens: readonly Token[]) {}

  query(): Query {
    const table = this.name().toLowerCase();
    const steps: Step[] = [];
    while (this.takes("|")) {
      steps.push(this.step());
    }
    return { table, steps };
  }

  end(): void {
    if (this.token.kind !== "end") {
      throw this.failure();
    }
  }

  private step(): Step {
    const token = this.token;
    switch (this.name()) {
      case "where":
        return { kind: "where", condition: this.expression() };
      case "project":
        return { kind: "project", columns: this.several(() => this.column()) };
      case "extend":
        return { kind: "extend", columns: this.several(() => this.column()) };
      case "order":
      case "sort":
        this.demand("by");
        return { kind: "order", by: this.several(() => this.order()) };
      case "limit":
      case "take":
        return { kind: "limit", rows: this.number() };
      case "count":
        return { kind: "count" };
      case "union":
        return { kind: "union", queries: this.several(() => this.leg()) };
      default:
        throw this.failure(token);
    }
  }

  /** "name = expression", or an expression that gives the column its name. */
  private column(): Column {
    const following = this.tokens[this.next + 1];
    if (this.token.kind === "name" && following?.kind === "symbol" && following.value === "=") {
      const name = this.name();
      this.demand("=");
      return { name, value: this.expression() };
    }
    const token = this.token;
    const value = this.expression();
    if (value.kind !== "path") {
      throw this.failure(token);
    }
    return { name: value.names.join("_"), value };
  }

  private order(): Order {
    const value = this.expression();
    const isAscending = this.takes("asc");
    if (!isAscending) {
      // Largest first is what the language takes for granted.
      this.takes("desc");
    }
    return { value, isDescending: !isAscending };
  }

  private leg(): Query {
    if (!this.takes("(")) {
      return { table: this.name().toLowerCase(), steps: [] };
    }
    const query = this.query();
    this.demand(")");
    return query;
  }

  private expression(): Expression {
    return this.chain("or", () => this.chain("and", () => this.comparison()));
  }

  private chain(kind: "and" | "or", side: () => Expression): Expression {
    const first = side();
    const rest: Expression[] = [];
    while (this.takes(kind)) {
      rest.push(side());
    }
    return rest.length === 0 ? first : { kind, sides: [first, ...rest] };
  }

  private comparison(): Expression {
    const left = this.primary();
    const operator = this.token.kind === "text" ? "" : this.token.value;
    if (comparisons.includes(operator)) {
      this.next += 1;
      return { kind: "compare", operator, left, right: this.primary() };
    }
    if (memberships.includes(operator)) {
      this.next += 1;
      this.demand("(");
      const list = this.several(() => this.primary());
      this.demand(")");
      return { kind: "in", operator, left, list };
    }
    return left;
  }

  private primary(): Expression {
    const { kind, value } = this.token;
    if (kind === "text" || kind === "number") {
      this.next += 1;
      return { kind: "literal", value: kind === "text" ? value : Number(value) };
    }
    if (this.takes("(")) {
      const inner = this.expression();
      this.demand(")");
      return inner;
    }
    const name = this.name();
    if (name === "true" || name === "false") {
      return { kind: "literal", value: name === "true" };
    }
    return this.takes("(") ? this.call(name) : this.path(name);
  }

  private call(name: string): Expression {
    const values = this.several(() => this.expression());
    this.demand(")");
    return { kind: "call", name, arguments: values };
  }

  private path(first: string): Expression {
    const names = [first];
    for (;;) {
      if (this.takes(".")) {
        names.push(this.name());
      } else if (this.takes("[")) {
        names.push(this.text());
        this.demand("]");
      } else {
        return { kind: "path", names };
      }
    }
  }

  private several<Item>(one: () => Item): readonly Item[] {
    const items = [one()];
    while (this.takes(",")) {
      items.push(one());
    }
    return items;
  }

  private name(): string {
    return this.value("name");
  }

  private text(): string {
    return this.value("text");
  }

  private number(): number {
    return Number(this.value("number"));
  }

  private value(kind: Token["kind"]): string {
    if (this.token.kind !== kind) {
      throw this.failure();
    }
    const { value } = this.token;
    this.next += 1;
    return value;
  }

  private takes(value: string): boolean {
    const isThere = this.token.kind !== "text" && this.token.value === value;
    this.next += isThere ? 1 : 0;
    return isThere;
  }

  private demand(value: string): void {
    if (!this.takes(value)) {
      throw this.failure();
    }
  }

  private get token(): Token {
    const token = this.tokens[Math.min(this.next, this.tokens.length - 1)];
    if (token === undefined) {
      throw new Error("A query has an end at least");
    }
    return token;
  }

  private failure({ line, position, value }: Token = this.token): KqlError {
    return parserFailure({ line, position, token: value === "" ? "<EOF>" : value });
  }
}
