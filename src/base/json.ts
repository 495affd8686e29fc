/** A JSON value. Bodies from Azure are read as this and validated before use. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | JsonObject;

export interface JsonObject {
  readonly [key: string]: JsonValue;
}

/** Whether the value is a JSON object: not null and not an array. */
export function isJsonObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The value at a path of property names; undefined where the path breaks off. */
export function valueAt(
  value: JsonValue | undefined,
  path: readonly string[],
): JsonValue | undefined {
  let current = value;
  for (const name of path) {
    if (!isJsonObject(current) || !Object.hasOwn(current, name)) {
      return undefined;
    }
    current = current[name];
  }
  return current;
}

/** The string at the end of a path, or undefined where there is none or it is empty. */
export function stringAt(value: JsonValue | undefined, ...path: string[]): string | undefined {
  const found = valueAt(value, path);
  return typeof found === "string" && found !== "" ? found : undefined;
}

/** The string-valued entries of the object at the end of a path; anything else is left out. */
export function stringsAt(
  value: JsonValue | undefined,
  ...path: string[]
): Readonly<Record<string, string>> {
  const found = valueAt(value, path);
  if (!isJsonObject(found)) {
    return {};
  }
  return Object.fromEntries(
    Object.entries(found).filter((entry): entry is [string, string] => {
      return typeof entry[1] === "string";
    }),
  );
}

/** The array at the end of a path, or an empty one. */
export function arrayAt(value: JsonValue | undefined, ...path: string[]): readonly JsonValue[] {
  const found = valueAt(value, path);
  return Array.isArray(found) ? (found as readonly JsonValue[]) : [];
}
