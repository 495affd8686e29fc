import { eitherText } from "./partialText";
import type { Reason } from "./reason";
import { objectValue, unknownBecause, type ObjectValue, type Value } from "./values";

const deepest = 20;

/** What two values have in common, where it is unknown which one applies. */
export function either(one: Value, other: Value, reason: Reason, depth = 0): Value {
  if (one === other) {
    return one;
  }
  if (one.kind === "text" && other.kind === "text") {
    return eitherText(one, other, reason);
  }
  if (depth < deepest && one.kind === "object" && other.kind === "object") {
    return eitherObject(one, other, reason, depth);
  }
  if (
    depth < deepest &&
    one.kind === "array" &&
    other.kind === "array" &&
    one.items.length === other.items.length
  ) {
    const items = one.items.map((item, index) =>
      either(item, other.items[index] ?? item, reason, depth + 1),
    );
    return { kind: "array", items };
  }
  return areEqual(one, other) ? one : unknownBecause(reason);
}

function areEqual(one: Value, other: Value): boolean {
  return (
    (one.kind === "number" && other.kind === "number" && one.number === other.number) ||
    (one.kind === "boolean" && other.kind === "boolean" && one.isTrue === other.isTrue) ||
    (one.kind === "null" && other.kind === "null")
  );
}

function eitherObject(
  one: ObjectValue,
  other: ObjectValue,
  reason: Reason,
  depth: number,
): ObjectValue {
  const shared: (readonly [string, Value])[] = [];
  for (const [key, { name, value }] of one.members) {
    const match = other.members.get(key);
    if (match !== undefined) {
      shared.push([name, either(value, match.value, reason, depth + 1)]);
    }
  }
  const isWhole = shared.length === one.members.size && shared.length === other.members.size;
  const others = one.others ?? other.others ?? (isWhole ? undefined : reason);
  return objectValue(shared, others);
}
