import * as vscode from "vscode";
import { ArmError, explainFailure } from "../azure/errors";
import { viewIds } from "../ids";
import type { InventoryItem } from "../recovery/inventorySnapshot";
import type { Impossible } from "../recovery/planner";
import { inNotification } from "../ui/text";

/** Proposals for several items: those that can be carried out, and those that cannot. */
export interface Proposals<T> {
  readonly possible: readonly T[];
  readonly impossible: readonly Impossible[];
}

/**
 * Asks for a proposal for each item, with progress in the view. An item whose proposal cannot even
 * be made, because Azure does not answer, is one that cannot be carried out, for that reason.
 */
export async function propose<T extends { readonly possible: true }>(
  items: readonly InventoryItem[],
  ask: (item: InventoryItem) => Promise<T | Impossible>,
): Promise<Proposals<T>> {
  const proposals = await vscode.window.withProgress(
    { location: { viewId: viewIds.resources } },
    () =>
      Promise.all(
        items.map(async (item): Promise<T | Impossible> => {
          try {
            return await ask(item);
          } catch (error) {
            if (error instanceof ArmError) {
              return { possible: false, item, reason: explainFailure(error.failure) };
            }
            throw error;
          }
        }),
      ),
  );
  const possible: T[] = [];
  const impossible: Impossible[] = [];
  for (const proposal of proposals) {
    if (proposal.possible) {
      possible.push(proposal);
    } else {
      impossible.push(proposal);
    }
  }
  return { possible, impossible };
}

/** Why nothing is done to one thing, for a notification. */
export function refusalOf(name: string, reason: string): string {
  return `"${inNotification(name)}": ${inNotification(reason)}`;
}

/** Says why none of what was asked for can be done. */
export async function refuse(impossible: readonly Impossible[]): Promise<void> {
  const [first] = impossible;
  if (first === undefined) {
    return;
  }
  const sentence = refusalOf(first.item.resource.name, first.reason);
  await vscode.window.showWarningMessage(
    impossible.length === 1
      ? sentence
      : vscode.l10n.t("{0} And {1} more.", sentence, impossible.length - 1),
  );
}
