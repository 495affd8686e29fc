import * as vscode from "vscode";
import { ArmError } from "../../azure/errors";
import { arrayAt, stringAt, valueAt, type JsonObject, type JsonValue } from "../../base/json";
import type { Clock } from "../../base/clock";
import type { Targets } from "../../commands/targets";
import { toolNames, type ToolName } from "../../ui/ids";
import type { NameFinder } from "../nameLookup/nameFinder";
import {
  notesOf,
  outcomeOf,
  reasonOf,
  remainderOf,
  isDestructive,
  type Operation,
} from "../../operations/operation";
import type { Planner } from "../../planning/planner";
import type { Runner } from "../../operations/runner";
import { defaultSteps } from "../../planning/defaultSteps";
import type { Explain } from "../../services/errors/errorTable";
import { deletedWhen } from "../../ui/appearance";
import { abortedBy } from "../../ui/cancelling";
import { hour } from "../../base/durations";
import { recoveryText } from "../../ui/recoveryText";
import { label, visible } from "../../ui/text";
import { answersIn, isOpen, type OpenQuestions } from "./answers";
import { holders } from "./findTool";
import { listed } from "./listTool";
import { literalMarkdown } from "./literalMarkdown";
import { describedPlan } from "./planTool";
import { findSingle } from "./findSingle";
import { ToolError } from "./toolError";
import { readInput, type ToolInput } from "./toolInput";
import type { Plan } from "../../services/plan";
import type { Blocked, RecoverProposal } from "../../planning/proposals";

/** What the tools read, plan and run with. */
export interface ToolServices {
  readonly targets: Pick<Targets, "inventory" | "serviceOf" | "ensureRead">;
  /** Never prompts for sign-in. */
  readonly planner: Planner;
  readonly runner: Runner;
  readonly announce: (operations: readonly Operation[]) => Promise<void>;
  readonly nameFinder: () => Promise<NameFinder>;
  readonly explain: Explain;
  /** package.json, which contains the input schemas. */
  readonly manifest: JsonValue;
  readonly clock: Pick<Clock, "now">;
}

/** A plan that was shown in a confirmation, and when. */
interface Shown {
  readonly plan: Plan;
  readonly at: number;
}

const shownIsGoodForMilliseconds = hour;

/**
 * The language-model tools. Only one changes anything, and it runs exactly the plan whose text was
 * in the confirmation: where VS Code asked for no confirmation, or for another plan's, nothing is
 * sent.
 */
export class Tools {
  /** The last plan shown for each input. */
  readonly #shown = new Map<string, Shown>();

  constructor(private readonly services: ToolServices) {}

  /** VS Code's progress message and, before a change, its confirmation. */
  async prepare(
    tool: ToolName,
    given: unknown,
    token: vscode.CancellationToken,
  ): Promise<vscode.PreparedToolInvocation> {
    const { t } = vscode.l10n;
    switch (tool) {
      case toolNames.list:
        return { invocationMessage: t("Reading deleted resources in Azure") };
      case toolNames.findHolder:
        return { invocationMessage: t("Searching Azure for what holds the name") };
      case toolNames.plan:
        return { invocationMessage: t("Planning the recovery") };
      case toolNames.recover:
        return this.#prepareRecovery(given, token);
    }
  }

  /** @throws ToolError with a sentence for the model. */
  async invoke(
    tool: ToolName,
    given: unknown,
    token: vscode.CancellationToken,
  ): Promise<vscode.LanguageModelToolResult> {
    const result = await this.#explained(() => this.#result(tool, given, token));
    return new vscode.LanguageModelToolResult([
      new vscode.LanguageModelTextPart(JSON.stringify(result)),
    ]);
  }

