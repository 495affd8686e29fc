import { hclLanguage } from "./hclLanguage";
import { jsonTree, membersOf, nameOf } from "./jsonTree";
import { writtenNode } from "./jsonWritten";
import { substituted } from "./parameterValues";
import type { Group, Token } from "./scanner";
import {
  emptyFile,
  type DeclaredModule,
  type DeclaredResource,
  type Loop,
  type Member,
  type ObjectPlace,
  type Parameter,
  type TemplateFile,
  type Written,
} from "./template";
import {
  armTypeOf,
  entryOf,
  entriesOf,
  objectOf,
  objectPlace,
  placeOf,
  plainText,
  statementsIn,
  writtenOf,
  type TokenSource,
} from "./tokens";

/**
 * Reads a `.tf` file; its values belong to its module, the whole folder. Syntax:
 * github.com/hashicorp/hcl/blob/main/hclsyntax/spec.md
 *
 * @param file its path.
 */
export function readTerraform(text: string, file: string): TemplateFile {
  const blocks = new Blocks(file);
  for (const statement of statementsIn(text, hclLanguage)) {
    const body = statement.at(-1);
    if (body?.kind === "group" && body.open === "{") {
      blocks.add(statement, body);
    }
  }
  return blocks.content;
}

/** Reads a `.tfvars` or `.tfvars.json` file: the variables of its folder's module. */
export function readTerraformValues(text: string, file: string): TemplateFile {
  const values = new Map<string, Written>();
  if (/\.json$/i.test(file)) {
    // azd replaces variables of its environment in main.tfvars.json.
    for (const [key, value] of membersOf(jsonTree(text))) {
      values.set(nameOf(key).toLowerCase(), writtenNode(value, file, substituted));
    }
    return { ...emptyFile, values };
  }
  for (const statement of statementsIn(text, hclLanguage)) {
    const entry = entryOf(statement);
    const written =
      entry === undefined ? undefined : writtenOf(entry.value, { syntax: "hcl", file });
    if (entry !== undefined && written !== undefined) {
      values.set(entry.name.toLowerCase(), written);
    }
  }
  return { ...emptyFile, values };
}

class Blocks {
  readonly #source: TokenSource;
  readonly #parameters = new Map<string, Parameter>();
  readonly #variables = new Map<string, Written>();
  readonly #outputs = new Map<string, Written>();
  readonly #resources: DeclaredResource[] = [];
  readonly #modules: DeclaredModule[] = [];

  constructor(file: string) {
    this.#source = { syntax: "hcl", file };
  }

  get content(): TemplateFile {
    return {
      ...emptyFile,
      parameters: this.#parameters,
      variables: this.#variables,
      outputs: this.#outputs,
      resources: this.#resources,
      modules: this.#modules,
    };
  }

  add(statement: readonly Token[], body: Group): void {
    const [keyword, label, second] = statement;
    const name = plainText(label);
    const kind = keyword?.kind === "word" ? keyword.text : undefined;
    if (kind === "locals") {
      this.#locals(body);
    } else if (name !== undefined) {
      switch (kind) {
        case "variable":
          this.#variable(name, statement, body);
          break;
        case "output":
          put(this.#outputs, name, this.#value(body, "value"));
          break;
        case "module":
          this.#module(name, statement, body);
          break;
        case "resource":
          this.#resource(name, plainText(second), statement, body);
          break;
        default:
      }
    }
  }

  #locals(body: Group): void {
    for (const { name, value } of entriesOf(body)) {
      put(this.#variables, name, writtenOf(value, this.#source));
    }
  }

  #variable(name: string, statement: readonly Token[], body: Group): void {
    const place = placeOf(statement, this.#source.file);
    const [type] = memberValue(body, "type");
    if (place !== undefined) {
      this.#parameters.set(name.toLowerCase(), {
        ...place,
        name,
        type: type?.kind === "word" ? type.text : undefined,
        isNullable: false,
        default: this.#value(body, "default"),
      });
    }
  }

  #module(name: string, statement: readonly Token[], body: Group): void {
    const place = placeOf(statement, this.#source.file);
    const source = plainText(memberValue(body, "source")[0]);
    const object = objectPlace(body, this.#source);
    if (place !== undefined && source !== undefined) {
      this.#modules.push({
        ...place,
        symbol: `module.${name}`,
        condition: undefined,
        loop: loopOf(object),
        body: object,
        path: source,
        nested: undefined,
        isOuter: false,
        parameters: object.members,
        parametersPlace: undefined,
      });
    }
  }

  #resource(
    kind: string,
    label: string | undefined,
    statement: readonly Token[],
    block: Group,
  ): void {
    const place = placeOf(statement, this.#source.file);
    const attributes = objectPlace(block, this.#source);
    const name = attributes.members.get("name");
    if (place === undefined || name === undefined) {
      return;
    }
    const shared = {
      ...place,
      symbol: label === undefined ? undefined : `${kind}.${label}`,
      condition: undefined,
      loop: loopOf(attributes),
      name,
      isExisting: false,
    };
    if (kind.toLowerCase() !== "azapi_resource") {
      const type = kind.toLowerCase();
      this.#resources.push({
        ...shared,
        type,
        isTerraform: true,
        body: attributes,
        properties: undefined,
      });
      return;
    }
    // registry.terraform.io/providers/Azure/azapi/latest/docs/resources/resource
    const type = plainText(memberValue(block, "type")[0]);
    const content = encoded(memberValue(block, "body"));
    const body = content === undefined ? undefined : objectPlace(content, this.#source);
    if (type !== undefined) {
      this.#resources.push({
        ...shared,
        type: armTypeOf(type),
        isTerraform: false,
        body,
        properties: body?.members.get("properties")?.object(),
      });
    }
  }

  #value(group: Group, name: string): Written | undefined {
    return writtenOf(memberValue(group, name), this.#source);
  }
}

/** "count" is a number; "for_each" is a map or a set. */
function loopOf({ members }: ObjectPlace): Loop | undefined {
  const over: Member | undefined = members.get("for_each") ?? members.get("count");
  return over === undefined
    ? undefined
    : {
        item: "each",
        index: undefined,
        over,
        kind: members.has("for_each") ? "items" : "count",
      };
}

function memberValue(group: Group, name: string): readonly Token[] {
  return entriesOf(group).find((entry) => entry.name === name)?.value ?? [];
}

function put(values: Map<string, Written>, name: string, value: Written | undefined): void {
  if (value !== undefined) {
    values.set(name.toLowerCase(), value);
  }
}

/** "{...}", or "jsonencode({...})" as older versions of azapi want it. */
function encoded(value: readonly Token[]): Group | undefined {
  const [called, group] = value;
  return called?.kind === "word" && called.text === "jsonencode" && group?.kind === "group"
    ? objectOf(group.tokens.filter((token) => token.kind !== "mark"))
    : objectOf(value);
}
