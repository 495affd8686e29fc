import * as fc from "fast-check";
import type { ArmFailure } from "../../../src/azure/errors";

const ascii = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_";

/** A name as Azure gives one out. */
export const azureName: fc.Arbitrary<string> = fc.string({
  unit: fc.constantFrom(...ascii.split("")),
  minLength: 1,
  maxLength: 24,
});

/** A text with the case of each letter left to chance. */
export function anyCase(text: string): fc.Arbitrary<string> {
  return fc.array(fc.boolean(), { minLength: text.length, maxLength: text.length }).map((upper) =>
    text
      .split("")
      .map((letter, index) => (upper[index] === true ? letter.toUpperCase() : letter.toLowerCase()))
      .join(""),
  );
}

/**
 * Any character there is, or half of one. Unlike fast-check's unit "binary", which makes a table of
 * 1.1 million in every process that asks for it.
 */
export const anyCharacter: fc.Arbitrary<string> = fc
  .oneof(fc.nat({ max: 0xffff }), fc.integer({ min: 0x10000, max: 0x10ffff }))
  .map(
    (point) => String.fromCodePoint(point),
    (character) => {
      const [only, ...more] = typeof character === "string" ? character : "";
      const point = only?.codePointAt(0);
      if (point === undefined || more.length > 0) {
        throw new Error("This is not one character.");
      }
      return point;
    },
  );

/** Text as a stranger might have typed it: line breaks, directions, halves of characters. */
export const anyText: fc.Arbitrary<string> = fc.oneof(
  fc.string({ unit: anyCharacter, maxLength: 40 }),
  fc.string({ unit: fc.constantFrom("a", "\n", "\r", "\t", " ", "'", "\u2028"), maxLength: 400 }),
);

const optionalText = fc.option(anyText, { nil: undefined });

/** Pieces of what services print by mistake, in any order, and whole JSON. */
export const anyMessage: fc.Arbitrary<string> = fc.oneof(
  anyText,
  fc.json(),
  fc.json().map((json) => JSON.stringify({ error: { code: "Inner", message: json } })),
  fc
    .array(
      fc.constantFrom(
        ...[
          '{"',
          '\\"',
          '"',
          "{",
          "}",
          "[",
          "]",
          ":",
          ".",
          "'",
          "\\r\\n",
          "\n    at ",
          " at a.b()",
        ],
        ...[
          "[object Object]",
          "[object ",
          "Object]",
          "undefined",
          "message",
          "It failed.",
          "\u0000",
        ],
      ),
      { maxLength: 60 },
    )
    .map((pieces) => pieces.join("")),
  fc.string({ unit: anyCharacter, maxLength: 8000 }),
);

/** Any failure that the type allows. */
export const anyFailure: fc.Arbitrary<ArmFailure> = fc
  .record({
    kind: fc.constantFrom("refused", "noAnswer", "notSent", "unreadable"),
    method: fc.constantFrom("GET", "DELETE"),
    path: anyText,
    status: fc.option(fc.integer({ min: 300, max: 599 }), { nil: undefined }),
    code: fc.oneof(
      optionalText,
      anyMessage,
      fc.constantFrom("ResourceGroupNotFound", "RequestDisallowedByPolicy", "ScopeLocked"),
    ),
    message: fc.oneof(
      anyMessage,
      anyText.map((text) => `may not perform action '${text}' over scope '${text}' or`),
    ),
    correlationId: fc.option(anyMessage, { nil: undefined }),
    policies: fc.option(fc.array(anyMessage, { maxLength: 4 }), { nil: undefined }),
    retryAfterSeconds: fc.option(fc.double({ min: 0, max: 1e6, noNaN: true }), { nil: undefined }),
  })
  .map(({ kind, method, path, message, ...optional }) => ({
    kind,
    method,
    path,
    message,
    ...(optional.status === undefined ? {} : { status: optional.status }),
    ...(optional.correlationId === undefined ? {} : { correlationId: optional.correlationId }),
    ...(optional.policies === undefined ? {} : { policies: optional.policies }),
    ...(optional.code === undefined ? {} : { code: optional.code }),
    ...(optional.retryAfterSeconds === undefined
      ? {}
      : { retryAfterSeconds: optional.retryAfterSeconds }),
  }));
