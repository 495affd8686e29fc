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

/** Text as a stranger might have typed it: line breaks, directions, halves of characters. */
export const anyText: fc.Arbitrary<string> = fc.oneof(
  fc.string({ unit: "binary", maxLength: 40 }),
  fc.string({ unit: fc.constantFrom("a", "\n", "\r", "\t", " ", "'", "\u2028"), maxLength: 400 }),
);

const optionalText = fc.option(anyText, { nil: undefined });

/** Any failure that the type allows. */
export const anyFailure: fc.Arbitrary<ArmFailure> = fc
  .record({
    kind: fc.constantFrom("refused", "noAnswer", "notSent", "unreadable"),
    method: fc.constantFrom("GET", "DELETE"),
    path: anyText,
    status: fc.option(fc.integer({ min: 300, max: 599 }), { nil: undefined }),
    code: fc.oneof(
      optionalText,
      fc.constantFrom("ResourceGroupNotFound", "RequestDisallowedByPolicy", "ScopeLocked"),
    ),
    message: fc.oneof(
      anyText,
      anyText.map((text) => `may not perform action '${text}' over scope '${text}' or`),
    ),
    retryAfterSeconds: fc.option(fc.double({ min: 0, max: 1e6, noNaN: true }), { nil: undefined }),
  })
  .map(({ kind, method, path, message, ...optional }) => ({
    kind,
    method,
    path,
    message,
    ...(optional.status === undefined ? {} : { status: optional.status }),
    ...(optional.code === undefined ? {} : { code: optional.code }),
    ...(optional.retryAfterSeconds === undefined
      ? {}
      : { retryAfterSeconds: optional.retryAfterSeconds }),
  }));
