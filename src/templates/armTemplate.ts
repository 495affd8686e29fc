import type { Node } from "jsonc-parser";
import { jsonTree, memberOf, membersOf, nameOf, textOf } from "./jsonTree";
import { copiedArray, objectPlaceOf, optionalNode, placeOfNode, writtenNode } from "./jsonWritten";
import {
  emptyFile,
  type DeclaredFunction,
  type DeclaredModule,
  type DeclaredResource,
  type Loop,
  type Parameter,
  type TemplateFile,
  type Written,
} from "./template";

const deploymentType = "microsoft.resources/deployments";
const deepest = 10;

/**
 * Reads an ARM template in JSON, including nested templates. Child resources inside other resources
 * are ignored: no soft-deletable type is deployed that way. Syntax:
 * learn.microsoft.com/azure/azure-resource-manager/templates/syntax
 *
 * @param file its path.
 */
export function readArmTemplate(text: string, file: string): TemplateFile {
  const tree = jsonTree(text);
  return tree === undefined || !isSchema(tree, "deploymenttemplate")
    ? emptyFile
    : new Reader(file).template(tree, 0);
}

export function isSchema(tree: Node, name: string): boolean {
  // ".../2019-04-01/deploymentTemplate.json#", and for other scopes "subscriptionDeploymentTemplate".
  return textOf(memberOf(tree, "$schema"))?.toLowerCase().includes(`${name}.json`) ?? false;
}

class Reader {
  constructor(private readonly file: string) {}

  template(tree: Node, depth: number): TemplateFile {
    const resources: DeclaredResource[] = [];
    const modules: DeclaredModule[] = [];
    for (const [symbol, node] of resourceNodes(memberOf(tree, "resources"))) {
      const type = textOf(memberOf(node, "type"));
      if (type?.toLowerCase() === deploymentType) {
        modules.push(this.#module(symbol, node, depth));
      } else if (type !== undefined) {
        const resource = this.#resource(symbol, type, node);
        resources.push(...(resource === undefined ? [] : [resource]));
      }
    }
    return {
      ...emptyFile,
      targetScope: scopeOf(textOf(memberOf(tree, "$schema"))),
      parameters: this.#parameters(memberOf(tree, "parameters")),
      variables: this.#variables(memberOf(tree, "variables")),
      outputs: this.#values(memberOf(tree, "outputs"), "value"),
      functions: this.#functions(memberOf(tree, "functions")),
      resources,
      modules,
    };
  }

  #parameters(node: Node | undefined): ReadonlyMap<string, Parameter> {
    return new Map(
      membersOf(node).map(([key, parameter]): [string, Parameter] => [
        nameOf(key).toLowerCase(),
        {
          ...placeOfNode(key, this.file),
          name: nameOf(key),
          type: textOf(memberOf(parameter, "type"))?.toLowerCase().replace("secure", ""),
          isNullable: memberOf(parameter, "nullable")?.value === true,
          default: optionalNode(memberOf(parameter, "defaultValue"), this.file),
        },
      ]),
    );
  }

