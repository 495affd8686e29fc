import type { FunctionOfValues } from "../evaluator";
import { guid, uniqueString } from "../hash";
import { lengths, mapped, replaced, skip, take, trimmed } from "../partialText";
import {
  anyText,
  arrayValue,
  booleanValue,
  joined,
  known,
  numberValue,
  plainText,
  reasonOf,
  shaped,
  unknown,
  unknownFor,
  type Text,
  type Value,
} from "../values";
import { formatted } from "./format";
import { parsedJson, stringOf } from "./json";
import { integerOf } from "./numbers";

const longestResult = 20_000;

/** A text, or an unknown value as a text of any shape. */
export function partialText(value: Value | undefined): Text | undefined {
  return value?.kind === "unknown"
    ? anyText(value.reason)
    : value?.kind === "text"
      ? value
      : undefined;
}

/** A function of one text. */
function ofText(name: string, change: (text: Text) => Value): FunctionOfValues {
  return ([value, ...rest]) => {
    const text = partialText(value);
    return text === undefined || rest.length > 0 ? unknownFor(name, value) : change(text);
  };
}

/** A function of one fully known text. */
function ofKnown(name: string, change: (text: string) => Value): FunctionOfValues {
  return ([value]) => {
    const text = plainText(value);
    return text === undefined ? unknownFor(name, value) : change(text);
  };
}

/** A hash of texts, of a known shape where a text is unknown. */
function hashOf(
  name: string,
  hash: (given: readonly string[]) => string,
  length: number,
  characters: string,
): FunctionOfValues {
  return (given) => {
    const texts = given.map(plainText);
    if (given.length > 0 && texts.every((text) => text !== undefined)) {
      return known(hash(texts));
    }
    const { reason } = unknownFor(name, ...given);
    return reason.kind === "error"
      ? { kind: "unknown", reason }
      : shaped(reason, length, length, characters);
  };
}

export const toLower: FunctionOfValues = ofText("toLower", (text) =>
  mapped(text, (part) => part.toLowerCase()),
);
export const toUpper: FunctionOfValues = ofText("toUpper", (text) =>
  mapped(text, (part) => part.toUpperCase()),
);
export const trim: FunctionOfValues = ofText("trim", trimmed);
const uniqueStringOf: FunctionOfValues = hashOf("uniqueString", uniqueString, 13, "a-z2-7");

/** The part of a text from an offset; the rest of it where no length is given. */
export const substring: FunctionOfValues = ([value, from, count]) => {
  const text = partialText(value);
  const start = integerOf(from);
  const length = count === undefined ? undefined : integerOf(count);
  if (text === undefined || start === undefined || (count !== undefined && length === undefined)) {
    return text === undefined
      ? unknownFor("substring", value)
      : anyText(unknownFor("substring", from, count).reason);
  }
  const isOutside = start < 0 || (length ?? 0) < 0 || start + (length ?? 0) > lengths(text).max;
  if (isOutside) {
    return unknown("error", "substring");
  }
  const rest = skip(text, start);
  return length === undefined ? rest : take(rest, length);
};

export const replace: FunctionOfValues = ([value, old, by]) => {
  const text = partialText(value);
  const [before, after] = [plainText(old), plainText(by)];
  if (text === undefined || before === undefined || after === undefined) {
    return text === undefined
      ? unknownFor("replace", value)
      : anyText(unknownFor("replace", old, by).reason);
  }
  const size = text.pieces.reduce(
    (sum, piece) => sum + (typeof piece === "string" ? piece.length : 1),
    0,
  );
  return size * Math.max(1, after.length) > longestResult * 10
    ? unknown("tooMuch")
    : replaced(text, before, after);
};

const split: FunctionOfValues = ([value, by]) => {
  const text = plainText(value);
  const separators = by?.kind === "array" ? by.items.map(plainText) : [plainText(by)];
  if (text === undefined || !separators.every((one) => one !== undefined && one !== "")) {
    return unknownFor("split", value, by);
  }
  let parts = [text];
  for (const separator of separators) {
    parts = parts.flatMap((part) => part.split(separator ?? ""));
  }
  return arrayValue(parts.map(known));
};

const join: FunctionOfValues = ([items, by]) => {
  if (items?.kind !== "array" || by === undefined) {
    return unknownFor("join", items, by);
  }
  return joined(items.items.flatMap((item, at) => (at === 0 ? [item] : [by, item])));
};

const padLeft: FunctionOfValues = ([value, length, character = known(" ")]) => {
  const text = plainText(stringOf(value));
  const width = integerOf(length);
  const fill = plainText(character);
  return text === undefined || width === undefined || width > longestResult || fill?.length !== 1
    ? unknownFor("padLeft", value, length, character)
    : known(text.padStart(width, fill));
};

/** A comparison of a text's start or end, which ignores the case. */
function edge(name: string, isStart: boolean): FunctionOfValues {
  return ([value, part]) => {
    const [text, wanted] = [value, plainText(part)?.toLowerCase()];
    if (text?.kind !== "text" || wanted === undefined) {
      return unknownFor(name, value, part);
    }
    const piece = isStart ? text.pieces[0] : text.pieces.at(-1);
    const sure = typeof piece === "string" ? piece.toLowerCase() : "";
    const isKnown = reasonOf(text) === undefined;
    const compared = isStart
      ? sure.slice(0, wanted.length)
      : sure.slice(-wanted.length || sure.length);
    if (isKnown || compared.length >= wanted.length) {
      return booleanValue(wanted === "" || compared === wanted);
    }
    const fits = isStart ? wanted.startsWith(compared) : wanted.endsWith(compared);
    return fits ? unknownFor(name, value) : booleanValue(false);
  };
}

function position(name: string, find: (text: string, part: string) => number): FunctionOfValues {
  return ([value, part]) => {
    const [text, wanted] = [plainText(value), plainText(part)];
    return text === undefined || wanted === undefined
      ? unknownFor(name, value, part)
      : numberValue(find(text.toLowerCase(), wanted.toLowerCase()));
  };
}

/** ARM's functions of texts: learn.microsoft.com/azure/azure-resource-manager/bicep/bicep-functions-string */
export const textFunctions: ReadonlyMap<string, FunctionOfValues> = new Map<
  string,
  FunctionOfValues
>([
  ["tolower", toLower],
  ["toupper", toUpper],
  ["trim", trim],
  ["substring", substring],
  ["replace", replace],
  ["split", split],
  ["join", join],
  ["padleft", padLeft],
  ["format", formatted],
  ["string", ([value]) => stringOf(value)],
  ["json", ofKnown("json", parsedJson)],
  ["uniquestring", uniqueStringOf],
  ["guid", hashOf("guid", guid, 36, "0-9a-f\\-")],
  ["startswith", edge("startsWith", true)],
  ["endswith", edge("endsWith", false)],
  ["indexof", position("indexOf", (text, part) => text.indexOf(part))],
  ["lastindexof", position("lastIndexOf", (text, part) => text.lastIndexOf(part))],
  ["base64", ofKnown("base64", (text) => known(Buffer.from(text).toString("base64")))],
  [
    "base64tostring",
    ofKnown("base64ToString", (text) => known(Buffer.from(text, "base64").toString())),
  ],
  [
    "uricomponent",
    ofKnown("uriComponent", (text) => known(encodeURIComponent(text.toWellFormed()))),
  ],
  ["newguid", () => shaped({ kind: "random", about: "newGuid" }, 36, 36, "0-9a-f\\-")],
  ["utcnow", () => anyText({ kind: "random", about: "utcNow" })],
]);
