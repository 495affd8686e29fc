import { mayHave } from "./matching";
import type { Reason } from "./reason";
import {
  known,
  textOf,
  unknown,
  type Piece,
  type Text,
  type UnknownText,
  type Value,
} from "./values";

/** The least and the greatest length of a text. */
export function lengths({ pieces }: Pick<Text, "pieces">): {
  readonly min: number;
  readonly max: number;
} {
  let min = 0;
  let max = 0;
  for (const piece of pieces) {
    min += typeof piece === "string" ? piece.length : piece.min;
    max += typeof piece === "string" ? piece.length : piece.max;
  }
  return { min, max };
}

/** The first characters of a text, or all of them where there are fewer. */
export function take(text: Text, count: number): Text {
  const taken: Piece[] = [];
  let left = count;
  for (const [index, piece] of text.pieces.entries()) {
    if (left <= 0) {
      break;
    }
    if (typeof piece === "string") {
      taken.push(piece.slice(0, left));
      left -= piece.length;
    } else if (piece.min === piece.max) {
      const length = Math.min(left, piece.min);
      taken.push({ ...piece, min: length, max: length });
      left -= piece.min;
    } else {
      taken.push(firstOf(text.pieces.slice(index), piece, left));
      break;
    }
  }
  return textOf(taken, text.from);
}

/** What follows the first characters of a text. */
export function skip(text: Text, count: number): Text {
  let left = count;
  for (const [index, piece] of text.pieces.entries()) {
    const rest = text.pieces.slice(index + 1);
    if (left <= 0) {
      return textOf(text.pieces.slice(index), text.from);
    }
    if (typeof piece === "string") {
      if (piece.length > left) {
        return textOf([piece.slice(left), ...rest], text.from);
      }
      left -= piece.length;
    } else if (piece.min >= left) {
      const shorter = { ...piece, min: piece.min - left, max: piece.max - left };
      return textOf([shorter, ...rest], text.from);
    } else if (piece.min === piece.max) {
      left -= piece.min;
    } else {
      const all = lengths({ pieces: [piece, ...rest] });
      const min = Math.max(0, all.min - left);
      return textOf([{ ...anyOf(piece.reason), min, max: Math.max(0, all.max - left) }], text.from);
    }
  }
  return textOf([], text.from);
}

/** Changes each known piece by a function that keeps lengths, such as one of the case. */
export function mapped(text: Text, change: (known: string) => string): Text {
  return textOf(
    text.pieces.map((piece) => (typeof piece === "string" ? change(piece) : piece)),
    text.from,
  );
}

/** Replaces each occurrence of a text, as far as that can be determined. */
export function replaced(text: Text, old: string, by: string): Value {
  if (old === "") {
    return unknown("error", "replace");
  }
  const { pieces, from } = text;
  const reason = pieces.find((piece) => typeof piece !== "string")?.reason;
  if (reason === undefined) {
    const [only = ""] = pieces;
    const result = known(typeof only === "string" ? only.replaceAll(old, () => by) : "");
    return result.kind === "text" ? { ...result, from } : result;
  }
  if (old.length > 1) {
    // An occurrence may begin in one piece and end in the next.
    const { min, max } = lengths(text);
    const least = by.length >= old.length ? min : Math.floor((min * by.length) / old.length);
    const most = by.length <= old.length ? max : max * by.length;
    return textOf([{ ...anyOf(reason), min: least, max: most }], from);
  }
  return textOf(
    pieces.map((piece) =>
      typeof piece === "string" ? piece.replaceAll(old, () => by) : replacedIn(piece, old, by),
    ),
    from,
  );
}

function replacedIn(piece: UnknownText, old: string, by: string): UnknownText {
  if (!mayHave(piece, old)) {
    return piece;
  }
  return by === ""
    ? { ...piece, min: 0 }
    : { ...anyOf(piece.reason), min: piece.min, max: piece.max * by.length };
}

/** Removes the blanks at both ends. */
export function trimmed(text: Text): Text {
  const pieces: Piece[] = [...text.pieces];
  const [first] = pieces;
  if (typeof first === "string") {
    pieces[0] = first.trimStart();
  }
  const last = pieces.at(-1);
  if (typeof last === "string") {
    pieces[pieces.length - 1] = last.trimEnd();
  }
  return textOf(
    pieces.map((piece, index) => {
      const isInside = isSolid(pieces.slice(0, index)) && isSolid(pieces.slice(index + 1));
      return typeof piece === "string" || !mayHave(piece, " ") || isInside
        ? piece
        : { ...piece, min: 0 };
    }),
    text.from,
  );
}

/** Whether some known character isn't a blank. */
function isSolid(pieces: readonly Piece[]): boolean {
  return pieces.some((piece) => typeof piece === "string" && piece.trim() !== "");
}

/** A text that fits both of two texts, where it is unknown which one applies. */
export function eitherText(one: Text, other: Text, reason: Reason): Text {
  if (haveSameShape(one, other)) {
    return one;
  }
  const least = Math.min(lengths(one).min, lengths(other).min);
  const most = Math.max(lengths(one).max, lengths(other).max);
  const start = commonStart(startOf(one), startOf(other)).slice(0, least);
  const end = reversed(commonStart(reversed(endOf(one)), reversed(endOf(other))));
  const tail = end.slice(Math.max(0, end.length - (least - start.length)));
  const sure = start.length + tail.length;
  const middle = { ...anyOf(reason), min: least - sure, max: most - sure };
  return textOf([start, middle, tail]);
}

function startOf({ pieces: [first] }: Text): string {
  return typeof first === "string" ? first : "";
}

function endOf({ pieces }: Text): string {
  const last = pieces.at(-1);
  return typeof last === "string" ? last : "";
}

function haveSameShape(one: Text, other: Text): boolean {
  return (
    one.pieces.length === other.pieces.length &&
    one.pieces.every((piece, index) => {
      const match = other.pieces[index];
      return typeof piece === "string" || typeof match === "string" || match === undefined
        ? piece === match
        : piece.min === match.min &&
            piece.max === match.max &&
            piece.characters === match.characters;
    })
  );
}

function firstOf(pieces: readonly Piece[], piece: UnknownText, count: number): UnknownText {
  const { min, max } = lengths({ pieces });
  return {
    min: Math.min(count, min),
    max: Math.min(count, max),
    characters: pieces.length === 1 ? piece.characters : undefined,
    reason: piece.reason,
  };
}

function anyOf(reason: Reason): UnknownText {
  return { min: 0, max: Infinity, characters: undefined, reason };
}

function commonStart(one: string, other: string): string {
  let end = 0;
  while (end < one.length && one.charAt(end) === other.charAt(end)) {
    end += 1;
  }
  return one.slice(0, end);
}

function reversed(text: string): string {
  return [...text.split("")].reverse().join("");
}
