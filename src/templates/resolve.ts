import type { Span, TextValue } from "./template";

/** The lookup of keys: a file's values, and the values that they may refer to. */
export interface Scope {
  /** The value of a key, and the scope of that value. */
  find(key: string): Found | undefined;
}

/** A value and its scope. */
export interface Found {
  readonly value: TextValue;
  readonly scope: Scope;
  /** The file's address. */
  readonly file: string;
}

/** A place in a file. */
export interface Place extends Span {
  readonly file: string;
}

/** A resolved text and its origin. */
export interface Resolved {
  readonly text: string;
  /** The other values it was composed of. */
  readonly from: readonly Place[];
}

// Longest resource name:
// learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules
const longest = 260;
const mostSteps = 100;

/**
 * The text of a value; undefined where part of it is unknown or circular, or where it is longer
 * than any name.
 */
export function resolve(value: TextValue, scope: Scope): Resolved | undefined {
  const from: Place[] = [];
  const state = { steps: 0 };
  const text = textOf(value, scope, from, state);
  return text === undefined ? undefined : { text, from };
}

function textOf(
  value: TextValue,
  scope: Scope,
  from: Place[],
  state: { steps: number },
): string | undefined {
  let text = "";
  for (const piece of value.pieces) {
    state.steps += 1;
    if (state.steps > mostSteps) {
      return undefined;
    }
    if ("text" in piece) {
      text += piece.text;
    } else {
      const found = scope.find(piece.key);
      const inner = found === undefined ? undefined : textOf(found.value, found.scope, from, state);
      if (found === undefined || inner === undefined) {
        return undefined;
      }
      from.push({ file: found.file, start: found.value.start, end: found.value.end });
      text += inner;
    }
    if (text.length > longest) {
      return undefined;
    }
  }
  return text;
}
