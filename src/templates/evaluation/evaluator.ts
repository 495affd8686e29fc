import { either } from "./either";
import type { Expression, LoopExpression, ObjectMember } from "./expression";
import { entriesOf, memberOf } from "./members";
import type { Reason } from "./reason";
import {
  arrayValue,
  booleanValue,
  joined,
  known,
  nullValue,
  numberValue,
  objectValue,
  plainText,
  reasonOf,
  unknown,
  unknownBecause,
  unknownFor,
  type LambdaValue,
  type Value,
} from "./values";

/** What names and functions mean at a place in a template. */
export interface Scope {
  /** The value of a name; undefined where it isn't declared. */
  name(name: string): Value | undefined;
  /** The result of a function that depends on the place; undefined where it isn't one. */
  call(name: string, given: readonly Expression[], scope: Scope): Value | undefined;
}

/** A function of values alone. It never throws, and is unknown where a value it needs is. */
export type FunctionOfValues = (given: readonly Value[]) => Value;

// Far more than the names of any template need.
const mostSteps = 1_000_000;
const deepest = 150;

/**
 * Evaluates expressions. Never throws: what can't be determined is unknown. All evaluations of one
 * evaluator together are limited, so that no template takes long.
 */
export class Evaluator {
  #steps = 0;
  #depth = 0;

  /** @param functions by lower-case name. */
  constructor(private readonly functions: ReadonlyMap<string, FunctionOfValues>) {}

  evaluate(expression: Expression, scope: Scope): Value {
    this.#steps += 1;
    if (this.#steps > mostSteps || this.#depth >= deepest) {
      return unknown("tooMuch");
    }
    this.#depth += 1;
    const value = this.#valueOf(expression, scope);
    this.#depth -= 1;
    this.#steps += sizeOf(value);
    return value;
  }

