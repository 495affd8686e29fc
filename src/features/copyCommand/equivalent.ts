import { sameText } from "../../base/sameText";
import { stringAt, valueAt } from "../../base/json";
import type { EquivalentCommand } from "../../services/equivalentCommand";
import type { PlanStep } from "../../services/plan";

/** A word of a command: literal, or a value to quote. */
export type CommandWord = string | { readonly value: string };

/**
 * The native command for a step, word by word; undefined where its shell has none, or where one of
 * the values would be misread.
 */
export function equivalentOf(
  step: PlanStep,
  shell: "azureCli" | "powershell",
  commands: readonly EquivalentCommand[],
): readonly CommandWord[] | undefined {
  for (const command of commands) {
    const template = command[shell];
    const values = template === undefined ? undefined : valuesIn(step, command);
    if (template !== undefined && values !== undefined) {
      const words = filledIn(template, values);
      if (shell === "powershell" || words.every(isPlain)) {
        return words;
      }
    }
  }
  return undefined;
}

/**
 * The Azure CLI takes what begins with "@" for the name of a file to read, and with "-" for an
 * option. Source: learn.microsoft.com/cli/azure/use-azure-cli-successfully-tips
 */
function isPlain(word: CommandWord): boolean {
  return typeof word === "string" || /^[^@-]/.test(word.value);
}

function filledIn(template: string, values: ReadonlyMap<string, string>): readonly CommandWord[] {
  return template.split(" ").map((word) => {
    const name = /^\{(\w+)\}$/.exec(word)?.[1];
    if (name === undefined) {
      return word;
    }
    const value = values.get(name);
    if (value === undefined) {
      throw new Error(`Nothing in the request is called {${name}}: ${template}`);
    }
    return { value };
  });
}

/** The values of the names in braces; undefined where it is another request. */
function valuesIn(
  { request, target }: PlanStep,
  command: EquivalentCommand,
): ReadonlyMap<string, string> | undefined {
  const { method, path, query = {}, headers = {}, body, apiVersion } = request;
  const [verb = "", template = ""] = command.request.split(" ");
  const segments = path.split("/").map(decodeURIComponent);
  const expected = template.split("/");
  if (
    verb !== method ||
    expected.length !== segments.length ||
    JSON.stringify(sorted(query)) !== JSON.stringify(sorted(command.query ?? {})) ||
    // A command that doesn't mention a header wouldn't send it.
    Object.keys(headers).length !== Object.keys(command.headers ?? {}).length ||
    (command.without ?? []).some((at) => valueAt(body, at.split(".")) !== undefined)
  ) {
    return undefined;
  }
  const values = new Map([
    ["id", segments.join("/")],
    ["apiVersion", apiVersion],
    ["target", target],
  ]);
  const pairs: readonly (readonly [wanted: string, found: string | undefined])[] = [
    ...expected.map((wanted, index) => [wanted, segments[index]] as const),
    ...Object.entries(command.headers ?? {}).map(
      ([header, wanted]) => [wanted, headers[header]] as const,
    ),
    ...Object.entries(command.body ?? {}).map(
      ([at, wanted]) => [wanted, stringAt(body, ...at.split("."))] as const,
    ),
  ];
  for (const [wanted, found] of pairs) {
    const name = /^\{(\w+)\}$/.exec(wanted)?.[1];
    if (found === undefined || (name === undefined && !sameText(wanted, found))) {
      return undefined;
    }
    if (name !== undefined) {
      values.set(name, found);
    }
  }
  return values;
}

function sorted(query: Readonly<Record<string, string>>): readonly (readonly [string, string])[] {
  return Object.entries(query).toSorted(([one], [other]) => (one < other ? -1 : 1));
}
