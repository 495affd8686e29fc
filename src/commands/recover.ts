import * as vscode from "vscode";
import type { Account, Subscription } from "../account/account";
import type { ArmClient } from "../azure/armClient";
import { smallestBatch } from "../operations/batch/batch";
import type { InventoryItem } from "../inventory/inventorySnapshot";
import type { Planner } from "../planning/planner";
import { defaultSteps } from "../planning/defaultSteps";
import type { Answers } from "../services/question";
import { recoverRefusal } from "../services/service";
import { deletedWhen, sharedNames } from "../ui/appearance";
import { openInAzurePortal } from "../ui/portal";
import { recoveryText } from "../ui/recoveryText";
import { label, visible } from "../ui/text";
import { ResourceNode } from "../ui/tree/resourceNode";
import { commandIds } from "../ui/ids";
import type { CommandRegistry } from "./commandRegistry";
import { askAnswers } from "./askAnswers";
import { askWhich } from "./askWhich";
import type { Execute } from "./execute";
import { chooseSteps } from "./chooseSteps";
import { propose, refuse, type Proposals } from "./propose";
import type { RowFocus } from "./purge";
import { chooseItems, type Targets } from "./targets";
import type { RecoverProposal } from "../planning/proposals";

export interface Recovering {
  readonly targets: Targets;
  readonly planner: Planner;
  readonly account: Account;
  readonly connect: (subscription: Subscription) => Promise<ArmClient>;
  readonly focus: Pick<RowFocus, "moveFocusFrom">;
  readonly execute: Execute;
}

/** Registers Recover, for rows of one resource and for rows of many. */
export function activateRecover(commands: CommandRegistry, recovering: Recovering): void {
  for (const id of [commandIds.recover, commandIds.recoverAll]) {
    commands.register(id, (node, nodes) => recover(recovering, node, nodes));
  }
}

/** Recover: asks one question, then runs the plans. */
export async function recover(
  recovering: Recovering,
  node: unknown,
  nodes: unknown,
): Promise<void> {
  const items = await chooseItems(
    node,
    nodes,
    vscode.l10n.t("Select the deleted resources to recover"),
    recovering.targets,
    (item) => recoverRefusal(recovering.targets.serviceOf(item), item.resource) === undefined,
  );
  if (items.length > 0) {
    await recoverItems(recovering, items, node instanceof ResourceNode);
  }
}

/**
 * Recovers known items.
 *
 * @param isFromRow whether the focus is on a row of the tree that will disappear.
 */
export async function recoverItems(
  recovering: Recovering,
  items: readonly InventoryItem[],
  isFromRow = false,
): Promise<void> {
  const proposals = await proposalsFor(recovering, items);
  const { possible, impossible } = proposals;
  if (possible.length === 0) {
    await refuse(impossible);
    return;
  }
  const [only] = possible;
  const portal = possible.length === 1 ? portalPageOf(recovering.targets, only) : undefined;
  const answer = await ask(recovering.targets, proposals, portal !== undefined);
  if (answer === "inPortal" && portal !== undefined && only !== undefined) {
    await openInAzurePortal(recovering.account, only.item.subscription.tenantId, portal);
  } else if (answer === "yes") {
    if (isFromRow) {
      await recovering.focus.moveFocusFrom(possible.map(({ item }) => item));
    }
    await recovering.execute(
      "recover",
      possible.map(({ plan }) => plan),
    );
  }
}

