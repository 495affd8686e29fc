import type { FunctionOfValues } from "../evaluator";
import { lengths, skip, take } from "../partialText";
import {
  arrayValue,
  booleanValue,
  known,
  nullValue,
  numberValue,
  objectValue,
  plainText,
  shaped,
  unknown,
  unknownBecause,
  unknownFor,
  type ObjectValue,
  type Text,
  type Value,
} from "../values";
import { areEqual } from "./equality";
import { integerOf } from "./numbers";

const mostItems = 5_000;

const length: FunctionOfValues = ([value]) => {
  const { min, max } = value?.kind === "text" ? lengths(value) : { min: 0, max: 1 };
  switch (value?.kind) {
    case "text":
      return min === max ? numberValue(min) : unknownFor("length", value);
    case "array":
      return numberValue(value.items.length);
    case "object":
      return value.others === undefined
        ? numberValue(value.members.size)
        : unknownFor("length", value);
    default:
      return unknownFor("length", value);
  }
};

const empty: FunctionOfValues = ([value]) => {
  switch (value?.kind) {
    case "null":
      return booleanValue(true);
    case "text": {
      const { min, max } = lengths(value);
      return min > 0 || max === 0 ? booleanValue(max === 0) : unknownFor("empty", value);
    }
    case "array":
      return booleanValue(value.items.length === 0);
    case "object":
      return value.members.size > 0 || value.others === undefined
        ? booleanValue(value.members.size === 0)
        : unknownFor("empty", value);
    default:
      return unknownFor("empty", value);
  }
};

const contains: FunctionOfValues = ([value, part]) => {
  if (value === undefined || part === undefined) {
    return unknown("error", "contains");
  }
  switch (value.kind) {
    case "text":
      return textContains(value, part);
    case "object": {
      const name = plainText(part);
      if (name === undefined) {
        return unknownFor("contains", part);
      }
      const isThere = value.members.has(name.toLowerCase());
      return isThere || value.others === undefined
        ? booleanValue(isThere)
        : unknownBecause(value.others);
    }
    case "array": {
      const results = value.items.map((item) => areEqual(item, part));
      return results.includes(true) || !results.includes(undefined)
        ? booleanValue(results.includes(true))
        : unknownFor("contains", part, value);
    }
    default:
      return unknownFor("contains", value);
  }
};

function textContains(text: Text, part: Value): Value {
  const wanted = part.kind === "number" ? String(part.number) : plainText(part);
  const isThere = text.pieces.some(
    (piece) => typeof piece === "string" && piece.includes(wanted ?? "\0"),
  );
  const whole = plainText(text);
  if (wanted === undefined) {
    return unknownFor("contains", part);
  }
  return isThere || whole !== undefined || wanted === ""
    ? booleanValue(isThere || wanted === "")
    : unknownFor("contains", text);
}

function ofEnd(name: string, isFirst: boolean): FunctionOfValues {
  return ([value]) => {
    switch (value?.kind) {
      case "array":
        return value.items.at(isFirst ? 0 : -1) ?? nullValue;
      case "text": {
        const piece = isFirst ? value.pieces[0] : value.pieces.at(-1);
        if (typeof piece === "string") {
          return known(isFirst ? piece.charAt(0) : piece.slice(-1));
        }
        return piece === undefined
          ? known("")
          : shaped(
              piece.reason,
              Math.min(1, piece.min),
              1,
              value.pieces.length === 1 ? piece.characters : undefined,
            );
      }
      default:
        return unknownFor(name, value);
    }
  };
}

/** ARM's take and skip, of arrays and texts; a negative count is none. */
function ofCount(
  name: string,
  ofItems: (items: readonly Value[], count: number) => readonly Value[],
  ofText: (text: Text, count: number) => Text,
): FunctionOfValues {
  return ([value, count]) => {
    const number = integerOf(count);
    if (number === undefined) {
      return unknownFor(name, count);
    }
    const least = Math.max(0, number);
    switch (value?.kind) {
      case "array":
        return arrayValue(ofItems(value.items, least));
      case "text":
        return ofText(value, least);
      case "unknown":
        return value;
      default:
        return unknownFor(name, value);
    }
  };
}

const range: FunctionOfValues = ([start, count]) => {
  const [from, size] = [integerOf(start), integerOf(count)];
  if (from === undefined || size === undefined || size < 0) {
    return unknownFor("range", start, count);
  }
  return size > mostItems
    ? unknown("tooMuch")
    : arrayValue(Array.from({ length: size }, (_, at) => numberValue(from + at)));
};

const concat: FunctionOfValues = (given) => {
  const arrays = given.flatMap((value) => (value.kind === "array" ? [value] : []));
  return arrays.length === given.length
    ? arrayValue(arrays.flatMap(({ items }) => items))
    : unknownFor("concat", ...given);
};

