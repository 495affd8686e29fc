import * as vscode from "vscode";
import type { Clock } from "../../base/clock";
import type { WhoDeleted } from "../../deletionHistory/whoDeleted";
import type { InventoryItem } from "../../inventory/inventorySnapshot";
import { tooltipOf } from "../appearance";
import { factsOf } from "../facts";
import type { Row } from "../treeRows";
import { Hovers } from "./hovers";
import type { ResourceNode } from "./resourceNode";

export function resourceHovers(
  whoDeleted: (item: InventoryItem) => Promise<WhoDeleted>,
  clock: Clock,
  renew: (rows: readonly Row[]) => void,
): Hovers<ResourceNode> {
  return new Hovers({
    whoDeleted,
    clock,
    renew,
    text: (node, who) => {
      const { inventoryItem, service, context } = node;
      const { resource } = inventoryItem;
      return tooltipOf(resource.name, [
        [vscode.l10n.t("State"), node.state()],
        ...factsOf(resource, service, { now: clock.now(), groups: context.resourceGroups, who }),
      ]);
    },
  });
}
