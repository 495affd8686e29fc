import * as vscode from "vscode";
import type { Clock } from "../../base/clock";
import type { WhoDeleted } from "../../deletionHistory/whoDeleted";
import type { InventoryItem } from "../../inventory/inventorySnapshot";
import { tooltipOf } from "../appearance";
import { factsOf } from "../facts";
import { answerInTime } from "./hovers";
import type { ResourceNode } from "./resourceNode";

export interface TooltipSources {
  /** From the Activity Log. */
  readonly whoDeleted: (item: InventoryItem) => Promise<WhoDeleted>;
  readonly clock: Clock;
}

/**
 * The tooltip of a deleted resource, with who deleted it where the Activity Log tells in time;
 * undefined when the pointer has left: VS Code asks again then.
 */
export async function resourceTooltip(
  node: ResourceNode,
  { whoDeleted, clock }: TooltipSources,
  token: vscode.CancellationToken,
): Promise<string | undefined> {
  const { inventoryItem, service, context } = node;
  const { resource } = inventoryItem;
  const who = await answerInTime(whoDeleted(inventoryItem), clock, token);
  if (token.isCancellationRequested) {
    return undefined;
  }
  return tooltipOf(resource.name, [
    [vscode.l10n.t("State"), node.state()],
    ...factsOf(resource, service, { now: clock.now(), groups: context.resourceGroups, who }),
  ]);
}
