import {
  known,
  nullValue,
  numberValue,
  plainText,
  unknown,
  unknownBecause,
  unknownFor,
  type Value,
} from "./values";

/** A member of an object or a resource, or an item of an array; null where safe and missing. */
export function memberOf(of: Value, name: Value, isSafe: boolean): Value {
  switch (of.kind) {
    case "object": {
      const key = plainText(name);
      if (key === undefined) {
        return unknownFor(".", name);
      }
      const found = of.members.get(key.toLowerCase());
      if (found !== undefined) {
        return found.value;
      }
      return of.others === undefined ? missing(key, isSafe) : unknownBecause(of.others);
    }
    case "reference": {
      const key = name.kind === "number" ? String(name.number) : plainText(name);
      return key === undefined ? unknownFor(".", name) : of.member(key);
    }
    case "array": {
      if (name.kind !== "number") {
        return unknownFor("[]", name);
      }
      const at = name.number < 0 ? of.items.length + name.number : name.number;
      return of.items[at] ?? missing(String(name.number), isSafe);
    }
    case "null":
      return isSafe ? nullValue : unknown("error", ".");
    case "unknown":
      return of;
    case "text":
    case "number":
    case "boolean":
    case "lambda":
      return unknownFor(".", of);
  }
}

function missing(name: string, isSafe: boolean): Value {
  return isSafe ? nullValue : unknown("error", name);
}

/** The index of an item, and the key of a member. */
export function entriesOf(value: Value): readonly (readonly [Value, Value])[] | undefined {
  if (value.kind === "array") {
    return value.items.map((item, index) => [numberValue(index), item]);
  }
  return value.kind === "object" && value.others === undefined
    ? [...value.members.values()].map(({ name, value: item }) => [known(name), item])
    : undefined;
}
