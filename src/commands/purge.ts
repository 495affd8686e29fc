import * as vscode from "vscode";
import type { Clock } from "../azure/clock";
import type { Operation } from "../recovery/operation";
import type { Planner } from "../recovery/planner";
import type { Runner } from "../recovery/runner";
import { pageContent, pageItem } from "../ui/purgeConfirmation/content";
import { confirmAndPurge } from "./confirmAndPurge";
import { propose, refuse } from "./propose";
import { chooseItems, type TargetParts } from "./targets";

export interface PurgeParts extends TargetParts {
  readonly extensionUri: vscode.Uri;
  readonly planner: Planner;
  readonly runner: Runner;
  readonly clock: Clock;
  readonly announce: (operations: readonly Operation[]) => Promise<void>;
}

/** Purge...: the rows it was called on, or those picked from a list. */
export async function purge(parts: PurgeParts, node: unknown, nodes: unknown): Promise<void> {
  const items = await chooseItems(
    node,
    nodes,
    vscode.l10n.t("Select the deleted resources to purge; you confirm on the next page"),
    parts,
    (item) => parts.serviceOf(item).permissions.purge !== undefined,
  );
  if (items.length === 0) {
    return;
  }
  const { possible, impossible } = await propose(items, (item) => {
    const alone = parts.serviceOf(item).onePurgeAtATime;
    return alone !== undefined && items.length > 1
      ? Promise.resolve({ possible: false as const, item, reason: alone })
      : parts.planner.purge(item);
  });
  if (possible.length === 0) {
    await refuse(impossible);
    return;
  }
  const now = parts.clock.now();
  const content = pageContent(
    possible.map((proposal) => pageItem(proposal, parts.serviceOf(proposal.item), now)),
    impossible,
  );
  await confirmAndPurge(
    parts,
    content,
    possible.map(({ plan }) => plan),
  );
}