  #variables(node: Node | undefined): ReadonlyMap<string, Written> {
    const variables = new Map<string, Written>();
    for (const [key, value] of membersOf(node)) {
      variables.set(nameOf(key).toLowerCase(), writtenNode(value, this.file));
    }
    const copies = memberOf(node, "copy");
    for (const copy of copies?.type === "array" ? (copies.children ?? []) : []) {
      const name = textOf(memberOf(copy, "name"));
      const [count, input] = [memberOf(copy, "count"), memberOf(copy, "input")];
      if (name !== undefined && count !== undefined && input !== undefined) {
        variables.set(name.toLowerCase(), {
          ...placeOfNode(copy, this.file),
          expression: () => copiedArray(name, count, input),
        });
      }
    }
    return variables;
  }

  /** The values that lie in a member of each member, as in "outputs" and "parameters". */
  #values(node: Node | undefined, inside: string): ReadonlyMap<string, Written> {
    const values = new Map<string, Written>();
    for (const [key, entry] of membersOf(node)) {
      const value = memberOf(entry, inside);
      if (value !== undefined) {
        values.set(nameOf(key).toLowerCase(), writtenNode(value, this.file));
      }
    }
    return values;
  }

  #functions(node: Node | undefined): ReadonlyMap<string, DeclaredFunction> {
    const functions = new Map<string, DeclaredFunction>();
    for (const group of node?.type === "array" ? (node.children ?? []) : []) {
      const namespace = textOf(memberOf(group, "namespace")) ?? "";
      for (const [key, definition] of membersOf(memberOf(group, "members"))) {
        const parameters = memberOf(definition, "parameters")?.children ?? [];
        const body = memberOf(memberOf(definition, "output"), "value");
        if (body !== undefined) {
          functions.set(`${namespace}.${nameOf(key)}`.toLowerCase(), {
            names: parameters.map((one) => textOf(memberOf(one, "name")) ?? ""),
            body: writtenNode(body, this.file),
          });
        }
      }
    }
    return functions;
  }

  #shared(
    symbol: string | undefined,
    node: Node,
  ): Pick<DeclaredResource, "symbol" | "condition" | "loop" | "body" | "file" | "start" | "end"> {
    return {
      ...placeOfNode(node, this.file),
      symbol,
      condition: optionalNode(memberOf(node, "condition"), this.file),
      loop: this.#loop(memberOf(node, "copy")),
      body: objectPlaceOf(node, this.file),
    };
  }

  #loop(copy: Node | undefined): Loop | undefined {
    const count = memberOf(copy, "count");
    return count === undefined
      ? undefined
      : {
          item: textOf(memberOf(copy, "name")) ?? "",
          index: undefined,
          over: writtenNode(count, this.file),
          kind: "count",
        };
  }

  #resource(symbol: string | undefined, type: string, node: Node): DeclaredResource | undefined {
    const name = memberOf(node, "name");
    const properties = memberOf(node, "properties");
    return name === undefined
      ? undefined
      : {
          ...this.#shared(symbol, node),
          type,
          isTerraform: false,
          isExisting: memberOf(node, "existing")?.value === true,
          name: writtenNode(name, this.file),
          properties:
            properties?.type === "object" ? objectPlaceOf(properties, this.file) : undefined,
        };
  }

  /** learn.microsoft.com/azure/azure-resource-manager/templates/linked-templates#expression-evaluation-scope-in-nested-templates */
  #module(symbol: string | undefined, node: Node, depth: number): DeclaredModule {
    const properties = memberOf(node, "properties");
    const template = memberOf(properties, "template");
    const options = memberOf(properties, "expressionEvaluationOptions");
    const link = memberOf(properties, "templateLink");
    return {
      ...this.#shared(symbol, node),
      path: linkedPath(link),
      nested:
        template === undefined || depth > deepest ? undefined : this.template(template, depth + 1),
      isOuter: link === undefined && textOf(memberOf(options, "scope"))?.toLowerCase() !== "inner",
      parameters: this.#values(memberOf(properties, "parameters"), "value"),
      parametersPlace: undefined,
    };
  }
}

function resourceNodes(
  resources: Node | undefined,
): readonly (readonly [string | undefined, Node])[] {
  // With symbolic names, resources are members, not items.
  return resources?.type === "array"
    ? (resources.children ?? []).map((node) => [undefined, node] as const)
    : membersOf(resources).map(([key, node]) => [nameOf(key), node] as const);
}

function scopeOf(schema: string | undefined): string {
  const scope = /(subscription|managementGroup|tenant)DeploymentTemplate/i.exec(schema ?? "")?.[1];
  return scope ?? "resourceGroup";
}

/** A path below the template: literal, or the last file name of an address that is computed. */
function linkedPath(link: Node | undefined): string | undefined {
  const relative = textOf(memberOf(link, "relativePath"));
  if (relative !== undefined) {
    return relative;
  }
  const address = textOf(memberOf(link, "uri")) ?? "";
  const paths = [...address.matchAll(/'([^':]{1,300}\.jsonc?)'/gi)].map(([, path = ""]) => path);
  return address.startsWith("[") ? paths.at(-1)?.replace(/^\/+/, "") : undefined;
}
