import * as vscode from "vscode";
import type { Operation } from "../../operations/operation";
import type { Planner } from "../../planning/planner";
import type { Runner } from "../../operations/runner";
import { visible } from "../../ui/text";
import { refusalOf } from "../../commands/propose";
import { runPlans } from "../../commands/runPlans";
import type { LiveChange } from "../../planning/proposals";

/** What carries out a change of a live resource. */
export interface ChangeRunner {
  readonly planner: Planner;
  readonly runner: Runner;
  readonly announce: (operations: readonly Operation[]) => Promise<void>;
}

/** The question before a live resource is changed. */
export interface ChangeQuestion {
  readonly question: string;
  /** Notes to show before, paragraph by paragraph. */
  readonly sentences: readonly string[];
  /** Label of the confirming button. */
  readonly yes: string;
}

/** Asks once, then runs the change; explains a missing permission. */
export async function runChange(
  changes: ChangeRunner,
  change: LiveChange,
  { question, sentences, yes }: ChangeQuestion,
): Promise<Operation | undefined> {
  const plan = await changes.planner.change(change);
  if (typeof plan === "string") {
    await vscode.window.showWarningMessage(refusalOf(change.name, plan));
    return undefined;
  }
  const answer = await vscode.window.showWarningMessage(
    question,
    { modal: true, detail: sentences.map(visible).join("\n\n") },
    yes,
  );
  if (answer !== yes) {
    return undefined;
  }
  const operations = await runPlans(changes.runner, [plan]);
  // Not awaited: the next step must not wait until the notification is closed.
  void changes.announce(operations);
  return operations[0];
}