  #valueOf(expression: Expression, scope: Scope): Value {
    switch (expression.kind) {
      case "literal":
        return valueOfLiteral(expression.value);
      case "text":
        return joined(
          expression.parts.map((part) =>
            typeof part === "string" ? known(part) : this.evaluate(part, scope),
          ),
        );
      case "array":
        return this.#array(expression.items, scope);
      case "object":
        return this.#object(expression.members, scope);
      case "name":
        return scope.name(expression.name) ?? unknown("undeclared", expression.name);
      case "member":
        return memberOf(
          this.evaluate(expression.of, scope),
          this.evaluate(expression.name, scope),
          expression.isSafe,
        );
      case "call":
        return this.#call(expression.name, expression.given, scope);
      case "lambda":
        return this.lambda(expression.names, expression.body, scope);
      case "loop":
        return this.#loop(expression, scope);
      case "unsupported":
        return unknown("unsupported", expression.about);
      case "unreadable":
        return unknown("unreadable");
    }
  }

  lambda(names: readonly string[], body: Expression, scope: Scope): LambdaValue {
    return {
      kind: "lambda",
      call: (given) =>
        this.evaluate(body, scopeWith(scope, new Map(names.map((name, at) => [name, given[at]])))),
    };
  }

  #call(name: string, given: readonly Expression[], scope: Scope): Value {
    const key = name.toLowerCase();
    const ofValues = this.functions.get(key);
    // Terraform's coalesce isn't ARM's.
    switch (ofValues === undefined ? key : undefined) {
      case "if":
        return this.#if(given, scope);
      case "and":
        return this.#logical(given, scope, false);
      case "or":
        return this.#logical(given, scope, true);
      case "coalesce":
        return this.#coalesce(given, scope);
      case "try":
        return this.#try(given, scope);
      default: {
        const special = scope.call(name, given, scope);
        const evaluated = special ?? ofValues;
        return typeof evaluated === "function"
          ? evaluated(given.map((one) => this.evaluate(one, scope)))
          : (evaluated ?? unknown("unsupported", name));
      }
    }
  }

  #if([condition, yes, no]: readonly Expression[], scope: Scope): Value {
    if (condition === undefined || yes === undefined) {
      return unknown("error", "if");
    }
    const value = this.evaluate(condition, scope);
    if (value.kind === "boolean") {
      const chosen = value.isTrue ? yes : no;
      return chosen === undefined ? nullValue : this.evaluate(chosen, scope);
    }
    const { kind, about } = unknownFor("if", value).reason;
    // No error, which "try" would pass over although both branches may be the same.
    const reason: Reason = { kind: kind === "error" ? "unsupported" : kind, about };
    return no === undefined
      ? unknownBecause(reason)
      : either(this.evaluate(yes, scope), this.evaluate(no, scope), reason);
  }

  /** The first value that decides, as true does for "or". */
  #logical(given: readonly Expression[], scope: Scope, deciding: boolean): Value {
    let undecided: Reason | undefined;
    for (const one of given) {
      const value = this.evaluate(one, scope);
      if (value.kind !== "boolean") {
        undecided ??= unknownFor(deciding ? "or" : "and", value).reason;
      } else if (value.isTrue === deciding) {
        return value;
      }
    }
    return undecided === undefined ? booleanValue(!deciding) : unknownBecause(undecided);
  }

  /** The first value that isn't null. */
  #coalesce([first, ...rest]: readonly Expression[], scope: Scope): Value {
    const value = first === undefined ? nullValue : this.evaluate(first, scope);
    if (rest.length === 0 || (value.kind !== "null" && value.kind !== "unknown")) {
      return value;
    }
    const other = this.#coalesce(rest, scope);
    return value.kind === "unknown" ? either(value, other, value.reason) : other;
  }

  /** Terraform's: the first value that is no error. */
  #try([first, ...rest]: readonly Expression[], scope: Scope): Value {
    const value = first === undefined ? unknown("error", "try") : this.evaluate(first, scope);
    const isError = value.kind === "unknown" && value.reason.kind === "error";
    // What is unknown in a value may be what makes it an error.
    const reason = reasonOf(value);
    if (rest.length === 0 || reason === undefined) {
      return value;
    }
    const other = this.#try(rest, scope);
    return isError ? other : either(value, other, reason);
  }

  #array(
    items: readonly { readonly value: Expression; readonly isSpread: boolean }[],
    scope: Scope,
  ): Value {
    const values: Value[] = [];
    for (const { value: expression, isSpread } of items) {
      const value = this.evaluate(expression, scope);
      if (!isSpread) {
        values.push(value);
      } else if (value.kind === "array") {
        values.push(...value.items);
      } else {
        return unknownFor("...", value);
      }
    }
    return arrayValue(values);
  }

  #object(members: readonly ObjectMember[], scope: Scope): Value {
    const all: (readonly [string, Value])[] = [];
    let others: Reason | undefined;
    for (const { name, value: expression } of members) {
      const value = this.evaluate(expression, scope);
      if (name !== undefined) {
        const evaluated = this.evaluate(name, scope);
        const text = evaluated.kind === "number" ? String(evaluated.number) : plainText(evaluated);
        if (text === undefined) {
          others ??= unknownFor("{}", evaluated).reason;
        } else {
          all.push([text, value]);
        }
      } else if (value.kind === "object") {
        all.push(...[...value.members.values()].map((one) => [one.name, one.value] as const));
        others ??= value.others;
      } else if (value.kind !== "null") {
        // It may replace any member before it.
        all.length = 0;
        others ??= unknownFor("...", value).reason;
      }
    }
    return objectValue(all, others);
  }

  #loop(loop: LoopExpression, scope: Scope): Value {
    const over = this.evaluate(loop.over, scope);
    const pairs = entriesOf(over);
    if (pairs === undefined) {
      return unknownFor("for", over);
    }
    const values: Value[] = [];
    const members: (readonly [string, Value])[] = [];
    for (const [index, item] of pairs) {
      const within = scopeWith(
        scope,
        new Map([
          [loop.item, item],
          ...(loop.index === undefined ? [] : [[loop.index, index] as const]),
        ]),
      );
      const condition =
        loop.condition === undefined ? booleanValue(true) : this.evaluate(loop.condition, within);
      if (condition.kind !== "boolean") {
        return unknownFor("for", condition);
      }
      if (condition.isTrue) {
        const key = loop.key === undefined ? undefined : this.evaluate(loop.key, within);
        const name = plainText(key);
        if (key !== undefined && name === undefined) {
          return unknownFor("for", key);
        }
        const value = this.evaluate(loop.body, within);
        values.push(value);
        members.push([name ?? "", value]);
      }
    }
    return loop.key === undefined ? arrayValue(values) : objectValue(members);
  }
}

function valueOfLiteral(value: string | number | boolean | null): Value {
  if (value === null) {
    return nullValue;
  }
  if (typeof value === "string") {
    return known(value);
  }
  return typeof value === "number" ? numberValue(value) : booleanValue(value);
}

/** A scope with further names, such as those of a lambda's parameters. */
export function scopeWith(scope: Scope, names: ReadonlyMap<string, Value | undefined>): Scope {
  return {
    name: (name) => names.get(name) ?? scope.name(name),
    call: (name, given, within) => scope.call(name, given, within),
  };
}

/** The work that a value of this size may cause later. */
function sizeOf(value: Value): number {
  switch (value.kind) {
    case "array":
      return value.items.length;
    case "object":
      return value.members.size;
    case "text":
      return value.pieces.length;
    default:
      return 0;
  }
}
