import { createHash } from "node:crypto";
import type { FunctionOfValues } from "../evaluator";
import { uniqueString } from "../hash";
import { lengths } from "../partialText";
import {
  anyText,
  arrayValue,
  known,
  nullValue,
  numberValue,
  objectValue,
  plainText,
  shaped,
  unknown,
  unknownFor,
  joined,
  type Value,
} from "../values";
import { armFunctions } from "./arm";
import { distinct } from "./collections";
import { stringOf } from "./json";
import { partialText, replace, substring, toLower, toUpper, trim } from "./texts";

function arm(name: string): FunctionOfValues {
  return armFunctions.get(name) ?? (() => unknown("unsupported", name));
}

/** substr takes a negative length as the rest. */
const substr: FunctionOfValues = ([text, offset, length]) => {
  const [from, count] = [offset, length].map((one) => (one?.kind === "number" ? one.number : NaN));
  const value = partialText(text);
  if (value === undefined || offset === undefined || from === undefined || count === undefined) {
    return unknownFor("substr", text);
  }
  const { min, max } = lengths(value);
  if (from < 0) {
    return min === max
      ? substr([value, numberValue(Math.max(0, min + from)), length ?? nullValue])
      : anyText(unknownFor("substr", value).reason);
  }
  // Unlike ARM's substring, it stops at the end of the text.
  const rest = from > max ? known("") : substring([value, offset]);
  return count < 0 ? rest : arm("take")([rest, numberValue(count)]);
};

/** A pattern between slashes is a regular expression, which isn't evaluated. */
const replaceText: FunctionOfValues = ([text, old, by]) =>
  /^\/.*\/$/s.test(plainText(old) ?? "")
    ? replacePattern(text, plainText(old) ?? "", plainText(by))
    : replace([text ?? nullValue, old ?? nullValue, by ?? nullValue]);

/** The removal or replacement of characters that aren't in a set, as in "/[^a-z0-9]/". */
function replacePattern(value: Value | undefined, pattern: string, by: string | undefined): Value {
  const text = plainText(value);
  const set = /^\/(\[\^?[\w\- .]+\]\+?|[\w\- ]+)\/$/.exec(pattern)?.[1];
  return text === undefined || set === undefined || by === undefined || by.includes("$")
    ? anyText(
        text === undefined
          ? unknownFor("replace", value).reason
          : { kind: "unsupported", about: "replace" },
      )
    : known(text.replace(new RegExp(set.replace(/(?<!^\[\^?)-(?=\])/, "\\-"), "g"), () => by));
}

/** printf's %s, %d, %v, %%, and %0Nd. */
const format: FunctionOfValues = ([pattern, ...given]) => {
  const text = plainText(pattern);
  if (text === undefined) {
    return unknownFor("format", pattern);
  }
  const parts: Value[] = [];
  let next = 0;
  for (const part of text.split(/(%(?:0?\d{0,2})[a-z%])/)) {
    const verb = /^%(0?)(\d{0,2})([a-z%])$/.exec(part);
    if (verb === null) {
      parts.push(part.includes("%") ? unknown("unsupported", "format") : known(part));
      continue;
    }
    const [, zero = "", width = "", letter = ""] = verb;
    const value = letter === "%" ? known("%") : (given[next] ?? unknown("error", "format"));
    next += letter === "%" ? 0 : 1;
    parts.push(
      /^[sdv%]$/.test(letter)
        ? padded(stringOf(value), zero, width)
        : unknown("unsupported", "format"),
    );
  }
  return joined(parts);
};

function padded(value: Value, zero: string, width: string): Value {
  const text = plainText(value);
  return width === "" || text === undefined
    ? width === ""
      ? value
      : anyText(unknownFor("format", value).reason)
    : known(text.padStart(Number(width), zero === "" ? " " : "0"));
}

function coalesce(given: readonly Value[]): Value {
  for (const value of given) {
    if (
      value.kind === "unknown" ||
      (value.kind === "text" && lengths(value).min === 0 && value.pieces.length > 0)
    ) {
      return unknownFor("coalesce", value);
    }
    if (value.kind !== "null" && plainText(value) !== "") {
      return value;
    }
  }
  return unknown("error", "coalesce");
}

const lookup: FunctionOfValues = ([map, key, fallback]) => {
  const name = plainText(key)?.toLowerCase();
  if (map?.kind !== "object" || name === undefined) {
    return unknownFor("lookup", map, key);
  }
  const found = map.members.get(name)?.value;
  return found ?? (map.others === undefined ? fallback : undefined) ?? unknownFor("lookup", map);
};

const merge: FunctionOfValues = (given) => {
  const objects = given.flatMap((value) => (value.kind === "object" ? [value] : []));
  const members = objects.flatMap((one) => [...one.members.values()]);
  return objects.length < given.length || objects.some(({ others }) => others !== undefined)
    ? unknownFor("merge", ...given)
    : objectValue(members.map(({ name, value }) => [name, value]));
};

/** A digest in hexadecimal digits. */
function digest(algorithm: string, length: number): FunctionOfValues {
  return ([value]) => {
    const text = plainText(value);
    return text === undefined
      ? shaped(unknownFor(algorithm, value).reason, length, length, "0-9a-f")
      : known(createHash(algorithm).update(text).digest("hex"));
  };
}

