import * as vscode from "vscode";
import type { InventoryItem } from "../recovery/inventory";
import type { Operation } from "../recovery/operation";
import type { Planner, RecoverProposal } from "../recovery/planner";
import type { Runner } from "../recovery/runner";
import type { SoftDeleteService } from "../services/service";
import { label, visible } from "../ui/text";
import { propose, refuse } from "./propose";
import { runPlans } from "./runPlans";
import { chooseItems, type TargetParts } from "./targets";

export interface RecoverParts extends TargetParts {
  readonly planner: Planner;
  readonly runner: Runner;
  readonly announce: (operations: readonly Operation[]) => Promise<void>;
}

/** Recover: one question that says all there is to know, then the plans. */
export async function recover(parts: RecoverParts, node: unknown, nodes: unknown): Promise<void> {
  const items = await chooseItems(
    node,
    nodes,
    vscode.l10n.t("Select the deleted resources to recover"),
    parts,
  );
  if (items.length === 0) {
    return;
  }
  const { possible, impossible } = await propose(items, (item) => parts.planner.recover(item));
  if (possible.length === 0) {
    await refuse(impossible);
    return;
  }
  const [only] = possible;
  const question =
    only !== undefined && possible.length === 1
      ? vscode.l10n.t('Recover "{0}"?', label(only.item.resource.name))
      : vscode.l10n.t("Recover {0} resources?", possible.length);
  const yes = vscode.l10n.t("Recover");
  const answer = await vscode.window.showInformationMessage(
    question,
    {
      modal: true,
      detail: [
        ...some(
          possible.map((proposal) => describe(proposal, parts.serviceOf, possible.length === 1)),
        ),
        ...some(
          impossible.map(({ item, reason }) =>
            vscode.l10n.t('Not recovered: "{0}". {1}', label(item.resource.name), visible(reason)),
          ),
        ),
      ].join("\n\n"),
    },
    yes,
  );
  if (answer === yes) {
    await parts.announce(
      await runPlans(
        parts.runner,
        possible.map(({ plan }) => plan),
      ),
    );
  }
}

/** A dialog does not scroll: past so many, a count has to do. */
const mostDescribed = 8;

function some(paragraphs: readonly string[]): readonly string[] {
  return paragraphs.length <= mostDescribed
    ? paragraphs
    : [
        ...paragraphs.slice(0, mostDescribed),
        vscode.l10n.t("And {0} more.", paragraphs.length - mostDescribed),
      ];
}

function describe(
  proposal: RecoverProposal,
  serviceOf: (item: InventoryItem) => SoftDeleteService,
  whole: boolean,
): string {
  const { item, createsResourceGroup, recoverFirst } = proposal;
  const { resource, subscription } = item;
  const service = serviceOf(item);
  const paragraphs = [
    ...recoverFirst.map(({ name, noun, neededFor, state }) =>
      state === "deleted"
        ? vscode.l10n.t(
            'First recover the {0} "{1}": it is soft-deleted too, and needed for {2}.',
            noun,
            label(name),
            neededFor,
          )
        : vscode.l10n.t(
            'The {0} "{1}" must exist: it is needed for {2}.',
            noun,
            label(name),
            neededFor,
          ),
    ),
    vscode.l10n.t(
      'The {0} "{1}" comes back to resource group "{2}" in {3}, subscription "{4}".',
      service.noun(resource),
      label(resource.name),
      label(resource.resourceGroup),
      label(resource.location),
      label(subscription.name),
    ),
  ];
  if (createsResourceGroup !== undefined) {
    paragraphs.push(
      vscode.l10n.t(
        "The resource group does not exist any more. It is created first, in {0}; what else was in it does not come back.",
        label(resource.location),
      ),
    );
  }
  if (whole) {
    paragraphs.push(...service.consequences(resource).notRestored);
  }
  return paragraphs.join(whole ? "\n\n" : "\n");
}
