import { declarationsOf, type Declaration } from "../../../src/templates/deployment/declarations";
import { patternOf } from "../../../src/templates/deployment/names";
import type { Files } from "../../../src/templates/deployedFiles";
import { Evaluator, type Scope } from "../../../src/templates/evaluation/evaluator";
import type { Expression } from "../../../src/templates/evaluation/expression";
import { armFunctions } from "../../../src/templates/evaluation/functions/arm";
import { jsonText } from "../../../src/templates/evaluation/functions/json";
import { terraformFunctions } from "../../../src/templates/evaluation/functions/terraform";
import { plainText, unknownFor, type Value } from "../../../src/templates/evaluation/values";
import { fileKind, type FileKind } from "../../../src/templates/fileKind";
import { editToSet, type Property } from "../../../src/templates/insertion";
import { readTemplateFile } from "../../../src/templates/readFile";
import type { TemplateFile } from "../../../src/templates/template";
import { deployedWith, type DeploymentChoice } from "../../../src/templates/together";

/** Files by their paths, all of them on disk but those that are said to be open. */
export function filesOf(
  texts: Readonly<Record<string, string>>,
  open: readonly string[] = [],
): Files {
  return {
    list: async (folder) => {
      const below = Object.keys(texts).filter((path) => path.startsWith(`${folder}/`));
      return [...new Set(below.map((path) => path.slice(folder.length + 1).split("/")[0] ?? ""))];
    },
    read: async (path) => {
      const text = texts[path];
      const kind = text === undefined ? undefined : fileKind(path, () => text);
      return text === undefined || kind === undefined
        ? undefined
        : { file: path, kind, content: readTemplateFile(kind, text, path) };
    },
    text: async (path) => texts[path],
    open,
    registry: "/home/.bicep/br",
  };
}

const names: Readonly<Record<string, string>> = {
  bicep: "/w/this.bicep",
  armTemplate: "/w/this.json",
  terraform: "/w/this.tf",
};

/** Each resource of a text as "type name", with a pattern or "?" where its file doesn't tell it. */
export async function declared(kind: FileKind, text: string): Promise<readonly string[]> {
  const path = names[kind] ?? "";
  return deployedFrom(path, { [path]: text });
}

interface Choice extends DeploymentChoice {
  readonly subscriptionId?: string;
}

/** The same for the deployments of a file among others; what isn't deployed is marked. */
export async function deployedFrom(
  path: string,
  texts: Readonly<Record<string, string>>,
  choice: Choice = {},
): Promise<readonly string[]> {
  const found = await declarationsFrom(path, texts, choice);
  return found.map(
    ({ type, name, isDeployed }) =>
      `${type} ${shown(name)}${isDeployed.kind === "boolean" ? (isDeployed.isTrue ? "" : " off") : " maybe"}`,
  );
}

async function declarationsFrom(
  path: string,
  texts: Readonly<Record<string, string>>,
  { subscriptionId, ...choice }: Choice = {},
): Promise<readonly Declaration[]> {
  const deployed = await deployedWith(path, filesOf(texts), choice);
  return deployed.flatMap((one) =>
    one.given.flatMap((way) => declarationsOf(one, way, { subscriptionId })),
  );
}

/** A value as JSON, a name's pattern, or the kind of the reason why it is unknown. */
export function shown(value: Value): string {
  const text = plainText(value);
  const json = value.kind === "text" || value.kind === "unknown" ? undefined : jsonText(value);
  return (
    text ??
    (value.kind === "text" ? patternOf(value) : undefined) ??
    plainText(json) ??
    `?${unknownFor("", value).reason.kind}`
  );
}

/** The names and functions of nothing but the language. */
const noNames: Scope = { name: () => undefined, call: () => undefined };

/** What an expression comes to by itself. */
export function valueOf(expression: Expression, isTerraform = false): Value {
  return new Evaluator(isTerraform ? terraformFunctions : armFunctions).evaluate(
    expression,
    noNames,
  );
}

/** The values of a text as "key value", as far as it tells them by itself. */
export function given(kind: FileKind, text: string): readonly string[] {
  const content = readTemplateFile(kind, text, "/w/this");
  const values = [
    ...content.values,
    ...content.variables,
    ...[...content.parameters].flatMap(([key, parameter]) =>
      parameter.default === undefined ? [] : [[key, parameter.default] as const],
    ),
  ];
  const evaluator = new Evaluator(kind.startsWith("terraform") ? terraformFunctions : armFunctions);
  const scope = ownNames(content, evaluator);
  return values.map(
    ([key, written]) => `${key} ${shown(evaluator.evaluate(written.expression(), scope))}`,
  );
}

function ownNames(content: TemplateFile, evaluator: Evaluator): Scope {
  const scope: Scope = {
    name: (name) => {
      const key = name.toLowerCase();
      const written =
        content.values.get(key) ??
        content.variables.get(key) ??
        content.parameters.get(key)?.default;
      return written === undefined ? undefined : evaluator.evaluate(written.expression(), scope);
    },
    call: () => undefined,
  };
  return scope;
}

/** The text after a property of its first resource is set; undefined where that cannot be done. */
export function withProperty(kind: FileKind, text: string, property: Property): string | undefined {
  const [resource] = readTemplateFile(kind, text, "/w/this").resources;
  const edit = resource === undefined ? undefined : editToSet(text, resource, property);
  return edit === undefined
    ? undefined
    : `${text.slice(0, edit.start)}${edit.text}${text.slice(edit.end)}`;
}