/** Undefined where the person declines. */
async function ask(
  { inventory, serviceOf }: Targets,
  { possible, impossible }: Proposals<RecoverProposal>,
  hasPortal: boolean,
): Promise<"yes" | "inPortal" | undefined> {
  const shared = sharedNames(inventory.items.map(({ resource }) => resource));
  const [only] = possible;
  const question =
    only !== undefined && possible.length === 1
      ? vscode.l10n.t('Recover "{0}"?', label(only.item.resource.name))
      : vscode.l10n.t("Recover {0} resources?", possible.length);
  const yes = vscode.l10n.t("Recover");
  const inPortal = vscode.l10n.t("Open in Portal");
  const answer = await vscode.window.showInformationMessage(
    question,
    {
      modal: true,
      detail: [
        ...some(
          possible.map((proposal) => {
            const { resource } = proposal.item;
            return recoveryText(proposal, serviceOf(proposal.item), {
              isAlone: possible.length === 1,
              deletedWhen: shared.has(resource.name.toLowerCase())
                ? deletedWhen(resource)
                : undefined,
            });
          }),
        ),
        ...some(
          impossible.map(({ item, reason }) =>
            vscode.l10n.t(
              '"{0}" can\'t be recovered here. {1}',
              label(item.resource.name),
              visible(reason),
            ),
          ),
        ),
      ].join("\n\n"),
    },
    yes,
    ...(hasPortal ? [inPortal] : []),
  );
  return answer === yes ? "yes" : answer === inPortal ? "inPortal" : undefined;
}

/** Above this number, items aren't asked about one by one; the default steps are used. */
const mostAskedAbout = 5;

/** Plans with the person's answers and without the steps they removed. */
async function proposalsFor(
  { targets, planner, connect }: Recovering,
  items: readonly InventoryItem[],
): Promise<Proposals<RecoverProposal>> {
  const answered = new Map<InventoryItem, Answers>();
  const isMany = items.length >= smallestBatch;
  for (const item of isMany ? [] : items) {
    answered.set(item, await askAnswers(item, targets.serviceOf(item), connect));
  }
  const planning = planner.begin();
  const proposeWith = (some: readonly InventoryItem[]): Promise<Proposals<RecoverProposal>> =>
    propose<RecoverProposal>(targets.explain, some, (item) =>
      isMany && hasQuestions(targets, item)
        ? Promise.resolve({
            possible: false as const,
            item,
            reason: vscode.l10n.t("This resource needs extra input. Recover it separately."),
          })
        : planner.recover(item, answered.get(item) ?? {}, planning),
    );
  const { possible, impossible } = await proposeWith(items);
  if (items.length > mostAskedAbout) {
    return { possible: possible.map(defaultSteps), impossible };
  }
  const wanted: RecoverProposal[] = [];
  const refused = [...impossible];
  for (const first of possible) {
    const { item } = first;
    let proposal: RecoverProposal | undefined = first;
    // A resource that was chosen can itself need something that only the person knows.
    let which = await askWhich(first, targets);
    while (proposal !== undefined && Object.keys(which).length > 0) {
      answered.set(item, { ...answered.get(item), ...which });
      const again = await proposeWith([item]);
      refused.push(...again.impossible);
      proposal = again.possible[0];
      which = proposal === undefined ? {} : await askWhich(proposal, targets);
    }
    if (proposal !== undefined) {
      wanted.push(await chooseSteps(proposal));
    }
  }
  return { possible: wanted, impossible: refused };
}

function hasQuestions({ serviceOf }: Targets, item: InventoryItem): boolean {
  return (serviceOf(item).questions?.(item.resource) ?? []).length > 0;
}

/** The portal's page for what Microsoft documents only there. */
function portalPageOf(
  { serviceOf }: Targets,
  proposal: RecoverProposal | undefined,
): string | undefined {
  const service = proposal === undefined ? undefined : serviceOf(proposal.item);
  return service?.availability.experimental?.includes("recover") === true
    ? service.portal
    : undefined;
}

/** A dialog doesn't scroll, so above this number only a count is shown. */
const mostDescribed = 8;

function some(paragraphs: readonly string[]): readonly string[] {
  return paragraphs.length <= mostDescribed
    ? paragraphs
    : [
        ...paragraphs.slice(0, mostDescribed),
        vscode.l10n.t("And {0} more.", paragraphs.length - mostDescribed),
      ];
}
