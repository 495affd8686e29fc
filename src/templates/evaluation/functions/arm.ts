import type { FunctionOfValues } from "../evaluator";
import { joined, unknown, unknownFor } from "../values";
import { collectionFunctions } from "./collections";
import { lambdaFunctions } from "./lambdas";
import { numberFunctions } from "./numbers";
import { textFunctions } from "./texts";

const all = new Map([
  ...textFunctions,
  ...numberFunctions,
  ...collectionFunctions,
  ...lambdaFunctions,
]);

/** ARM's concat is of texts or of arrays. */
const concat: FunctionOfValues = (given) =>
  given.some(({ kind }) => kind === "array")
    ? (all.get("concatarrays")?.(given) ?? unknown("error", "concat"))
    : given.every(({ kind }) => kind === "unknown")
      ? unknownFor("concat", ...given)
      : joined(given);

const equalsIgnoreCase: FunctionOfValues = ([one, other]) => {
  const [lower, equals] = [all.get("tolower"), all.get("equals")];
  return one === undefined || other === undefined || lower === undefined || equals === undefined
    ? unknownFor("=~", one, other)
    : equals([lower([one]), lower([other])]);
};

/** The functions of Bicep and ARM templates that depend on their values only, by lower-case name. */
export const armFunctions: ReadonlyMap<string, FunctionOfValues> = new Map([
  ...all,
  ["concat", concat],
  ["equalsignorecase", equalsIgnoreCase],
  // Bicep's way to silence the type check.
  ["any", ([value]) => value ?? unknown("error", "any")],
]);
