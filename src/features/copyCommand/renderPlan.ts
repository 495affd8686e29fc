import * as l10n from "@vscode/l10n";
import { predecessors, type PlanStep, type Plan } from "../../services/plan";
import type { EquivalentCommand } from "../../services/equivalentCommand";
import { bashWord, isWordAlike } from "../../base/shellQuoting";
import { bashLine, bashScript, bashWait, type RenderedStep } from "./bash";
import { equivalentOf, type CommandWord } from "./equivalent";
import { powershellLine, powershellScript, powershellWait, stoppingAtRefusal } from "./powershell";
import { commentText, remarksOn } from "./remarks";
import { requestCommand, tokenVariable } from "./requestWords";

/** As what a plan can be rendered. The first two use Azure's own commands where there are any. */
export const commandStyles = [
  "azureCli",
  "powershell",
  "azRest",
  "invokeAzRestMethod",
  "curl",
] as const;

export type CommandStyle = (typeof commandStyles)[number];

export interface RenderOptions {
  /** Those of all services, and those of what plans send besides. */
  readonly commands: readonly EquivalentCommand[];
  /** Makes text of Azure's fit to be seen. */
  readonly visible: (text: string) => string;
  /** What else to say, sentence by sentence. */
  readonly remarks?: readonly string[];
}

/** A plan as text to be run in a shell. */
export interface RenderedPlan {
  /** Comments, then the commands. */
  readonly text: string;
  /** What each step sends, in one line: a preview, not to be run. */
  readonly preview: string;
  /** Which shells read it as it is meant. */
  readonly shells: "bash" | "powershell" | "both";
}

/** Resource groups are no service of the catalogue, and the first step of many a plan. */
const createGroup: EquivalentCommand = {
  request: "PUT /subscriptions/{subscription}/resourcegroups/{name}",
  body: { location: "{location}" },
  // learn.microsoft.com/cli/azure/group, .../powershell/module/az.resources/new-azresourcegroup
  azureCli: "az group create --name {name} --location {location} --subscription {subscription}",
  powershell: "New-AzResourceGroup -Name {name} -Location {location}",
};

/**
 * A plan as commands that send the same requests in the same order, with a wait where a step needs
 * what the one before does. Nothing of Azure's in it is read by the shell, and no token is in it.
 *
 * @throws UnquotableTextError
 */
export function renderPlan(
  plan: Plan,
  style: CommandStyle,
  { commands, visible, remarks = [] }: RenderOptions,
): RenderedPlan {
  const rendered =
    style === "powershell" || style === "invokeAzRestMethod"
      ? inPowershell(plan, style, [createGroup, ...commands])
      : inBash(plan, style, [createGroup, ...commands]);
  const sentences = [...remarksOn(plan), ...remarks].map((one) => commentText(one, visible));
  const comments = [
    ...sentences,
    ...tokenRemarks(rendered.script, plan.subject.subscriptionId),
    ...rendered.seconds,
  ];
  return {
    text: `${[...comments.map((one) => `# ${one}`), rendered.script].join("\n")}\n`,
    preview: rendered.preview,
    shells: rendered.shells,
  };
}

interface Rendered {
  readonly script: string;
  readonly preview: string;
  /** Comments with what is sent where Azure refuses a first request with 400. */
  readonly seconds: readonly string[];
  readonly shells: RenderedPlan["shells"];
}

function inBash(
  { steps, identity }: Plan,
  style: "azureCli" | "azRest" | "curl",
  commands: readonly EquivalentCommand[],
): Rendered {
  const waitedFor = stepsWaitedFor(steps);
  const by = style === "curl" ? "curl" : "azRest";
  const found = steps.map((step) =>
    style === "azureCli" ? equivalentOf(step, "azureCli", commands) : undefined,
  );
  const rendered = steps.map((step, index): RenderedStep => {
    const words = found[index];
    return {
      command:
        words === undefined ? requestCommand(by, step.request, identity.endpoint) : bashLine(words),
      wait:
        words === undefined && waitedFor.has(index)
          ? bashWait(step, by, identity.endpoint)
          : undefined,
      isOptional: step.optional === true,
    };
  });
  const [only] = found;
  return {
    script: bashScript(rendered),
    preview: rendered.map(({ command }) => command).join(" && "),
    seconds: secondWays(steps, found, (step) => requestCommand(by, step, identity.endpoint)),
    shells: steps.length === 1 && only?.every(isAlike) === true ? "both" : "bash",
  };
}

function isAlike(word: CommandWord): boolean {
  return typeof word === "string" || isWordAlike(word.value);
}

function inPowershell(
  { steps, identity, subject }: Plan,
  style: "powershell" | "invokeAzRestMethod",
  commands: readonly EquivalentCommand[],
): Rendered {
  const waitedFor = stepsWaitedFor(steps);
  const found = steps.map((step) =>
    style === "powershell" ? equivalentOf(step, "powershell", commands) : undefined,
  );
  const needsContext = found.some(
    (words) =>
      words?.every((word) => word !== "-SubscriptionId" && word !== "-ResourceId") === true,
  );
  const context = needsContext
    ? { tenantId: identity.tenantId, subscriptionId: subject.subscriptionId }
    : undefined;
  const isBlock = steps.length > 1 || needsContext;
  const sent = steps.map((step, index) => {
    const words = found[index];
    return words === undefined
      ? requestCommand("invokeAzRestMethod", step.request, identity.endpoint)
      : powershellLine(words);
  });
  const rendered = steps.map((step, index): RenderedStep => {
    const words = found[index];
    const command = sent[index] ?? "";
    return {
      command: words === undefined && isBlock ? stoppingAtRefusal(command, step) : command,
      wait: words === undefined && waitedFor.has(index) ? powershellWait(step) : undefined,
      isOptional: step.optional === true,
    };
  });
  return {
    script: powershellScript(rendered, context),
    preview: sent.join("; "),
    seconds: secondWays(steps, found, (request) =>
      requestCommand("invokeAzRestMethod", request, identity.endpoint),
    ),
    shells: "powershell",
  };
}

/** Which steps something comes after, by their place. */
function stepsWaitedFor(steps: readonly PlanStep[]): ReadonlySet<number> {
  return new Set(predecessors(steps).flat());
}

function secondWays(
  steps: readonly PlanStep[],
  found: readonly (readonly CommandWord[] | undefined)[],
  write: (request: PlanStep["request"]) => string,
): readonly string[] {
  return steps.flatMap(({ fallbackRequest }, index) =>
    fallbackRequest === undefined || found[index] !== undefined
      ? []
      : [
          l10n.t("If Azure refuses this request with status 400, send this one instead:"),
          write(fallbackRequest),
        ],
  );
}

/** How to get the token that the text has a variable for. */
function tokenRemarks(script: string, subscriptionId: string): readonly string[] {
  const get = `az account get-access-token --subscription ${bashWord(subscriptionId)} --query accessToken --output tsv`;
  const isUsed = (variable: string): boolean => script.includes(`Bearer $${variable}"`);
  const set = isUsed(tokenVariable.bash)
    ? `${tokenVariable.bash}=$(${get})`
    : isUsed(tokenVariable.powershell)
      ? `$${tokenVariable.powershell} = ${get}`
      : undefined;
  return set === undefined
    ? []
    : [l10n.t("This text contains no access token. Set the token first, for example:"), set];
}
