import { resolve, type Place, type Scope } from "../../templates/resolve";
import type { DeclaredResource, Span } from "../../templates/template";
import type { DeployedFiles, SourceFile } from "../../templates/together";
import type { NameHolder, NameIndex } from "./nameIndex";

/** A resource in a template whose name a deleted resource holds. */
export interface NameConflict extends Place {
  readonly name: string;
  readonly resource: DeclaredResource;
  /** The values that the name is made of, where those are written elsewhere. */
  readonly from: readonly Place[];
  readonly holders: readonly [NameHolder, ...NameHolder[]];
}

/** The names in files that deleted resources hold, without duplicates. */
export function findNameConflicts(
  { templates, given }: DeployedFiles,
  index: NameIndex,
): readonly NameConflict[] {
  const found = new Map<string, NameConflict>();
  for (const values of given.length === 0 ? [[]] : given) {
    const outside = scopeOf(values);
    const scope = scopeOf(templates, outside);
    for (const { file, content } of templates) {
      for (const resource of content.resources) {
        const conflicts = heldName(file, resource, scope, index);
        if (conflicts !== undefined) {
          const key = [file, conflicts.start, conflicts.name, ...conflicts.from.map(placeKey)].join(
            "|",
          );
          found.set(key.toLowerCase(), conflicts);
        }
      }
    }
  }
  return [...found.values()];
}

function placeKey({ file, start }: Place): string {
  return `${file}:${String(start)}`;
}

function heldName(
  file: string,
  resource: DeclaredResource,
  scope: Scope,
  index: NameIndex,
): NameConflict | undefined {
  const name = resolve(resource.name, scope);
  const [first, ...rest] =
    name === undefined
      ? []
      : index
          .holders(resource.type, name.text)
          .filter((holder) => !mayRecover(resource, holder, scope));
  return name === undefined || first === undefined
    ? undefined
    : {
        file,
        start: resource.name.start,
        end: resource.name.end,
        name: name.text,
        resource,
        from: name.from,
        holders: [first, ...rest],
      };
}

/** Whether the file sets the recover property, or sets it to an unknown value. */
function mayRecover(
  { properties }: DeclaredResource,
  { deployment: { recoverProperty } }: NameHolder,
  scope: Scope,
): boolean {
  const set = properties?.members.get(recoverProperty?.name.toLowerCase() ?? "");
  if (set === undefined || recoverProperty === undefined) {
    return false;
  }
  const value = set.text === undefined ? set.word : resolve(set.text, scope)?.text;
  const wanted = String(recoverProperty.value).toLowerCase();
  return value === undefined || value.toLowerCase() === wanted;
}

/** Outside values take precedence, then the files' own; the last file wins. */
function scopeOf(files: readonly SourceFile[], outside?: Scope): Scope {
  const scope: Scope = {
    find: (key) => {
      const given = outside?.find(key);
      if (given !== undefined) {
        return given;
      }
      const source = files.findLast(({ content }) => content.values.has(key));
      const value = source?.content.values.get(key);
      return source === undefined || value === undefined
        ? undefined
        : { value, scope, file: source.file };
    },
  };
  return scope;
}

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
