import { parseTree, type Node, type ParseError } from "jsonc-parser";

/**
 * Parses JSON with comments; undefined where it is malformed, or nested too deeply for the parser.
 */
export function jsonTree(text: string): Node | undefined {
  const errors: ParseError[] = [];
  try {
    const tree = parseTree(text, errors, { allowTrailingComma: true });
    return errors.length > 0 || tree?.type !== "object" ? undefined : tree;
  } catch (error) {
    // The parser is recursive; no real template is nested so deeply.
    if (error instanceof RangeError) {
      return undefined;
    }
    throw error;
  }
}

/** The members of an object, in order. */
export function membersOf(node: Node | undefined): readonly (readonly [Node, Node])[] {
  return node?.type !== "object"
    ? []
    : (node.children ?? []).flatMap(({ children }) => {
        const [key, value] = children ?? [];
        return key === undefined || value === undefined ? [] : [[key, value] as const];
      });
}

/** A member's value; ARM compares names without case. */
export function memberOf(node: Node | undefined, name: string): Node | undefined {
  const wanted = name.toLowerCase();
  return membersOf(node).find(([key]) => nameOf(key).toLowerCase() === wanted)?.[1];
}

export function nameOf(key: Node): string {
  return textOf(key) ?? "";
}

/** The value of a string node; undefined for others. */
export function textOf(node: Node | undefined): string | undefined {
  // The parser types values as "any".
  const value: unknown = node?.type === "string" ? node.value : undefined;
  return typeof value === "string" ? value : undefined;
}
