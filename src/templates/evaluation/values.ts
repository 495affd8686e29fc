import type { Place } from "../template";
import type { Reason, ReasonKind } from "./reason";

/** An unknown part of a text: its possible lengths and characters. */
export interface UnknownText {
  readonly min: number;
  /** Infinity where there is no limit. */
  readonly max: number;
  /** As in the brackets of a regular expression, "a-z2-7", in lower case; undefined for any. */
  readonly characters: string | undefined;
  readonly reason: Reason;
}

/** A known or an unknown part of a text. */
export type Piece = string | UnknownText;

/** A text; neighboring known pieces are joined, so that a known text has at most one piece. */
export interface Text {
  readonly kind: "text";
  readonly pieces: readonly Piece[];
  /** The places of the parameters and variables that it was composed of. */
  readonly from: readonly Place[];
}

export interface ObjectMemberValue {
  readonly name: string;
  readonly value: Value;
}

/** An object. ARM compares names of members without case, so the keys are lower-case. */
export interface ObjectValue {
  readonly kind: "object";
  readonly members: ReadonlyMap<string, ObjectMemberValue>;
  /** Why there may be more members; undefined where there are none. */
  readonly others: Reason | undefined;
}

/** Where a deployment goes. */
export interface DeploymentTarget {
  readonly tenantId: Value;
  readonly subscriptionId: Value;
  /** Null outside of resource groups. */
  readonly resourceGroup: Value;
  /** The location of the resource group, or of the deployment outside of one. */
  readonly location: Value;
}

/** A resource, module or scope, whose members are evaluated on demand. */
export interface ReferenceValue {
  readonly kind: "reference";
  member(name: string): Value;
  /** The target of a module that has it as its scope. */
  readonly target?: () => DeploymentTarget;
}

export interface LambdaValue {
  readonly kind: "lambda";
  call(given: readonly Value[]): Value;
}

/** An array with a known number of items. */
export interface ArrayValue {
  readonly kind: "array";
  readonly items: readonly Value[];
}

export interface UnknownValue {
  readonly kind: "unknown";
  readonly reason: Reason;
}

/** The result of an expression. */
export type Value =
  | Text
  | { readonly kind: "number"; readonly number: number }
  | { readonly kind: "boolean"; readonly isTrue: boolean }
  | { readonly kind: "null" }
  | ArrayValue
  | ObjectValue
  | ReferenceValue
  | LambdaValue
  | UnknownValue;

// No resource name, and hardly any text that one is composed of, is longer.
const longestText = 20_000;
const mostPieces = 200;
const mostItems = 5_000;
const mostPlaces = 20;

export const nullValue: Value = { kind: "null" };

export function unknown(kind: ReasonKind, about = ""): UnknownValue {
  return { kind: "unknown", reason: { kind, about } };
}

export function unknownBecause(reason: Reason): UnknownValue {
  return { kind: "unknown", reason };
}

export function known(text: string): Value {
  return text.length > longestText ? unknown("tooMuch") : textOf(text === "" ? [] : [text]);
}

export function numberValue(number: number): Value {
  return Number.isFinite(number) ? { kind: "number", number } : unknown("error");
}

export function booleanValue(isTrue: boolean): Value {
  return { kind: "boolean", isTrue };
}

export function arrayValue(items: readonly Value[]): Value {
  return items.length > mostItems ? unknown("tooMuch") : { kind: "array", items };
}

/** Later members replace earlier ones of the same name. */
export function objectValue(
  members: Iterable<readonly [name: string, value: Value]>,
  others?: Reason,
): ObjectValue {
  const all = new Map<string, ObjectMemberValue>();
  for (const [name, value] of members) {
    all.set(name.toLowerCase(), { name, value });
  }
  return { kind: "object", members: all, others };
}

export function textOf(pieces: readonly Piece[], from: readonly Place[] = []): Text {
  const merged: Piece[] = [];
  for (const piece of pieces) {
    const last = merged.at(-1);
    if (typeof piece === "string" && typeof last === "string") {
      merged[merged.length - 1] = last + piece;
    } else if (piece !== "" && (typeof piece === "string" || piece.max > 0)) {
      merged.push(piece);
    }
  }
  return { kind: "text", pieces: merged, from: from.slice(0, mostPlaces) };
}

/** An unknown text of a known shape. */
export function shaped(reason: Reason, min: number, max: number, characters?: string): Text {
  return textOf([{ min, max, characters, reason }]);
}

export function anyText(reason: Reason): Text {
  return shaped(reason, 0, Infinity);
}

/** A value inside an interpolated text; unknown where it can't be text. */
function asText(value: Value): Text | UnknownValue {
  switch (value.kind) {
    case "text":
      return value;
    case "unknown":
      return anyText(value.reason);
    case "number":
      return textOf([String(value.number)]);
    case "boolean":
      // As .NET writes them: learn.microsoft.com/azure/azure-resource-manager/bicep/bicep-functions-string#string
      return textOf([value.isTrue ? "True" : "False"]);
    case "null":
      return textOf([]);
    case "array":
    case "object":
    case "reference":
    case "lambda":
      return unknown("unsupported", value.kind);
  }
}

export function joined(texts: readonly Value[]): Value {
  const pieces: Piece[] = [];
  const from: Place[] = [];
  let length = 0;
  for (const text of texts) {
    const value = asText(text);
    const { pieces: added, from: places } =
      value.kind === "unknown" ? anyText(value.reason) : value;
    for (const piece of added) {
      length += typeof piece === "string" ? piece.length : 1;
    }
    pieces.push(...added);
    if (length > longestText || pieces.length > mostPieces) {
      return unknown("tooMuch");
    }
    from.push(...places);
  }
  return textOf(pieces, from);
}

/** The string of a fully known text. */
export function plainText(value: Value | undefined): string | undefined {
  if (value?.kind !== "text" || value.pieces.length > 1) {
    return undefined;
  }
  const [piece = ""] = value.pieces;
  return typeof piece === "string" ? piece : undefined;
}

const mostVisited = 10_000;

/** Why a value or a part of it is unknown; undefined where nothing is. */
export function reasonOf(value: Value | undefined): Reason | undefined {
  const open = value === undefined ? [] : [value];
  for (let visited = 0; open.length > 0; visited += 1) {
    const next = open.pop();
    const reason = next === undefined ? undefined : ownReason(next);
    if (reason !== undefined || visited > mostVisited) {
      return reason ?? { kind: "tooMuch", about: "" };
    }
    if (next?.kind === "array") {
      open.push(...next.items);
    } else if (next?.kind === "object") {
      open.push(...[...next.members.values()].map((member) => member.value));
    }
  }
  return undefined;
}

function ownReason(value: Value): Reason | undefined {
  switch (value.kind) {
    case "unknown":
      return value.reason;
    case "text":
      return value.pieces.find((piece) => typeof piece !== "string")?.reason;
    case "object":
      return value.others;
    case "reference":
      return { kind: "afterDeployment", about: "" };
    default:
      return undefined;
  }
}

/** The result of a function that needs to know values of which one is unknown or wrong. */
export function unknownFor(about: string, ...values: readonly (Value | undefined)[]): UnknownValue {
  for (const value of values) {
    const reason = reasonOf(value);
    if (reason !== undefined) {
      return { kind: "unknown", reason };
    }
  }
  return unknown("error", about);
}

/** A text with one more place that it comes from. */
export function withPlace(value: Value, place: Place): Value {
  return value.kind === "text" && value.from.length < mostPlaces
    ? { ...value, from: [...value.from, place] }
    : value;
}
