import * as vscode from "vscode";
import { tooltipOf } from "../appearance";
import { factsOf } from "../facts";
import { Hovers, type HoversParts } from "./hovers";
import type { ResourceNode } from "./resourceNode";

/** The tooltips of deleted resources. */
export function resourceHovers(
  parts: Omit<HoversParts<ResourceNode>, "text">,
): Hovers<ResourceNode> {
  return new Hovers({
    ...parts,
    text: (node, who) => {
      const { inventoryItem, service, around } = node;
      const { resource } = inventoryItem;
      const context = { now: parts.clock.now(), groups: around.resourceGroups, who };
      return tooltipOf(resource.name, [
        [vscode.l10n.t("State"), node.state()],
        ...factsOf(resource, service, context),
      ]);
    },
  });
}
