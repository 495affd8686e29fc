import { call, type Expression } from "./evaluation/expression";

/** Operators from the loosest to the tightest, with the functions that they stand for. */
export const levels: readonly ReadonlyMap<
  string,
  (one: Expression, other: Expression) => Expression
>[] = [
  new Map([["??", (one, other) => call("coalesce", one, other)]]),
  new Map([["||", (one, other) => call("or", one, other)]]),
  new Map([["&&", (one, other) => call("and", one, other)]]),
  new Map([
    ["==", (one: Expression, other: Expression) => call("equals", one, other)],
    ["!=", (one: Expression, other: Expression) => call("not", call("equals", one, other))],
    ["=~", (one: Expression, other: Expression) => call("equalsIgnoreCase", one, other)],
    [
      "!~",
      (one: Expression, other: Expression) => call("not", call("equalsIgnoreCase", one, other)),
    ],
  ]),
  new Map([
    ["<", (one: Expression, other: Expression) => call("less", one, other)],
    ["<=", (one: Expression, other: Expression) => call("lessOrEquals", one, other)],
    [">", (one: Expression, other: Expression) => call("greater", one, other)],
    [">=", (one: Expression, other: Expression) => call("greaterOrEquals", one, other)],
  ]),
  new Map([
    ["+", (one: Expression, other: Expression) => call("add", one, other)],
    ["-", (one: Expression, other: Expression) => call("sub", one, other)],
  ]),
  new Map([
    ["*", (one: Expression, other: Expression) => call("mul", one, other)],
    ["/", (one: Expression, other: Expression) => call("div", one, other)],
    ["%", (one: Expression, other: Expression) => call("mod", one, other)],
  ]),
];
