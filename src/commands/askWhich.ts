import * as vscode from "vscode";
import type { InventoryItem } from "../inventory/inventorySnapshot";
import type { Answers } from "../services/question";
import { summaryOf } from "../ui/summaries";
import { inPick, label } from "../ui/text";
import type { Targets } from "./targets";
import { goOnWithout } from "../planning/dependency";
import type { RecoverProposal } from "../planning/proposals";

/**
 * Asks what only the person knows before a plan is complete: which resources the item used, and
 * where to create a resource group that can't be in the item's region.
 * @throws CancellationError when the person dismisses a question.
 */
export async function askWhich(
  proposal: RecoverProposal,
  targets: Pick<Targets, "inventory" | "serviceOf">,
): Promise<Answers> {
  return { ...(await askDependencies(proposal, targets)), ...(await askRegions(proposal)) };
}

/**
 * Asks which resources the item used where neither the item nor the Activity Log says. Offers the
 * soft-deleted resources of that type in the same subscription; asks nothing where there are none.
 */
async function askDependencies(
  { item, dependencies }: RecoverProposal,
  { inventory, serviceOf }: Pick<Targets, "inventory" | "serviceOf">,
): Promise<Answers> {
  const answers: Record<string, string> = {};
  for (const dependency of dependencies) {
    // Several resources of the plan can need the same one.
    if (dependency.state !== "unnamed" || dependency.answer in answers) {
      continue;
    }
    const candidates = inventory.items
      .filter(
        (one) =>
          one.subscription.accountId === item.subscription.accountId &&
          one.resource.subscriptionId === item.resource.subscriptionId &&
          serviceOf(one).resourceType === dependency.resourceType,
      )
      .toSorted((left, right) => nearness(right, item) - nearness(left, item));
    if (candidates.length === 0) {
      answers[dependency.answer] = goOnWithout;
      continue;
    }
    const picked = await vscode.window.showQuickPick(
      [
        ...candidates.map((one) => ({
          label: inPick(one.resource.name),
          description: inPick(summaryOf(one.resource, Date.now())),
          answer: one.resource.originalId,
        })),
        {
          label: vscode.l10n.t("None of these"),
          description: vscode.l10n.t("It already exists, or you don't know"),
          answer: goOnWithout,
        },
      ],
      {
        title: vscode.l10n.t('Recover "{0}"', label(item.resource.name)),
        placeHolder: vscode.l10n.t(
          "Which {0} did this resource use for {1}? Azure doesn't report it.",
          dependency.noun,
          inPick(dependency.neededFor),
        ),
        ignoreFocusOut: true,
      },
    );
    if (picked === undefined) {
      throw new vscode.CancellationError();
    }
    answers[dependency.answer] = picked.answer;
  }
  return answers;
}

async function askRegions({ item, regionChoices }: RecoverProposal): Promise<Answers> {
  const answers: Record<string, string> = {};
  for (const { answer, resourceGroup, unavailable, regions, suggested } of regionChoices) {
    const picked = await vscode.window.showQuickPick(
      regions
        .toSorted(
          (left, right) => Number(right.code === suggested) - Number(left.code === suggested),
        )
        .map(({ name, code }) => ({ label: inPick(name), description: inPick(code), code })),
      {
        title: vscode.l10n.t('Recover "{0}"', label(item.resource.name)),
        placeHolder: vscode.l10n.t(
          'Select the region to create the resource group "{0}" in. The group can\'t be created in "{1}".',
          inPick(resourceGroup),
          inPick(unavailable),
        ),
        matchOnDescription: true,
        ignoreFocusOut: true,
      },
    );
    if (picked === undefined) {
      throw new vscode.CancellationError();
    }
    answers[answer] = picked.code;
  }
  return answers;
}

/** Resources of the same resource group are listed first. */
function nearness(one: InventoryItem, item: InventoryItem): number {
  return Number(
    one.resource.resourceGroup?.toLowerCase() === item.resource.resourceGroup?.toLowerCase(),
  );
}
