import type { Span } from "../../templates/template";
import type { NameHolder, NameIndex } from "./nameIndex";

/** An environment variable's value that is a name held by a deleted resource. */
export interface VariableConflict extends Span {
  readonly name: string;
  readonly holders: readonly [NameHolder, ...NameHolder[]];
}

interface Variable extends Span {
  readonly name: string;
  readonly value: string;
}

/**
 * The names in an environment of azd's that deleted resources hold. What a variable is about is known
 * only by its own name, so that it has to say what it names; where it says just that it is a name,
 * or names the service in passing, the value must be a possible name.
 */
export function findVariableConflicts(
  variables: readonly Variable[],
  index: NameIndex,
): readonly VariableConflict[] {
  return variables.flatMap(({ name: variable, value, start, end }) => {
    const all = index.named(value);
    const [first, ...rest] = all.length === 0 ? [] : meant(variable.toUpperCase(), value, all);
    return first === undefined ? [] : [{ name: value, start, end, holders: [first, ...rest] }];
  });
}

// Other values that azd and its templates keep in an environment.
const otherNames = /RESOURCE_GROUP|ENV_NAME|SUBSCRIPTION|LOCATION|TENANT|DEPLOYMENT|MODEL/;
const whole = /^(_?(ACCOUNT|SERVICE|SERVICES|SERVER|WORKSPACE|STORE|RESOURCE|INSTANCE))?_?NAME$/;

function meant(
  variable: string,
  value: string,
  holders: readonly NameHolder[],
): readonly NameHolder[] {
  if (otherNames.test(variable)) {
    return [];
  }
  const hinted = holders.filter(({ deployment }) =>
    deployment.variables.some((hint) => variable.includes(hint)),
  );
  if (hinted.length > 0) {
    return hinted.filter(
      ({ deployment }) => looksLikeName(value) || deployment.variables.some(isNameOf(variable)),
    );
  }
  return variable.endsWith("NAME") && looksLikeName(value) ? holders : [];
}

/** "AZURE_KEY_VAULT_NAME" and "OPENAI_ACCOUNT_NAME", but not "OPENAI_GREETING_NAME". */
function isNameOf(variable: string): (hint: string) => boolean {
  return (hint) => {
    const at = variable.indexOf(hint);
    return at !== -1 && whole.test(variable.slice(at + hint.length));
  };
}

/** Whether a value can only be a resource name, not an ordinary word. */
function looksLikeName(value: string): boolean {
  return /[\d-]/.test(value) && value.length >= 5;
}
