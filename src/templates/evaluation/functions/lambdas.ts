import type { FunctionOfValues } from "../evaluator";
import {
  arrayValue,
  numberValue,
  objectValue,
  plainText,
  unknownFor,
  type LambdaValue,
  type Value,
} from "../values";

type OfItems = (items: readonly Value[], lambda: LambdaValue, third: Value | undefined) => Value;

function ofItems(name: string, compute: OfItems): FunctionOfValues {
  return ([array, second, third]) => {
    const lambda = second?.kind === "lambda" ? second : third;
    const start = second?.kind === "lambda" ? third : second;
    return array?.kind === "array" && lambda?.kind === "lambda"
      ? compute(array.items, lambda, start)
      : unknownFor(name, array);
  };
}

const filter: OfItems = (items, lambda) => {
  const kept: Value[] = [];
  for (const [at, item] of items.entries()) {
    const result = lambda.call([item, numberValue(at)]);
    if (result.kind !== "boolean") {
      return unknownFor("filter", result);
    }
    if (result.isTrue) {
      kept.push(item);
    }
  }
  return arrayValue(kept);
};

/** The items as members; with a third argument, by its results. */
const toObject: FunctionOfValues = ([array, keys, values]) => {
  if (array?.kind !== "array" || keys?.kind !== "lambda") {
    return unknownFor("toObject", array);
  }
  const members: (readonly [string, Value])[] = [];
  for (const item of array.items) {
    const key = keys.call([item]);
    const name = plainText(key);
    if (name === undefined) {
      return unknownFor("toObject", key);
    }
    members.push([name, values?.kind === "lambda" ? values.call([item]) : item]);
  }
  return objectValue(members);
};

const mapValues: FunctionOfValues = ([value, lambda]) =>
  value?.kind === "object" && lambda?.kind === "lambda"
    ? objectValue(
        [...value.members.values()].map((one) => [one.name, lambda.call([one.value])]),
        value.others,
      )
    : unknownFor("mapValues", value);

/** learn.microsoft.com/azure/azure-resource-manager/bicep/bicep-functions-lambda */
export const lambdaFunctions: ReadonlyMap<string, FunctionOfValues> = new Map<
  string,
  FunctionOfValues
>([
  [
    "map",
    ofItems("map", (items, lambda) =>
      arrayValue(items.map((item, at) => lambda.call([item, numberValue(at)]))),
    ),
  ],
  ["filter", ofItems("filter", filter)],
  [
    "reduce",
    ofItems("reduce", (items, lambda, start) =>
      items.reduce(
        (result, item, at) => lambda.call([result, item, numberValue(at)]),
        start ?? arrayValue([]),
      ),
    ),
  ],
  ["toobject", toObject],
  ["mapvalues", mapValues],
]);
