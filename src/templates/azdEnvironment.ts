import { literal, type Expression } from "./evaluation/expression";
import { jsonTree, memberOf, membersOf, nameOf } from "./jsonTree";
import { writtenNode } from "./jsonWritten";
import { emptyFile, type Span, type TemplateFile, type Written } from "./template";

/** The member of `.azure/config.json` that names the selected environment. */
export const selectedEnvironment = "defaultEnvironment";

/** A variable of an environment, with its value's position. */
export interface EnvironmentVariable extends Span {
  readonly name: string;
  readonly value: string;
}

interface ReadVariable extends Span {
  readonly name: string;
  /** Undefined where the value refers to others, or is malformed. */
  readonly value: string | undefined;
}

/**
 * The variables of an azd environment file, such as `.azure/dev/.env`, that can be names. Syntax:
 * github.com/joho/godotenv, which azd uses
 */
export function readAzdEnvironment(text: string): readonly EnvironmentVariable[] {
  return variablesIn(text).flatMap(({ value, ...variable }) =>
    value === undefined || value === "" || /["'\\$#\s]/.test(value) ? [] : [{ ...variable, value }],
  );
}

/** The variables as values for parameters, by their names as written. */
export function environmentValues(text: string, file: string): TemplateFile {
  const values = new Map<string, Written>();
  for (const { name, value, start, end } of variablesIn(text)) {
    const expression = (): Expression =>
      value === undefined ? { kind: "unsupported", about: name } : literal(value);
    values.set(name, { file, start, end, expression });
  }
  return { ...emptyFile, values };
}

/**
 * The values in azd's config.json: the name of the selected environment in that of the project, the
 * answers to questions about parameters in that of an environment.
 */
export function configurationValues(text: string, file: string): TemplateFile {
  const tree = jsonTree(text);
  const selected = memberOf(tree, selectedEnvironment);
  const values = new Map<string, Written>();
  for (const [key, value] of membersOf(memberOf(memberOf(tree, "infra"), "parameters"))) {
    values.set(nameOf(key).toLowerCase(), writtenNode(value, file, literal));
  }
  if (selected !== undefined) {
    values.set(selectedEnvironment, writtenNode(selected, file, literal));
  }
  return { ...emptyFile, values };
}

function variablesIn(text: string): readonly ReadVariable[] {
  const variables: ReadVariable[] = [];
  let start = 0;
  for (const line of text.split("\n")) {
    const variable = variableOf(line, start);
    if (variable !== undefined) {
      variables.push(variable);
    }
    start += line.length + 1;
  }
  return variables;
}

const longestValue = 500;

function variableOf(line: string, lineStart: number): ReadVariable | undefined {
  const equals = line.indexOf("=");
  const name = line
    .slice(0, Math.max(0, Math.min(equals, longestValue)))
    .trim()
    .replace(/^export\s/, "")
    .trim();
  if (!/^\w+$/.test(name)) {
    return undefined;
  }
  const written = line.slice(equals + 1);
  const value = written.trim();
  if (value === "") {
    // There is no value to point at, so its place is the variable.
    return { name, value, start: lineStart, end: lineStart + equals + 1 };
  }
  const start = lineStart + equals + 1 + (written.length - written.trimStart().length);
  return { name, value: unquoted(value), start, end: start + value.length };
}

/** The value between its quotes; undefined where it can't be told from the line alone. */
function unquoted(value: string): string | undefined {
  if (value.length > longestValue) {
    return undefined;
  }
  const single = /^'([^']*)'$/.exec(value)?.[1];
  if (single !== undefined) {
    return single;
  }
  const double = /^"((?:[^"\\]|\\.)*)"$/.exec(value)?.[1];
  if (double !== undefined) {
    return /(^|[^\\])\$/.test(double)
      ? undefined
      : double.replace(/\\(.)/g, (_, character: string) =>
          character === "n" ? "\n" : character === "r" ? "\r" : character,
        );
  }
  const plain = value.replace(/(^|\s)#.*$/, "").trim();
  return /["'\\$]/.test(plain) ? undefined : plain;
}
