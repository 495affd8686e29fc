import { environmentKey } from "./keys";
import type { Span, TemplateFile, TextValue } from "./template";

/** A variable of an environment, with its value's position. */
export interface EnvironmentVariable extends Span {
  readonly name: string;
  readonly value: string;
}

/**
 * The variables of an azd environment file, such as `.azure/dev/.env`. Values that need unescaping
 * are ignored: no name does. Syntax: github.com/joho/godotenv, which azd uses
 */
export function readAzdEnvironment(text: string): readonly EnvironmentVariable[] {
  const variables: EnvironmentVariable[] = [];
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

/** The variables as values for parameters. */
export function environmentValues(text: string): TemplateFile {
  const values = new Map<string, TextValue>();
  for (const { name, value, start, end } of readAzdEnvironment(text)) {
    values.set(environmentKey(name), { start, end, pieces: [{ text: value }] });
  }
  return { resources: [], values, template: undefined };
}

const longestLine = 500;

function variableOf(line: string, lineStart: number): EnvironmentVariable | undefined {
  const equals = line.indexOf("=");
  if (equals === -1 || line.length > longestLine) {
    return undefined;
  }
  const name = line
    .slice(0, equals)
    .trim()
    .replace(/^export\s/, "")
    .trim();
  const written = line.slice(equals + 1);
  const value = written.trim();
  const start = lineStart + equals + 1 + (written.length - written.trimStart().length);
  const quote = value.charAt(0);
  const isQuoted = quote === '"' || quote === "'";
  const inner = isQuoted ? value.slice(1, -1) : value;
  const isWhole = !isQuoted || (value.length >= 2 && value.endsWith(quote));
  return !/^\w+$/.test(name) || !isWhole || inner === "" || /["'\\$#\s]/.test(inner)
    ? undefined
    : { name, value: inner, start, end: start + value.length };
}
