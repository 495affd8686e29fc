import type { DeclaredResource, ObjectPlace, Span, Syntax } from "./template";

/** A text edit: a span and its replacement. */
export interface Edit extends Span {
  readonly text: string;
}

/** A property below "properties", with a string or true as its value. */
export interface Property {
  readonly name: string;
  readonly value: string | true;
}

/** What an edit needs of a resource: the place of its properties, and of what is around them. */
export type EditableResource = Pick<DeclaredResource, "body" | "properties" | "isTerraform">;

/** A property in a syntax, as in "restore: true". */
export function written({ name, value }: Property, syntax: Syntax): string {
  switch (syntax) {
    case "json":
      return `${JSON.stringify(name)}: ${JSON.stringify(value)}`;
    case "bicep":
      return `${name}: ${value === true ? "true" : `'${value}'`}`;
    case "hcl":
      return `${name} = ${JSON.stringify(value)}`;
  }
}

/**
 * The edit that sets a property of a resource, indented like its neighbors; undefined where the
 * resource has no place for it, or sets it elsewhere.
 */
export function editToSet(
  text: string,
  { body, properties, isTerraform }: EditableResource,
  property: Property,
): Edit | undefined {
  if (body === undefined || isTerraform) {
    return undefined;
  }
  const set = properties?.members.get(property.name.toLowerCase());
  if (set !== undefined) {
    const assignment = written(property, body.syntax);
    return set.isReplaceable
      ? { start: set.start, end: set.end, text: assignment.replace(/^.*?[:=] /, "") }
      : undefined;
  }
  if (properties !== undefined) {
    return insertion(text, properties, () => written(property, body.syntax));
  }
  if (body.members.has("properties")) {
    return undefined;
  }
  return insertion(text, body, (indent, unit) => {
    const name = { json: '"properties":', bicep: "properties:", hcl: "properties =" }[body.syntax];
    const lineEnd = lineEndOf(text);
    const inner = `${lineEnd}${indent}${unit}${written(property, body.syntax)}${lineEnd}${indent}`;
    return `${name} {${indent === "" ? ` ${written(property, body.syntax)} ` : inner}}`;
  });
}

/**
 * Inserts a member before the first one of an object.
 *
 * @param member creates it, given the indentation of its line ("" where it gets no line of its own)
 *   and of one level.
 */
function insertion(
  text: string,
  { inside, first, syntax, members }: ObjectPlace,
  member: (indent: string, unit: string) => string,
): Edit {
  const isEmpty = members.size === 0;
  const comma = isEmpty || syntax === "bicep" || syntax === "hcl" ? "" : ",";
  const outer = indentAt(text, inside);
  const unit = unitOf(text);
  if (!text.slice(inside, first).includes("\n")) {
    if (isEmpty) {
      const indent = `${outer}${unit}`;
      const lineEnd = lineEndOf(text);
      const line = `${lineEnd}${indent}${member(indent, unit)}${lineEnd}${outer}`;
      return { start: inside, end: inside, text: line };
    }
    return { start: inside, end: inside, text: ` ${member("", unit)},` };
  }
  const indent = isEmpty ? `${outer}${unit}` : indentAt(text, first);
  const line = `${lineEndOf(text)}${indent}${member(indent, unit)}${comma}`;
  return { start: inside, end: inside, text: line };
}

/** The indentation of the line at an offset. */
function indentAt(text: string, offset: number): string {
  const start = text.lastIndexOf("\n", offset - 1) + 1;
  return /^[ \t]*/.exec(text.slice(start, Math.min(offset, start + 200)))?.[0] ?? "";
}

/** One level of indentation: the first indented line's. */
function unitOf(text: string): string {
  const found = /\n([ \t]{1,8})[^\s]/.exec(text.slice(0, 20_000))?.[1];
  return found ?? "  ";
}

function lineEndOf(text: string): string {
  const end = text.indexOf("\n");
  return end > 0 && text.charAt(end - 1) === "\r" ? "\r\n" : "\n";
}
