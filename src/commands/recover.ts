import * as vscode from "vscode";
import type { Account } from "../account/account";
import type { InventoryItem } from "../recovery/inventorySnapshot";
import { outcomeOf, type Operation } from "../recovery/operation";
import type { Planner, RecoverProposal } from "../recovery/planner";
import type { Runner } from "../recovery/runner";
import type { DeletedComponent } from "../services/live/applicationInsights";
import type { Answers } from "../services/question";
import { recoverRefusal, type SoftDeleteService } from "../services/service";
import { deletedWhen, sharedNames } from "../ui/appearance";
import { openInAzurePortal } from "../ui/portal";
import { label, visible } from "../ui/text";
import { askAnswers, type AskParts } from "./askAnswers";
import { propose, refuse } from "./propose";
import { chooseComponents, recreatePlans } from "./recreateComponents";
import { runPlans } from "./runPlans";
import { chooseItems, type TargetParts } from "./targets";

export interface RecoverParts extends TargetParts, AskParts {
  readonly account: Account;
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
    (item) => recoverRefusal(parts.serviceOf(item), item.resource) === undefined,
  );
  if (items.length === 0) {
    return;
  }
  const answered = new Map<InventoryItem, Answers>();
  for (const item of items) {
    answered.set(item, await askAnswers(parts, item));
  }
  const { possible, impossible } = await propose(items, (item) =>
    parts.planner.recover(item, answered.get(item) ?? {}),
  );
  if (possible.length === 0) {
    await refuse(impossible);
    return;
  }
  const components = new Map<InventoryItem, readonly DeletedComponent[]>();
  for (const { item } of possible) {
    components.set(item, await chooseComponents(parts, item));
  }
  const shared = sharedNames(parts.inventory.items.map(({ resource }) => resource));
  const [only] = possible;
  const question =
    only !== undefined && possible.length === 1
      ? vscode.l10n.t('Recover "{0}"?', label(only.item.resource.name))
      : vscode.l10n.t("Recover {0} resources?", possible.length);
  const yes = vscode.l10n.t("Recover");
  const portal = possible.length === 1 ? portalPageOf(parts, only) : undefined;
  const inPortal = vscode.l10n.t("Open in Portal");
  const answer = await vscode.window.showInformationMessage(
    question,
    {
      modal: true,
      detail: [
        ...some(
          possible.map((proposal) =>
            describe(proposal, parts.serviceOf, {
              whole: possible.length === 1,
              isNameShared: shared.has(proposal.item.resource.name.toLowerCase()),
            }),
          ),
        ),
        ...some(
          impossible.map(({ item, reason }) =>
            vscode.l10n.t('Not recovered: "{0}". {1}', label(item.resource.name), visible(reason)),
          ),
        ),
      ].join("\n\n"),
    },
    yes,
    ...(portal === undefined ? [] : [inPortal]),
  );
  if (answer === inPortal && portal !== undefined && only !== undefined) {
    await openInAzurePortal(parts.account, only.item.subscription.tenantId, portal);
  } else if (answer === yes) {
    await run(parts, possible, components);
  }
}

async function run(
  parts: RecoverParts,
  proposals: readonly RecoverProposal[],
  components: ReadonlyMap<InventoryItem, readonly DeletedComponent[]>,
): Promise<void> {
  const operations = await runPlans(
    parts.runner,
    proposals.map(({ plan }) => plan),
  );
  const announced = parts.announce(operations);
  const back = new Set(
    operations
      .filter((operation) => outcomeOf(operation) === "succeeded")
      .map(({ plan }) => plan.subject.deletion),
  );
  for (const { item, plan } of proposals) {
    const toCreate = back.has(plan.subject.deletion) ? (components.get(item) ?? []) : [];
    if (toCreate.length > 0) {
      const plans = await recreatePlans(parts, item, toCreate);
      void parts.announce(await runPlans(parts.runner, plans));
    }
  }
  await announced;
}

/** Where the portal does the same, for what Microsoft documents only there. */
function portalPageOf(
  { serviceOf }: RecoverParts,
  proposal: RecoverProposal | undefined,
): string | undefined {
  const service = proposal === undefined ? undefined : serviceOf(proposal.item);
  return service?.availability.experimental?.includes("recover") === true
    ? service.portal
    : undefined;
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
  { whole, isNameShared }: { readonly whole: boolean; readonly isNameShared: boolean },
): string {
  const { item, createsResourceGroup, recoverFirst, home } = proposal;
  const { resource, subscription } = item;
  const service = serviceOf(item);
  const place = home ?? { resourceGroup: vscode.l10n.t("unknown"), location: resource.location };
  const paragraphs = [
    ...proposal.plan.steps.flatMap(({ overwrites }) =>
      overwrites === undefined ? [] : [visible(overwrites)],
    ),
    ...(isNameShared
      ? [vscode.l10n.t('"{0}", {1}.', label(resource.name), deletedWhen(resource))]
      : []),
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
    service.recoversACopy !== undefined
      ? vscode.l10n.t(
          '{0}, in resource group "{1}" in {2}, subscription "{3}". The deleted {4} stays listed until its time is up.',
          visible(proposal.plan.steps.at(-1)?.title ?? ""),
          label(place.resourceGroup),
          label(place.location),
          label(subscription.name),
          service.noun(resource),
        )
      : vscode.l10n.t(
          'The {0} "{1}" comes back to resource group "{2}" in {3}, subscription "{4}".',
          service.noun(resource),
          label(resource.name),
          label(place.resourceGroup),
          label(place.location),
          label(subscription.name),
        ),
  ];
  if (service.availability.experimental?.includes("recover") === true) {
    paragraphs.push(
      vscode.l10n.t(
        "Experimental: Microsoft does not document this recovery, so it may fail. Nothing is lost by trying.",
      ),
    );
  }
  if (createsResourceGroup !== undefined) {
    paragraphs.push(
      vscode.l10n.t(
        "The resource group does not exist any more. It is created first, in {0}; what else was in it does not come back.",
        label(place.location),
      ),
    );
  }
  const { notRestored } = service.consequences(resource);
  if (whole && notRestored.length > 0) {
    paragraphs.push(
      [
        vscode.l10n.t("What does not come back, and what else to know:"),
        ...notRestored.map((sentence) => `• ${sentence}`),
      ].join("\n"),
    );
  }
  return paragraphs.join(whole ? "\n\n" : "\n");
}
