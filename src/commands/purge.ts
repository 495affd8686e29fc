import * as vscode from "vscode";
import type { Clock } from "../base/clock";
import type { InventoryItem } from "../inventory/inventorySnapshot";
import type { Operation } from "../operations/operation";
import type { Plan } from "../services/plan";
import type { Planner } from "../planning/planner";
import { purgeContent, type PageContent } from "../ui/purgeConfirmation/content";
import { commandIds } from "../ui/ids";
import { ResourceNode } from "../ui/tree/resourceNode";
import type { CommandRegistry } from "./commandRegistry";
import type { Execute } from "./execute";
import { propose, refuse } from "./propose";
import { chooseItems, type Targets } from "./targets";
import type { PurgeProposal } from "../planning/proposals";

export interface PurgeConfirmation {
  readonly extensionUri: vscode.Uri;
  readonly execute: Execute;
}

/** What happens around the page: where the focus goes when it closes, and what follows the purge. */
export interface ConfirmationEvents {
  readonly afterConfirm?: (() => Promise<void>) | undefined;
  readonly afterCancel?: (() => Promise<void>) | undefined;
  readonly onEnded?: ((operations: readonly Operation[]) => Promise<void>) | undefined;
}

export interface Purging {
  readonly targets: Targets;
  readonly planner: Planner;
  readonly confirmation: PurgeConfirmation;
  readonly focus: RowFocus;
  readonly clock: Clock;
}

/** Where the keyboard focus of the view goes when rows are acted on. */
export interface RowFocus {
  /** From the rows of these items, which will go, to one that stays. */
  readonly moveFocusFrom: (items: readonly InventoryItem[]) => Promise<void>;
  /** Back to the row of items to which nothing was done. */
  readonly returnFocusTo: (items: readonly InventoryItem[]) => Promise<void>;
}

/** Registers Purge, for rows of one resource and for rows of many. */
export function activatePurge(commands: CommandRegistry, purging: Purging): void {
  for (const id of [commandIds.purge, commandIds.purgeAll]) {
    commands.register(id, (node, nodes) => purge(purging, node, nodes));
  }
}

/** Purges the rows it was called on, or those picked from a list, once the person has confirmed. */
export async function purge(purging: Purging, node: unknown, nodes: unknown): Promise<void> {
  const items = await chooseItems(
    node,
    nodes,
    vscode.l10n.t("Select the deleted resources to purge (you confirm on the next page)"),
    purging.targets,
    (item) => purging.targets.serviceOf(item).permissions.purge !== undefined,
  );
  if (items.length > 0) {
    const { moveFocusFrom, returnFocusTo } = purging.focus;
    await purgeItems(
      purging,
      items,
      node instanceof ResourceNode
        ? { afterConfirm: moveFocusFrom, afterCancel: () => returnFocusTo(items) }
        : {},
    );
  }
}

/** What happens around the purge of known items. */
export interface PurgeEvents extends Omit<ConfirmationEvents, "afterConfirm"> {
  /** Called with those that can be purged, after the person has confirmed. */
  readonly afterConfirm?: (items: readonly InventoryItem[]) => Promise<void>;
}

/** The same for items that are known. */
export async function purgeItems(
  { targets: { serviceOf, explain }, planner, confirmation, clock }: Omit<Purging, "focus">,
  items: readonly InventoryItem[],
  { afterConfirm, ...events }: PurgeEvents = {},
): Promise<void> {
  const planning = planner.begin();
  const { possible, impossible } = await propose<PurgeProposal>(explain, items, (item) => {
    const alone = serviceOf(item).onePurgeAtATime;
    return alone !== undefined && items.length > 1
      ? Promise.resolve({ possible: false as const, item, reason: alone })
      : planner.purge(item, planning);
  });
  if (possible.length === 0) {
    await refuse(impossible);
    return;
  }
  const content = purgeContent(possible, impossible, serviceOf, clock.now());
  await confirmAndPurge(
    confirmation,
    content,
    possible.map(({ plan }) => plan),
    {
      ...events,
      afterConfirm: () => afterConfirm?.(possible.map(({ item }) => item)) ?? Promise.resolve(),
    },
  );
}

/** The only path from a purge plan to its first request: through the confirmation page. */
export async function confirmAndPurge(
  { extensionUri, execute }: PurgeConfirmation,
  content: PageContent,
  plans: readonly Plan[],
  { afterConfirm, afterCancel, onEnded }: ConfirmationEvents = {},
): Promise<void> {
  const { confirmPurge } = await import("../ui/purgeConfirmation/purgeConfirmation");
  if (await confirmPurge(extensionUri, content)) {
    await afterConfirm?.();
    await execute("purge", plans, onEnded);
  } else {
    await afterCancel?.();
  }
}
