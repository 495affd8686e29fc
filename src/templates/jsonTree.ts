import { parseTree, type Node, type ParseError } from "jsonc-parser";

/**
 * The tree of a JSON text, comments allowed, as in templates of ARM's; undefined where it is broken,
 * or nested so deeply that the parser gives up.
 */
export function jsonTree(text: string): Node | undefined {
  const errors: ParseError[] = [];
  try {
    const tree = parseTree(text, errors, { allowTrailingComma: true });
    return errors.length > 0 || tree?.type !== "object" ? undefined : tree;
  } catch (error) {
    // It calls itself for each level; no template has so many.
    if (error instanceof RangeError) {
      return undefined;
    }
    throw error;
  }
}

/** The members of an object, in the order in which they stand. */
export function membersOf(node: Node | undefined): readonly (readonly [Node, Node])[] {
  return node?.type !== "object"
    ? []
    : (node.children ?? []).flatMap(({ children }) => {
        const [key, value] = children ?? [];
        return key === undefined || value === undefined ? [] : [[key, value] as const];
      });
}

/** A member's value; ARM reads names without regard to case. */
export function memberOf(node: Node | undefined, name: string): Node | undefined {
  const wanted = name.toLowerCase();
  return membersOf(node).find(([key]) => nameOf(key).toLowerCase() === wanted)?.[1];
}

/** The name of a member, from its key. */
export function nameOf(key: Node): string {
  return textOf(key) ?? "";
}

/** The value of a string; undefined for any other node. */
export function textOf(node: Node | undefined): string | undefined {
  // The parser types values as "any".
  const value: unknown = node?.type === "string" ? node.value : undefined;
  return typeof value === "string" ? value : undefined;
}
