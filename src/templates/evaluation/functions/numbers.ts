import type { FunctionOfValues } from "../evaluator";
import { booleanValue, numberValue, plainText, unknown, unknownFor, type Value } from "../values";
import { areEqual } from "./equality";

/** A whole number, or undefined. */
export function integerOf(value: Value | undefined): number | undefined {
  return value?.kind === "number" && Number.isInteger(value.number) ? value.number : undefined;
}

function ofTwo(name: string, compute: (one: number, other: number) => number): FunctionOfValues {
  return ([one, other]) =>
    one?.kind === "number" && other?.kind === "number"
      ? numberValue(compute(one.number, other.number))
      : unknownFor(name, one, other);
}

function comparison(name: string, fits: (one: number, other: number) => boolean): FunctionOfValues {
  return ([one, other]) =>
    one?.kind === "number" && other?.kind === "number"
      ? booleanValue(fits(one.number, other.number))
      : unknownFor(name, one, other);
}

/** The smallest or largest of several numbers, or of the items of one array. */
function extreme(name: string, pick: (...numbers: number[]) => number): FunctionOfValues {
  return (given) => {
    const [first] = given;
    const values = given.length === 1 && first?.kind === "array" ? first.items : given;
    const numbers = values.flatMap((value) => (value.kind === "number" ? [value.number] : []));
    return numbers.length < values.length || numbers.length === 0
      ? unknownFor(name, ...values)
      : numberValue(pick(...numbers));
  };
}

const integer: FunctionOfValues = ([value]) => {
  const text = plainText(value);
  if (text !== undefined && /^\s*-?\d{1,15}\s*$/.test(text)) {
    return numberValue(Number(text));
  }
  return value?.kind === "number"
    ? numberValue(Math.trunc(value.number))
    : unknownFor("int", value);
};

const boolean: FunctionOfValues = ([value]) => {
  const text = plainText(value)?.toLowerCase();
  if (value?.kind === "boolean" || text === "true" || text === "false") {
    return value?.kind === "boolean" ? value : booleanValue(text === "true");
  }
  return value?.kind === "number" ? booleanValue(value.number !== 0) : unknownFor("bool", value);
};

const not: FunctionOfValues = ([value]) =>
  value?.kind === "boolean" ? booleanValue(!value.isTrue) : unknownFor("not", value);

const equals: FunctionOfValues = ([one, other]) => {
  const result = one === undefined || other === undefined ? undefined : areEqual(one, other);
  return result === undefined ? unknownFor("equals", one, other) : booleanValue(result);
};

function divide(one: number, other: number): number {
  return Math.trunc(one / other);
}

/** ARM's functions of numbers and conditions. */
export const numberFunctions: ReadonlyMap<string, FunctionOfValues> = new Map<
  string,
  FunctionOfValues
>([
  ["add", ofTwo("add", (one, other) => one + other)],
  ["sub", ofTwo("sub", (one, other) => one - other)],
  ["mul", ofTwo("mul", (one, other) => one * other)],
  ["div", ofTwo("div", divide)],
  ["mod", ofTwo("mod", (one, other) => one % other)],
  ["less", comparison("less", (one, other) => one < other)],
  ["lessorequals", comparison("lessOrEquals", (one, other) => one <= other)],
  ["greater", comparison("greater", (one, other) => one > other)],
  ["greaterorequals", comparison("greaterOrEquals", (one, other) => one >= other)],
  ["min", extreme("min", Math.min)],
  ["max", extreme("max", Math.max)],
  ["int", integer],
  ["float", ([value]) => (value?.kind === "number" ? value : unknown("unsupported", "float"))],
  ["bool", boolean],
  ["not", not],
  ["equals", equals],
  ["true", () => booleanValue(true)],
  ["false", () => booleanValue(false)],
]);
