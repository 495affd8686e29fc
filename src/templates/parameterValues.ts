import { call, literal, type Expression } from "./evaluation/expression";
import { isSchema } from "./armTemplate";
import { jsonTree, memberOf, membersOf, nameOf } from "./jsonTree";
import { placeOfNode, writtenNode } from "./jsonWritten";
import { emptyFile, type TemplateFile, type Written } from "./template";

/** The function that reads a variable of the azd environment, with an optional default. */
export const environmentFunction = "readEnvironmentVariable";

/**
 * Reads a parameters file: values, and azd's substitutions in them.
 *
 * @param file its path.
 */
export function readArmParameters(text: string, file: string): TemplateFile {
  const tree = jsonTree(text);
  if (tree === undefined || !isSchema(tree, "deploymentparameters")) {
    return emptyFile;
  }
  const values = new Map<string, Written>();
  for (const [key, parameter] of membersOf(memberOf(tree, "parameters"))) {
    const value = memberOf(parameter, "value");
    const isSecret = memberOf(parameter, "reference") !== undefined;
    if (value !== undefined) {
      values.set(nameOf(key).toLowerCase(), writtenNode(value, file, substituted));
    } else if (isSecret) {
      const place = placeOfNode(parameter, file);
      const expression = (): Expression => ({ kind: "unsupported", about: "reference" });
      values.set(nameOf(key).toLowerCase(), { ...place, expression });
    }
  }
  return { ...emptyFile, values };
}

const substitution = /\$\{(\w{1,200})(?:(?::?[=-])([^{}]{0,1000}))?\}/g;

/**
 * azd replaces "${NAME}" and "${NAME=default}" by the variable of its environment:
 * learn.microsoft.com/azure/developer/azure-developer-cli/manage-environment-variables
 */
export function substituted(text: string): Expression {
  const parts: (string | Expression)[] = [];
  let from = 0;
  for (const found of text.matchAll(substitution)) {
    const [whole, name = "", fallback] = found;
    parts.push(text.slice(from, found.index));
    parts.push(
      call(
        environmentFunction,
        literal(name),
        ...(fallback === undefined ? [literal("")] : [literal(fallback)]),
      ),
    );
    from = found.index + whole.length;
  }
  const rest = text.slice(from);
  if (rest.includes("${") || text.startsWith("$(")) {
    return { kind: "unsupported", about: text.slice(0, 100) };
  }
  return from === 0 ? literal(text) : { kind: "text", parts: [...parts, rest] };
}
