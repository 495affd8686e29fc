import type { Node } from "jsonc-parser";
import { piecesOfString, type Rename } from "./armExpression";
import { jsonTree, memberOf, membersOf, nameOf, textOf } from "./jsonTree";
import { environmentKey, parameterKey, variableKey } from "./keys";
import {
  emptyFile,
  type DeclaredResource,
  type Member,
  type ObjectPlace,
  type TemplateFile,
  type TextValue,
} from "./template";

const deploymentType = "microsoft.resources/deployments";
const deepest = 10;

/** A template and its nested templates, with shared or separate values. */
interface Scope {
  readonly rename: Rename;
  readonly depth: number;
}

/**
 * Reads an ARM template in JSON, including nested templates. Child resources inside other resources
 * are ignored: no soft-deletable type is deployed that way. Syntax:
 * learn.microsoft.com/azure/azure-resource-manager/templates/syntax
 */
export function readArmTemplate(text: string): TemplateFile {
  const tree = jsonTree(text);
  if (tree === undefined || !isSchema(tree, "deploymenttemplate")) {
    return emptyFile;
  }
  return new Reader().read(tree);
}

/** Reads a parameters file: literal values, and azd's substitutions. */
export function readArmParameters(text: string): TemplateFile {
  const tree = jsonTree(text);
  if (tree === undefined || !isSchema(tree, "deploymentparameters")) {
    return emptyFile;
  }
  const values = new Map<string, TextValue>();
  for (const [key, parameter] of membersOf(memberOf(tree, "parameters"))) {
    const value = memberOf(parameter, "value");
    const written = textOf(value);
    const pieces = written === undefined ? undefined : piecesOfParameter(written);
    if (value !== undefined && pieces !== undefined) {
      values.set(parameterKey(nameOf(key)), { ...spanOf(value), pieces });
    }
  }
  return { resources: [], values, template: undefined };
}

function isSchema(tree: Node, name: string): boolean {
  // ".../2019-04-01/deploymentTemplate.json#", and for other scopes "subscriptionDeploymentTemplate".
  return textOf(memberOf(tree, "$schema"))?.toLowerCase().includes(`${name}.json`) ?? false;
}

/**
 * azd replaces "${NAME}" by the variable of its environment:
 * learn.microsoft.com/azure/developer/azure-developer-cli/manage-environment-variables
 */
function piecesOfParameter(written: string): TextValue["pieces"] | undefined {
  const parts = written.split(/\$\{(\w{1,200})\}/);
  return parts.some((part, index) => index % 2 === 0 && part.includes("${"))
    ? undefined
    : parts.map((part, index) =>
        index % 2 === 0 ? { text: part } : { key: environmentKey(part) },
      );
}

class Reader {
  readonly #resources: DeclaredResource[] = [];
  readonly #values = new Map<string, TextValue>();
  #nested = 0;

  read(tree: Node): TemplateFile {
    const scope = { rename: (key: string) => key, depth: 0 };
    this.#readTemplate(tree, scope, new Map());
    return { resources: this.#resources, values: this.#values, template: undefined };
  }

  /** @param given parameter values from outside. */
  #readTemplate(template: Node, scope: Scope, given: ReadonlyMap<string, TextValue>): void {
    const { rename } = scope;
    for (const [key, parameter] of membersOf(memberOf(template, "parameters"))) {
      const name = parameterKey(nameOf(key));
      this.#put(
        rename(name),
        given.get(name) ?? textValueOf(memberOf(parameter, "defaultValue"), rename),
      );
    }
    for (const [key, value] of membersOf(memberOf(template, "variables"))) {
      this.#put(rename(variableKey(nameOf(key))), textValueOf(value, rename));
    }
    this.#readResources(template, scope);
  }

  #put(key: string, value: TextValue | undefined): void {
    if (value !== undefined) {
      this.#values.set(key, value);
    }
  }

  #readResources(template: Node, scope: Scope): void {
    const resources = memberOf(template, "resources");
    // With symbolic names, resources are members, not items.
    const all =
      resources?.type === "array"
        ? (resources.children ?? [])
        : membersOf(resources).map(([, resource]) => resource);
    for (const resource of all) {
      const type = textOf(memberOf(resource, "type"))?.toLowerCase();
      const name = textValueOf(memberOf(resource, "name"), scope.rename);
      if (type === deploymentType) {
        this.#readNested(resource, scope);
      } else if (
        type !== undefined &&
        name !== undefined &&
        memberOf(resource, "existing")?.value !== true
      ) {
        const properties = memberOf(resource, "properties");
        this.#resources.push({
          type,
          isTerraform: false,
          name,
          body: placeOf(resource, scope.rename),
          properties: properties?.type === "object" ? placeOf(properties, scope.rename) : undefined,
        });
      }
    }
  }

  /** learn.microsoft.com/azure/azure-resource-manager/templates/linked-templates#expression-evaluation-scope-in-nested-templates */
  #readNested(deployment: Node, outer: Scope): void {
    const properties = memberOf(deployment, "properties");
    const template = memberOf(properties, "template");
    if (template === undefined || outer.depth > deepest) {
      return;
    }
    const options = memberOf(properties, "expressionEvaluationOptions");
    if (textOf(memberOf(options, "scope"))?.toLowerCase() !== "inner") {
      this.#readResources(template, { ...outer, depth: outer.depth + 1 });
      return;
    }
    this.#nested += 1;
    const prefix = `${this.#nested}/`;
    const given = new Map<string, TextValue>();
    for (const [key, parameter] of membersOf(memberOf(properties, "parameters"))) {
      const value = textValueOf(memberOf(parameter, "value"), outer.rename);
      if (value !== undefined) {
        given.set(parameterKey(nameOf(key)), value);
      }
    }
    const inner = { rename: (key: string) => `${prefix}${key}`, depth: outer.depth + 1 };
    this.#readTemplate(template, inner, given);
  }
}

function textValueOf(node: Node | undefined, rename: Rename): TextValue | undefined {
  const written = textOf(node);
  const pieces = written === undefined ? undefined : piecesOfString(written, rename);
  return node === undefined || pieces === undefined ? undefined : { ...spanOf(node), pieces };
}

function placeOf(node: Node, rename: Rename): ObjectPlace {
  const members = new Map<string, Member>();
  for (const [key, value] of membersOf(node)) {
    members.set(nameOf(key).toLowerCase(), {
      ...spanOf(value),
      text: textValueOf(value, rename),
      word: value.type === "boolean" ? String(value.value) : undefined,
    });
  }
  const [content] = node.children ?? [];
  return {
    syntax: "json",
    inside: node.offset + 1,
    first: content?.offset ?? node.offset + node.length - 1,
    members,
  };
}

function spanOf({ offset, length }: Node): { readonly start: number; readonly end: number } {
  return { start: offset, end: offset + length };
}
