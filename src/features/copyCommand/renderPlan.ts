import * as l10n from "@vscode/l10n";
import { predecessors, type PlanStep, type Plan } from "../../services/plan";
import type { EquivalentCommand } from "../../services/equivalentCommand";
import { bashWord, isWordAlike } from "../../base/shellQuoting";
import { bashLine, bashScript, bashWait, type RenderedStep } from "./bash";
import { equivalentOf, type CommandWord } from "./equivalent";
import { powershellLine, powershellScript, powershellWait, stoppingAtRefusal } from "./powershell";
import { commentText, remarksOn } from "./remarks";
import { requestCommand, tokenVariable } from "./requestWords";

/** Formats of a rendered plan. The first two use Azure's own commands where available. */
export const commandStyles = [
  "azureCli",
  "powershell",
  "azRest",
  "invokeAzRestMethod",
  "curl",
] as const;

export type CommandStyle = (typeof commandStyles)[number];

export interface RenderOptions {
  /** Commands of all services and of shared requests. */
  readonly commands: readonly EquivalentCommand[];
  /** Makes text from Azure safe to display. */
  readonly visible: (text: string) => string;
  /** Additional notes, sentence by sentence. */
  readonly remarks?: readonly string[];
}

/** A plan as text to be run in a shell. */
export interface RenderedPlan {
  /** Comments, then the commands. */
  readonly text: string;
  /** What each step sends, in one line: a preview, not to be run. */
  readonly preview: string;
  /** The shells that can run the text. */
  readonly shells: "bash" | "powershell" | "both";
}

/** Resource groups aren't in the catalogue, but many plans create one first. */
const createGroup: EquivalentCommand = {
  request: "PUT /subscriptions/{subscription}/resourcegroups/{name}",
  body: { location: "{location}" },
  // learn.microsoft.com/cli/azure/group, .../powershell/module/az.resources/new-azresourcegroup
  azureCli: "az group create --name {name} --location {location} --subscription {subscription}",
  powershell: "New-AzResourceGroup -Name {name} -Location {location}",
};

/**
 * A plan as commands that send the same requests in the same order, with a wait where a later step
 * depends on an earlier one. Values from Azure are quoted, and the text contains no token.
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
  /** Comments with the fallback requests for a refusal with 400. */
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

/** The indexes of steps that others depend on. */
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

/** How to set the token variable that the text uses. */
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
