import {
  plainText,
  unknown,
  unknownFor,
  type Piece,
  type Text,
  type Value,
} from "../evaluation/values";

// learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules
const longest = 260;
// Of azd and pipelines, of quickstart templates, and in words: <your-name>, #{name}#, GEN-UNIQUE.
const placeholder =
  /[<>]|#\{|\$\(|\{\{|__\w+__|^(GEN|GET-PREFIX)-|^(your|my|enter|replace|insert)[-_ ](your|name|value|here)|\b(changeme|todo|tbd)\b/i;
const possible = /^[\p{L}\p{N}_.()\-~/:@|+ ]+$/u;

/** The value of a name: a text that can be one, known or in part; otherwise why it is unknown. */
export function nameOf(value: Value): Value {
  if (value.kind !== "text") {
    return unknownFor("name", value);
  }
  const text = plainText(value);
  if (text === undefined) {
    return value;
  }
  if (placeholder.test(text)) {
    return unknown("placeholder", text);
  }
  return text === "" || text.length > longest || !possible.test(text)
    ? unknown("notAName", text.slice(0, longest))
    : value;
}

/** Whether a person replaces the text before they deploy. */
export function isPlaceholder(text: string): boolean {
  return placeholder.test(text);
}

/**
 * The pattern of a partly known name, such as "kv-?????": a "?" is one unknown character, a "*" any
 * number of them. Undefined where nothing distinctive is known.
 */
export function patternOf({ pieces }: Text): string | undefined {
  const parts = pieces.map(partOf);
  return isDistinctive(pieces) ? parts.join("") : undefined;
}

function partOf(piece: Piece): string {
  if (typeof piece === "string") {
    return piece;
  }
  return piece.min === piece.max && piece.max <= 40 ? "?".repeat(piece.max) : "*";
}

/** Whether a pattern has at least two known characters, or unknown ones of a known length. */
function isDistinctive(pieces: readonly Piece[]): boolean {
  const sure = pieces.reduce(
    (sum, piece) => sum + (typeof piece === "string" ? piece.length : 0),
    0,
  );
  const isShaped = pieces.some(
    (piece) =>
      typeof piece !== "string" && piece.characters !== undefined && piece.min === piece.max,
  );
  return sure >= 2 || isShaped;
}
