import {
  arrayValue,
  booleanValue,
  known,
  nullValue,
  numberValue,
  objectValue,
  plainText,
  reasonOf,
  unknown,
  unknownFor,
  type Value,
} from "../values";

const deepest = 50;
const longest = 20_000;

/** The value of a JSON text. */
export function parsedJson(text: string): Value {
  try {
    const parsed: unknown = JSON.parse(text);
    return valueOfJson(parsed);
  } catch {
    return unknown("error", "json");
  }
}

/** A value of JSON that is already parsed. */
function valueOfJson(json: unknown, depth = 0): Value {
  if (depth > deepest) {
    return unknown("tooMuch");
  }
  if (json === null) {
    return nullValue;
  }
  switch (typeof json) {
    case "string":
      return known(json);
    case "number":
      return numberValue(json);
    case "boolean":
      return booleanValue(json);
    default:
      return Array.isArray(json)
        ? arrayValue(json.map((item) => valueOfJson(item, depth + 1)))
        : objectValue(
            Object.entries(json ?? {}).map(([name, value]) => [
              name,
              valueOfJson(value, depth + 1),
            ]),
          );
  }
}

/** The JSON text of a value, as ARM's string function writes it. */
export function jsonText(value: Value): Value {
  const reason = reasonOf(value);
  if (reason !== undefined) {
    return { kind: "unknown", reason };
  }
  const parts: string[] = [];
  return write(value, parts, { left: longest }, 0) ? known(parts.join("")) : unknown("tooMuch");
}

/** @returns false where the text becomes too long. */
function write(value: Value, parts: string[], room: { left: number }, depth: number): boolean {
  const put = (text: string): boolean => {
    parts.push(text);
    room.left -= text.length;
    return room.left >= 0;
  };
  if (depth > deepest) {
    return false;
  }
  switch (value.kind) {
    case "text":
      return put(JSON.stringify(plainText(value) ?? ""));
    case "number":
      return put(String(value.number));
    case "boolean":
      return put(String(value.isTrue));
    case "null":
      return put("null");
    case "array":
      return (
        put("[") &&
        value.items.every(
          (item, at) => (at === 0 || put(",")) && write(item, parts, room, depth + 1),
        ) &&
        put("]")
      );
    case "object":
      return (
        put("{") &&
        [...value.members.values()].every(
          (member, at) =>
            (at === 0 || put(",")) &&
            put(`${JSON.stringify(member.name)}:`) &&
            write(member.value, parts, room, depth + 1),
        ) &&
        put("}")
      );
    case "reference":
    case "lambda":
    case "unknown":
      return false;
  }
}

/** ARM's string function. */
export function stringOf(value: Value | undefined): Value {
  switch (value?.kind) {
    case undefined:
    case "lambda":
    case "reference":
      return unknownFor("string", value);
    case "unknown":
    case "text":
      return value;
    case "number":
      return known(String(value.number));
    case "boolean":
      return known(value.isTrue ? "True" : "False");
    case "null":
      return known("");
    case "array":
    case "object":
      return jsonText(value);
  }
}