/** The union of arrays without duplicates, or of objects, later members over earlier ones. */
const union: FunctionOfValues = (given) => {
  if (given.every((value) => value.kind === "object")) {
    return given.reduce((one, other) => merged(one, other, 0));
  }
  const arrays = given.flatMap((value) => (value.kind === "array" ? [value.items] : []));
  return arrays.length < given.length ? unknownFor("union", ...given) : distinct(arrays.flat());
};

export function distinct(items: readonly Value[]): Value {
  const kept: Value[] = [];
  const room = { left: 100_000 };
  for (const item of items) {
    const results = kept.map((one) => areEqual(one, item, room));
    if (results.includes(undefined)) {
      return room.left < 0 ? unknown("tooMuch") : unknownFor("union", item, ...kept);
    }
    if (!results.includes(true)) {
      kept.push(item);
    }
  }
  return arrayValue(kept);
}

const deepest = 30;

function merged(one: ObjectValue, other: ObjectValue, depth: number): ObjectValue {
  // Where the second object may have more members, they may replace any of the first.
  const earlier = other.others === undefined ? one.members : new Map<string, never>();
  const members = new Map(
    [...earlier.values(), ...other.members.values()].map((member) => [
      member.name.toLowerCase(),
      [member.name, member.value] as const,
    ]),
  );
  for (const [key, { value, name }] of other.members) {
    const before = one.members.get(key)?.value;
    if (before?.kind === "object" && value.kind === "object" && depth < deepest) {
      members.set(key, [name, merged(before, value, depth + 1)]);
    }
  }
  return objectValue(members.values(), one.others ?? other.others);
}

const intersection: FunctionOfValues = (given) => {
  const arrays = given.flatMap((value) => (value.kind === "array" ? [value.items] : []));
  const [first, ...rest] = arrays;
  if (first === undefined || arrays.length < given.length) {
    return unknownFor("intersection", ...given);
  }
  const results = first.map((item) => rest.map((other) => other.map((one) => areEqual(one, item))));
  if (results.flat(2).includes(undefined)) {
    return unknownFor("intersection", ...given);
  }
  return distinct(
    first.filter((_, at) => results[at]?.every((one) => one.includes(true)) === true),
  );
};

const flatten: FunctionOfValues = ([value]) => {
  const inner = value?.kind === "array" ? value.items : undefined;
  const arrays = inner?.flatMap((item) => (item.kind === "array" ? [item.items] : [])) ?? [];
  return inner === undefined || arrays.length < inner.length
    ? unknownFor("flatten", value)
    : arrayValue(arrays.flat());
};

/** The members in the order of their names, as ARM lists them. */
function sortedMembers(
  name: string,
  shape: (name: string, value: Value) => Value,
): FunctionOfValues {
  return ([value]) => {
    if (value?.kind !== "object" || value.others !== undefined) {
      return unknownFor(name, value);
    }
    const members = [...value.members.values()].toSorted((one, other) =>
      one.name < other.name ? -1 : 1,
    );
    return arrayValue(members.map((member) => shape(member.name, member.value)));
  };
}

function createObject(given: readonly Value[]): Value {
  const pairs: (readonly [string, Value])[] = [];
  for (let at = 0; at < given.length; at += 2) {
    const name = plainText(given[at]);
    const value = given[at + 1];
    if (name === undefined || value === undefined) {
      return unknownFor("createObject", given[at]);
    }
    pairs.push([name, value]);
  }
  return objectValue(pairs);
}

/** ARM's functions of arrays and objects: learn.microsoft.com/azure/azure-resource-manager/bicep/bicep-functions-array */
export const collectionFunctions: ReadonlyMap<string, FunctionOfValues> = new Map<
  string,
  FunctionOfValues
>([
  ["length", length],
  ["empty", empty],
  ["contains", contains],
  ["first", ofEnd("first", true)],
  ["last", ofEnd("last", false)],
  ["take", ofCount("take", (items, count) => items.slice(0, count), take)],
  ["skip", ofCount("skip", (items, count) => items.slice(count), skip)],
  ["range", range],
  ["concatarrays", concat],
  ["union", union],
  ["intersection", intersection],
  ["flatten", flatten],
  [
    "array",
    ([value = unknown("error", "array")]) =>
      value.kind === "array" || value.kind === "unknown" ? value : arrayValue([value]),
  ],
  ["createarray", arrayValue],
  ["createobject", createObject],
  [
    "items",
    sortedMembers("items", (name, value) =>
      objectValue([
        ["key", known(name)],
        ["value", value],
      ]),
    ),
  ],
  ["objectkeys", sortedMembers("objectKeys", (name) => known(name))],
  ["null", () => nullValue],
]);
