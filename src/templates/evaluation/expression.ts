/** An item of an array; with isSpread, the items of another array. */
export interface Item {
  readonly value: Expression;
  readonly isSpread: boolean;
}

/** A member of an object; without a name, the members of another object. */
export interface ObjectMember {
  readonly name: Expression | undefined;
  readonly value: Expression;
}

/**
 * A loop that makes an array, or an object where it has keys. The last name is the item's; one
 * before it is the index or key in HCL, one after it the index in Bicep.
 */
export interface LoopExpression {
  readonly kind: "loop";
  readonly item: string;
  readonly index: string | undefined;
  readonly over: Expression;
  readonly condition: Expression | undefined;
  readonly key: Expression | undefined;
  readonly body: Expression;
}

/**
 * An expression of Bicep, of ARM's JSON, or of HCL. Operators and conditions are calls: "==" of two
 * values, "if" of three.
 */
export type Expression =
  | { readonly kind: "literal"; readonly value: string | number | boolean | null }
  | { readonly kind: "text"; readonly parts: readonly (string | Expression)[] }
  | { readonly kind: "array"; readonly items: readonly Item[] }
  | { readonly kind: "object"; readonly members: readonly ObjectMember[] }
  | { readonly kind: "name"; readonly name: string }
  | {
      readonly kind: "member";
      readonly of: Expression;
      readonly name: Expression;
      /** Whether a missing member is null, not an error. */
      readonly isSafe: boolean;
    }
  | {
      readonly kind: "call";
      /** With its namespace, as in "contoso.uniqueName". */
      readonly name: string;
      readonly given: readonly Expression[];
    }
  | { readonly kind: "lambda"; readonly names: readonly string[]; readonly body: Expression }
  | LoopExpression
  /** Syntax that isn't evaluated; about: what it is. */
  | { readonly kind: "unsupported"; readonly about: string }
  | { readonly kind: "unreadable" };

export const unreadable: Expression = { kind: "unreadable" };

export function literal(value: string | number | boolean | null): Expression {
  return { kind: "literal", value };
}

export function call(name: string, ...given: readonly Expression[]): Expression {
  return { kind: "call", name, given };
}

export function member(of: Expression, name: Expression | string, isSafe = false): Expression {
  return { kind: "member", of, name: typeof name === "string" ? literal(name) : name, isSafe };
}
