import type { FunctionOfValues } from "../evaluator";
import { joined, known, plainText, unknown, unknownFor, type Value } from "../values";
import { stringOf } from "./json";

// "{0}", "{1:D3}" and "{2,5}", of .NET's composite formatting.
const hole = /\{(\d{1,3})(,-?\d{1,3})?(:[^{}]{1,20})?\}/;

/** ARM's format: "{0}" stands for the first value, "{{" for a brace. */
export const formatted: FunctionOfValues = ([pattern, ...given]) => {
  const text = plainText(pattern);
  if (text === undefined) {
    return unknownFor("format", pattern);
  }
  const parts: Value[] = [];
  for (let rest = text; rest !== "";) {
    const braces = /\{\{|\}\}|\{[^{}]*\}/.exec(rest);
    if (braces === null) {
      parts.push(known(rest));
      break;
    }
    parts.push(known(rest.slice(0, braces.index)), partOf(braces[0], given));
    rest = rest.slice(braces.index + braces[0].length);
  }
  return (
    parts.find((part) => part.kind === "unknown" && part.reason.kind === "error") ?? joined(parts)
  );
};

function partOf(braces: string, given: readonly Value[]): Value {
  if (braces === "{{" || braces === "}}") {
    return known(braces.charAt(0));
  }
  const found = hole.exec(braces);
  const value = given[Number(found?.[1])];
  if (found?.[0] !== braces || value === undefined) {
    return unknown("error", "format");
  }
  const [, , alignment, specifier] = found;
  const shown =
    specifier === undefined ? stringOf(value) : withSpecifier(value, specifier.slice(1));
  return alignment === undefined ? shown : aligned(shown, Number(alignment.slice(1)));
}

function aligned(value: Value, width: number): Value {
  const text = plainText(value);
  if (text === undefined) {
    return value;
  }
  return known(width < 0 ? text.padEnd(-width) : text.padStart(width));
}

/** The specifiers that occur in names: D, X, and zeros. */
function withSpecifier(value: Value, specifier: string): Value {
  if (value.kind !== "number") {
    // .NET ignores the specifier for texts.
    return value.kind === "text" ? value : unknownFor("format", value);
  }
  const { number } = value;
  const zeros = /^0+$/.exec(specifier)?.[0].length;
  const [, letter = "", width = "0"] = /^([dDxX])(\d{0,2})$/.exec(specifier) ?? [];
  if (!Number.isInteger(number) || number < 0 || (zeros === undefined && letter === "")) {
    return unknown("unsupported", "format");
  }
  const isHex = letter.toLowerCase() === "x";
  const digits = number.toString(isHex ? 16 : 10).padStart(zeros ?? Number(width), "0");
  return known(letter === "X" ? digits.toUpperCase() : digits);
}
