import * as vscode from "vscode";
import { ArmError } from "../azure/errors";
import { viewIds } from "../ui/ids";
import { smallestBatch } from "../operations/batch/batch";
import { mapConcurrently } from "../base/mapConcurrently";
import type { InventoryItem } from "../inventory/inventorySnapshot";
import type { Explain } from "../services/errors/errorTable";
import { copyAttempts } from "../ui/operations/copyDetails";
import { numberText } from "../ui/quantities";
import { roleAssignments, type RoleAssignments } from "../ui/roleAssignments";
import { inNotification } from "../ui/text";
import type { Blocked } from "../planning/proposals";

/** Proposals for several items, split into possible and blocked ones. */
export interface Proposals<T> {
  readonly possible: readonly T[];
  readonly impossible: readonly Blocked[];
}

/**
 * Plans each item, with limited concurrency and progress. An item that can't be planned, because
 * Azure doesn't answer, counts as blocked for that reason.
 */
export async function propose<T extends { readonly possible: true }>(
  explain: Explain,
  items: readonly InventoryItem[],
  ask: (item: InventoryItem) => Promise<T | Blocked>,
): Promise<Proposals<T>> {
  const proposals = await withProgress(items.length, (report, isCancelled) =>
    mapConcurrently(items, async (item): Promise<T | Blocked> => {
      if (isCancelled()) {
        throw new vscode.CancellationError();
      }
      try {
        return await ask(item);
      } catch (error) {
        if (error instanceof ArmError) {
          const { failure } = error;
          const reason = explain(item.resource.serviceId, failure);
          return { possible: false, item, reason, failure };
        }
        throw error;
      } finally {
        report();
      }
    }),
  );
  const possible: T[] = [];
  const impossible: Blocked[] = [];
  for (const proposal of proposals) {
    if (proposal.possible) {
      possible.push(proposal);
    } else {
      impossible.push(proposal);
    }
  }
  return { possible, impossible };
}

/** Progress in the view for a few; for many, a cancelable notification with a count. */
async function withProgress<T>(
  count: number,
  work: (report: () => void, isCancelled: () => boolean) => Promise<T>,
): Promise<T> {
  if (count < smallestBatch) {
    const inView = { location: { viewId: viewIds.resources } };
    return vscode.window.withProgress(inView, () =>
      work(
        () => undefined,
        () => false,
      ),
    );
  }
  const options = {
    location: vscode.ProgressLocation.Notification,
    title: vscode.l10n.t("Checking {0} resources", numberText(count)),
    cancellable: true,
  };
  return vscode.window.withProgress(options, (progress, token) => {
    let done = 0;
    const every = Math.ceil(count / 100);
    const report = (): void => {
      done += 1;
      if (done % every === 0) {
        progress.report({ message: numberText(done), increment: (every / count) * 100 });
      }
    };
    return work(report, () => token.isCancellationRequested);
  });
}

export function refusalOf(name: string, reason: string): string {
  return `"${inNotification(name)}": ${inNotification(reason)}`;
}

function assignmentsFor(impossible: readonly Blocked[]): RoleAssignments {
  return roleAssignments(
    impossible.flatMap(({ item, missing }) =>
      missing === undefined ? [] : [{ missing, account: item.subscription.accountLabel }],
    ),
  );
}

/** Explains why none of the items can be acted on. */
export async function refuse(impossible: readonly Blocked[]): Promise<void> {
  const [first] = impossible;
  if (first === undefined) {
    return;
  }
  const sentence = refusalOf(first.item.resource.name, first.reason);
  const refused = impossible.filter(({ failure }) => failure !== undefined);
  const at = Date.now();
  const copy = vscode.l10n.t("Copy Details");
  const { commands, remark } = assignmentsFor(impossible);
  const copyCommand = vscode.l10n.t("Copy Role Assignment Command");
  const said =
    impossible.length === 1
      ? sentence
      : vscode.l10n.t("{0} And {1} more.", sentence, impossible.length - 1);
  const chosen = await vscode.window.showWarningMessage(
    [said, inNotification(remark)].join(" ").trim(),
    ...(commands.length === 0 ? [] : [copyCommand]),
    ...(refused.length === 0 ? [] : [copy]),
  );
  if (chosen === copyCommand) {
    await vscode.env.clipboard.writeText(commands.join("\n"));
  }
  if (chosen === copy) {
    await copyAttempts(
      refused.map(({ item: { resource }, reason, failure }) => ({
        what: vscode.l10n.t('Nothing was changed for "{0}"', resource.name),
        target: resource.originalId,
        sentence: reason,
        failure,
        at,
      })),
    );
  }
}
