import { pathAndQuery, type ArmRequest } from "../../azure/armRequest";
import type { JsonValue } from "../../base/json";
import type { Postcondition, PlanStep } from "../../services/plan";
import { bashWord } from "../../base/shellQuoting";
import type { CommandWord } from "./equivalent";
import { requestCommand, tokenVariable } from "./requestWords";

/** One step, as it is run, and what is waited for after it. */
export interface RenderedStep {
  readonly command: string;
  /** Undefined where nothing comes after it, or the command itself waits. */
  readonly wait: string | undefined;
  readonly isOptional: boolean;
}

/** A command of the Azure CLI, quoted. */
export function bashLine(words: readonly CommandWord[]): string {
  return words.map((word) => (typeof word === "string" ? word : bashWord(word.value))).join(" ");
}

/**
 * Steps one after the other, each only where the one before has succeeded; an optional one stops
 * nothing. One compound command, so that a shell it is pasted into reads all of it before it runs
 * any.
 */
export function bashScript(steps: readonly RenderedStep[]): string {
  return steps
    .map(({ command, wait, isOptional }) => {
      const all = wait === undefined ? command : `${command} &&\n${wait}`;
      return isOptional && steps.length > 1 ? `{ ${all} || true; }` : all;
    })
    .join(" &&\n");
}

/** An hour: longer than most take. */
const tries = 360;

/**
 * Waits until an effect shows, however long the command that asked for it has returned before.
 *
 * @param by how Azure is read.
 */
export function bashWait(
  { postcondition, title, target }: PlanStep,
  by: "azRest" | "curl",
  endpoint: string,
): string {
  const probe = postcondition === undefined ? undefined : lookFor(postcondition, by, endpoint);
  return probe === undefined
    ? `read -r -p ${bashWord(`${title} "${target}": press Enter once it is done. `)}`
    : // With the last try in vain, the loop fails.
      `for i in {1..${tries}}; do ${probe} && break; [ "$i" -lt ${tries} ] && sleep 10; done`;
}

function lookFor(
  postcondition: Postcondition,
  by: "azRest" | "curl",
  endpoint: string,
): string | undefined {
  const { request, entry, where, expects } = postcondition;
  const wanted = wantedValue(postcondition);
  if (expects === "absent" || entry?.and !== undefined || where?.not === true) {
    return undefined;
  }
  if (wanted === undefined) {
    return entry === undefined && where === undefined
      ? by === "azRest"
        ? `${requestCommand("azRest", request, endpoint)} --output none 2>/dev/null`
        : quietCurl(request, endpoint)
      : undefined;
  }
  const { path, value } = wanted;
  if (by === "azRest") {
    const query = [...(entry === undefined ? [] : ["value[]"]), ...path.map(identifier)].join(".");
    return `${requestCommand("azRest", request, endpoint)} --query ${bashWord(query)} --output tsv 2>/dev/null | grep -qixF -- ${bashWord(value)}`;
  }
  const pattern = `"${literally(path.at(-1) ?? "")}" *: *"?${literally(value)}"?`;
  return `${quietCurl(request, endpoint).replace(" --output /dev/null", "")} | grep -qiE -- ${bashWord(pattern)}`;
}

function quietCurl(request: ArmRequest, endpoint: string): string {
  return `curl --fail --silent --output /dev/null ${bashWord(endpoint + pathAndQuery(request))} --header "Authorization: Bearer $${tokenVariable.bash}"`;
}

/** What must be there: the entry of a list, or a value of the thing itself; not both. */
export function wantedValue({
  entry,
  where,
}: Postcondition): { readonly path: readonly string[]; readonly value: string } | undefined {
  if (entry !== undefined && where !== undefined) {
    return undefined;
  }
  const found = entry ?? where;
  const value: JsonValue | undefined = found?.value;
  return found !== undefined && (typeof value === "string" || typeof value === "boolean")
    ? { path: found.path, value: String(value) }
    : undefined;
}

/** learn.microsoft.com/cli/azure/query-azure-cli: a name in double quotes holds any character. */
function identifier(name: string): string {
  return /^[A-Za-z_]\w*$/.test(name) ? name : JSON.stringify(name);
}

function literally(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