  async #result(
    tool: ToolName,
    given: unknown,
    token: vscode.CancellationToken,
  ): Promise<JsonObject> {
    const { targets, clock, manifest, nameFinder } = this.services;
    const input = readInput(schemaOf(manifest, tool), given);
    const now = clock.now();
    switch (tool) {
      case toolNames.list: {
        await this.#read();
        const { items, snapshot } = targets.inventory;
        return listed(input, { items, snapshot, serviceOf: targets.serviceOf, now });
      }
      case toolNames.findHolder: {
        await this.#read();
        const finder = await nameFinder();
        const answer = await finder.find(stringAt(input, "text") ?? "", abortedBy(token));
        return holders(answer, targets.serviceOf, now);
      }
      case toolNames.plan: {
        const found = await this.#proposal(input, token);
        return "open" in found
          ? { possible: true, askThePerson: [...found.open] }
          : describedPlan(found, targets.serviceOf(found.item), now);
      }
      case toolNames.recover:
        return this.#recover(input, token);
    }
  }

  async #prepareRecovery(
    given: unknown,
    token: vscode.CancellationToken,
  ): Promise<vscode.PreparedToolInvocation> {
    const { t } = vscode.l10n;
    const { targets, clock, manifest } = this.services;
    try {
      const input = readInput(schemaOf(manifest, toolNames.recover), given);
      const proposal = await this.#explained(() => this.#recoverable(input, token));
      const { item, plan } = proposal;
      const name = label(item.resource.name);
      this.#shown.set(keyOf(input), { plan, at: clock.now() });
      return {
        invocationMessage: new vscode.MarkdownString(literalMarkdown(t('Recovering "{0}"', name))),
        confirmationMessages: {
          title: t('Recover "{0}"?', name),
          message: new vscode.MarkdownString(
            literalMarkdown(
              recoveryText(proposal, targets.serviceOf(item), {
                isAlone: true,
                deletedWhen: deletedWhen(item.resource),
              }),
            ),
          ),
        },
      };
    } catch (error) {
      // VS Code asks for confirmation of this tool in any case.
      const why = error instanceof Error ? error.message : String(error);
      return {
        invocationMessage: t("Planning the recovery"),
        confirmationMessages: {
          title: t("Can't recover this resource"),
          message: new vscode.MarkdownString(
            literalMarkdown(
              `${why}\n\n${t("If you continue, nothing is sent. The tool only explains why.")}`,
            ),
          ),
        },
      };
    }
  }

  async #recover(input: ToolInput, token: vscode.CancellationToken): Promise<JsonObject> {
    const { t } = vscode.l10n;
    const plan = this.#takeShown(input);
    if (plan === undefined) {
      // Throws the reason where that is why no confirmation was shown.
      await this.#recoverable(input, token);
      throw new ToolError(
        t("Nothing was sent because the user didn't see a confirmation. Call the tool again."),
      );
    }
    const { runner, announce } = this.services;
    const { deletion, name } = plan.subject;
    const listener = token.onCancellationRequested(() => {
      const running = runner.runningOn(deletion);
      if (running !== undefined) {
        runner.cancel(running.id);
      }
    });
    try {
      const operation = await runner.start(plan);
      void announce([operation]);
      const reason = reasonOf(operation);
      const remainder = remainderOf(operation);
      return {
        name: label(name),
        outcome: outcomeOf(operation),
        ...(reason === undefined ? {} : { reason: visible(reason) }),
        ...(remainder === undefined ? {} : { leftAs: visible(remainder) }),
        notes: notesOf(operation).map(visible),
      };
    } finally {
      listener.dispose();
    }
  }

  /** The plan from the confirmation for this input; usable once. */
  #takeShown(input: ToolInput): Plan | undefined {
    const key = keyOf(input);
    const shown = this.#shown.get(key);
    this.#shown.delete(key);
    return shown !== undefined && this.services.clock.now() - shown.at <= shownIsGoodForMilliseconds
      ? shown.plan
      : undefined;
  }

  /** @throws ToolError where a tool can't recover it. */
  async #recoverable(input: ToolInput, token: vscode.CancellationToken): Promise<RecoverProposal> {
    const { t } = vscode.l10n;
    const found = await this.#proposal(input, token);
    if ("open" in found) {
      throw new ToolError(
        t(
          'First ask the user this, and pass the reply as "answers": {0}',
          JSON.stringify(found.open),
        ),
      );
    }
    if (!found.possible) {
      throw new ToolError(visible(found.reason));
    }
    if (found.plan.steps.some((step) => isDestructive(found.plan, step))) {
      throw new ToolError(
        t(
          'This recovery overwrites a live resource, so a tool can\'t run it. Ask the user to run the command "{0}".',
          t("Recover"),
        ),
      );
    }
    return found;
  }

  async #proposal(
    input: ToolInput,
    token: vscode.CancellationToken,
  ): Promise<RecoverProposal | Blocked | OpenQuestions> {
    await this.#read();
    const { targets, planner } = this.services;
    const item = findSingle(targets.inventory.items, input, targets.serviceOf);
    const answers = answersIn(input, targets.serviceOf(item).questions?.(item.resource) ?? []);
    if (isOpen(answers)) {
      return answers;
    }
    const found = await planner.recover(item, answers, planner.begin(), abortedBy(token));
    return found.possible ? defaultSteps(found) : found;
  }

  /** @throws ToolError where nobody is signed in: tools never prompt for sign-in. */
  async #read(): Promise<void> {
    if ((await this.services.targets.ensureRead()) === "signedOut") {
      throw new ToolError(
        vscode.l10n.t(
          'Nobody is signed in to Azure. Ask the user to run the command "Azure Deleted Resources: Sign In to Azure...", then try again.',
        ),
      );
    }
  }

  /** Turns Azure's errors into sentences. */
  async #explained<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw error instanceof ArmError
        ? new ToolError(visible(this.services.explain(undefined, error.failure)))
        : error;
    }
  }
}

function schemaOf(manifest: JsonValue, tool: ToolName): JsonValue | undefined {
  const declared = arrayAt(manifest, "contributes", "languageModelTools").find(
    (one) => stringAt(one, "name") === tool,
  );
  return valueAt(declared, ["inputSchema"]);
}

function keyOf(input: ToolInput): string {
  return JSON.stringify(Object.entries(input).toSorted(([one], [other]) => (one < other ? -1 : 1)));
}
