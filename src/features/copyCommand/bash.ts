import { pathAndQuery, type ArmRequest } from "../../azure/armRequest";
import type { JsonValue } from "../../base/json";
import type { Postcondition, PlanStep } from "../../services/plan";
import { bashWord } from "../../base/shellQuoting";
import type { CommandWord } from "./equivalent";
import { requestCommand, tokenVariable } from "./requestWords";

/** One step's command and the wait after it. */
export interface RenderedStep {
  readonly command: string;
  /** Undefined where no step follows, or the command itself waits. */
  readonly wait: string | undefined;
  readonly isOptional: boolean;
}

/** A command of the Azure CLI, quoted. */
export function bashLine(words: readonly CommandWord[]): string {
  return words.map((word) => (typeof word === "string" ? word : bashWord(word.value))).join(" ");
}

/**
 * Steps in order, each only if the previous one succeeded; a failed optional step stops nothing.
 * One compound command, so that a shell reads a pasted text completely before it runs any of it.
 */
export function bashScript(steps: readonly RenderedStep[]): string {
  return steps
    .map(({ command, wait, isOptional }) => {
      const all = wait === undefined ? command : `${command} &&\n${wait}`;
      return isOptional && steps.length > 1 ? `{ ${all} || true; }` : all;
    })
    .join(" &&\n");
}

/** At ten seconds each, an hour: longer than most operations take. */
const tries = 360;

/**
 * Polls until a postcondition is met, which can be long after the command has returned.
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

/** The value to wait for: a list entry's, or the resource's own. */
export function wantedValue({
  entry,
  where,
}: Postcondition): { readonly path: readonly string[]; readonly value: string } | undefined {
  if (entry !== undefined && where !== undefined) {
    return undefined;
  }
  const found = entry ?? where;
  const value: JsonValue | undefined = found?.value;
  return found !== undefined &&
    (typeof value === "string" || typeof value === "boolean" || typeof value === "number")
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
