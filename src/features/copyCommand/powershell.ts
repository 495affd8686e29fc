import { pathAndQuery } from "../../azure/armRequest";
import type { Postcondition, PlanStep } from "../../services/plan";
import { powershellWord } from "../../base/shellQuoting";
import { wantedValue, type RenderedStep } from "./bash";
import { canInvokeAzRestMethod } from "./requestWords";
import type { CommandWord } from "./equivalent";

/** A command of Azure PowerShell, quoted. */
export function powershellLine(words: readonly CommandWord[]): string {
  return words
    .map((word) => (typeof word === "string" ? word : powershellWord(word.value)))
    .join(" ");
}

/**
 * Invoke-AzRestMethod returns a refusal as a normal result, so a following step must be stopped
 * explicitly.
 * Source: learn.microsoft.com/powershell/module/az.accounts/invoke-azrestmethod
 */
export function stoppingAtRefusal(command: string, { request }: PlanStep): string {
  return canInvokeAzRestMethod(request)
    ? `$answer = ${command}\nif ($answer.StatusCode -ge 400) { throw $answer.Content }`
    : command;
}

/**
 * The steps in one block, which stops at the first error and is parsed completely when pasted. A
 * cmdlet without a subscription parameter uses the session's context.
 */
export function powershellScript(
  steps: readonly RenderedStep[],
  context: { readonly tenantId: string; readonly subscriptionId: string } | undefined,
): string {
  const [only] = steps;
  if (only !== undefined && steps.length === 1 && context === undefined) {
    return only.command;
  }
  const lines = [
    "$ErrorActionPreference = 'Stop'",
    ...(context === undefined
      ? []
      : [
          `Set-AzContext -Tenant ${powershellWord(context.tenantId)} -Subscription ${powershellWord(context.subscriptionId)} -Scope Process | Out-Null`,
        ]),
    ...steps.flatMap(({ command, wait, isOptional }) => {
      const all = [...command.split("\n"), ...(wait === undefined ? [] : wait.split("\n"))];
      return isOptional ? ["try {", ...all.map(indented), '} catch { Write-Warning "$_" }'] : all;
    }),
  ];
  return ["& {", ...lines.map(indented), "}"].join("\n");
}

function indented(line: string): string {
  return `  ${line}`;
}

/** At ten seconds each, an hour: longer than most operations take. */
const tries = 360;

/** Polls until a step's postcondition is met. */
export function powershellWait({ postcondition, title, target }: PlanStep): string {
  const probe = postcondition === undefined ? undefined : lookFor(postcondition);
  if (probe === undefined) {
    return `Read-Host ${powershellWord(`${title} "${target}": press Enter once it is done`)} | Out-Null`;
  }
  return [
    `for ($i = 1; -not (${probe}); $i++) {`,
    `  if ($i -ge ${tries}) { throw ${powershellWord(`${title} "${target}": not done within an hour.`)} }`,
    "  Start-Sleep -Seconds 10",
    "}",
  ].join("\n");
}

function lookFor(postcondition: Postcondition): string | undefined {
  const { request, entry, where, expects } = postcondition;
  const wanted = wantedValue(postcondition);
  if (
    expects === "absent" ||
    entry?.and !== undefined ||
    where?.not === true ||
    (wanted === undefined && (entry !== undefined || where !== undefined))
  ) {
    return undefined;
  }
  const read = `Invoke-AzRestMethod -Method GET -Path ${powershellWord(pathAndQuery(request))}`;
  if (wanted === undefined) {
    return `(${read}).StatusCode -eq 200`;
  }
  const members = [...(entry === undefined ? [] : ["value"]), ...wanted.path].map((name) =>
    /^[A-Za-z_]\w*$/.test(name) ? name : powershellWord(name),
  );
  return `((${read}).Content | ConvertFrom-Json).${members.join(".")} -contains ${powershellWord(wanted.value)}`;
}
