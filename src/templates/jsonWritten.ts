import type { Node } from "jsonc-parser";
import { armExpression } from "./armExpression";
import { call, literal, type Expression } from "./evaluation/expression";
import { membersOf, nameOf, textOf } from "./jsonTree";
import { once } from "../base/once";
import type { Member, ObjectPlace, Place, Written } from "./template";

/** The expression of a string in JSON. */
export type OfString = (text: string) => Expression;

const deepest = 60;

/** The expression of a node in JSON, its strings read in the way of the file. */
function expressionOfNode(node: Node, ofString: OfString, depth = 0): Expression {
  if (depth > deepest) {
    return { kind: "unsupported", about: "JSON" };
  }
  const inner = (child: Node): Expression => expressionOfNode(child, ofString, depth + 1);
  switch (node.type) {
    case "string":
      return ofString(textOf(node) ?? "");
    case "array":
      return {
        kind: "array",
        items: (node.children ?? []).map((child) => ({ value: inner(child), isSpread: false })),
      };
    case "object":
      return {
        kind: "object",
        members: membersOf(node).map(([key, value]) => ({
          name: literal(nameOf(key)),
          value: inner(value),
        })),
      };
    case "number":
    case "boolean":
    case "null":
    case "property": {
      const value: unknown = node.value;
      return typeof value === "number" || typeof value === "boolean"
        ? literal(value)
        : literal(null);
    }
  }
}

export function placeOfNode({ offset, length }: Node, file: string): Place {
  return { file, start: offset, end: offset + length };
}

export function writtenNode(node: Node, file: string, ofString: OfString = armExpression): Written {
  return {
    ...placeOfNode(node, file),
    expression: once(() => expressionOfNode(node, ofString)),
  };
}

export function optionalNode(node: Node | undefined, file: string): Written | undefined {
  return node === undefined ? undefined : writtenNode(node, file);
}

/** A loop's array: what "copy" makes of its input. */
export function copiedArray(name: string, count: Node, input: Node): Expression {
  return {
    kind: "loop",
    item: copyName(name),
    index: undefined,
    over: call("range", literal(0), expressionOfNode(count, armExpression)),
    condition: undefined,
    key: undefined,
    body: expressionOfNode(input, armExpression),
  };
}

/** The name under which expressions find the index of a copy loop. */
export function copyName(name: string): string {
  return `copy:${name.toLowerCase()}`;
}

/** An object as a place for an edit. */
export function objectPlaceOf(node: Node, file: string): ObjectPlace {
  const members = new Map<string, Member>();
  for (const [key, value] of membersOf(node)) {
    const text = textOf(value);
    const isText = text !== undefined && !/^\[(?!\[).*\]$/s.test(text);
    members.set(nameOf(key).toLowerCase(), {
      ...writtenNode(value, file),
      name: nameOf(key),
      isReplaceable: isText || value.value === false,
      object: once(() => (value.type === "object" ? objectPlaceOf(value, file) : undefined)),
    });
  }
  const [content] = node.children ?? [];
  return {
    syntax: "json",
    inside: node.offset + 1,
    first: content?.offset ?? node.offset + node.length - 1,
    members,
  };
}