function affix(name: string, change: (text: string, part: string) => string): FunctionOfValues {
  return ([value, part]) => {
    const [text, removed] = [plainText(value), plainText(part)];
    return text === undefined || removed === undefined
      ? unknownFor(name, value, part)
      : known(change(text, removed));
  };
}

function ofTexts(
  name: string,
  hash: (texts: readonly string[]) => string,
  length: number,
  characters: string,
): FunctionOfValues {
  return (given) => {
    const [first] = given;
    const values = first?.kind === "array" ? first.items : given;
    const texts = values.map(plainText);
    return texts.every((text) => text !== undefined)
      ? known(hash(texts))
      : shaped(unknownFor(name, ...values).reason, length, length, characters);
  };
}

const toList: FunctionOfValues = ([value]) =>
  value?.kind === "array" ? value : unknownFor("tolist", value);
const toText: FunctionOfValues = ([value]) =>
  value?.kind === "boolean" ? known(String(value.isTrue)) : stringOf(value);

/** Terraform's functions: developer.hashicorp.com/terraform/language/functions */
export const terraformFunctions: ReadonlyMap<string, FunctionOfValues> = new Map<
  string,
  FunctionOfValues
>([
  ...[
    "not",
    "equals",
    "less",
    "lessorequals",
    "greater",
    "greaterorequals",
    "add",
    "sub",
    "mul",
  ].map((name) => [name, arm(name)] as const),
  ...["min", "max", "length", "flatten", "startswith", "endswith"].map(
    (name) => [name, arm(name)] as const,
  ),
  [
    "div",
    ([one, other]) =>
      one?.kind === "number" && other?.kind === "number"
        ? numberValue(one.number / other.number)
        : unknownFor("/", one, other),
  ],
  ["mod", arm("mod")],
  ["lower", toLower],
  ["upper", toUpper],
  ["trimspace", trim],
  ["substr", substr],
  ["replace", replaceText],
  ["format", format],
  [
    "join",
    ([by, ...items]) =>
      arm("join")([
        items.length === 1 && items[0]?.kind === "array" ? items[0] : arrayValue(items),
        by ?? nullValue,
      ]),
  ],
  ["split", ([by, text]) => arm("split")([text ?? nullValue, by ?? nullValue])],
  ["concat", arm("concatarrays")],
  ["coalesce", coalesce],
  ["lookup", lookup],
  ["merge", merge],
  [
    "element",
    ([list, at]) =>
      list?.kind === "array" && at?.kind === "number"
        ? (list.items[at.number % list.items.length] ?? unknown("error", "element"))
        : unknownFor("element", list, at),
  ],
  [
    "contains",
    ([list, part]) =>
      list?.kind === "array"
        ? arm("contains")([list, part ?? nullValue])
        : unknownFor("contains", list),
  ],
  ["keys", arm("objectkeys")],
  [
    "values",
    ([value]) => {
      const items = arm("items")([value ?? nullValue]);
      return items.kind === "array"
        ? arrayValue(
            items.items.map((one) =>
              one.kind === "object" ? (one.members.get("value")?.value ?? nullValue) : one,
            ),
          )
        : items;
    },
  ],
  [
    "distinct",
    ([value]) => (value?.kind === "array" ? distinct(value.items) : unknownFor("distinct", value)),
  ],
  [
    "compact",
    ([value]) =>
      value?.kind === "array" &&
      value.items.every((one) => plainText(one) !== undefined || one.kind === "null")
        ? arrayValue(value.items.filter((one) => one.kind !== "null" && plainText(one) !== ""))
        : unknownFor("compact", value),
  ],
  ["tostring", toText],
  [
    "tonumber",
    ([value]) =>
      plainText(value) !== undefined ? arm("int")([value ?? nullValue]) : (value ?? nullValue),
  ],
  ["tolist", toList],
  [
    "toset",
    ([value]) => (value?.kind === "array" ? distinct(value.items) : unknownFor("toset", value)),
  ],
  ["tomap", ([value]) => value ?? nullValue],
  [
    "trimprefix",
    affix("trimprefix", (text, part) => (text.startsWith(part) ? text.slice(part.length) : text)),
  ],
  [
    "trimsuffix",
    affix("trimsuffix", (text, part) =>
      part !== "" && text.endsWith(part) ? text.slice(0, -part.length) : text,
    ),
  ],
  [
    "range",
    ([start, end]) =>
      end === undefined
        ? arm("range")([numberValue(0), start ?? nullValue])
        : unknown("unsupported", "range"),
  ],
  ["nonsensitive", ([value]) => value ?? nullValue],
  ["sensitive", ([value]) => value ?? nullValue],
  ["md5", digest("md5", 32)],
  ["sha1", digest("sha1", 40)],
  ["sha256", digest("sha256", 64)],
  ["provider::azapi::unique_string", ofTexts("unique_string", uniqueString, 13, "a-z2-7")],
  ["uuid", () => shaped({ kind: "random", about: "uuid" }, 36, 36, "0-9a-f\\-")],
  ["timestamp", () => anyText({ kind: "random", about: "timestamp" })],
]);
