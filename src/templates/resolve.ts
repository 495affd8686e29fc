import type { Span, TextValue } from "./template";

/** Where keys get their values: a file, and those that its own values may refer to. */
export interface Scope {
  /** The value of a key, and where that value itself looks keys up. */
  find(key: string): Found | undefined;
}

/** A value, with what is needed to resolve it further. */
export interface Found {
  readonly value: TextValue;
  readonly scope: Scope;
  /** Address of the file in which it stands. */
  readonly file: string;
}

/** A place in a file. */
export interface Place extends Span {
  readonly file: string;
}

/** A text that is known, and where it comes from. */
export interface Resolved {
  readonly text: string;
  /** What it was put together from, besides itself. */
  readonly from: readonly Place[];
}

// No resource's name is longer: learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules
const longest = 260;
const mostSteps = 100;

/**
 * The text of a value; undefined where part of it is not known, where it refers to itself, or where it
 * is longer than any name.
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
