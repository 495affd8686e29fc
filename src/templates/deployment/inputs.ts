import type { Expression } from "../evaluation/expression";
import type { Evaluator, Scope } from "../evaluation/evaluator";
import { known, plainText, shaped, unknown, withPlace, type Value } from "../evaluation/values";
import type { AzdEnvironment, SourceFile } from "../deployedFiles";

/** What a deployment is told from outside of its templates. */
export interface DeploymentInputs {
  /** Files with values, later ones over earlier ones. */
  readonly parameters: readonly SourceFile[];
  /** The azd environment; undefined where azd doesn't deploy the template. */
  readonly environment: AzdEnvironment | undefined;
  /** Where no environment says it. */
  readonly subscriptionId: string | undefined;
}

const subscriptionVariable = "AZURE_SUBSCRIPTION_ID";

/** The variables that azd fills in or asks for; all others are empty where they are missing. */
const filledIn = new Map<string, (reason: { kind: "notInEnvironment"; about: string }) => Value>([
  // azd accepts letters, digits, and these: github.com/Azure/azure-dev, environment names
  ["AZURE_ENV_NAME", (reason) => shaped(reason, 1, 64, "a-z0-9\\-()_.")],
  ["AZURE_LOCATION", (reason) => shaped(reason, 1, 64, "a-z0-9")],
  [subscriptionVariable, (reason) => shaped(reason, 36, 36, "0-9a-f\\-")],
  ["AZURE_PRINCIPAL_ID", (reason) => shaped(reason, 36, 36, "0-9a-f\\-")],
]);

/** The value of a variable of the azd environment. */
export function environmentVariable(
  name: string,
  fallback: Value | undefined,
  { environment, subscriptionId }: DeploymentInputs,
  evaluator: Evaluator,
): Value {
  const written = environment?.variables?.content.values.get(name);
  if (written !== undefined) {
    const value = withPlace(evaluator.evaluate(written.expression(), noNames), written);
    // An empty variable has the default, too.
    return plainText(value) === "" && fallback !== undefined ? fallback : value;
  }
  if (name === "AZURE_ENV_NAME" && environment?.name !== undefined) {
    return known(environment.name);
  }
  if (name === subscriptionVariable && subscriptionId !== undefined) {
    return known(subscriptionId);
  }
  const missing = filledIn.get(name);
  return (
    missing?.({ kind: "notInEnvironment", about: name }) ?? fallback ?? unknown("noValue", name)
  );
}

/** The value that azd keeps for a parameter after a person was asked for it. */
export function answeredParameter(
  name: string,
  { environment }: DeploymentInputs,
  evaluator: Evaluator,
): Value | undefined {
  const written = environment?.configuration?.content.values.get(name.toLowerCase());
  return written === undefined
    ? undefined
    : withPlace(evaluator.evaluate(written.expression(), noNames), written);
}

/** The id of the subscription that is deployed to, in lower case as ARM has it. */
export function subscriptionOf(inputs: DeploymentInputs, evaluator: Evaluator): Value {
  const value = environmentVariable(subscriptionVariable, undefined, inputs, evaluator);
  const id = plainText(value);
  return id === undefined ? value : known(id.toLowerCase());
}

/** A scope without any names. */
const noNames: Scope = { name: () => undefined, call: () => undefined };

/** The text of an expression that is a literal. */
export function literalText(expression: Expression | undefined): string | undefined {
  return expression?.kind === "literal" && typeof expression.value === "string"
    ? expression.value
    : expression?.kind === "text" && expression.parts.every((part) => typeof part === "string")
      ? expression.parts.join("")
      : undefined;
}
