import { parseResourceId } from "../../azure/resourceId";
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
 * The names in an environment of azd's that deleted resources hold. A URL, a host, or a resource ID
 * says itself what it names. For other values only the variable's name does; where that says just
 * that it is a name, or names the service in passing, the value must be a possible name.
 */
export function findVariableConflicts(
  variables: readonly Variable[],
  index: NameIndex,
): readonly VariableConflict[] {
  return variables.flatMap(({ name: variable, value, start, end }) => {
    const named = inAddress(value, index) ??
      inId(value, index) ?? {
        name: value,
        holders: meant(variable.toUpperCase(), value, index.named(value)),
      };
    const [first, ...rest] = named.holders;
    return first === undefined ? [] : [{ name: named.name, start, end, holders: [first, ...rest] }];
  });
}

interface Named {
  readonly name: string;
  readonly holders: readonly NameHolder[];
}

/** The first label of a host of Azure's, as in "https://kv-dev.vault.azure.net/". */
function inAddress(value: string, index: NameIndex): Named | undefined {
  const [, name, suffix] =
    /^(?:https?:\/\/)?([a-z\d-]+)(\.[a-z\d.-]+)(?::\d+)?(?:\/.*)?$/i.exec(value) ?? [];
  return name === undefined || suffix === undefined
    ? undefined
    : {
        name: name.toLowerCase(),
        holders: index
          .named(name)
          .filter(({ service }) => service.hosts?.includes(suffix.toLowerCase())),
      };
}

function inId(value: string, index: NameIndex): Named | undefined {
  const { provider, resources: [resource, ...below] = [] } = parseResourceId(value) ?? {};
  return provider === undefined || resource === undefined
    ? undefined
    : {
        name: resource.name,
        holders:
          below.length > 0 ? [] : index.holders(`${provider}/${resource.type}`, resource.name),
      };
}

// Other values that azd and its templates keep in an environment.
const otherNames =
  /RESOURCE_GROUP|ENV_NAME|SUBSCRIPTION|LOCATION|TENANT|DEPLOYMENT|MODEL|CONTAINER|VOICE/;
const whole =
  /^((_?(ACCOUNT|SERVICE|SERVICES|SERVER|WORKSPACE|STORE|RESOURCE|INSTANCE))?_?NAME|_SERVICE)$/;

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
  return /(NAME|_SERVICE)$/.test(variable) && looksLikeName(value) ? holders : [];
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
