import * as vscode from "vscode";
import type { Clock } from "../base/clock";
import type { InventoryItem } from "../inventory/inventorySnapshot";
import type { BatchRecord } from "../operations/batch/batch";
import type { BatchRunner } from "../operations/batch/batchRunner";
import { deletionKey } from "../services/deletedResource";
import { dateTime } from "../ui/appearance";
import { batchSummary } from "../ui/operations/batchSummary";
import { BatchNode } from "../ui/operations/batchNode";
import type { Execute } from "./execute";
import type { Targets } from "./targets";
import type { Plan } from "../services/plan";

export interface BatchParts {
  readonly targets: Targets;
  readonly batches: BatchRunner;
  readonly clock: Clock;
  readonly execute: Execute;
  readonly purgeItems: (items: readonly InventoryItem[]) => Promise<void>;
}

/** Show Summary: the result of each resource, as a document that can be saved. */
export async function showBatch(parts: BatchParts, node: unknown): Promise<void> {
  if (!(node instanceof BatchNode)) {
    return;
  }
  const document = await vscode.workspace.openTextDocument({
    language: "markdown",
    content: await summaryOf(parts, node),
  });
  await vscode.window.showTextDocument(document);
}

/** The result of each resource of a batch, in its current state. */
export async function summaryOf(
  parts: Pick<BatchParts, "batches" | "targets" | "clock">,
  node: BatchNode,
): Promise<string> {
  const batch = parts.batches.find(node.batch.id) ?? node.batch;
  const record = await parts.batches.record(batch.id);
  const listed = new Set(parts.targets.inventory.stillListed);
  const stillListed = record.plans.filter(
    ({ subject }, place) =>
      listed.has(subject.deletion) && record.ends.get(place)?.outcome === "succeeded",
  ).length;
  return batchSummary(batch, record, stillListed, parts.clock.now(), dateTime);
}

/**
 * Retry: sends what failed or wasn't sent once more. A purge goes through the confirmation page
 * again, with the resources that are still deleted.
 */
export async function retryBatch(parts: BatchParts, node: unknown): Promise<void> {
  if (!(node instanceof BatchNode)) {
    return;
  }
  const { id, action } = node.batch;
  const plans = unfinished(await parts.batches.record(id));
  if (action === "recover") {
    await parts.execute(action, plans);
  } else if (action === "purge") {
    await parts.targets.ensureRead();
    const wanted = new Set(plans.map(({ subject }) => subject.deletion));
    const items = parts.targets.inventory.items.filter(({ resource }) =>
      wanted.has(deletionKey(resource)),
    );
    if (items.length === 0) {
      void vscode.window.showInformationMessage(
        vscode.l10n.t("None of these resources is soft-deleted anymore."),
      );
      return;
    }
    await parts.purgeItems(items);
  }
}

function unfinished({ plans, ends }: BatchRecord): readonly Plan[] {
  return plans.filter((_, place) =>
    ["failed", "notSent", undefined].includes(ends.get(place)?.outcome),
  );
}
