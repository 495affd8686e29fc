import * as vscode from "vscode";
import { removeSteps } from "../services/plan";
import { inPick, label } from "../ui/text";
import type { RecoverProposal } from "../planning/proposals";

/**
 * Asks which optional steps to run; returns the plan unchanged where it has none.
 * @throws CancellationError when the person dismisses the list.
 */
export async function chooseSteps(proposal: RecoverProposal): Promise<RecoverProposal> {
  const { plan, choices, item } = proposal;
  if (choices.length === 0) {
    return proposal;
  }
  const picks = choices.flatMap(({ id, isSuggested, remark }) =>
    plan.steps
      .filter((step) => step.id === id)
      .map(({ title, target, neededFor }) => ({
        label: inPick(target),
        description: inPick(title),
        detail:
          remark ??
          (neededFor === undefined ? "" : vscode.l10n.t("Needed for {0}.", inPick(neededFor))),
        picked: isSuggested,
        id,
      })),
  );
  const chosen = await vscode.window.showQuickPick(picks, {
    canPickMany: true,
    ignoreFocusOut: true,
    title: vscode.l10n.t('Recover "{0}"', label(item.resource.name)),
    placeHolder: vscode.l10n.t("Select what to recover together with this resource"),
  });
  if (chosen === undefined) {
    throw new vscode.CancellationError();
  }
  const left = new Set(
    choices.map(({ id }) => id).filter((id) => chosen.every((one) => one.id !== id)),
  );
  return { ...proposal, plan: { ...plan, steps: removeSteps(plan.steps, left) } };
}
