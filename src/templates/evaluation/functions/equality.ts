import { mayBe } from "../matching";
import { plainText, type Value } from "../values";

const mostComparisons = 10_000;

/** Whether two values are equal; undefined where that can't be determined. */
export function areEqual(
  one: Value,
  other: Value,
  room: { left: number } = { left: mostComparisons },
): boolean | undefined {
  room.left -= 1;
  if (room.left < 0 || isOpaque(one) || isOpaque(other)) {
    return undefined;
  }
  if (one.kind === "text" && other.kind === "text") {
    const [text, second] = [plainText(one), plainText(other)];
    if (text !== undefined && second !== undefined) {
      return text === second;
    }
    const isPossible =
      text !== undefined ? mayBe(other, text) : second !== undefined ? mayBe(one, second) : true;
    return isPossible ? undefined : false;
  }
  if (one.kind === "array" && other.kind === "array") {
    const pairs = one.items.map((item, at) => [item, other.items[at]] as const);
    return one.items.length === other.items.length && allEqual(pairs, room);
  }
  if (one.kind === "object" && other.kind === "object") {
    if (one.others !== undefined || other.others !== undefined) {
      return undefined;
    }
    const pairs = [...one.members].map(
      ([key, { value }]) => [value, other.members.get(key)?.value] as const,
    );
    return one.members.size === other.members.size && allEqual(pairs, room);
  }
  return areSameScalars(one, other);
}

function isOpaque({ kind }: Value): boolean {
  return kind === "unknown" || kind === "reference" || kind === "lambda";
}

function areSameScalars(one: Value, other: Value): boolean {
  return (
    (one.kind === "number" && other.kind === "number" && one.number === other.number) ||
    (one.kind === "boolean" && other.kind === "boolean" && one.isTrue === other.isTrue) ||
    (one.kind === "null" && other.kind === "null")
  );
}

function allEqual(
  pairs: readonly (readonly [Value, Value | undefined])[],
  room: { left: number },
): boolean | undefined {
  let isKnown = true;
  for (const [one, other] of pairs) {
    const result = other === undefined ? false : areEqual(one, other, room);
    if (result === false) {
      return false;
    }
    isKnown = isKnown && result === true;
  }
  return isKnown ? true : undefined;
}
