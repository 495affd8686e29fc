import type { Group, Language, Token } from "./scanner";
import type { DeclaredResource, TemplateFile, TextValue } from "./template";
import {
  armTypeOf,
  characterOf,
  entryOf,
  memberValue,
  objectOf,
  placeOf,
  plainText,
  statementsIn,
  statementsOf,
  textValueOf,
  type Reference,
} from "./tokens";

// developer.hashicorp.com/terraform/language/expressions/strings#escape-sequences
const escapes: Readonly<Record<string, string>> = {
  "\\": "\\",
  '"': '"',
  n: "\n",
  r: "\r",
  t: "\t",
};

const hcl: Language = {
  quote: '"',
  interpolation: "$%",
  hasDashedWords: true,
  lineComments: ["#", "//"],
  longString: (text, at) => {
    if (!text.startsWith("<<", at)) {
      return undefined;
    }
    const lineEnd = text.indexOf("\n", at);
    const opening = /^<<-?([\w-]+)\s*$/.exec(text.slice(at, Math.min(lineEnd, at + 200)));
    if (lineEnd === -1 || opening === null) {
      return "unclosed";
    }
    const [, marker] = opening;
    for (let from = lineEnd + 1; from < text.length;) {
      const end = text.indexOf("\n", from);
      const line = text.slice(from, end === -1 ? text.length : end);
      if (line.trim() === marker) {
        return { text: undefined, end: from + line.length };
      }
      from = end === -1 ? text.length : end + 1;
    }
    return "unclosed";
  },
  escape: (text, at) => {
    const character = text.charAt(at);
    if ((character === "$" || character === "%") && text.startsWith(`${character}{`, at + 1)) {
      return { text: `${character}{`, end: at + 3 };
    }
    if (character !== "\\") {
      return undefined;
    }
    const next = text.charAt(at + 1);
    const plain = escapes[next];
    if (plain !== undefined) {
      return { text: plain, end: at + 2 };
    }
    const digits = next === "u" ? 4 : next === "U" ? 8 : 0;
    const code = text.slice(at + 2, at + 2 + digits);
    return digits > 0 && /^[\da-f]+$/i.test(code) && code.length === digits
      ? { text: characterOf(code), end: at + 2 + digits }
      : undefined;
  },
};

const reference: Reference = ([root, name, ...rest]) =>
  (root === "var" || root === "local") && name !== undefined && rest.length === 0
    ? `${root}.${name}`
    : undefined;

/**
 * Reads a `.tf` file; its values belong to its module, the whole folder. Syntax:
 * github.com/hashicorp/hcl/blob/main/hclsyntax/spec.md
 */
export function readTerraform(text: string): TemplateFile {
  const resources: DeclaredResource[] = [];
  const values = new Map<string, TextValue>();
  for (const statement of statementsIn(text, hcl)) {
    const [keyword, label] = statement;
    const body = statement.at(-1);
    if (keyword?.kind !== "word" || body?.kind !== "group" || body.open !== "{") {
      continue;
    }
    const name = plainText(label);
    if (keyword.text === "resource" && name !== undefined) {
      const resource = resourceOf(name.toLowerCase(), body);
      if (resource !== undefined) {
        resources.push(resource);
      }
    } else if (keyword.text === "variable" && name !== undefined) {
      put(values, `var.${name}`, valueOf(body, "default"));
    } else if (keyword.text === "locals") {
      for (const [key, ...rest] of statementsOf(body.tokens)) {
        const entry = key === undefined ? undefined : entryOf([key, ...rest]);
        if (entry !== undefined && key?.kind === "word") {
          put(values, `local.${key.text}`, textValueOf(entry.value, reference));
        }
      }
    }
  }
  return { resources, values, template: undefined };
}

/** Reads a `.tfvars` file: the variables of its folder's module. */
export function readTerraformValues(text: string): TemplateFile {
  const values = new Map<string, TextValue>();
  for (const statement of statementsIn(text, hcl)) {
    const [key] = statement;
    const entry = entryOf(statement);
    if (entry !== undefined && key?.kind === "word") {
      put(values, `var.${key.text}`, textValueOf(entry.value, reference));
    }
  }
  return { resources: [], values, template: undefined };
}

function put(values: Map<string, TextValue>, key: string, value: TextValue | undefined): void {
  if (value !== undefined) {
    values.set(key, value);
  }
}

function valueOf(group: Group, name: string): TextValue | undefined {
  return textValueOf(memberValue(group, name), reference);
}

function resourceOf(kind: string, body: Group): DeclaredResource | undefined {
  const name = valueOf(body, "name");
  if (name === undefined) {
    return undefined;
  }
  // registry.terraform.io/providers/Azure/azapi/latest/docs/resources/resource
  if (kind !== "azapi_resource") {
    return { type: kind, isTerraform: true, name, body: undefined, properties: undefined };
  }
  const type = plainText(memberValue(body, "type")[0]);
  const content = encoded(memberValue(body, "body"));
  const properties =
    content === undefined ? undefined : objectOf(memberValue(content, "properties"));
  return type === undefined
    ? undefined
    : {
        type: armTypeOf(type),
        isTerraform: false,
        name,
        body: content === undefined ? undefined : placeOf(content, "hcl", reference),
        properties: properties === undefined ? undefined : placeOf(properties, "hcl", reference),
      };
}

/** "{...}", or "jsonencode({...})" as older versions of azapi want it. */
function encoded(value: readonly Token[]): Group | undefined {
  const [called, group] = value;
  return called?.kind === "word" && called.text === "jsonencode" && group?.kind === "group"
    ? objectOf(group.tokens.filter((token) => token.kind !== "mark"))
    : objectOf(value);
}
