import type { JsonValue } from "../base/json";

/** A part of a message: words, or embedded JSON (undefined where it can't be parsed). */
export type MessagePart = { readonly words: string } | { readonly json: JsonValue | undefined };

// An object, with its quotes as they are or escaped once more, as in
// "Policy identifiers: '[{\"policyAssignment\":...".
const opening = /\{\s*\\*["'}]/;

/** Splits a message into words and the JSON objects embedded in it. */
export function partsOf(message: string): readonly MessagePart[] {
  const parts: MessagePart[] = [];
  let rest = message;
  for (;;) {
    const found = opening.exec(rest);
    if (found === null) {
      return rest === "" ? parts : [...parts, { words: rest }];
    }
    const start = withBrackets(rest, found.index);
    if (start > 0) {
      parts.push({ words: rest.slice(0, start) });
    }
    rest = rest.slice(start);
    if (found[0].includes("\\")) {
      rest = rest.replaceAll(/(?<!\\)\\+"/g, '"');
    }
    const end = endOf(rest);
    parts.push({ json: parse(rest.slice(0, end)) });
    rest = rest.slice(end);
  }
}

/**
 * Start of the enclosing arrays. Scanned by hand, because a regular expression would be quadratic.
 */
function withBrackets(text: string, object: number): number {
  let start = object;
  for (let index = object - 1; index >= 0 && /[[\s]/.test(text.charAt(index)); index -= 1) {
    if (text.charAt(index) === "[") {
      start = index;
    }
  }
  return start;
}

/** The offset after the bracket that closes the first one; the text's end where none does. */
function endOf(text: string): number {
  let depth = 0;
  let quoted = false;
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index];
    if (quoted && character === "\\") {
      index += 1;
    } else if (character === '"') {
      quoted = !quoted;
    } else if (!quoted && (character === "{" || character === "[")) {
      depth += 1;
    } else if (!quoted && (character === "}" || character === "]")) {
      depth -= 1;
      if (depth === 0) {
        return index + 1;
      }
    }
  }
  return text.length;
}

function parse(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return undefined;
  }
}
